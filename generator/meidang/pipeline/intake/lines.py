"""The rows of a chosen sheet, each cell read for its column; blanks, totals and repeated headings are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from meidang.load.words import show
from meidang.models.base import Model
from meidang.models.scalar import Scalar
from meidang.pipeline.intake.choosing import Chosen
from meidang.pipeline.intake.told import Place, Told
from meidang.render.intake.cells import CellValue, value_at
from meidang.render.intake.columns import Column
from meidang.render.intake.headings import Heading, plain
from meidang.render.intake.names import Names
from meidang.render.intake.same import is_same
from meidang.render.intake.sheets import Cell, letters
from meidang.render.intake.taking import taken
from meidang.render.intake.verdicts import Taken, value_of

#: A row that begins so counts up those above it.
_TOTALS = re.compile(r"(合计|总计|小计|累计)[：:（(]?[0-9.]*[^\W]{0,2}[）)]?")
#: A row that begins so says who made the table: 制表人：某某, or 审核人 with the name in the next cell.
_SIGNED = re.compile(
    r"((?:审核|复核|审批|批准|制表|制单|填表|填报|编制|经办|负责)(?:科室|部门|单位|[人者]?(?:签字|签名|日期|时间)?))"
    r"(?:\((?:签字|签名|盖章)\))?(?:(:).*|(?<=[人者字名期间门室位]))"
)


@dataclass(frozen=True)
class Line:
    """One row: its cells and what they say, by column."""

    chosen: Chosen
    row: int
    cells: Mapping[str, Cell]
    said: Mapping[str, Taken]
    _values: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The row."""
        return Place(self.chosen.place.number, self.chosen.sheet.name, self.row)

    def at(self, name: str) -> Place:
        """The cell of a column."""
        return self.place.at(self.chosen.heading(name))

    def text(self, name: str) -> str:
        """What a column of one value says; empty where it says nothing that can be read."""
        one = self.said.get(name)
        return one.value if one and isinstance(one.value, str) else ""

    def value(self, column: Column) -> Any:
        """What a record would hold; None where the cell says nothing that can be read."""
        if column.name not in self._values:
            self._values[column.name] = _value(column, self.said.get(column.name))
        return self._values[column.name]

    def agrees(self, column: Column, present: Any, shown: CellValue) -> bool:
        """Whether the cell says what is there: what the form would show, or another way of writing it."""
        cell, one = self.cells.get(column.name), self.said.get(column.name)
        if is_same(cell, shown):
            return True
        if one is None or one.clears or one.wrong:
            return one is not None and one.clears and present in (None, ())
        return one.is_empty or self.value(column) == present

    def content(self, name: str) -> Any:
        """What stands in the cell of a column, as it was read."""
        return self.cells[name].value if name in self.cells else None

    def is_exactly(self, column: Column, shown: CellValue) -> bool:
        """Whether the cell holds what the form would show, nothing included."""
        return is_same(self.cells.get(column.name), shown)


@dataclass(frozen=True, slots=True)
class Rows:
    """A chosen sheet with its rows."""

    chosen: Chosen
    lines: Sequence[Line]


def _value(column: Column, one: Taken | None) -> Any:
    if one is None or one.value is None:
        return None
    if isinstance(one.value, list):
        return tuple(_single(column, text) for text in one.value)
    return _single(column, one.value)


def _single(column: Column, text: str) -> Any:
    leaf = column.declared.leaf
    return value_of(leaf, text) if isinstance(leaf, Scalar) else text


def present(row: Model | None, column: Column) -> Any:
    """What the record holds now."""
    return None if row is None else value_at(row, column.path)


def lines(chosen: Chosen, names: Names, told: Told) -> Iterator[Line]:
    """Every row that says something."""
    hidden = 0
    for number, cells in chosen.sheet.rows.items():
        if number <= chosen.headings.row or _is_passed_over(chosen, number, cells, told):
            continue
        hidden += number in chosen.sheet.hidden_rows
        line = _line(chosen, number, cells, names)
        if any(not one.is_empty for name, one in line.said.items() if name != "name") or _says_name(line):
            _refuse_spread(line, told)
            _tell_signs(line, told)
            yield line
        elif any(isinstance(cell.value, str) and len(cell.value.strip()) > 1 for cell in cells.values()):
            told.note(line.place, "只有不带入的列里有字，没有导入")
    _tell_unread(chosen, told)
    _tell_unseen(chosen, told)
    if hidden:
        told.note(chosen.place, f"有 {hidden} 行是隐藏的（或被筛选掉的），也导入了", "不要导入的行请删掉")


