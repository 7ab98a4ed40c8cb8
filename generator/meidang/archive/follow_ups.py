"""The schedule of visits after each case, and what became of each (S0-15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    """The visits of a case whose days of grace are over on ``day``."""
    terms, entered = archive.settings.follow_up, visits_by_case(archive).get(done.case.case_no, ())
    dues = {days: done.day + timedelta(days=days) for days in schedule(terms, done.case.category)}
    answers = _answers(dues, entered, terms.tolerance_days)
    for days, due in dues.items():
        if due + timedelta(days=terms.tolerance_days) < day:
            yield Visit(days, due, answers.get(days))


def _answers(dues: Mapping[int, date], entered: Sequence[Entered], grace: int) -> Mapping[int, Entered]:
    """The entry that answers to each visit, within the days of grace: a month may be 30 days or 31.

    Each answers to one visit, the nearest first, so that what was done on day 6 stands for day 7 and not for day 3.
    """
    apart = (
        (abs((one.moment - due).days), days, index) for days, due in dues.items() for index, one in enumerate(entered)
    )
    answers: dict[int, Entered] = {}
    taken: set[int] = set()
    for _, days, index in sorted(each for each in apart if each[0] <= grace):
        if days not in answers and index not in taken:
            answers[days] = entered[index]
            taken.add(index)
    return answers


def is_answered(visit: FollowUp, day: date) -> bool:
    """Whether the patient was reached by ``day``, or is known to be lost."""
    return visit.outcome == "失访" or (visit.done_on is not None and visit.done_on <= day)


@once
def case_numbers(archive: Archive, day: date) -> frozenset[str]:
    """The numbers of all cases up to ``day``."""
    return frozenset(done.case.case_no for done in done_cases(archive, day))
