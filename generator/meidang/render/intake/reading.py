"""The bytes of a workbook -> sheets of cells. The only room that knows openpyxl; formulas are read by their values."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook

from meidang.render.intake.layout import MOST_COLUMNS, MOST_ROWS, Layout, layouts
from meidang.render.intake.package import Unreadable, parts_of
from meidang.render.intake.sheets import Cell, Merge, Sheet

_NOTHING: Final = Layout((), frozenset(), frozenset(), frozenset(), MOST_ROWS, MOST_COLUMNS, frozenset())
#: Joined over more rows than that are pages, not people.
_MOST_FILLED: Final = 2_000


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """The sheets in their order. Raises Unreadable with advice."""
    parts = parts_of(content)
    try:
        laid_out = layouts(parts)
        with warnings.catch_warnings():
            # Why: openpyxl warns of extensions that it drops; nobody here reads them. A bad date becomes an error.
            warnings.simplefilter("ignore")
            return tuple(_sheets(content, laid_out))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads to
        raise Unreadable(
            "工作簿的内部结构不对，读不进来；请用 Excel 或 WPS 打开，另存为一个新的 .xlsx 再导入"
        ) from error


def _sheets(content: bytes, laid_out: Mapping[str, Layout]) -> Iterator[Sheet]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        layout = laid_out.get(sheet.title, _NOTHING)
        sheet.reset_dimensions()
        rows = _rows(sheet, layout)
        for merge in layout.merges:
            _fill(rows, merge, layout)
        yield Sheet(
            sheet.title,
            rows,
            layout.merges,
            layout.hidden_rows,
            sheet.sheet_state != "visible",
            layout.remarked,
            layout.hidden_columns,
        )


def _rows(sheet: Any, layout: Layout) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    bottom, right = min(layout.bottom, MOST_ROWS), min(layout.right, MOST_COLUMNS)
    if not bottom or not right:
        return rows
    for row in sheet.iter_rows(max_row=bottom, max_col=right):
        cells = {cell.column: _cell(cell) for cell in row if cell.value is not None}
        if cells:
            rows[next(cell.row for cell in row if cell.value is not None)] = cells
    for number, column in layout.unsolved:
        rows.setdefault(number, {})[column] = Cell(None, unsolved=True)
    return dict(sorted(rows.items()))


def _cell(cell: Any) -> Cell:
    is_struck = cell.has_style and bool(cell.font.strike)
    return Cell(cell.value, str(cell.number_format or "General"), cell.data_type == "e", is_struck=is_struck)


def _fill(rows: dict[int, dict[int, Cell]], merge: Merge, layout: Layout) -> None:
    """What stands in joined cells counts for every one of them, as people read it."""
    first = rows.get(merge.top, {}).get(merge.left)
    if first is None or merge.bottom - merge.top > _MOST_FILLED:
        return
    first = replace(first, is_spread=merge.right > merge.left)
    for number in range(merge.top, min(merge.bottom, max(layout.bottom, merge.top)) + 1):
        for column in range(merge.left, min(merge.right, MOST_COLUMNS) + 1):
            rows.setdefault(number, {})[column] = first
