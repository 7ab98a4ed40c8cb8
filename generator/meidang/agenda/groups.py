"""Matters by month, by person, by department: the soonest first, and of one day the gravest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from meidang.agenda.found import Found
from meidang.agenda.matter import Turn
from meidang.agenda.whose import Who, name_of
from meidang.archive.spans import span_words

By = Literal["month", "person", "department"]


@dataclass(frozen=True, slots=True)
class Group:
    """Matters under one heading."""

    title: str
    turns: tuple[Turn, ...]


def groups(found: Found, turns: Iterable[Turn], by: By) -> Sequence[Group]:
    """The matters under headings; one that several share stands under each of them."""
    ordered = sorted(turns, key=_soonest)
    return _GROUPINGS[by](found, ordered)


def _soonest(turn: Turn) -> tuple[object, ...]:
    matter = turn.matter
    return matter.due or date.max, -(matter.severity or 0), matter.label, matter.words, matter.identity


def _by_month(found: Found, turns: Sequence[Turn]) -> Sequence[Group]:
    """What is late first; what has no day last."""
    grouped: dict[str, list[Turn]] = {}
    for turn in turns:
        due = turn.matter.due
        title = "没有期限" if due is None else "已逾期" if due < found.as_of else span_words(f"{due:%Y-%m}")
        grouped.setdefault(title, []).append(turn)
    return [Group(title, tuple(each)) for title, each in grouped.items()]


def _by_person(found: Found, turns: Sequence[Turn]) -> Sequence[Group]:
    return _by_who(found, turns, frozenset({"staff"}), "没有写明责任人")


def _by_department(found: Found, turns: Sequence[Turn]) -> Sequence[Group]:
    return _by_who(found, turns, frozenset({"department", "office"}), "没有写明责任部门")


def _by_who(found: Found, turns: Sequence[Turn], kinds: frozenset[str], nobody: str) -> Sequence[Group]:
    """Those with the most first, then by id; what is nobody's last."""
    grouped: dict[Who, list[Turn]] = {}
    rest = []
    for turn in turns:
        mine = [one for one in turn.whose if one.kind in kinds]
        for one in mine:
            grouped.setdefault(one, []).append(turn)
        rest += [] if mine else [turn]
    ordered = sorted(grouped, key=lambda one: (-sum(turn.matter.is_wrong for turn in grouped[one]), one))
    named = [Group(_title(found, one), tuple(grouped[one])) for one in ordered]
    return [*named, Group(nobody, tuple(rest))] if rest else named


def _title(found: Found, who: Who) -> str:
    return f"{name_of(found, who)}（{who.id}）" if who.kind == "staff" else name_of(found, who)


_GROUPINGS: Final[Mapping[By, Callable[[Found, Sequence[Turn]], Sequence[Group]]]] = MappingProxyType(
    {"month": _by_month, "person": _by_person, "department": _by_department}
)
