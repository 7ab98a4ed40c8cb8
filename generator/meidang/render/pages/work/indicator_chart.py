"""An indicator's course over its periods as a chart, each point with the way to what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meidang.archive.indicators import Series, State, Value
from meidang.render.charts import About, Point, course
from meidang.render.charts.course import Standing
from meidang.render.pages.book import Book
from meidang.render.pages.records.figures import entry_address
from meidang.render.views.figures import interval_words, target_words, value_words

_STANDING: Final[Mapping[State, Standing]] = {State.MISSED: "missed", State.FEW: "few"}

#: One value has no course.
_LEAST: Final = 2


def indicator_chart(book: Book, here: str, one: Series, anchor: str) -> str:
    """The chart of the periods that are over; empty where fewer than two have a value. ``anchor`` is ours."""
    values = [value for value in one.values if value.state is not State.RUNNING]
    if sum(value.whole != 0 for value in values) < _LEAST:
        return ""
    target = float(one.indicator.target) if one.indicator.target is not None else None
    goal = target_words(one.indicator)
    told = "；".join(_said(value) for value in values)
    about = About(f"{one.whose}历期数值", f"目标：{goal}。{told}" if goal else told, anchor)
    points = [_point(book, here, value) for value in values]
    return course(points, about, target=target, unit="%" if one.indicator.denominator else "")


def _point(book: Book, here: str, value: Value) -> Point:
    found = value.interval
    link = entry_address(book, here, value.evidence[-1]) if value.evidence else ""
    if value.whole is None:
        return Point(value.period.name, _said(value), float(value.part), str(value.part), link=link)
    return Point(
        value.period.name,
        _said(value),
        None if value.share is None else value.share * 100,
        "" if value.share is None else f"{value.share * 100:.1f}%".replace(".0%", "%"),
        low=found.low * 100 if found else None,
        high=found.high * 100 if found else None,
        standing=_STANDING.get(value.state, "fine"),
        link=link,
    )


def _said(value: Value) -> str:
    """A period in words, for those who point at it or do not see it."""
    if value.whole == 0:
        return f"{value.period.words}：没有数据"
    interval = interval_words(value)
    between = f"，95% 置信区间 {interval}" if interval else ""
    return f"{value.period.words}：{value_words(value)}{between}，{value.state.value}"
