"""The sheets of a workbook -> those that are tables, with their headings; what is left out is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from meidang.errors import UsageError
from meidang.pipeline.intake.headed import judge_headings
from meidang.pipeline.intake.told import Place, Told
from meidang.render.intake.form import LISTS, NOTES
from meidang.render.intake.headings import Heading, Headings, headings, plain
from meidang.render.intake.sheets import Sheet
from meidang.render.intake.tables import TABLES, Table
from meidang.render.intake.which import guessed, sheet_labels, table_called


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asks for: a table for sheets that do not say theirs, some sheets only, columns to pass over.

    ``renamed``: ids of people who may get another name; ``replaces_notes``, ``replaces_lists``: whether notes, or items
    of lists, that are there may go.
    """

    table: str = ""
    sheets: Sequence[str] = ()
    ignored: Sequence[str] = ()
    renamed: Sequence[str] = ()
    replaces_notes: bool = False
    replaces_lists: bool = False

    def may_rename(self, record_id: str) -> bool:
        """Whether somebody asked for it."""
        return record_id.casefold() in {one.casefold() for one in self.renamed}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sheet that is a table."""

    place: Place
    sheet: Sheet
    table: Table
    headings: Headings

    def heading(self, name: str) -> Heading | None:
        """The heading of a column."""
        return next((one for one in self.headings.known if one.column and one.column.name == name), None)


def chosen(sheets: Sequence[Sheet], wanted: Wanted, told: Told) -> Sequence[Chosen]:
    """The tables in the order of TABLES: people come before what is said of them."""
    names = [sheet.name for sheet in sheets]
    for name in wanted.sheets:
        if name not in names:
            raise UsageError(f"没有工作表“{name}”；这个文件里有：{'、'.join(names)}")
    found = [one for number, sheet in enumerate(sheets) if (one := _chosen(number, sheet, wanted, told))]
    if not found and not told.problems:
        place = Place(0, names[0] if names else "")
        told.wrong(place, "没有可以导入的内容", "填好再导入；空白表用 meidang export-form --blank 生成")
    order = list(TABLES)
    return sorted(found, key=lambda one: (order.index(one.table.name), one.place))


def _chosen(number: int, sheet: Sheet, wanted: Wanted, told: Told) -> Chosen | None:
    place = Place(number, sheet.name)
    if wanted.sheets and sheet.name not in wanted.sheets:
        return None
    if sheet.name in (NOTES, LISTS) or not sheet.rows:
        return None
    if sheet.is_hidden and not wanted.sheets:
        told.note(place, "是隐藏的，没有读", "要导入就取消隐藏")
        return None
    table = _table(sheet, place, wanted, told)
    if table is None:
        return None
    found = headings(sheet, table)
    if len(found.columns) < min(2, len(table.columns)):
        told.wrong(place, f"前 10 行里没有找到「{table.title}」的标题行", f"标题行写：{_some(table)}")
        return None
    ignored = {plain(word) for word in wanted.ignored}
    kept = tuple(replace(one, column=None) if plain(one.text) in ignored else one for one in found.found)
    one = Chosen(place, sheet, table, replace(found, found=kept))
    judge_headings(one.place, sheet, table, one.headings, ignored=ignored, told=told)
    return one


def _table(sheet: Sheet, place: Place, wanted: Wanted, told: Told) -> Table | None:
    named = table_called(sheet.name)
    # Why not always: of a workbook with several sheets those that say what they are need no word.
    if wanted.table and (wanted.sheets or named is None):
        return asked_table(wanted.table)
    if named:
        return named
    tables = guessed(sheet)
    if len(tables) == 1:
        told.note(place, f"按标题认作「{tables[0].title}」", "不对就用 --as 指明，或把工作表改名")
        return tables[0]
    maybe = f"可能是：{sheet_labels(tables[:5])}；" if tables else ""
    told.wrong(
        place,
        "看不出是哪一张表",
        f"{maybe}把工作表改名（例如 人员名册、人员证照、授权、病例），或用 --as 指明，或用 --sheet 只导入别的工作表",
    )
    return None


def asked_table(words: str) -> Table:
    """The table that ``--as`` names. Raises UsageError."""
    table = table_called(words)
    if table is None:
        raise UsageError(f"没有“{words}”这张表；有哪些表见 meidang export-form --list")
    return table


def _some(table: Table) -> str:
    needed = [column.label for column in table.columns if column.key or (column.needed and not column.group)]
    return "、".join(needed or [column.label for column in table.columns[:5]])
