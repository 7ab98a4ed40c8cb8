"""What a clause cites and no template renders: ledgers gathered from dossiers, and tables, drawn as lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.collections import COLLECTIONS, Collection, Entered
from meidang.archive.obligations import owed
from meidang.kinds import KINDS, Kind
from meidang.models.base import Declared, Table, describe
from meidang.models.duties import Duties
from meidang.models.standard import Clause
from meidang.readiness.scope import speaks_of
from meidang.render.binder.base import CLAUSE_STYLE, WIDTHS
from meidang.render.binder.belongs import clauses_of
from meidang.render.binder.sheets import LIST, Plan, Sheet
from meidang.render.binder.words import line, listed, text
from meidang.render.documents.templates import Opened
from meidang.render.views import Desk
from meidang.render.workbooks.columns import Column, columns_of
from meidang.render.workbooks.layout import widths

#: The columns of an upright page; the rows up to which a table is shown whole.
_UPRIGHT, _WHOLE = 6, 40
#: Letters beyond which a column gets no wider, so that the others can still be read.
_WIDEST: Final = 24


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as Word's XML; ``is_wide``: it needs pages on their side."""

    xml: str
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class _Grid:
    """One table of a list. ``note``: how much of the whole it shows."""

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Entered, ...]


def cited_lists(desk: Desk, opened: Opened, clauses: Sequence[Clause]) -> tuple[Sheet, ...]:
    """A sheet for each ledger and table that the clauses cite and that no template renders, once, in their order."""
    names = dict.fromkeys(name for clause in clauses for name in _names(desk, opened, clause))
    return tuple(Sheet(LIST, name, "", _title(name)) for name in names)


def _names(desk: Desk, opened: Opened, clause: Clause) -> Iterator[str]:
    evidence = clause.evidence
    if evidence is None:
        return
    kinds = (*evidence.records, *(name.partition(".")[0] for name in evidence.fields))
    yield from (name for name in kinds if KINDS[name].is_table and desk.archive.of(KINDS[name].model))
    duties = {row.id: row.ledger for item in desk.archive.of(Duties) for row in item.record.duties}
    ledgers = (*evidence.ledgers, *(duties[name] for name in evidence.duties if name in duties))
    yield from (name for name in ledgers if "." in name or not opened.serving(KINDS[name]))


def _title(name: str) -> str:
    return COLLECTIONS[name].title if name in COLLECTIONS else KINDS[name].title


def drawn(desk: Desk, plan: Plan, name: str) -> Listing:
    """The list of a ledger or of a table, with the columns that its workbook has."""
    grids = [_of_ledger(desk, plan, name)] if name in COLLECTIONS else list(_of_table(desk, plan, KINDS[name]))
    is_wide = any(len(one.columns) > _UPRIGHT for one in grids)
    width = WIDTHS["wide" if is_wide else "upright"]
    titled = len(grids) > 1
    return Listing("".join(_drawn(desk, one, width, titled=titled) for one in grids), is_wide)


def _drawn(desk: Desk, grid: _Grid, width: int, *, titled: bool) -> str:
    values = [[_cell(desk, column, one) for column in grid.columns] for one in grid.rows]
    heads = [column.label for column in grid.columns]
    weights = [min(one, _WIDEST) for one in widths(heads, values)]
    numbered = [[text(str(at)), *(text(one) if one else "" for one in row)] for at, row in enumerate(values, start=1)]
    table = listed(["序号", *heads], [5, *weights], numbered, width=width, caption=grid.title)
    return (line(grid.title, CLAUSE_STYLE) if titled else "") + line(grid.note, "Note") + table


def _cell(desk: Desk, column: Column, one: Entered) -> str:
    value = column.value(one)
    if isinstance(value, str):
        number = desk.attachment_numbers.get(value)
        return f"见附件 {number}" if number else value
    return "" if value is None else str(value)


# --- ledgers ---------------------------------------------------------------------------------------------------------


