"""Indicators on a day: numerator over denominator, period by period, against the target, with a confidence interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from math import sqrt
from statistics import NormalDist
from typing import Any, Final

from meidang.archive.calendar import add_months
from meidang.archive.collections import COLLECTIONS, Entered, entries, entries_until, period_name
from meidang.archive.conditions import predicate, values_at, way, way_to_numbers
from meidang.archive.departments import departments_in_use
from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.archive.spans import Period, periods
from meidang.models.duties import Indicator, Indicators, Measure
from meidang.models.ledgers.quality import QiEntry

_Z: Final = NormalDist().inv_cdf(0.975)
#: An improvement item without a period of its own follows a missed target within so many months.
_FOLLOWS_MONTHS: Final = 3


class State(Enum):
    """What a period's value says."""

    MET = "达标"
    MISSED = "未达标"
    FEW = "样本不足"
    NONE = "无数据"
    RUNNING = "进行中"
    WATCHED = "监测"


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval of a share, both ends between 0 and 1."""

    low: float
    high: float


def wilson(part: int, whole: int) -> Interval | None:
    """The 95 % score interval of ``part`` of ``whole`` (E. B. Wilson, JASA 22, 1927); None where it means nothing."""
    if not 0 <= part <= whole or whole == 0:
        return None
    share, spread = part / whole, _Z**2 / whole
    centre = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / whole + spread / whole / 4) / (1 + spread)
    # Why the two ends apart: there the formula gives exactly 0 and 1, and floating point nearly.
    return Interval(centre - half if part else 0.0, centre + half if part < whole else 1.0)


@dataclass(frozen=True, slots=True)
class Value:
    """One period of an indicator. ``part`` and ``whole``: numerator and denominator (None for a mere number).

    ``evidence``: the entries that were counted. ``improvement``: the items that follow a missed target.
    """

    period: Period
    part: int
    whole: int | None
    state: State
    evidence: tuple[Entered, ...]
    improvement: tuple[Entered, ...] = ()

    @property
    def share(self) -> float | None:
        """The rate, from 0 to 1; None for a number, or where nothing was counted."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> Interval | None:
        """The rate's confidence interval."""
        return wilson(self.part, self.whole) if self.whole else None


@dataclass(frozen=True)
class Series:
    """An indicator of the institution (``department`` None) or of one department, period by period."""

    table: Item[Indicators]
    row: int
    indicator: Indicator
    department: Item[Any] | None
    values: tuple[Value, ...]

    @property
    def about(self) -> str:
        """The key of the indicator, as findings name it."""
        return f"{self.table.kind.name}/{self.indicator.id}"

    @property
    def whose(self) -> str:
        """The indicator and, where it is not the institution's, the department."""
        return f"{self.department.label}的{self.indicator.name}" if self.department else self.indicator.name


@once
def series(archive: Archive, day: date) -> tuple[Series, ...]:
    """Every indicator on ``day``; those that name a field or ledger that does not fit are left out."""
    found: list[Series] = []
    for table in archive.of(Indicators):
        for row, indicator in enumerate(table.record.indicators):
            found += _series(archive, table, row, indicator, day)
    return tuple(found)


def _series(archive: Archive, table: Item[Indicators], row: int, indicator: Indicator, day: date) -> Iterator[Series]:
    reckoning = _Reckoning.of(archive, indicator, day)
    if reckoning is None:
        return
    until = min(day, indicator.until or day)
    for department in _departments(archive, indicator):
        established = department.record.established_on if department else None
        spans = periods(max(indicator.since, established or indicator.since), until, indicator.every)
        yield Series(table, row, indicator, department, tuple(reckoning.value(each, department) for each in spans))


