"""An indicator over its periods: a line with points, their intervals, the target, and what missed it by shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from meidang.render import escape
from meidang.render.charts import shapes
from meidang.render.charts.scales import Heights, heights

Standing = Literal["fine", "missed", "few"]

_TOP, _BOTTOM, _HEIGHT = 24.0, 184.0, 216.0
#: So many names of periods, and of values, stand beside one another on a desktop, and on a phone.
_WIDE: Final = 13
_NARROW: Final = 5
#: More points than this need more room than a phone has: the chart is scrolled there.
_MANY: Final = 36
#: The margin for the numbers at the left, by how long they are, as a share.
_MARGIN, _CHARACTER = 0.02, 0.02
#: The margin at the right, for half of the last name.
_RIGHT: Final = 0.03
_PERCENT: Final = 100.0

_RADIUS: Final = 6.0

#: What a point looks like, about its place.
_SHAPES: Final[Mapping[Standing, str]] = {
    "fine": '<circle class="point" r="4"/>',
    "missed": '<path class="point missed" d="M0-7 7 0 0 7-7 0z"/>',
    "few": '<circle class="point few" r="4"/>',
}


@dataclass(frozen=True, slots=True)
class Point:
    """One period: ``name`` on the axis, ``said`` when it is pointed at, ``words`` at the point (95%).

    ``value`` is None where there was nothing to count. ``low``, ``high``: its interval. ``link``: an address.
    """

    name: str
    said: str
    value: float | None
    words: str = ""
    low: float | None = None
    high: float | None = None
    standing: Standing = "fine"
    link: str = ""


def course(points: Sequence[Point], about: shapes.About, *, target: float | None, unit: str) -> str:
    """The chart as a figure; empty where no period has a value. ``unit``: ``%`` or nothing."""
    known = [point for point in points if point.value is not None]
    if not known:
        return ""
    scale = heights(_values(known, target), _TOP, _BOTTOM, most=_PERCENT if unit else None)
    names = [_number(tick, unit) for tick in scale.ticks]
    left = _MARGIN + _CHARACTER * max(map(len, names))
    places = [left + (1 - left - _RIGHT) * (index + 0.5) / len(points) for index in range(len(points))]
    inside = "".join(
        (
            *_grid(scale, names, left, target, unit),
            *_line(points, places, scale),
            *_points(points, places, scale),
            *_names(points, places),
        )
    )
    drawn = shapes.drawing("course", _HEIGHT, about, inside)
    if len(points) > _MANY:
        label = escape.html_attribute(f"{about.title}，可左右滚动")
        drawn = f'<div class="chart-scroll" tabindex="0" role="region" aria-label="{label}">{drawn}</div>'
    return shapes.figure("course-figure", drawn, _key(points, target))


def _values(known: Sequence[Point], target: float | None) -> Iterator[float]:
    for point in known:
        yield from (value for value in (point.value, point.low, point.high) if value is not None)
    if target is not None:
        yield target


def _number(value: float, unit: str) -> str:
    return f"{value:.10g}{unit}"


def _grid(scale: Heights, names: Sequence[str], left: float, target: float | None, unit: str) -> Iterator[str]:
    """The round numbers with a thin line each, and the target; a number that its own would cover is left out."""
    goal = None if target is None else scale.at(target)
    for tick, name in zip(scale.ticks, names, strict=True):
        down = scale.at(tick)
        yield shapes.line("grid", (left, down), (1, down))
        if goal is None or abs(goal - down) > _LINE:
            yield shapes.text("tick", left - 0.01, down + 4, name, "end")
    if target is not None and goal is not None:
        yield shapes.line("target", (left, goal), (1, goal))
        yield shapes.text("tick target-tick", left - 0.01, goal + 4, _number(target, unit), "end")


#: The height of a line of small print, in pixels.
_LINE: Final = 13


def _line(points: Sequence[Point], places: Sequence[float], scale: Heights) -> Iterator[str]:
    """From point to point; dotted across periods without a value."""
    known = [(index, point.value) for index, point in enumerate(points) if point.value is not None]
    for (first, low), (last, high) in pairwise(known):
        style = "course-line" if last == first + 1 else "course-line across"
        yield shapes.line(style, (places[first], scale.at(low)), (places[last], scale.at(high)))


def _points(points: Sequence[Point], places: Sequence[float], scale: Heights) -> Iterator[str]:
    for index, (point, x) in enumerate(zip(points, places, strict=True)):
        hidden = _is_hidden(index, len(points))
        if point.value is None:
            yield shapes.linked("", point.said, shapes.text(f"value none{hidden}", x, _BOTTOM - 6, "无"))
            continue
        y = scale.at(point.value)
        interval, above = "", y - _RADIUS
        if point.low is not None and point.high is not None:
            above = min(above, scale.at(point.high))
            interval = shapes.line(f"interval {point.standing}", (x, scale.at(point.low)), (x, scale.at(point.high)))
        mark = shapes.at(x, y, _SHAPES[point.standing])
        words = shapes.text(f"value {point.standing}{hidden}", x, above - 5, point.words)
        yield shapes.linked(point.link, point.said, f"{interval}{mark}{words}")


def _names(points: Sequence[Point], places: Sequence[float]) -> Iterator[str]:
    for index, (point, x) in enumerate(zip(points, places, strict=True)):
        if (len(points) - 1 - index) % _every(len(points), _WIDE) == 0:
            yield shapes.text(f"tick{_is_hidden(index, len(points))}", x, _BOTTOM + 20, point.name)


def _is_hidden(index: int, total: int) -> str:
    """The class of words for which there is no room on a phone, or nowhere. Counted from the newest, which shows."""
    back = total - 1 - index
    if back % _every(total, _WIDE):
        return " never"
    return " wide" if back % _every(total, _NARROW) else ""


def _every(total: int, most: int) -> int:
    return max(1, -(-total // most))


def _key(points: Sequence[Point], target: float | None) -> str:
    """What the signs mean; only those that are there."""
    standings = {point.standing for point in points if point.value is not None}
    signs = [
        ("key-line", "已达标或只监测", "fine" in standings),
        ("key-missed", "未达标（菱形）", "missed" in standings),
        ("key-few", "样本少（空心）", "few" in standings),
        ("key-interval", "95% 置信区间（竖条）", any(point.low is not None for point in points)),
        ("key-target", "目标（虚线）", target is not None),
    ]
    return "".join(f'<span class="key {sign}">{words}</span>' for sign, words, is_there in signs if is_there)
