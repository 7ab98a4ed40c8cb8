"""Numbers of a few years as bars with the numbers written on them, and a rate above each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from meidang.render.charts import shapes
from meidang.render.charts.scales import Heights, heights

#: Room for so many at least: a single bar is not as wide as the page.
_LEAST_SLOTS: Final = 5
_WIDTH: Final = 0.52
_PERCENT: Final = 100.0
_RATE_TOP, _RATE_BOTTOM = 40.0, 70.0
#: Where bars begin below the rate, or below nothing; how high they are.
_BELOW_RATE, _BELOW_NOTHING, _TALL = 118.0, 26.0, 120.0


@dataclass(frozen=True, slots=True)
class Bar:
    """``value`` of ``name``; ``said`` when it is pointed at; ``link``: an address.

    ``rate``: in percent, None where there is none; ``rate_words`` stand above it (0.48%), ``rate_of`` below (2/420).
    """

    name: str
    value: int
    said: str
    rate: float | None = None
    rate_words: str = ""
    rate_of: str = ""
    link: str = ""


def bars(every: Sequence[Bar], about: shapes.About, *, rate_name: str) -> str:
    """The chart as a figure; empty without bars. ``rate_name``: what the rates are."""
    if not every:
        return ""
    has_rates = any(bar.rate is not None for bar in every)
    top = _BELOW_RATE if has_rates else _BELOW_NOTHING
    slots = max(len(every), _LEAST_SLOTS)
    places = [(index + 0.5) / slots for index in range(len(every))]
    foot = top + _TALL
    inside = "".join(
        (
            *(_rates(every, places, rate_name) if has_rates else ()),
            *_bars(every, places, heights([float(bar.value) for bar in every], top, foot), _WIDTH / slots),
            shapes.line("axis", (0, foot), (len(every) / slots, foot)),
            *(shapes.text("tick", x, foot + 18, bar.name) for bar, x in zip(every, places, strict=True)),
        )
    )
    drawn = shapes.drawing("bars with-rates" if has_rates else "bars", foot + 28, about, inside)
    return shapes.figure("bars-figure", drawn)


def _bars(every: Sequence[Bar], places: Sequence[float], scale: Heights, width: float) -> Iterator[str]:
    for bar, x in zip(every, places, strict=True):
        y = scale.at(bar.value)
        drawn = shapes.box("bar", (x - width / 2, width), (y, scale.bottom - y))
        yield shapes.linked(bar.link, bar.said, drawn + shapes.text("value", x, y - 6, str(bar.value)))


def _rates(every: Sequence[Bar], places: Sequence[float], name: str) -> Iterator[str]:
    """A line above the bars; interrupted where a year has no rate."""
    scale = heights((0.0, *(bar.rate or 0.0 for bar in every)), _RATE_TOP, _RATE_BOTTOM, most=_PERCENT)
    yield shapes.text("band", 0, 14, name, "start")
    for (here, x), (there, next_x) in pairwise(zip(every, places, strict=True)):
        if here.rate is not None and there.rate is not None:
            yield shapes.line("rate-line", (x, scale.at(here.rate)), (next_x, scale.at(there.rate)))
    for bar, x in zip(every, places, strict=True):
        if bar.rate is not None:
            y = scale.at(bar.rate)
            yield shapes.at(x, y, '<path class="rate" d="M-4-4h8v8h-8z"/>')
            yield shapes.text("value rate-value", x, y - 9, bar.rate_words)
            yield shapes.text("tick", x, y + 18, bar.rate_of)