def _departments(archive: Archive, indicator: Indicator) -> Sequence[Item[Any] | None]:
    if indicator.per == "机构":
        return (None,)
    chosen = frozenset(indicator.departments)
    return [item for item in departments_in_use(archive) if not chosen or item.id in chosen]


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """An indicator on a day with its two counters."""

    archive: Archive
    indicator: Indicator
    day: date
    numerator: _Counter
    denominator: _Counter | None

    @classmethod
    def of(cls, archive: Archive, indicator: Indicator, day: date) -> _Reckoning | None:
        """None where a measure names what does not fit."""
        numerator = _Counter.of(archive, indicator.numerator, indicator.every, day)
        base = indicator.denominator
        denominator = _Counter.of(archive, base, indicator.every, day) if base else None
        if numerator is None or (base is not None and denominator is None):
            return None
        return cls(archive, indicator, day, numerator, denominator)

    def value(self, period: Period, department: Item[Any] | None) -> Value:
        """The value of a period."""
        counted = self.numerator.within(period, department)
        part = self.numerator.count(counted)
        base = self.denominator.within(period, department) if self.denominator else ()
        whole = self.denominator.count(base) if self.denominator else None
        state = _state(self.indicator, part, whole, is_over=period.last <= self.day)
        evidence = tuple({id(one.entry): one for one in (*base, *counted)}.values())
        is_missed = state is State.MISSED
        followed = improvement(self.archive, self.indicator, period, department, self.day) if is_missed else ()
        return Value(period, part, whole, state, evidence, followed)


def _state(indicator: Indicator, part: int, whole: int | None, *, is_over: bool) -> State:
    if not is_over:
        return State.RUNNING
    if whole == 0:
        return State.NONE
    if whole is not None and whole < (indicator.min_sample or 0):
        return State.FEW
    if indicator.target is None:
        return State.WATCHED
    value = Decimal(part) if whole is None else Decimal(part * 100) / whole
    good = value >= indicator.target if indicator.direction == "不低于" else value <= indicator.target
    return State.MET if good else State.MISSED


def improvement(
    archive: Archive, indicator: Indicator, period: Period, department: Item[Any] | None, day: date
) -> tuple[Entered, ...]:
    """The improvement items that follow the indicator's value of a period, up to ``day``, and say what is done."""
    latest = add_months(period.last, _FOLLOWS_MONTHS)
    found = []
    for one in _items_of_indicators(archive).get(indicator.id, ()):
        item: QiEntry = one.entry
        named = item.indicator_period == period.name if item.indicator_period else period.first <= one.moment <= latest
        here = department is None or one.department_id == department.id
        if named and here and item.actions and one.moment <= day:
            found.append(one)
    return tuple(found)


@once
def _items_of_indicators(archive: Archive) -> Mapping[str, Sequence[Entered]]:
    grouped: dict[str, list[Entered]] = {}
    for one in entries(archive, "qi_entry"):
        if one.entry.indicator_id:
            grouped.setdefault(one.entry.indicator_id, []).append(one)
    return grouped


@dataclass(frozen=True)
class _Counter:
    """A measure on a day: its entries in order, and how to count them."""

    measure: Measure
    every: str
    entries: tuple[Entered, ...]
    model: Any

    @classmethod
    def of(cls, archive: Archive, measure: Measure, every: str, day: date) -> _Counter | None:
        collection = COLLECTIONS.get(measure.ledger)
        meets = predicate(collection.model, measure.where) if collection else None
        if collection is None or meets is None:
            return None
        if measure.total and way_to_numbers(collection.model, measure.total) is None:
            return None
        if measure.distinct and way(collection.model, measure.distinct) is None:
            return None
        until = entries_until(archive, measure.ledger, day)
        # Why not undated ones: they lie in no period.
        return cls(measure, every, tuple(one for one in until if one.day and meets(one.entry)), collection.model)

    def within(self, period: Period, department: Item[Any] | None) -> Sequence[Entered]:
        """The entries that count for a period, of one department or of all."""
        found = self._by_period.get(period.name, ())
        return [one for one in found if department is None or one.department_id == department.id]

    @cached_property
    def _by_period(self) -> Mapping[str, Sequence[Entered]]:
        grouped: dict[str, list[Entered]] = {}
        for one in self.entries:
            grouped.setdefault(period_name(one, self.every), []).append(one)
        return grouped

    def count(self, counted: Iterable[Entered]) -> int:
        """The number of entries, of different values, or the sum of a field."""
        if self.measure.total:
            steps = way(self.model, self.measure.total) or ()
            return sum(value for one in counted for value in values_at(one.entry, steps))
        if self.measure.distinct:
            steps = way(self.model, self.measure.distinct) or ()
            return len({value for one in counted for value in values_at(one.entry, steps)})
        return sum(1 for _ in counted)
