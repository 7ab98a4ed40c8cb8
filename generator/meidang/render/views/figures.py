"""Indicators in words: value with n/N, confidence interval, target, and what follows a missed one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, TypedDict

from meidang.archive.indicators import Series, State, Value, series
from meidang.archive.spans import Period
from meidang.models.duties import Indicator
from meidang.models.scalars import AMOUNT
from meidang.render.views.desk import Desk
from meidang.render.views.words import joined, rate_words


class IndicatorRow(TypedDict):
    """One period of an indicator."""

    name: Annotated[str, "指标"]
    department: Annotated[str, "科室"]
    period: Annotated[str, "期间"]
    value: Annotated[str, "实际"]
    interval: Annotated[str, "95%置信区间"]
    target: Annotated[str, "目标"]
    state: Annotated[str, "结果"]
    improvement: Annotated[str, "持续改进条目"]


def value_words(value: Value) -> str:
    """``93.15%（1374/1475）``; a number as it is; a dash where nothing was counted."""
    return str(value.part) if value.whole is None else rate_words(value.share, value.part, value.whole)


def interval_words(value: Value) -> str:
    """``49.0%–94.3%``; nothing for what is no rate."""
    return f"{value.interval.low:.1%}–{value.interval.high:.1%}" if value.interval else ""


def target_words(indicator: Indicator) -> str:
    """``不低于 90%``; nothing where the figure is only watched."""
    if indicator.target is None:
        return ""
    return f"{indicator.direction} {AMOUNT.show(indicator.target)}{'%' if indicator.denominator else ''}"


def indicator_row(desk: Desk, one: Series, value: Value) -> IndicatorRow:
    """A period's value in words; a rate of few is marked, because it says little."""
    few = value.whole is not None and 0 < value.whole < desk.archive.settings.small_sample_below
    return {
        "name": one.indicator.name,
        "department": one.department.label if one.department else "",
        "period": value.period.words,
        "value": value_words(value) + ("，样本少" if few and value.state is not State.FEW else ""),
        "interval": interval_words(value),
        "target": target_words(one.indicator),
        "state": value.state.value,
        "improvement": joined(each.entry.qi_no for each in value.improvement),
    }


def latest_rows(desk: Desk, department_id: str | None) -> list[IndicatorRow]:
    """The latest whole period of each indicator of one department, or of the institution."""
    return [
        indicator_row(desk, one, value)
        for one in series(desk.archive, desk.as_of)
        if (one.department.id if one.department else None) == department_id and (value := latest(one))
    ]


def latest(one: Series) -> Value | None:
    """The last period that is over; the one that runs where there is no other."""
    over = [value for value in one.values if value.state is not State.RUNNING]
    return (over or one.values or (None,))[-1]


def rows_of_month(desk: Desk, period: Period) -> list[IndicatorRow]:
    """What was to be reached in periods that end within ``period``."""
    return [indicator_row(desk, one, value) for one, value in _ending(series(desk.archive, desk.as_of), period)]


def _ending(every: Iterable[Series], period: Period) -> Iterator[tuple[Series, Value]]:
    return ((one, value) for one in every for value in one.values if value.period.last in period)