def _tell_unread(chosen: Chosen, told: Told) -> None:
    """What people say with a cell besides its content: comments, and lines through the text."""
    rows = {number: cells for number, cells in chosen.sheet.rows.items() if number > chosen.headings.row}
    remarked = sorted(one for one in chosen.sheet.remarked if one[0] in rows)
    if remarked:
        told.note(chosen.place, f"有 {len(remarked)} 格带批注（{_some(remarked)}），批注不带入", "要紧的写进格里")
    struck = sorted((number, at) for number, cells in rows.items() for at, one in cells.items() if one.is_struck)
    if struck:
        words = f"有 {len(struck)} 格画了删除线（{_some(struck)}），照样读取"
        told.note(chosen.place, words, "作废的内容或整行请删掉")


def _tell_unseen(chosen: Chosen, told: Told) -> None:
    """Columns that nobody sees and that are read."""
    unseen = [one for one in chosen.headings.known if one.at in chosen.sheet.hidden_columns]
    if unseen:
        words = "、".join(f"“{show(one.text)}”（{letters(one.at)} 列）" for one in unseen[:5])
        more = f"等 {len(unseen)} 列" if len(unseen) > 5 else ""
        told.note(chosen.place, f"{words}{more}是隐藏的列，也读了", "不要的列请删掉，或用 --ignore-column 标题")


def _some(places: Sequence[tuple[int, int]]) -> str:
    return "、".join(f"{letters(at)}{number}" for number, at in places[:5]) + ("等" if len(places) > 5 else "")


def _says_name(line: Line) -> bool:
    return bool(line.text("name"))


def _line(chosen: Chosen, number: int, cells: Mapping[int, Cell], names: Names) -> Line:
    # Why not simply by name: of two columns of one field, which are told, the first is read, as places in messages say.
    known: dict[str, tuple[Heading, Column]] = {}
    for one in chosen.headings.known:
        if one.column:
            known.setdefault(one.column.name, (one, one.column))
    of_ledger = chosen.table.kind.is_ledger
    said = {
        name: taken(column, cells.get(head.at), names, _called(head, column), of_ledger=of_ledger)
        for name, (head, column) in known.items()
    }
    found = {name: cells[head.at] for name, (head, _) in known.items() if head.at in cells}
    return Line(chosen, number, found, said)


def _called(head: Heading, column: Column) -> str:
    """What the sheet calls the column."""
    return column.label if head.text == column.label else head.text.rstrip(" *")


def _is_passed_over(chosen: Chosen, number: int, cells: Mapping[int, Cell], told: Told) -> bool:
    texts = [(at, str(cell.value).strip()) for at, cell in sorted(cells.items()) if cell.value not in (None, "")]
    if not texts:
        return not any(cell.unsolved for cell in cells.values())
    first = "".join(texts[0][1].split())
    words = _signed(chosen, texts[0][0], first) or (first[:6] if _TOTALS.fullmatch(first) else "")
    if words:
        told.note(Place(chosen.place.number, chosen.sheet.name, number), f"是“{words}”行，没有导入")
        return True
    heads = {one.at: plain(one.text) for one in chosen.headings.known}
    said = [(at, plain(text)) for at, text in texts if at in heads]
    return len(said) > 1 and all(heads[at] == text for at, text in said)


def _signed(chosen: Chosen, at: int, first: str) -> str:
    """What a row begins with that says who made the table; empty for any other row."""
    found = _SIGNED.fullmatch(normalize("NFKC", first))
    # Why: 负责人 alone may be somebody's position, below a heading that is no id.
    is_value = any(one.at == at and one.column and not one.column.key for one in chosen.headings.known)
    return found[1] if found and (found[2] or not is_value) else ""


def _tell_signs(line: Line, told: Told) -> None:
    """Cells that hold a sign and say nothing."""
    for name, one in line.said.items():
        if one.is_empty and one.remark:
            told.note(line.at(name), one.remark)


def _refuse_spread(line: Line, told: Told) -> None:
    """Cells joined across several columns: nobody can tell which of them they fill."""
    spread = [name for name, cell in line.cells.items() if cell.is_spread and not line.said[name].is_empty]
    if len(spread) > 1:
        labels = "、".join(f"「{line.chosen.heading(name).text}」" for name in spread[:4] if line.chosen.heading(name))  # type: ignore[union-attr]
        told.wrong(
            line.at(spread[0]), f"{labels}几列合并成了一格", "取消合并，每格各写各的；不是数据的行（例如说明）就删掉"
        )
