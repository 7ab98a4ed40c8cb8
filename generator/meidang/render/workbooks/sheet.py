"""Columns and entries -> the bytes of a workbook. The only room that knows XlsxWriter.

Why every cell is written by the method of its type: ``write`` guesses, and takes ``=1+1`` for a formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from meidang.archive.collections import Entered
from meidang.archive.entry_facts import Share
from meidang.render.workbooks.cells import cell_text, header_text, looks_like_formula, sheet_name
from meidang.render.workbooks.columns import CellValue, Column
from meidang.render.workbooks.layout import heights, widths

_FONT: Final = "宋体"
#: Letters across a landscape A4 page that can still be read in print; a wider ledger is spread over several pages.
_PAGE: Final = 180
#: Characters of each text in a header; Excel takes 255 of all, with the commands between them.
_MOST_IN_HEADER: Final = 80
#: Nothing is guessed from what a text looks like.
_OPTIONS: Final[Mapping[str, bool]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_BASE: Final[Mapping[str, Any]] = {
    "font_name": _FONT,
    "font_size": 10,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#BFBFBF",
}
_FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "head": {"bold": True, "bg_color": "#EDEFF2", "align": "center", "text_wrap": True},
    "text": {"text_wrap": True},
    # Why: editing such a cell in Excel would otherwise make a formula of it.
    "quoted": {"text_wrap": True, "quote_prefix": True},
    "number": {"num_format": "General", "align": "center"},
    "share": {"num_format": "0.00%", "align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "center"},
}


@dataclass(frozen=True, slots=True)
class Print:
    """What a printed page says around the table."""

    institution: str
    title: str
    as_of: date
    revision: str
    marking: str


def workbook(printed: Print, columns: Sequence[Column], entered: Sequence[Entered]) -> bytes:
    """A workbook with one sheet; the same entries give the same bytes. A form without entries has every column."""
    cells = [(column, [_ready(column.value(one)) for one in entered]) for column in columns]
    kept = [(column, values) for column, values in cells if column.needed or not entered or _any_of(values)]
    heads = [cell_text(column.label) for column, _ in kept]
    rows = [list(row) for row in zip(*(values for _, values in kept), strict=True)]
    buffer = BytesIO()
    with Workbook(buffer, dict(_OPTIONS)) as book:
        book.set_properties(_properties(printed))
        book.formats[0].set_font_name(_FONT)
        sheet = book.add_worksheet(sheet_name(printed.title))
        _fill(sheet, {name: book.add_format({**_BASE, **own}) for name, own in _FORMATS.items()}, heads, rows)
        wide = widths(heads, rows)
        _measure(sheet, wide, heights([heads, *rows], wide))
        _print(sheet, printed, across=ceil(sum(wide) / _PAGE), lead=sum(column.leads for column, _ in kept))
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        sheet.freeze_panes(1, 1)
    return buffer.getvalue()


def _any_of(values: Sequence[CellValue]) -> bool:
    return any(value is not None for value in values)


def _ready(value: CellValue) -> CellValue:
    """Text as a cell can hold it; a share as the number that it is."""
    if isinstance(value, str):
        return cell_text(value) or None
    return None if isinstance(value, Share) and value.rate is None else value


def _properties(printed: Print) -> dict[str, Any]:
    created = datetime.combine(printed.as_of, time())
    said = {"title": printed.title, "author": printed.institution, "company": printed.institution}
    return {**{key: cell_text(text) for key, text in said.items()}, "created": created}


def _fill(sheet: Worksheet, formats: Mapping[str, Format], heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    for at, label in enumerate(heads):
        sheet.write_string(0, at, label, formats["head"])
    for row, values in enumerate(rows, start=1):
        for at, value in enumerate(values):
            _put(sheet, formats, row, at, value)


def _put(sheet: Worksheet, formats: Mapping[str, Format], row: int, at: int, value: CellValue) -> None:
    """One cell; an empty one has its frame only."""
    match value:
        case None:
            sheet.write_blank(row, at, None, formats["text"])
        case str():
            sheet.write_string(row, at, value, formats["quoted" if looks_like_formula(value) else "text"])
        case datetime():
            sheet.write_datetime(row, at, value, formats["moment"])
        case date():
            sheet.write_datetime(row, at, datetime.combine(value, time()), formats["date"])
        case Share():
            sheet.write_number(row, at, value.rate, formats["share"])
        case _:
            sheet.write_number(row, at, value, formats["number"])


def _measure(sheet: Worksheet, wide: Sequence[int], tall: Sequence[float | None]) -> None:
    for at, width in enumerate(wide):
        sheet.set_column(at, at, width)
    for row, height in enumerate(tall):
        if height is not None:
            sheet.set_row(row, height)


def _print(sheet: Worksheet, printed: Print, *, across: int, lead: int) -> None:
    """Landscape A4, the heading on every page; a ledger of several pages across repeats its first columns too."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(across, 0)
    if across > 1:
        sheet.repeat_columns(0, lead - 1)
        sheet.print_across()
    title, institution, revision = (
        header_text(words, _MOST_IN_HEADER) for words in (printed.title, printed.institution, printed.revision)
    )
    font = f'&"{_FONT},Regular"'
    sheet.set_header(f"&L{font}{institution}&C{font}{title}&R{font}截至 {printed.as_of.isoformat()}")
    sheet.set_footer(f"&L{font}{printed.marking}&C{font}第 &P 页 共 &N 页&R{font}档案版本 {revision or '未登记'}")
