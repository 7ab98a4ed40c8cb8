"""Months and working days. The last day of a period is a valid day; a year after 29 February is 28 February."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from meidang.models import settings


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier), or the last day of that month where it has no such day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_working_days(day: date, count: int, terms: settings.Calendar) -> date:
    """The ``count``-th working day after ``day``: Monday to Friday but for the institution's calendar."""
    off, worked = frozenset(terms.days_off), frozenset(terms.days_worked)
    while count > 0:
        day += timedelta(days=1)
        count -= _is_worked(day, off, worked)
    return day


def days_left(due: date, day: date) -> str:
    """How long until the last day or since, in words: 还有 3 天, 今天到期, 已过 2 天."""
    left = (due - day).days
    return f"还有 {left} 天" if left > 0 else f"已过 {-left} 天" if left else "今天到期"


def working_days(first: date, last: date, terms: settings.Calendar) -> Iterator[date]:
    """The working days from ``first`` to ``last`` inclusive."""
    off, worked = frozenset(terms.days_off), frozenset(terms.days_worked)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if _is_worked(day, off, worked):
            yield day


def _is_worked(day: date, off: AbstractSet[date], worked: AbstractSet[date]) -> bool:
    return day in worked or (day.weekday() < 5 and day not in off)
