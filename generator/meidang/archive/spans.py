"""Periods: a year, half year, quarter or month, by the names that ledgers use (2026, 2026-H1, 2026-Q2, 2026-05)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from meidang.archive.calendar import add_months

#: Months of one period, by the word for its length.
MONTHS: Final = {"月": 1, "季度": 3, "半年": 6, "年": 12}
_NAME = re.compile(r"(?P<year>[0-9]{4})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Its first and last day, and its name."""

    first: date
    last: date
    name: str

    def __contains__(self, day: object) -> bool:
        """Whether the day lies within it."""
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def words(self) -> str:
        """The name in words: 2026 年第二季度."""
        return span_words(self.name)


@cache
def span(name: str) -> Period:
    """The period of a name. Raises ValueError for any other text.

    Why more years than a record may write: the period after the last day that one may hold begins in the year after.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(name)
    year = int(found["year"])
    if found["month"]:
        return _period(name, year, int(found["month"]), 1)
    if found["quarter"]:
        return _period(name, year, int(found["quarter"]) * 3 - 2, 3)
    return _period(name, year, int(found["half"]) * 6 - 5, 6) if found["half"] else _period(name, year, 1, 12)


def _period(name: str, year: int, month: int, months: int) -> Period:
    first = date(year, month, 1)
    return Period(first, add_months(first, months) - timedelta(days=1), name)


def period_of(day: date, every: str) -> Period:
    """The period of that length (月, 季度, 半年, 年) in which a day lies."""
    if every == "月":
        return span(f"{day.year}-{day.month:02}")
    if every == "季度":
        return span(f"{day.year}-Q{(day.month + 2) // 3}")
    return span(f"{day.year}-H{(day.month + 5) // 6}") if every == "半年" else span(str(day.year))


def every_of(name: str) -> str:
    """How long the period of a name is: 月, 季度, 半年 or 年."""
    part = name.partition("-")[2]
    if not part:
        return "年"
    return {"Q": "季度", "H": "半年"}.get(part[0], "月")


def periods(since: date, until: date, every: str) -> Iterator[Period]:
    """The periods of that length from the first that begins on or after ``since`` to that of ``until``."""
    period = period_of(since, every)
    if period.first < since:
        period = period_of(period.last + timedelta(days=1), every)
    while period.first <= until:
        yield period
        period = period_of(period.last + timedelta(days=1), every)


@cache
def span_words(name: str) -> str:
    """2026 年, 2026 年上半年, 2026 年第二季度, 2026 年 5 月."""
    year, _, part = name.partition("-")
    if not part:
        return f"{year} 年"
    if part.startswith("Q"):
        return f"{year} 年第{'一二三四'[int(part[1]) - 1]}季度"
    if part.startswith("H"):
        return f"{year} 年{'上下'[int(part[1]) - 1]}半年"
    return f"{year} 年 {int(part)} 月"
