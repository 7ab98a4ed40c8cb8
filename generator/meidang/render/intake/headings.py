"""Where the headings of a sheet stand, and which column is which: by label, identifier or synonym."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final
from unicodedata import normalize

from meidang.load.nearest import nearest
from meidang.render.intake.columns import RECORD, Column
from meidang.render.intake.sheets import Cell, Sheet
from meidang.render.intake.synonyms import COUNTED, HEADINGS
from meidang.render.intake.tables import TABLES, Table
from meidang.render.workbooks.columns import INSIDE

#: Rows above which headings are looked for.
_MOST_ABOVE: Final = 10
_SEPARATORS = re.compile(r"[\s›>/\\\-—–·:：_.*＊★※、，,]+")
_REMARK = re.compile(r"[（(\[【]([^（()）\[\]【】]*)[）)\]】]")
#: What in brackets says how to write and not what: unit, form, choices. （配偶） or （起） say something else.
_HOW = re.compile(
    r"[必选可]?填?|(?:格式|例如|单位|如|填|请|精确|下拉).*|可选|必须|文本|全称|公历|选择|大写|[0-9]+位.*|[0-9]+-[0-9]+"
    r"|[a-z][a-z0-9/. :-]*|[^/、|]+(?:[/、|][^/、|]+)+|[%‰℃年月日天分例人次元岁周]|小时|学时|学分|分钟|个月|万元|百分比"
)
#: Blanks and line breaks inside a heading of Chinese characters.
_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
#: Rows in which something must stand below a heading that has the row above to itself.
_MOST_BELOW: Final = 100
#: What stands behind the name of a group of columns.
_PART = re.compile(r"(?:信息|情况|资料)$")
#: Groups of columns that tell of somebody else: 电话 below them is not the person's own.
_SOMEBODY_ELSE = re.compile("联系人|家属|亲属|配偶|父亲|母亲|父母|子女")
#: A certificate's name, and what is said of it: 护士执业证书 above 编号, or 护士执业证书编号. Nobody's own number.
_PAPER = re.compile(r".*(?:执业证|资格证|合格证|上岗证|证书|执照)")
_OF_PAPER = re.compile(_PAPER.pattern + r"(.+)")
_ABOVE_PAPER = re.compile(_PAPER.pattern + r"(?:信息|情况)?")
#: Of a roster the person's, of certificates theirs.
NUMBER: Final = "编号"
#: What our own form writes behind a heading.
MARK: Final = " *"


def plain(text: str) -> str:
    """A heading as it is compared."""
    return _SEPARATORS.sub("", normalize("NFKC", text)).casefold()


def _bare(text: str) -> str:
    """Without anything that stands in brackets."""
    return plain(_REMARK.sub("", normalize("NFKC", text)))


def _shortened(text: str) -> str:
    """Without what in brackets says how to write: （必填）, （单位）."""
    return plain(_REMARK.sub(_without_how, normalize("NFKC", text)))


def _without_how(found: re.Match[str]) -> str:
    return "" if _HOW.fullmatch(found[1].strip().casefold()) else found[0]


@cache
def _index(table: Table) -> Mapping[str, int]:
    """The column of each heading, the surest words first."""
    found: dict[str, int] = {}
    for words in (_labels, _names, _tails, _synonyms):
        said: dict[str, set[int]] = {}
        for at, column in enumerate(table.columns):
            for word in words(table, column):
                said.setdefault(word, set()).add(at)
        # Why the first: synonyms may be shared (有效期), and tables begin with what people mean; groups inside a row
        # come last, or 说明 in a roster would be the note of somebody's radiation training.
        is_sure = words is _synonyms
        found |= {
            word: min(places, key=lambda at: (INSIDE in table.columns[at].label, at))
            for word, places in said.items()
            if word and word not in found and (is_sure or len(places) == 1)
        }
    return found


def _labels(_: Table, column: Column) -> Iterator[str]:
    yield plain(column.label)


def _names(_: Table, column: Column) -> Iterator[str]:
    yield plain(column.name)
    yield _bare(column.label)


def _tails(_: Table, column: Column) -> Iterator[str]:
    yield plain(column.label.rpartition(INSIDE)[2])
    yield plain(column.path[-1] if column.path else column.key)


def _synonyms(table: Table, column: Column) -> Iterator[str]:
    last = column.path[-1] if column.path and column.path[-1] != "file" else (column.path or (column.key,))[0]
    for key in (f"{table.name}:{last}", last):
        yield from (plain(word) for word in HEADINGS.get(key, ()))


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a sheet: its words, where it stands, and the table's column, if it has one."""

    text: str
    at: int
    column: Column | None


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings. ``row`` is 0 where there is none."""

    row: int = 0
    found: Sequence[Heading] = ()

    @property
    def known(self) -> Sequence[Heading]:
        """Those with a column."""
        return [one for one in self.found if one.column]

    @property
    def columns(self) -> frozenset[str]:
        """The names of the columns that are there."""
        return frozenset(one.column.name for one in self.known if one.column)


def headings(sheet: Sheet, table: Table) -> Headings:
    """The row among the first ten that names the most columns, with the row above it where headings take two."""
    best = Headings()
    for number, cells in sheet.rows.items():
        if number > _MOST_ABOVE + 1:
            break
        alone = _alone(cells, sheet.rows.get(number - 1, {}), table)
        for texts in (alone, _with_above(alone, sheet, number, table)):
            found = [_heading(at, text, table) for at, text in sorted(texts.items())]
            here = Headings(number, tuple(_with_record(found, table)))
            if _worth(here, table) > _worth(best, table):
                best = here
    return best


def _worth(found: Headings, table: Table) -> tuple[int, int]:
    """How many columns a row of headings names, of the table and of those beside it."""
    beside = sum(one.column is None and bool(others_with(one.text, table)) for one in found.found)
    return len(found.columns), beside


def _alone(cells: Mapping[int, Cell], above: Mapping[int, Cell], table: Table) -> Mapping[int, str]:
    """The headings of one row; where the row above names somebody else, or a certificate, with that name."""
    found = {at: _text(cell) for at, cell in cells.items() if _text(cell)}
    heads = {at: _text(above[at]) if at in above else "" for at in found}
    # Why not one above all of them: that is the title of the sheet.
    has_papers = len(set(heads.values())) > 1
    for at, text in dict(found).items():
        is_paper = has_papers and _ABOVE_PAPER.fullmatch(heads[at]) and _place(text, table) is not None
        if (is_paper or _SOMEBODY_ELSE.search(heads[at])) and heads[at] != text:
            found[at] = f"{_PART.sub('', heads[at]) if is_paper else heads[at]}{text}"
    return found


def _with_record(found: Sequence[Heading], table: Table) -> Iterator[Heading]:
    """编号 beside 证书编号 is whose the certificate is, if no other column says that."""
    record = next((column for column in table.keys if column.key == RECORD), None)
    fields = [one.column.name for one in found if one.column]
    numbers = [one for one in found if one.column and one.column.path and plain(one.text) == NUMBER]
    is_clear = record is not None and RECORD not in fields and len(numbers) == 1
    for one in found:
        is_record = is_clear and one in numbers and one.column is not None and fields.count(one.column.name) > 1
        yield replace(one, column=record) if is_record else one


def _with_above(texts: Mapping[int, str], sheet: Sheet, number: int, table: Table) -> Mapping[int, str]:
    """The headings with those that stand in the row above only; of both rows together where that is one: 证照 编号."""
    above = sheet.rows.get(number - 1, {})
    found = dict(texts)
    for at, cell in above.items():
        # Why with something below: 科室：美容皮肤科 beside the name of the sheet is no heading.
        if at not in found and _text(cell) and not cell.is_spread and _is_filled(sheet, at, number):
            found[at] = _text(cell)
    for at, text in texts.items():
        head = _PART.sub("", _text(above[at])) if at in above else ""
        both = f"{head}{text}"
        if head and head != text and (_place(both, table) is not None or others_with(both, table)):
            found[at] = both
    return found


def _is_filled(sheet: Sheet, at: int, number: int) -> bool:
    """Whether anything stands in the column below the row."""
    rows = (sheet.rows.get(below, {}) for below in range(number + 1, number + 1 + _MOST_BELOW))
    return any(at in cells and cells[at].value not in (None, "") for cells in rows)


def _text(cell: Cell) -> str:
    """What is said, on one line."""
    return _GAP.sub("", " ".join(str(cell.value).split())) if cell.value is not None else ""


def _heading(at: int, text: str, table: Table) -> Heading:
    place = _place(text, table)
    return Heading(text, at, None if place is None else table.columns[place])


def _place(text: str, table: Table) -> int | None:
    index = _index(table)
    place = index.get(plain(text), index.get(_shortened(text)))
    if place is None and (of := _OF_PAPER.fullmatch(_shortened(text))):
        place = index.get(f"证书{of[1]}", index.get(of[1])) if _is_of_papers(table) else None
    return place


def _is_of_papers(table: Table) -> bool:
    """Whether its rows are certificates."""
    return any(column.name == "credential_type" for column in table.columns)


def is_counted(heading: Heading) -> bool:
    """Whether it heads the numbers of the rows."""
    return normalize("NFKC", heading.text).strip().casefold() in COUNTED


def near(heading: Heading, table: Table, taken: frozenset[str]) -> str:
    """The label of a column that is missing and was perhaps meant; not of what another table has to the letter."""
    if others_with(heading.text, table):
        return ""
    # Why not the id: the number of a certificate would make somebody new.
    is_paper = "证" in heading.text
    columns = [one for one in table.columns if one.name not in taken and not (is_paper and one.key == RECORD)]
    labels = [column.label for column in columns]
    without = _index(table).get(_bare(heading.text))
    if without is not None and table.columns[without].label in labels:
        return table.columns[without].label
    return nearest(heading.text, labels) or ""


def others_with(text: str, table: Table) -> Sequence[Table]:
    """The other tables of the same records that have such a column, in their order."""
    others = (other for other in TABLES.values() if other.kind is table.kind and other is not table)
    return [other for other in others if (at := _place(text, other)) is not None and not other.columns[at].key]
