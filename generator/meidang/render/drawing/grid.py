"""Forms to be filled in by hand: fixed grids of labels and room to write, with what the institution's settings say."""

from __future__ import annotations

from collections.abc import Sequence

from meidang.render.drawing.sheet import Sheet
from meidang.render.drawing.word import Page, cell, cm, paragraph, row, shares, table, tag

#: A cell's text, or the text and how many columns it takes. A text that begins with ``*`` is a label; lines by ``\n``.
Written = str | tuple[str, int]
#: A row's cells; a text alone only steers (``{%tr for … %}``).
Line = str | Sequence[Written]

_LOW = 0.75
#: Forms are printed one to a sheet: narrower margins than dossiers.
FORM = Page(top=1.9, side=2.0, cover=False)


def form(title: str, subtitle: str = "") -> Sheet:
    """A form with the institution's name over its title."""
    sheet = Sheet("institution", title, FORM)
    sheet.add(
        paragraph("{{ institution_name }}", style="TableCentre"),
        paragraph(title, style="Subtitle"),
        *([paragraph(subtitle, style="TableCentre")] if subtitle else []),
    )
    return sheet


def grid(sheet: Sheet, weights: Sequence[float], lines: Sequence[Line], caption: str, height: float = _LOW) -> None:
    """A table of fixed columns; ``height`` in centimetres is the least of a row that is not made of labels alone."""
    widths = shares(sheet.page.width, list(weights))
    rows = [_line(widths, line, height, is_first=line is lines[0]) for line in lines]
    sheet.add(table(widths, *rows, caption=caption), paragraph(style="Note"))


def blank_lines(count: int, columns: int) -> list[Line]:
    """Empty rows to write in."""
    return [("",) * columns for _ in range(count)]


def _line(widths: Sequence[int], line: Line, height: float, *, is_first: bool) -> str:
    if isinstance(line, str):
        return row(cell(sum(widths), tag(line), span=len(widths)))
    cells: list[str] = []
    at = 0
    for written in line:
        text, span = (written, 1) if isinstance(written, str) else written
        cells.append(_cell(sum(widths[at : at + span]), text, span))
        at += span
    heads = all((written if isinstance(written, str) else written[0]).startswith("*") for written in line)
    return row(*cells, header=heads and is_first, height=cm(_LOW if heads else height))


def _cell(width: int, text: str, span: int) -> str:
    label = text.startswith("*")
    style = "TableHead" if label else "TableText"
    parts = text.removeprefix("*").split("\n")
    return cell(width, *(paragraph(part, style=style) for part in parts), span=span, shaded=label)
