"""The schedule of visits after each case, and what became of each (S0-15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from meidang.archive.cases import Done, done_cases
from meidang.archive.collections import Entered, entries
from meidang.archive.index import Archive
from meidang.archive.once import once
from meidang.models.ledgers.cases import FollowUp
from meidang.models.settings import FollowUpTerms


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of the schedule: so many days after the case, due on a day, and its entry if there is one."""

    days: int
    due: date
    entered: Entered | None


@once
def visits_by_case(archive: Archive) -> Mapping[str, tuple[Entered, ...]]:
    """All entries of the follow-up ledgers by case number, in the order of the days on which they were due."""
    grouped: dict[str, list[Entered]] = {}
    for one in entries(archive, "follow_up"):
        grouped.setdefault(one.entry.case_no, []).append(one)
    return {case_no: tuple(found) for case_no, found in grouped.items()}


def schedule(terms: FollowUpTerms, category: str) -> tuple[int, ...]:
    """The days after a case on which its patient must be visited, in order."""
    return tuple(sorted(terms.surgical_days if category == "手术类" else terms.other_days))


def visits_due(archive: Archive, done: Done, day: date) -> Iterator[Visit]:
    """The visits of a case whose days of grace are over on ``day``.

    An entry answers to the visit whose day is nearest its own, within the days of grace: a month may be 30 days or 31.
    """
    terms = archive.settings.follow_up
    grace, free = terms.tolerance_days, list(visits_by_case(archive).get(done.case.case_no, ()))
    for days in schedule(terms, done.case.category):
        due = done.day + timedelta(days=days)
        if due + timedelta(days=grace) >= day:
            return
        near = [one for one in free if abs((one.moment - due).days) <= grace]
        nearest = min(near, key=lambda one: abs((one.moment - due).days), default=None)
        if nearest:
            free.remove(nearest)
        yield Visit(days, due, nearest)


def is_answered(visit: FollowUp, day: date) -> bool:
    """Whether the patient was reached by ``day``, or is known to be lost."""
    return visit.outcome == "失访" or (visit.done_on is not None and visit.done_on <= day)


@once
def case_numbers(archive: Archive, day: date) -> frozenset[str]:
    """The numbers of all cases up to ``day``."""
    return frozenset(done.case.case_no for done in done_cases(archive, day))