def _of_ledger(desk: Desk, plan: Plan, name: str) -> _Grid:
    every, clauses = desk.entries(name), clauses_of(desk.archive, plan.scope)
    asked = {row for clause in clauses if clause.evidence for row in clause.evidence.duties}
    duly = {_place(one) for due in owed(desk.archive, desk.as_of) if due.duty.id in asked for one in due.entries}
    rows = [
        one for one in every if _place(one) in duly or any(_concerns(desk, clause, name, one) for clause in clauses)
    ]
    if name == "staff.credentials":
        # Why: as in its workbook, by person and type, where people look them up.
        rows.sort(key=lambda one: (one.item.id, one.entry.credential_type, one.moment))
    columns = _filled(columns_of(desk, COLLECTIONS[name]), rows)
    return _Grid(_title(name), _said(len(every), len(rows)), columns, tuple(rows))


def _place(one: Entered) -> tuple[str, str, int]:
    return one.item.key, one.field, one.index


def _concerns(desk: Desk, clause: Clause, name: str, one: Entered) -> bool:
    """Whether a clause cites the entry with its whole ledger."""
    evidence = clause.evidence
    return evidence is not None and name in evidence.ledgers and speaks_of(desk.archive, evidence, one.item.key)


# --- tables ----------------------------------------------------------------------------------------------------------


def _of_table(desk: Desk, plan: Plan, kind: Kind) -> Iterator[_Grid]:
    """A table's single fields, then each of its lists that has rows."""
    for item in desk.archive.of(kind.model):
        single = _columns(desk, Collection(kind.name, kind.title, kind, "", kind.model, ""))
        whole = Entered(item, "", 0, item.record, None, None)
        lists = [one for one in describe(kind.model).values() if one.model is not None and one.many]
        named = {one.label for one in lists}
        facts = tuple(one for one in single if one.label not in named and one.value(whole) is not None)
        if facts:
            yield _facts(kind, whole, facts)
        yield from (_of_rows(desk, plan, item, one) for one in lists if getattr(item.record, one.name))


def _facts(kind: Kind, whole: Entered, facts: Sequence[Column]) -> _Grid:
    """Single fields below one another: each is a row of two columns."""
    rows = tuple(Entered(whole.item, one.label, at, one.value(whole), None, None) for at, one in enumerate(facts))
    return _Grid(kind.title, "", (Column("项目", lambda one: one.field), Column("内容", lambda one: one.entry)), rows)


def _of_rows(desk: Desk, plan: Plan, item: Item[Any], declared: Declared) -> _Grid:
    if declared.model is None:
        raise TypeError(f"{item.kind.name}.{declared.name}: not a list of groups")
    title = declared.label if declared.label != item.kind.title else item.kind.title
    every = tuple(
        Entered(item, declared.name, at, row, None, None) for at, row in enumerate(getattr(item.record, declared.name))
    )
    rows = _named(desk, plan, item, every)
    columns = _columns(desk, Collection(item.kind.name, title, item.kind, declared.name, declared.model, ""))
    return _Grid(title, _said(len(every), len(rows)), _filled(columns, rows), rows)


def _named(desk: Desk, plan: Plan, item: Item[Any], every: tuple[Entered, ...]) -> tuple[Entered, ...]:
    """All rows of a table that is read at a glance; of a long one those that the binder's records name."""
    model = item.kind.model
    if len(every) <= _WHOLE or not issubclass(model, Table) or every[0].field != model.rows_field:
        return every
    keys = {sheet.key for sheet in plan.sheets if sheet.key}
    kind = item.kind.name
    shown = []
    for one in every:
        naming = desk.archive.references_to(kind, getattr(one.entry, model.key_field))
        shown += [one] if any(found.item.key in keys for found in naming) else []
    return tuple(shown) or every


def _columns(desk: Desk, collection: Collection) -> tuple[Column, ...]:
    """Those of a row itself: a table is nobody's and of no period."""
    return tuple(one for one in columns_of(desk, collection) if not one.leads)


def _filled(columns: Sequence[Column], rows: Sequence[Entered]) -> tuple[Column, ...]:
    """Those in which something stands."""
    return tuple(one for one in columns if any(one.value(row) not in (None, "") for row in rows)) or tuple(columns)


def _said(every: int, shown: int) -> str:
    return f"共 {every} 条。" if shown == every else f"共 {every} 条，列出与本卷宗有关的 {shown} 条。"
