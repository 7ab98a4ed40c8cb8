"""Which table a sheet is, by its name or its headings, and which others it could be read as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from meidang.render.intake.headings import Heading, Headings, headings, others_with, plain
from meidang.render.intake.sheets import Sheet
from meidang.render.intake.synonyms import SHEETS
from meidang.render.intake.tables import TABLES, Table

#: Headings in common without which a sheet is not known by its columns.
_ENOUGH: Final = 3


def table_called(words: str) -> Table | None:
    """The table of this name, title or synonym."""
    said = plain(words)
    for table in TABLES.values():
        called = (
            table.name,
            table.title,
            table.kind.title if table.kind.is_ledger else "",
            *SHEETS.get(table.name, ()),
        )
        if said in {plain(word) for word in called if word}:
            return table
    return None


def guessed(sheet: Sheet) -> Sequence[Table]:
    """The tables whose columns the sheet has: one that stands out, or several that do not."""
    scores = {table.name: _score(headings(sheet, table), table) for table in TABLES.values()}
    best = max(scores.values(), default=0)
    return [TABLES[name] for name, score in scores.items() if score == best] if best >= _ENOUGH else []


def _score(found: Headings, table: Table) -> int:
    """How many columns are named, if all are there without which no row could be told."""
    needed = {column.name for column in table.columns if column.needed and not column.group}
    # Why two: one column may be called in a way that nobody foresaw.
    missing = len(needed - found.columns)
    return len(found.columns) - 2 * missing


def sheet_labels(tables: Iterable[Table]) -> str:
    """Tables for a message: title and the name for ``--as``."""
    return "、".join(f"{table.title}（{table.name}）" for table in tables)


def other_table(heading: Heading, table: Table, sheet: Sheet) -> Table | None:
    """Another table of the same records that has such a column; best one that the sheet could be read as, too."""
    found = others_with(heading.text, table)
    return next((one for one in found if could_be(sheet, one)), found[0] if found else None)


def could_be(sheet: Sheet, table: Table) -> bool:
    """Whether the sheet has all that a new row of the table must say."""
    return not missing_in(sheet, table)


def missing_in(sheet: Sheet, table: Table) -> Sequence[str]:
    """The labels of what a new row of the table must say and the sheet has no column for."""
    have = headings(sheet, table).columns
    missing = [one.label for one in table.columns if one.needed and not one.group and one.name not in have]
    if table.keys and not any(column.name in have for column in table.keys):
        missing.append(table.keys[0].label)
    return missing
