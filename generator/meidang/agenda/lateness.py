"""Which duties are late, and since when; which day each falls due next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.obligations import Owed, owed

#: How often a duty of every working day is done.
DAILY: Final = "工作日"


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
