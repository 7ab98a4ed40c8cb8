"""KINDS: the one table of kinds. A kind's name fixes its folder, schema, Word template, page and URL.

CONTRIBUTING.md says what else a new kind needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from meidang.models.base import Model, Record, Table, title_of
from meidang.models.department import Department
from meidang.models.institution import Institution
from meidang.models.restriction import Restriction
from meidang.models.settings import Settings
from meidang.models.staff import Staff
from meidang.models.tables import CredentialTypes, OperationCodes, Projects, Titles
from meidang.models.technique import Technique

#: The folder of all records, below the project's root.
ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record or table. ``plural``: what a list of them is called.

    ``single``: one file ``archive/<name>.yaml``; ``needed``: an archive without it cannot be judged.
    """

    name: str
    model: type[Record | Table]
    plural: str
    single: bool = False
    needed: bool = False

    @property
    def title(self) -> str:
        """The Chinese name of one."""
        return title_of(self.model)

    @property
    def is_table(self) -> bool:
        """A table of the institution's own, rather than a record with a dossier."""
        return issubclass(self.model, Table)

    def path(self, record_id: str) -> str:
        """Where the record lies, relative to the project's root."""
        return f"{ARCHIVE}/{self.name}.yaml" if self.single else f"{ARCHIVE}/{self.name}/{record_id}.yaml"


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("institution", Institution, "机构", single=True, needed=True),
        Kind("department", Department, "科室"),
        Kind("staff", Staff, "人员"),
        Kind("technique", Technique, "技术项目"),
        Kind("restriction", Restriction, "禁限技术"),
        Kind("settings", Settings, "设置", single=True),
        Kind("titles", Titles, "职称表", single=True, needed=True),
        Kind("credential_types", CredentialTypes, "证照类型表", single=True, needed=True),
        Kind("projects", Projects, "分级目录", single=True, needed=True),
        Kind("operation_codes", OperationCodes, "手术编码表", single=True),
    )
}

#: The file that is looked at before all others.
SETTINGS = KINDS["settings"].path("")


def kind_of(path: str) -> Kind | None:
    """The kind of the record at ``path`` (relative to the root), or None for a path where no record belongs."""
    parts = PurePosixPath(path).parts
    if len(parts) == 2 and parts[1].endswith(".yaml"):
        kind = KINDS.get(parts[1].removesuffix(".yaml"))
        return kind if kind and kind.single else None
    if len(parts) == 3 and parts[2].endswith(".yaml"):
        kind = KINDS.get(parts[1])
        return kind if kind and not kind.single else None
    return None


def models() -> Mapping[str, type[Model]]:
    """The models by the kind's name."""
    return {name: kind.model for name, kind in KINDS.items()}
