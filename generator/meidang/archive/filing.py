"""Where an entry belongs: the file in which its ledger is really kept, by department and length of period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from meidang.archive.index import Archive, Item
from meidang.archive.spans import Period, every_of, period_of, span
from meidang.kinds import Kind
from meidang.models.ledger import HOSPITAL


@dataclass(frozen=True, slots=True)
class Filed:
    """A ledger's file by its path, and whether it is already there."""

    path: str
    is_there: bool


def last_file(archive: Archive, kind: Kind, department: str | None) -> Item[Any] | None:
    """The latest file of a ledger: the department's own (None: the institution's), else anybody's."""
    files: Sequence[Item[Any]] = archive.of(kind.model)
    mine = [one for one in files if one.record.department_id == department]
    return max(mine or files, key=_ends, default=None)


def file_for(archive: Archive, kind: Kind, period: Period, like: Item[Any] | None, department: str | None) -> Filed:
    """The department's file for an entry of ``period``, which may be a single day; as long as the file ``like`` it."""
    every = every_of(like.record.period if like else period.name[:7])
    # Why the last day: of a quarter that is kept month by month, the last month is the likeliest.
    wanted = period_of(period.last, every)
    files: Sequence[Item[Any]] = archive.of(kind.model)
    theirs = [(span(one.record.period), one) for one in files if one.record.department_id == department]
    around = [each for each in theirs if _lies_in(period, each[0]) or each[0] == wanted]
    if around:
        _, found = min(around, key=lambda each: each[0].last - each[0].first)
        return Filed(kind.path(found.id), is_there=True)
    name = f"{department or HOSPITAL}-{wanted.name}"
    # A file that could not be read is there too.
    return Filed(kind.path(name), name in archive.ids.get(kind.name, frozenset()))


def _ends(item: Item[Any]) -> date:
    return span(item.record.period).last


def _lies_in(period: Period, around: Period) -> bool:
    return period.first in around and period.last in around
