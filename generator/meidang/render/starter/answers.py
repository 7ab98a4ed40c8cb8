"""What somebody who starts an archive is asked, and the eighteen departments that they choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from meidang.archive.calendar import add_months
from meidang.models.base import adapter
from meidang.models.institution import InstitutionType
from meidang.models.settings import Settings

#: Where the repository can lie.
PLATFORMS: Final[Mapping[str, str]] = MappingProxyType(
    {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo 或 Gitea"}
)

#: Where the program's own file lies.
WHEELS: Final = "wheels"


@dataclass(frozen=True, slots=True)
class StarterDepartment:
    """A department that may be in use: the file's name, its name in clause (四), and its category."""

    id: str
    name: str
    category: str


#: In the order of clause (四): the place is the department's number.
DEPARTMENTS: Final = (
    StarterDepartment("aesthetic_surgery", "美容外科", "临床"),
    StarterDepartment("aesthetic_dermatology", "美容皮肤科", "临床"),
    StarterDepartment("aesthetic_dentistry", "美容牙科", "临床"),
    StarterDepartment("aesthetic_tcm", "美容中医科", "临床"),
    StarterDepartment("plastic_surgery", "整形外科", "临床"),
    StarterDepartment("injectables", "微整注射科", "临床"),
    StarterDepartment("stomatology", "口腔科", "临床"),
    StarterDepartment("tattoo_semi_permanent", "纹绣科", "临床"),
    StarterDepartment("hair_transplant", "植发科", "临床"),
    StarterDepartment("intimate_plastic_surgery", "私密整形科", "临床"),
    StarterDepartment("anaesthesiology", "麻醉科", "临床"),
    StarterDepartment("operating_room", "手术室", "医技"),
    StarterDepartment("laboratory", "检验科", "医技"),
    StarterDepartment("medical_imaging", "影像科", "医技"),
    StarterDepartment("pharmacy", "药剂科", "医技"),
    StarterDepartment("medical_records", "病案室", "职能"),
    StarterDepartment("infection_control", "院感科", "职能"),
    StarterDepartment("cssd", "消毒供应室", "医技"),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """``in_use``: ids of departments; ``platforms``: keys of PLATFORMS; ``today``: the day on which it is begun.

    ``wheel``: the name of the file that the program is installed from; empty where a package index has it.
    """

    name: str
    today: date
    version: str
    short_name: str = ""
    institution_type: InstitutionType | None = None
    institution_grade: str = ""
    inspection_on: date | None = None
    in_use: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    wheel: str = ""

    @property
    def requirement(self) -> str:
        """What pip installs. Why no name for a file: whoever takes that name on an index would be installed instead."""
        return f"./{WHEELS}/{self.wheel}[notify]" if self.wheel else f"meidang[notify]=={self.version}"

    @property
    def since(self) -> date:
        """From when periodic work is owed: next month; nobody is to blame for what was before there was an archive."""
        return add_months(self.today.replace(day=1), 1)

    @property
    def review(self) -> date:
        """When what is written today must be looked at again."""
        return add_months(self.today, adapter(Settings).validate_python({}).review_interval_months) - timedelta(days=1)
