"""Whose binder it is: the institution's, a department's, a person's or a clause's; found by id or by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from meidang.archive import Archive, Item
from meidang.errors import UsageError
from meidang.load.nearest import nearest
from meidang.models.base import Model
from meidang.models.department import Department
from meidang.models.staff import Staff
from meidang.models.standard import Clause, Standard

M = TypeVar("M", bound=Model)


class Level(Enum):
    """The four kinds of binder, in words for the cover."""

    INSTITUTION = "机构"
    DEPARTMENT = "科室"
    PERSON = "个人"
    CLAUSE = "条款"


@dataclass(frozen=True, slots=True)
class Scope:
    """``id``: the department's, the person's or the clause's; ``standard``: whose clause it is; ``words``: its name."""

    level: Level = Level.INSTITUTION
    id: str = ""
    words: str = ""
    standard: str = ""

    @property
    def title(self) -> str:
        """``科室　美容外科``."""
        return f"{self.level.value}　{self.words}"

    @property
    def department(self) -> str | None:
        """The department to which ledgers are limited."""
        return self.id if self.level is Level.DEPARTMENT else None


def of_institution(archive: Archive) -> Scope:
    """The whole archive."""
    return Scope(words=archive.institution.label if archive.institution else "")


def of_department(archive: Archive, called: str) -> Scope:
    """A department by id or name. Raises UsageError."""
    item = _found("科室", called, {one.id: (one, one.label) for one in archive.of(Department)})
    return Scope(Level.DEPARTMENT, item.id, item.label)


def of_person(archive: Archive, called: str) -> Scope:
    """A person by id or name. Raises UsageError."""
    item = _found("人员", called, {one.id: (one, one.label) for one in archive.of(Staff)})
    return Scope(Level.PERSON, item.id, item.label)


def of_clause(archive: Archive, called: str, standard: str | None = None) -> Scope:
    """A clause, or a chapter, by id, number or title. Raises UsageError."""
    standards = archive.of(Standard)
    if standard:
        standards = (_found("评审标准", standard, {one.id: (one, one.label) for one in standards}),)
    found = list(_clauses(standards, called))
    if not found:
        words = (word for one in standards for clause in one.record.clauses for word in _words(clause))
        raise UsageError(f"评审标准里没有条款“{called}”{_guess(called, list(words))}")
    if len(found) > 1:
        listed = "、".join(f"{item.id} 的 {clause.id}（{clause.title}）" for item, clause in found[:8])
        raise UsageError(f"“{called}”有 {len(found)} 条：{listed}。请写编号，必要时用 --standard 指明标准")
    item, clause = found[0]
    return Scope(Level.CLAUSE, clause.id, f"{clause.clause_no}　{clause.title}", item.id)


def _clauses(standards: Sequence[Item[Standard]], called: str) -> Iterator[tuple[Item[Standard], Clause]]:
    """Those of that id; where there are none those of that number; else those of that title."""
    every = [(item, clause) for item in standards for clause in item.record.clauses]
    for at in range(3):
        found = [(item, clause) for item, clause in every if _words(clause)[at] == called]
        if found:
            yield from found
            return


def _words(clause: Clause) -> tuple[str, str, str]:
    return clause.id, clause.clause_no, clause.title


def _found(what: str, called: str, known: Mapping[str, tuple[Item[M], str]]) -> Item[M]:
    if called in known:
        return known[called][0]
    named = [item for item, label in known.values() if label == called]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(f"{what}“{called}”有 {len(named)} 个：{'、'.join(item.id for item in named)}；请写编号")
    words = [word for id_, (_, label) in known.items() for word in (id_, label)]
    raise UsageError(f"没有{what}“{called}”{_guess(called, words)}")


def _guess(called: str, words: Sequence[str]) -> str:
    close = nearest(called, words)
    return f"，是不是“{close}”？" if close else ""
