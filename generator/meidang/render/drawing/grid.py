"""Forms in fixed grids of labels and room to write, filled as far as records say what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from meidang.render.drawing.sheet import Sheet
from meidang.render.drawing.word import Page, cell, cm, paragraph, row, shares, table, tag

#: A cell's text, or the text and how many columns it takes. A text that begins with ``*`` is a label; lines by ``\n``;
#: ``^`` alone lengthens the cell above.
Written = str | tuple[str, int]
#: A row's cells; a text alone only steers (``{%tr for … %}``).
Line = str | Sequence[Written]

_LOW = 0.75
_UP = "^"
#: Forms are printed one to a sheet: narrower margins than dossiers.
FORM = Page(top=1.9, side=2.0, cover=False)
WIDE_FORM = Page(wide=True, top=1.9, side=2.0, cover=False)


def form(title: str, subtitle: str = "", *, kind: str = "institution", page: Page = FORM, condition: str = "") -> Sheet:
    """A form with the institution's name over its title; ``condition``: for which records it is made."""
    sheet = Sheet(kind, title, page, condition=condition)
    sheet.add(
        paragraph("{{ institution_name }}", style="TableCentre"),
        paragraph(title, style="Subtitle"),
        *([paragraph(subtitle, style="TableCentre")] if subtitle else []),
    )
    return sheet


def grid(sheet: Sheet, weights: Sequence[float], lines: Sequence[Line], caption: str, height: float = _LOW) -> None:
    """A table of fixed columns; ``height`` in centimetres is the least of a row that is not made of labels alone.

    Rows of labels alone at its top are repeated on every page.
    """
    widths = shares(sheet.page.width, list(weights))
    rows: list[str] = []
    is_head = True
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        is_head = is_head and not isinstance(line, str) and _is_label(line)
        rows.append(_line(widths, line, below, height, is_head=is_head))
    sheet.add(table(widths, *rows, caption=caption), paragraph(style="Note"))


def blank_lines(count: int, columns: int) -> list[Line]:
    """Empty rows to write in."""
    return [("",) * columns for _ in range(count)]


def boxes(path: str, choices: Iterable[str]) -> str:
    """A box for each choice, ticked where the record says so: ``☑男　☐女``; a pair says what is printed of a choice."""
    return "　".join(f'{{{{ {path}|box("{choice}") }}}}{choice}' for choice in choices)


def open_boxes(*choices: str) -> str:
    """Boxes to be ticked by hand."""
    return "　".join(f"☐{choice}" for choice in choices)


def _cells(line: Sequence[Written]) -> Iterator[tuple[int, str, int]]:
    """Where each cell begins, its text, and how many columns it takes."""
    at = 0
    for written in line:
        text, span = (written, 1) if isinstance(written, str) else written
        yield at, text, span
        at += span


def _is_label(line: Sequence[Written]) -> bool:
    return all(text.startswith("*") or text == _UP for _, text, _ in _cells(line))


def _line(widths: Sequence[int], line: Line, below: Line, height: float, *, is_head: bool) -> str:
    if isinstance(line, str):
        return row(cell(sum(widths), tag(line), span=len(widths)))
    lengthened = {at for at, text, _ in _cells(below) if text == _UP} if not isinstance(below, str) else set()
    cells = [_cell(sum(widths[at : at + span]), text, span, starts=at in lengthened) for at, text, span in _cells(line)]
    if not is_head:
        cells = [_let_go(one) for one in cells]
    return row(*cells, header=is_head, height=cm(_LOW if _is_label(line) else height))


def _let_go(written: str) -> str:
    """A label beside what is written there: a page may end behind it, unlike behind a heading."""
    head = '<w:pStyle w:val="TableHead"/>'
    return written.replace(head, f'{head}<w:keepNext w:val="0"/>')


def _cell(width: int, text: str, span: int, *, starts: bool) -> str:
    if text == _UP:
        return cell(width, paragraph(style="TableText"), span=span, merge="continue")
    label = text.startswith("*")
    style = "TableHead" if label else "TableText"
    parts = text.removeprefix("*").split("\n")
    merge = "restart" if starts else ""
    return cell(width, *(paragraph(part, style=style) for part in parts), span=span, shaded=label, merge=merge)
