"""A year's months in a row: in each how much there is, as a column with its number, and the way there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from meidang.render import escape
from meidang.render.charts import shapes

_TALL: Final = 40.0
#: The least that a column with anything in it is high, in pixels.
_LEAST: Final = 3.0


@dataclass(frozen=True, slots=True)
class Month:
    """``count`` things of a month (``2026-05``), of them ``late``; ``said``: in words; ``link``: an address.

    ``is_now``: whether it is the month of today.
    """

    name: str
    count: int
    said: str
    late: int = 0
    link: str = ""
    is_now: bool = False


def months(every: Sequence[Month], *, caption: str, late_word: str = "逾") -> str:
    """A table of years and months; empty without months. ``late_word`` stands before the number of late ones."""
    if not every:
        return ""
    by_name = {month.name: month for month in every}
    most = max(1, *(month.count for month in every))
    years = sorted({month.name[:4] for month in every})
    heads = "".join(f'<th scope="col">{number}<span> 月</span></th>' for number in range(1, 13))
    rows = "".join(_year(year, by_name, most, late_word) for year in years)
    return (
        f'<table class="months"><caption>{escape.html(caption)}</caption>'
        f'<thead><tr><th scope="col"><span>年</span></th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _year(year: str, by_name: Mapping[str, Month], most: int, late_word: str) -> str:
    cells = (by_name.get(f"{year}-{number:02}") for number in range(1, 13))
    shown = "".join(_cell(month, most, late_word) if month else '<td class="out"></td>' for month in cells)
    return f'<tr><th scope="row">{year}</th>{shown}</tr>'


def _cell(month: Month, most: int, late_word: str) -> str:
    style = ' class="now" aria-current="date"' if month.is_now else ""
    said = escape.html_attribute(month.said)
    drawn = _column(month, most, late_word)
    if not month.link:
        return f'<td{style}><span class="cell" title="{said}">{drawn}</span></td>'
    link = escape.html_attribute(month.link)
    return f'<td{style}><a class="cell" href="{link}" title="{said}">{drawn}</a></td>'


def _column(month: Month, most: int, late_word: str) -> str:
    """The column, its late part at the foot, and both numbers."""
    high, late = _high(month.count, most), _high(month.late, most)
    parts = [
        shapes.box("count", (0, 1), (_TALL - high, high)) if month.count else "",
        shapes.box("late", (0, 1), (_TALL - late, late)) if month.late else "",
        shapes.text("value" if month.count else "value zero", 0.5, 17, str(month.count)),
        shapes.text("value late-value", 0.5, 34, f"{late_word}{month.late}") if month.late else "",
    ]
    return f'<svg width="100%" height="{shapes.pixels(_TALL)}">{"".join(parts)}</svg>'


def _high(count: int, most: int) -> float:
    return max(_LEAST, _TALL * count / most) if count else 0.0
