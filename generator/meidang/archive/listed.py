"""Which row of the graded catalogue, and which rows of the lists of prohibited techniques, a technique answers to.

It answers to a row by its name, an alias or an operation code; brackets, blanks and letter case do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.models.base import changed
from meidang.models.restriction import RestrictedTechnique, Restriction
from meidang.models.tables import Project, Projects
from meidang.models.technique import Technique

_NOISE = re.compile(r"[\W_]+")
#: Words in so many names that sharing them says nothing.
_GENERAL = re.compile(r"成形|治疗|美容|注射|矫正|手术|切除|整形|修复|术|[\W_]+")


def plain(name: str) -> str:
    """A name as it is compared: no brackets, marks or blanks, full-width forms made plain, letters small."""
    return _NOISE.sub("", normalize("NFKC", name)).casefold()


# --- the graded catalogue --------------------------------------------------------------------------------------------


@once
def _projects_by_name(archive: Archive) -> Mapping[str, Project]:
    """Without the names that stand in the catalogue twice."""
    named: dict[str, list[Project]] = {}
    for row in archive.projects.values():
        named.setdefault(plain(row.name), []).append(row)
    return {name: rows[0] for name, rows in named.items() if len(rows) == 1}


@once
def projects_by_operation(archive: Archive) -> Mapping[str, Project]:
    """The first row of the catalogue with an operation code."""
    found: dict[str, Project] = {}
    for row in archive.projects.values():
        for code in row.icd9cm3:
            found.setdefault(code, row)
    return found


@once
def _provincial_grades(archive: Archive, day: date) -> Mapping[str, int]:
    """What the province made of the grades by ``day``: the latest change in effect; one without a day is the oldest."""
    changes = [change for table in archive.of(Projects) for change in table.record.provincial_changes]
    begun = [change for change in changes if change.effective_on is None or change.effective_on <= day]
    begun.sort(key=lambda change: change.effective_on or date.min)
    return {change.code: change.grade for change in begun}


def project_of(archive: Archive, technique: Technique, day: date) -> Project | None:
    """The row that the technique names by its code, or else by its very name, with its grade on ``day``."""
    named = _projects_by_name(archive).get(plain(technique.standard_name))
    row = archive.projects.get(technique.project_code) if technique.project_code else named
    grade = _provincial_grades(archive, day).get(row.code) if row else None
    return row if row is None or grade is None else changed(row, {"grade": grade})


def is_like(technique: Technique, project: Project) -> bool:
    """Whether a technique may well be the catalogue's item: a common operation code, or two characters of a name.

    Why so little: the institution's name is often longer than the catalogue's, and only a slip in the code is sought.
    """
    if set(technique.icd9cm3) & set(project.icd9cm3):
        return True
    wanted = _pairs(project.name)
    return not wanted or any(wanted & _pairs(name) for name in (technique.standard_name, *technique.aliases))


def _pairs(name: str) -> set[str]:
    words = _GENERAL.split(normalize("NFKC", name).casefold())
    return {word[start : start + 2] for word in words for start in range(len(word) - 1)}


# --- the lists of prohibited and restricted techniques ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list."""

    item: Item[Restriction]
    row: RestrictedTechnique

    @property
    def level(self) -> str:
        """Whose list it is."""
        return self.item.record.authority_level


@dataclass(slots=True)
class _Rows:
    by_name: dict[str, list[Listed]] = field(default_factory=dict)
    by_code: dict[str, list[Listed]] = field(default_factory=dict)


@once
def _rows(archive: Archive) -> _Rows:
    rows = _Rows()
    for item in archive.of(Restriction):
        for row in item.record.items:
            listed = Listed(item, row)
            rows.by_name.setdefault(plain(row.technique_name), []).append(listed)
            for code in row.icd9cm3:
                rows.by_code.setdefault(code, []).append(listed)
    return rows


def listed(archive: Archive, names: Iterable[str], codes: Iterable[str]) -> tuple[Listed, ...]:
    """The rows of all lists with one of these names or operation codes, each once."""
    rows = _rows(archive)
    found = [one for name in names for one in rows.by_name.get(plain(name), ())]
    found += [one for code in codes for one in rows.by_code.get(code, ())]
    return tuple({id(one): one for one in found}.values())


def listed_technique(archive: Archive, technique: Technique) -> tuple[Listed, ...]:
    """The rows of all lists that a technique answers to."""
    return listed(archive, (technique.standard_name, *technique.aliases), technique.icd9cm3)
