"""When each duty fell or falls due: what was done, what was missed, what is late, and what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from meidang.archive import Archive
from meidang.archive.calendar import add_months
from meidang.archive.collections import Entered
from meidang.archive.obligations import Owed, owed
from meidang.archive.spans import period_of, periods
from meidang.models.duties import Duty

#: How often a duty of every working day is done.
DAILY: Final = "工作日"
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


# --- what is late ----------------------------------------------------------------------------------------------------


def is_late(one: Owed, day: date) -> bool:
    """Whether something of it should have been done before the day."""
    return bool(one.missed(day)) or bool(one.next_due and one.next_due < day)


def late_since(one: Owed, day: date) -> date:
    """The day by which the first thing that is missing should have been done."""
    missed = one.missed(day)
    return missed[0].due if missed else one.next_due or day


def late(archive: Archive, day: date) -> Sequence[Owed]:
    """Everything overdue, the longest first."""
    found = [one for one in owed(archive, day) if is_late(one, day)]
    return sorted(found, key=lambda one: (late_since(one, day), one.duty.id, one.whose))


def next_due(one: Owed, day: date) -> date | None:
    """The next day on which something of a duty falls due that was not done; late ones are findings."""
    if is_late(one, day):
        return None
    if one.next_due:
        return one.next_due
    open_slots = (slot.due for slot in one.slots if slot.due >= day and len(slot.entries) < one.duty.times)
    return min(open_slots, default=None)
