"""What findings say should have been done or falls due, apart from what merely ends: evaluations, reviews, checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from meidang.agenda.endings import Ending
from meidang.agenda.found import Found
from meidang.findings import Finding

#: Pages look so many days ahead; the institution's own lead times govern the findings.
AHEAD_DAYS: Final = 90


def overdue(found: Found, gone: Iterable[Ending]) -> Sequence[Finding]:
    """What should have been done before the day: evaluations, reviews, research; not what merely expired."""
    return [one for one in _apart(found, gone) if one.due and one.due < found.as_of]


def coming(found: Found, soon: Iterable[Ending]) -> Sequence[Finding]:
    """What falls due within ``AHEAD_DAYS``, the day included; not what merely ends."""
    until = found.as_of + timedelta(days=AHEAD_DAYS)
    return [one for one in _apart(found, soon) if one.due and found.as_of <= one.due <= until]


def _apart(found: Found, listed: Iterable[Ending]) -> Iterable[Finding]:
    places = {found.locate(ending.item.key, ending.path) for ending in listed}
    return (one for one in found.urgent if one.location not in places)
