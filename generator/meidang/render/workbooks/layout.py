"""How wide the columns are and how tall the rows: as their contents ask, within what can be read and printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

from meidang.archive.entry_facts import Share
from meidang.render.workbooks.cells import display_width
from meidang.render.workbooks.columns import CellValue

#: Widths in letters: of any column, of a heading before it is wrapped, and the filter's arrow beside it.
_NARROWEST, _WIDEST, _HEAD, _ARROW = 7, 50, 14, 3
#: Points of a line, and Excel's tallest row.
_LINE, _TALLEST = 14.0, 409.0


def widths(heads: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> list[int]:
    """Each column's width in letters."""
    wide = [max(_NARROWEST, min(display_width(label), _HEAD) + _ARROW) for label in heads]
    for values in rows:
        for at, value in enumerate(values):
            if value is not None:
                wide[at] = max(wide[at], min(_width(value) + 2, _WIDEST))
    return wide


def _width(value: CellValue) -> int:
    if isinstance(value, datetime):
        return 15
    if isinstance(value, date):
        return 10
    return 7 if isinstance(value, Share) else display_width(str(value))


def heights(rows: Sequence[Sequence[CellValue]], wide: Sequence[int]) -> list[float | None]:
    """Each row's height in points; None for a row of one line, which every program gets right by itself."""
    found: list[float | None] = []
    for values in rows:
        texts = ((value, width) for value, width in zip(values, wide, strict=True) if isinstance(value, str))
        lines = max((_lines(text, width) for text, width in texts), default=1)
        found.append(min(_TALLEST, lines * _LINE + 4) if lines > 1 else None)
    return found


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; a Chinese character does not share its place with a line's end."""
    if 2 * len(text) <= width - 2 and "\n" not in text:
        return 1
    return sum(max(1, ceil(display_width(line) / max(1, width - 2))) for line in text.split("\n"))
