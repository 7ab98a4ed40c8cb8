"""When each duty fell or falls due: what was done, what was missed, and what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from meidang.agenda.lateness import DAILY
from meidang.archive import Archive
from meidang.archive.calendar import add_months
from meidang.archive.collections import Entered
from meidang.archive.obligations import Owed, owed
from meidang.archive.spans import period_of, periods
from meidang.models.duties import Duty

#: The calendar looks so many months back and ahead.
BACK: Final = 3
AHEAD: Final = 12


@dataclass(slots=True)
class Due:
    """A duty's period that falls due on a day: who has done it, who has missed it, and who still has time.

    ``entry``: the newest record of it.
    """

    day: date
    duty: Duty
    period: str
    done: list[Owed] = field(default_factory=list)
    missed: list[Owed] = field(default_factory=list)
    ahead: list[Owed] = field(default_factory=list)
    entry: Entered | None = None


def dues(archive: Archive, as_of: date) -> Sequence[Due]:
    """Everything due from the first day of the month three months ago on, for fifteen months; the soonest first."""
    found: dict[tuple[date, str, str], Due] = {}
    first, last = edges(as_of)
    for one in owed(archive, as_of):
        for day, period, state, entry in _of(one, as_of, last):
            if first <= day <= last:
                due = found.setdefault((day, one.duty.id, period), Due(day, one.duty, period))
                getattr(due, state).append(one)
                due.entry = entry or due.entry
    return [found[key] for key in sorted(found)]


def edges(as_of: date) -> tuple[date, date]:
    """The first and the last day of the calendar."""
    first = as_of.replace(day=1)
    last = period_of(add_months(first, AHEAD), "月").last
    return add_months(first, -BACK), last


def _of(one: Owed, day: date, until: date) -> Iterator[tuple[date, str, str, Entered | None]]:
    """When it fell or falls due, with the period, how it stands, and the newest record."""
    if one.duty.every == DAILY:
        return
    for slot in one.slots:
        if len(slot.entries) >= one.duty.times:
            yield slot.due, slot.period.words, "done", slot.entries[-1]
        elif slot.due < day:
            yield slot.due, slot.period.words, "missed", None
    if one.duty.within_months is not None:
        yield from ((entry.day, "", "done", entry) for entry in one.entries if entry.day)
        if one.next_due and one.next_due < day:
            yield one.next_due, "", "missed", None
    for due, period in _coming(one, day, until):
        yield due, period, "ahead", None


def _coming(one: Owed, day: date, until: date) -> Iterator[tuple[date, str]]:
    """The days on which it falls due, with the periods."""
    duty = one.duty
    if one.next_due and day <= one.next_due <= until:
        yield one.next_due, ""
    if duty.every is None:
        return
    for slot in one.slots:
        if slot.due >= day and len(slot.entries) < duty.times:
            yield slot.due, slot.period.words
    last = one.slots[-1].period.last if one.slots else period_of(one.since, duty.every).first - timedelta(days=1)
    for period in periods(last + timedelta(days=1), min(until, duty.until or until), duty.every):
        due = period.last + timedelta(days=duty.grace_days)
        if day <= due <= until and period.first >= one.since:
            yield due, period.words
