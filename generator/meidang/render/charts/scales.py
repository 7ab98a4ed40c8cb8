"""Where a day or a value stands on a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10
from typing import Final

#: The names of so many years stand beside one another on a phone.
_MOST_YEARS: Final = 9
_STEPS: Final = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days: ``first`` stands at 0, the day after ``last`` at 1."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day begins, as a share of the width; days outside stand at the edge."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return min(1.0, max(0.0, share))

    def after(self, day: date) -> float:
        """Where a day ends."""
        return self.at(day + timedelta(days=1)) if day < self.last else 1.0

    @property
    def years(self) -> Sequence[int]:
        """The years whose first day is named below: all of them, or every second or fifth."""
        every = range(self.first.year, self.last.year + 1)
        step = next((step for step in (1, 2, 5, 10, 20, 50) if len(every) <= step * _MOST_YEARS), 100)
        return [year for year in every if year % step == 0 or step == 1]


def days_about(day: date, days: Iterable[date], *, at_most: int) -> Days:
    """Whole years that hold the day and the others, but no more than ``at_most`` to either side of it."""
    near = [each for each in days if abs(each.year - day.year) <= at_most]
    first, last = min(near, default=day), max(near, default=day)
    return Days(date(min(first, day).year, 1, 1), date(max(last, day).year, 12, 31))


@dataclass(frozen=True, slots=True)
class Heights:
    """Values from ``low`` at the pixel ``bottom`` to ``high`` at ``top``, with round numbers in between."""

    low: float
    high: float
    step: float
    top: float
    bottom: float

    def at(self, value: float) -> float:
        """How far down a value stands, in pixels."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    @property
    def ticks(self) -> Sequence[float]:
        """The round numbers, from low to high."""
        return [self.low + self.step * index for index in range(round((self.high - self.low) / self.step) + 1)]


def heights(values: Iterable[float], top: float, bottom: float, *, most: float | None = None) -> Heights:
    """A scale that holds all values. ``most``: what none can exceed (100 for percent); without it, counts from 0 on."""
    known = list(values) or [0.0]
    low, high = min(known) if most else 0.0, max(known)
    step = _step((high - low) or high or 1.0)
    if not most:
        step = float(max(1, ceil(step)))
    first, last = max(0.0, floor(low / step) * step), ceil(high / step) * step
    if most and high <= most:
        last = min(last, most)
    if last <= first:
        first, last = (first - step, last) if first >= step else (first, first + step)
    return Heights(first, last, step, top, bottom)


def _step(width: float) -> float:
    """A round distance that divides a width into two to five parts."""
    rough = width / 4
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * 0.999)
