"""Whose binder it is: the institution's, a department's, a person's or a clause's; found by id or by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.named import found_called, person_named
from meidang.archive.typed_names import bare, close_to, in_chinese, plain
from meidang.errors import UsageError
from meidang.models.department import Department
from meidang.models.standard import Clause, Standard

#: How many clauses an answer names.
_FEW: Final = 8
#: What most clauses are called: a chapter, or a clause in it.
_USUAL: Final = re.compile(r"\([一-九]+\)[0-9]*")


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
    item = found_called("科室", called, {one.id: (one, one.label) for one in archive.of(Department)})
    return Scope(Level.DEPARTMENT, item.id, item.label)


def of_person(archive: Archive, called: str) -> Scope:
    """A person by id or name. Raises UsageError."""
    item = person_named(archive, called)
    return Scope(Level.PERSON, item.id, item.label)


def of_clause(archive: Archive, called: str, standard: str | None = None) -> Scope:
    """A clause, or a chapter, by id, number or title. Raises UsageError."""
    standards = archive.of(Standard)
    if standard:
        standards = (found_called("评审标准", standard, {one.id: (one, one.label) for one in standards}),)
    found = list(_clauses(standards, called))
    if not found:
        raise UsageError(f"评审标准里没有条款“{called}”{_near(standards, called)}")
    if len(found) > 1:
        few = "、".join(f"{item.id} 的 {clause.id}（{clause.title}）" for item, clause in found[:_FEW])
        raise UsageError(f"“{called}”有 {len(found)} 条：{few}。请写编号，必要时用 --standard 指明标准")
    item, clause = found[0]
    return Scope(Level.CLAUSE, clause.id, f"{clause.clause_no}　{clause.title}", item.id)


def _clauses(standards: Sequence[Item[Standard]], called: str) -> Iterator[tuple[Item[Standard], Clause]]:
    """Those of that id; where there are none those of that number; of that title; else those written alike."""
    every = [(item, clause) for item in standards for clause in item.record.clauses]
    meant: list[Callable[[Clause], bool]] = [
        lambda clause: clause.id == called,
        lambda clause: clause.clause_no == called,
        lambda clause: clause.title == called,
        lambda clause: plain(called) in {plain(clause.id), plain(clause.clause_no), plain(clause.title)},
        lambda clause: bare(called) == bare(clause.clause_no) != "",
    ]
    for is_meant in meant:
        found = [(item, clause) for item, clause in every if is_meant(clause)]
        if found:
            yield from found
            return


def _near(standards: Sequence[Item[Standard]], called: str) -> str:
    """What may have been meant, and how clauses are written."""
    clauses = [clause for item in standards for clause in item.record.clauses]
    numbers = [clause.clause_no for clause in clauses]
    close = [one for one in numbers if bare(one) == in_chinese(called)]
    close = close or list(close_to(called, (word for one in clauses for word in (one.clause_no, one.title, one.id))))
    few = "、".join(f"“{one}”" for one in close[:_FEW]) + (f" 等 {len(close)} 条" if len(close) > _FEW else "")
    guess = f"，是不是{few}？" if close else "。"
    usual = [one for one in numbers if _USUAL.fullmatch(one)] or numbers
    examples = list(dict.fromkeys((*usual[:1], *(one for one in usual if one[-1:].isdigit()))))[:2]
    return f"{guess}条款写条款号、编号或名称，例如 {'、'.join(examples)}" if examples else guess
