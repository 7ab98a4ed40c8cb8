"""The workbook to fill in: a sheet for each table, pick lists on a hidden one. The same archive, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from meidang.models.base import Declared
from meidang.models.scalar import Scalar
from meidang.models.scalars import BOOL, DATE, EXPIRY, GRADE, MOMENT
from meidang.models.wording import without_keys
from meidang.render.intake.cells import CellValue, is_number
from meidang.render.intake.columns import RECORD, Column
from meidang.render.intake.headings import MARK
from meidang.render.intake.names import Names
from meidang.render.intake.notes import notes, says_filled
from meidang.render.intake.rows import rows_of
from meidang.render.intake.sheets import Sheet
from meidang.render.intake.tables import Table
from meidang.render.workbooks.cells import cell_text, display_width, header_text, looks_like_formula, sheet_name
from meidang.render.workbooks.layout import heights, widths

#: Names of the sheets beside the tables; the reader passes them over.
NOTES: Final = "说明"
LISTS: Final = "选项"
_FONT: Final = "宋体"
#: Widths in letters: of any column, and of a landscape A4 page that can still be read in print.
_WIDEST, _PAGE = 40, 180
#: Letters for each letter of width: a column is measured in those of the workbook's own size, which is larger.
_ROOM: Final = 1.1
#: Points of a row of one line, so that rows of one and of two lines look alike.
_ROW: Final = 18
#: Empty rows that are made ready below the last one.
_SPARE: Final = 300
_OPTIONS: Final[Mapping[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_BASE: Final[Mapping[str, Any]] = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}
_LINED: Final[Mapping[str, Any]] = {"border": 1, "border_color": "#BFBFBF"}
_FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "head": {"bold": True, "bg_color": "#EDEFF2", "align": "center", "text_wrap": True, **_LINED},
    "must": {"bold": True, "bg_color": "#DCE6F1", "align": "center", "text_wrap": True, **_LINED},
    "text": {"num_format": "@", "text_wrap": True},
    "long": {"text_wrap": True},
    # Why: editing such a cell in Excel would otherwise make a formula of it.
    "quoted": {"text_wrap": True, "quote_prefix": True},
    "number": {"num_format": "General", "align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    "words": {"text_wrap": True, "valign": "top"},
    "topic": {"bold": True, "valign": "top"},
}
#: Excel's limits: of the title and the words that appear beside a chosen cell.
_MOST_TITLE, _MOST_WORDS = 30, 250
_WIDE_COMMENT: Final = 260


@dataclass(frozen=True)
class Form:
    """What the workbook is of: tables, the archive's names, and what its properties say."""

    tables: Sequence[Table]
    names: Names
    institution: str
    as_of: date
    is_blank: bool = False


def form(one: Form) -> bytes:
    """The workbook's bytes."""
    buffer = BytesIO()
    with Workbook(buffer, dict(_OPTIONS)) as book:
        book.set_properties(_properties(one))
        book.formats[0].set_font_name(_FONT)
        formats = {name: book.add_format({**_BASE, **own}) for name, own in _FORMATS.items()}
        _notes(book.add_worksheet(NOTES), one, formats)
        sheets = [(table, book.add_worksheet(sheet_name(table.title))) for table in one.tables]
        lists = _Lists(book.add_worksheet(LISTS), one.names)
        for table, sheet in sheets:
            _fill(sheet, table, one, formats, lists)
        lists.sheet.hide()
        sheets[0][1].activate()
    return buffer.getvalue()


