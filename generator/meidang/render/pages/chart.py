"""An indicator over time as a picture inside the page: its text stays text, its colours are the page's.

Drawn by matplotlib from numbers alone, the same bytes on every machine. What is Chinese stands around it in the page,
so that no font is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

import matplotlib.style
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from meidang.render import escape

#: Colours as drawn, and what they become: the style sheet knows light and dark.
_LINE, _MISSED, _TARGET, _TEXT = "#0b0b01", "#0b0b02", "#0b0b03", "#0b0b04"
_COLOURS: Final = {
    _LINE: "var(--mei-chart)",
    _MISSED: "var(--mei-veto)",
    _TARGET: "var(--mei-major)",
    _TEXT: "currentColor",
}
_STYLE: Final = {
    "svg.fonttype": "none",
    "svg.hashsalt": "meidang",
    "font.size": 9,
    "axes.edgecolor": _TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": _TEXT,
    "xtick.color": _TEXT,
    "ytick.color": _TEXT,
}
_INCHES: Final = (7.2, 2.5)
#: So many names of periods stand below the axis without touching.
_MOST_TICKS: Final = 12
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_GLOBAL_STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(r'(<svg[^>]*?) (?:width|height)="[^"]*"')
_BLANK_LINES = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Point:
    """A period's value; ``low`` and ``high`` its interval; None where there was nothing to count."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    missed: bool


def draw(points: Sequence[Point], target: float | None, title: str, description: str, anchor: str) -> str:
    """An SVG in a figure, for a page of Markdown. ``title`` and ``description`` are for those who cannot see it."""
    with matplotlib.style.context(["default", _STYLE]):
        picture = _svg(points, target)
    for drawn, shown in _COLOURS.items():
        picture = picture.replace(drawn, shown)
    head, rest = picture.split(">", 1)
    label = escape.html_attribute(anchor)
    words = f'<title id="{label}-t">{escape.html(title)}</title><desc id="{label}-d">{escape.html(description)}</desc>'
    head = f'{head} role="img" aria-labelledby="{label}-t {label}-d">'
    return f'<figure class="chart">{head}{words}{rest}</figure>\n'


def _svg(points: Sequence[Point], target: float | None) -> str:
    figure = Figure(figsize=_INCHES, layout="constrained")
    FigureCanvasSVG(figure)
    _plot(figure.add_subplot(), points, target)
    text = StringIO()
    figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    plain = _METADATA.sub("", _GLOBAL_STYLE.sub("", _HEAD.sub("", text.getvalue())))
    # Why twice: width and height, each found from the head on.
    return _BLANK_LINES.sub("\n", _SIZE.sub(r"\1", _SIZE.sub(r"\1", plain, count=1), count=1)).strip()


def _plot(axes: Any, points: Sequence[Point], target: float | None) -> None:
    known = [(index, point) for index, point in enumerate(points) if point.value is not None]
    axes.plot([index for index, _ in known], [point.value for _, point in known], color=_LINE, linewidth=1.5)
    for index, point in known:
        colour = _MISSED if point.missed else _LINE
        if point.low is not None and point.high is not None:
            axes.plot([index, index], [point.low, point.high], color=colour, linewidth=3, alpha=0.25)
        axes.plot([index], [point.value], color=colour, marker="D" if point.missed else "o", markersize=5)
    if target is not None:
        axes.axhline(target, color=_TARGET, linewidth=1, linestyle=(0, (5, 3)))
    step = max(1, -(-len(points) // _MOST_TICKS))
    axes.set_xticks(range(0, len(points), step), [point.name for point in points[::step]])
    axes.set_xlim(-0.5, len(points) - 0.5)
    axes.grid(axis="y", color=_TEXT, alpha=0.15, linewidth=0.6)
    axes.tick_params(length=0)
