"""From which day to which the answer about a person and a technique is the same, for pages that answer for any day.

Answers change only where the records name a day, or on the day after; so they are asked there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from meidang.archive.authorised import Authorisation, Series, best
from meidang.archive.holdings import verification_due
from meidang.archive.index import Archive
from meidang.archive.institution_limits import against_institution, against_technique, filing
from meidang.archive.listed import listed_technique
from meidang.archive.once import once
from meidang.models.base import Model, describe
from meidang.models.restriction import Restriction
from meidang.models.scalars import NEVER
from meidang.models.technique import Technique

#: What of a person's record an answer may depend on.
_OF_PERSON: Final = ("hired_on", "left_on", "credentials", "titles", "suspensions", "third_party_assessments")
#: Of privileges without any date every day says the same.
_ANY: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a day on (None: always before) the answer is this, until the next stretch begins."""

    since: date | None
    answer: Authorisation


def course(archive: Archive, series: Series) -> tuple[Stretch, ...]:
    """How the answer about a person and a technique changes from day to day, without end."""
    turns = _turns(archive, series)
    before = turns[0] - timedelta(days=1) if turns else _ANY
    found = [Stretch(None, best(archive, series, before))]
    for day in turns:
        answer = best(archive, series, day)
        if not _is_same(found[-1].answer, answer):
            found.append(Stretch(day, answer))
    return tuple(found)


def _is_same(one: Authorisation, other: Authorisation) -> bool:
    """Whether people read the same; ``distance`` grows every day."""
    return (one.verdict, one.against, one.reason, one.held) == (other.verdict, other.against, other.reason, other.held)


# --- the institution and the techniques ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """From a day on (None: always before) this stands against the institution, or a technique; empty: nothing."""

    since: date | None
    words: tuple[str, ...]


def institution_course(archive: Archive) -> tuple[Side, ...]:
    """What stands against the institution from day to day."""
    own = archive.institution.record if archive.institution else None
    days = {*_days(own.licences), *_days(own.annual_verification)} - {NEVER} if own else set()
    return _sides(
        days | {due for day in days if (due := verification_due(archive, day))},
        lambda day: tuple(against_institution(archive, day)),
    )


def technique_course(archive: Archive, technique_id: str) -> tuple[Side, ...]:
    """What stands against a technique from day to day."""
    item = archive.get(Technique, technique_id)
    if item is None:
        return ()
    technique = item.record
    parts = (technique.status_history, technique.admission, technique.new_technique)
    days = {day for part in parts for day in _days(part)}
    days |= {day for one in listed_technique(archive, technique) for day in _days(one.row.filed_on)}
    days |= {due for day in days if (due := filing(archive, item, day)[0])}
    return _sides(days, lambda day: tuple(against_technique(archive, technique_id, day)))


def _sides(days: set[date], against: Callable[[date], tuple[str, ...]]) -> tuple[Side, ...]:
    turns = sorted(days | {day + timedelta(days=1) for day in days})
    found = [Side(None, against(turns[0] - timedelta(days=1) if turns else _ANY))]
    for day in turns:
        words = against(day)
        if words != found[-1].words:
            found.append(Side(day, words))
    return tuple(found)


# --- which days ------------------------------------------------------------------------------------------------------


def _turns(archive: Archive, series: Series) -> list[date]:
    """The days on which the answer may change: those that the records name, and the days after.

    Before the first privilege begins and after the last has ended nothing else matters.
    """
    own = {day for one in series for day in _days(one.privilege)}
    first = min(one.privilege.granted_on or date.min for one in series)
    last = max(one.privilege.valid_to or NEVER for one in series)
    person, technique = series[0].item, series[0].technique
    named = {day for name in _OF_PERSON for day in _days(getattr(person.record, name))}
    named |= set(_days(technique.record.status_history)) if technique else set()
    named |= _restriction_days(archive)
    named = {day for day in named if first <= day <= last} | own
    named.discard(NEVER)
    return sorted(named | {day + timedelta(days=1) for day in named})


@once
def _restriction_days(archive: Archive) -> frozenset[date]:
    return frozenset(day for item in archive.of(Restriction) for day in _days(item.record.self_restriction))


def _days(value: object) -> Iterator[date]:
    """Every date in a value, however deep."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _days(one)
    elif isinstance(value, Model):
        for name in describe(type(value)):
            yield from _days(getattr(value, name))