def is_filled_form(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook is this form, made with what the archive said; programs that save it keep its notes."""
    return any(sheet.name == NOTES and says_filled(sheet) for sheet in sheets)


def _properties(one: Form) -> dict[str, Any]:
    return {
        "title": "美档填写表",
        "author": cell_text(one.institution),
        "company": cell_text(one.institution),
        "comments": "内部资料，含个人信息",
        "created": datetime.combine(one.as_of, time()),
    }


def _notes(sheet: Worksheet, one: Form, formats: Mapping[str, Format]) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    for row, (topic, words) in enumerate(notes(one.tables, is_blank=one.is_blank)):
        sheet.write_string(row, 0, cell_text(topic), formats["topic"])
        sheet.write_string(row, 1, cell_text(words), formats["words"])
        sheet.set_row(row, 14 * ceil(display_width(words) / (90 * _ROOM)) + 5)
    _print(sheet, one, NOTES)


# --- a table ---------------------------------------------------------------------------------------------------------


def _fill(sheet: Worksheet, table: Table, one: Form, formats: Mapping[str, Format], lists: _Lists) -> None:
    rows = [] if one.is_blank else list(rows_of(table, one.names))
    sheet.set_default_row(_ROW)
    heads = [column.label + (MARK if _must(table, column) else "") for column in table.columns]
    wide = [min(width, _WIDEST) for width in widths(heads, rows)]
    for at, (column, head) in enumerate(zip(table.columns, heads, strict=True)):
        sheet.set_column(at, at, wide[at], formats[_manner(column.declared)])
        sheet.write_string(0, at, cell_text(head), formats["must" if head.endswith(MARK) else "head"])
        sheet.write_comment(0, at, _about(column), {"width": _WIDE_COMMENT, "font_name": _FONT, "author": "美档"})
        _validate(sheet, at, len(rows) + _SPARE, column, lists)
    for row, values in enumerate(rows, start=1):
        for at, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _put(sheet, formats, (row, at), column, value)
    for row, height in enumerate(heights([heads, *rows], [ceil(width * _ROOM) for width in wide])):
        if height is not None:
            sheet.set_row(row, height)
    # Why two of a roster: its second column is the name.
    lead = len(table.keys) if table.field else 2
    sheet.freeze_panes(1, lead or 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
    _print(sheet, one, table.title, across=ceil(sum(wide) / _PAGE), lead=lead or 1)


def _must(table: Table, column: Column) -> bool:
    return (column.needed and not column.group) or (column.key not in ("", "name", "department") and bool(table.keys))


def _manner(declared: Declared) -> str:
    """The format of a column: ids and codes are text, so that Excel changes none of their digits."""
    leaf = declared.leaf
    if leaf in (DATE, EXPIRY):
        return "date"
    if leaf is MOMENT:
        return "moment"
    if declared.many or (isinstance(leaf, Scalar) and leaf.many_lines):
        return "long"
    return "number" if is_number(declared.leaf) else "text"


def _put(
    sheet: Worksheet, formats: Mapping[str, Format], place: tuple[int, int], column: Column, value: CellValue
) -> None:
    """One cell, by the method of its type: nothing is guessed."""
    manner = formats[_manner(column.declared)]
    match value:
        case None:
            return
        case str():
            quoted = looks_like_formula(value)
            sheet.write_string(*place, value, formats["quoted"] if quoted else _for_text(formats, column, value))
        case datetime():
            sheet.write_datetime(*place, value, formats["moment"])
        case date():
            sheet.write_datetime(*place, datetime.combine(value, time()), formats["date"])
        case int() | Decimal():
            sheet.write_number(*place, value, manner)


def _for_text(formats: Mapping[str, Format], column: Column, value: str) -> Format:
    # Why: Excel shows a text of more than 255 characters in a cell of format @ as a row of signs.
    manner = _manner(column.declared)
    return formats["long" if "\n" in value or len(value) > 255 or manner == "long" else "text"]


def _about(column: Column) -> str:
    """What to write, for the comment on a heading."""
    declared = column.declared
    expected = without_keys(declared.expected)
    if column.key == RECORD:
        expected = "档案编号（文件名）：字母开头，例如 D01"
    elif declared.ref is not None:
        expected = "名称或编号" + ("，几个用顿号 、 隔开" if declared.many else "")
    lines = [
        f"写什么：{expected}",
        declared.hint,
        "个人信息，只进内部文件" if column.private else "",
        f"字段：{column.name}",
    ]
    return "\n".join(line for line in lines if line)


# --- pick lists ------------------------------------------------------------------------------------------------------


#: The words of scalars that have only a few.
_PICKED: Final[Mapping[Scalar, Sequence[str]]] = {
    BOOL: ("是", "否"),
    GRADE: ("一级", "二级", "三级", "四级", "不分级"),
}


@dataclass(frozen=True)
class _Lists:
    """The hidden sheet: a column for each pick list, written when first asked for."""

    sheet: Worksheet
    names: Names
    _made: dict[object, str] = field(default_factory=dict)

    def source(self, declared: Declared) -> str:
        """The range of a pick list; empty where there is none."""
        key: object = declared.ref or declared.leaf
        if key not in self._made:
            words = self._words(declared)
            column, letters = len(self._made), xl_col_to_name(len(self._made))
            for row, word in enumerate(words):
                self.sheet.write_string(row, column, word)
            self._made[key] = f"='{LISTS}'!${letters}$1:${letters}${len(words)}" if words else ""
        return self._made[key]

    def _words(self, declared: Declared) -> Sequence[str]:
        if declared.ref is not None:
            return [cell_text(one) for one in self.names.choices(declared.ref)]
        if isinstance(declared.leaf, tuple):
            return declared.leaf
        return _PICKED.get(declared.leaf, ()) if isinstance(declared.leaf, Scalar) else ()


def _validate(sheet: Worksheet, at: int, last: int, column: Column, lists: _Lists) -> None:
    """A list to pick from, and what to write beside the chosen cell. Only a warning: the import judges."""
    declared = column.declared
    source = "" if declared.many or is_number(declared.leaf) else lists.source(declared)
    words = _about(column)
    options: dict[str, Any] = {
        "validate": "list" if source else "any",
        "ignore_blank": True,
        "input_title": column.label[-_MOST_TITLE:],
        "input_message": words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…",
        "error_type": "information",
        "error_title": "不在列表里",
        "error_message": "可以只写编号或名称；导入时会检查。",
    }
    sheet.data_validation(1, at, last, at, options | ({"source": source} if source else {}))


def _print(sheet: Worksheet, one: Form, title: str, *, across: int = 1, lead: int = 0) -> None:
    """Landscape A4; of a table the headings on every page, and on several pages across whose row it is."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(across, 0)
    if lead:
        sheet.repeat_rows(0)
        sheet.hide_gridlines(0)
    if across > 1:
        sheet.repeat_columns(0, lead - 1)
        sheet.print_across()
    font = f'&"{_FONT},Regular"'
    institution, said = header_text(one.institution, 80), header_text(title, 60)
    sheet.set_header(f"&L{font}{institution}&C{font}{said}&R{font}{one.as_of.isoformat()}")
    sheet.set_footer(f"&L{font}内部资料，含个人信息&R{font}第 &P 页 共 &N 页")
