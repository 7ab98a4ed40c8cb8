"""A drawn sample with its sheets: what Word, the site and the command's page are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from meidang.archive import Archive
from meidang.archive.tracer import Draw, Pick, draw, populations, traced_cases
from meidang.render.tracer.cases import case_sheet
from meidang.render.tracer.inspection import Inspection
from meidang.render.tracer.people import person_sheet
from meidang.render.tracer.pulls import Pull, pulled
from meidang.render.tracer.sheet import Sheet
from meidang.render.tracer.techniques import technique_sheet

#: How a sample is drawn, for those who read it.
METHOD: Final = (
    "以种子和编号算出每条记录的次序（SHA-256，从小到大），同一份档案、同一个种子，抽到的总是同样的记录。"
    "先从每一类重点对象里各取次序最前的一个，一个对象可以同时满足几类；其余名额，人员按科室、技术项目按分级、"
    "病例按操作者轮流抽取。"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record of the sample, why it was drawn, and its sheet."""

    pick: Pick
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """One population's sample."""

    draw: Draw
    drawn: tuple[Drawn, ...]

    @property
    def title(self) -> str:
        """``人员（8 名，共 17 名）``."""
        of = self.draw.population
        return f"{of.title}（抽取 {len(self.drawn)} {of.unit}，共 {len(of.members)} {of.unit}）"

    @property
    def lacking(self) -> str:
        """Of what none could be drawn, in one sentence; empty where nothing lacks."""
        return f"未能抽取：{'；'.join(self.draw.lacking)}。" if self.draw.lacking else ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The whole sample. ``department``: the id of the one it is limited to; ``revision``: the archive's."""

    seed: int
    institution: str
    as_of: date
    revision: str
    department: str
    department_name: str
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """By what the sample is known: the seed, and the department's id where it is limited to one."""
        return "-".join(filter(None, (str(self.seed), self.department)))

    @property
    def scope(self) -> str:
        """Of what it is a sample."""
        return self.department_name or "全院"

    @property
    def drawn_words(self) -> str:
        """How many of each population, and who belongs to it."""
        words = []
        for part in self.parts:
            of = part.draw.population
            words.append(f"{of.title} {len(part.drawn)} {of.unit}（{of.scope}，共 {len(of.members)} {of.unit}）")
        return "；".join(words)

    @property
    def numbered(self) -> Iterator[tuple[str, Drawn]]:
        """Everything drawn, under the name by which the lists know it: 人员 1."""
        for part in self.parts:
            for number, one in enumerate(part.drawn, 1):
                yield f"{part.draw.population.title} {number}", one

    @property
    def pulls(self) -> tuple[Pull, ...]:
        """Everything to bring, each once."""
        return pulled((name, paper) for name, one in self.numbered for paper in one.sheet.papers)


def default_seed(day: date) -> int:
    """The seed of a sample that nobody asked for: the day, 20260630."""
    return int(f"{day:%Y%m%d}")


def maker(of: Inspection) -> Callable[[str], Sheet]:
    """What makes the sheet of a key that ``populations`` knows."""
    return partial(_sheet, of)


def _sheet(of: Inspection, key: str) -> Sheet:
    if key.startswith("case/"):
        return case_sheet(of, traced_cases(of.archive, of.desk.as_of)[key])
    make = person_sheet if key.startswith("staff/") else technique_sheet
    return make(of, of.archive.items[key])


def sample(
    of: Inspection, seed: int, revision: str, sizes: Mapping[str, int] | None = None, department: str | None = None
) -> Sample:
    """The sample of a seed. ``sizes``: by a population's id, where not the usual; ``department``: the id of one."""
    parts = []
    for population in populations(of.archive, of.desk.as_of):
        held = population if department is None else population.of_department(department)
        found = draw(held, seed, (sizes or {}).get(population.id, population.size))
        parts.append(Part(found, tuple(Drawn(pick, _sheet(of, pick.member.key)) for pick in found.picks)))
    name = of.desk.name("department", department) if department else ""
    institution = institution_name(of.archive)
    return Sample(seed, institution, of.desk.as_of, revision, department or "", name, tuple(parts))


def institution_name(archive: Archive) -> str:
    """The institution's name; empty where its file is broken."""
    return archive.institution.label if archive.institution else ""
