"""What is called otherwise when a record or a row gets another id: itself, and the files named after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.index import Path
from meidang.errors import UsageError
from meidang.kinds import ARCHIVE, KINDS
from meidang.models.base import Table, describe
from meidang.models.plans import WorkPlan
from meidang.models.references import CLAUSE, TASK
from meidang.models.standard import Standard
from meidang.pipeline.editing.named import file_called, free_id, is_record, kind_called, record_called, refuse_no_id
from meidang.pipeline.editing.values import fault_in
from meidang.source.characters import visible
from meidang.source.names import same_name_key

#: Rows with a name of their own outside of tables: what their records are, the list, and what it is called.
_ROWS: Final = {CLAUSE: (Standard, "clauses", "条款"), TASK: (WorkPlan, "tasks", "年度任务")}


@dataclass(frozen=True, slots=True)
class Move:
    """``kind``: of the references that follow; ``item``: the record that moves; a row stands at ``path`` in it."""

    kind: str
    old: str
    new: str
    item: Item[Any]
    path: Path = ()


def moves_of(archive: Archive, word: str, new: str) -> Iterator[Move]:
    """The record or row of that name, and what is called after it, each with its new id. Raises UsageError."""
    name, slash, old = word.partition("/")
    if file_called(word).startswith(f"{ARCHIVE}/"):
        name, slash, old = "", "", word
    if slash and name in _ROWS:
        yield from _rows(archive, name, old, new)
        return
    kind = kind_called(name) if slash else None
    if kind and kind.is_table:
        yield from _table_row(archive, kind.name, old, new)
        return
    kinds = [kind] if kind else [one for one in KINDS.values() if one.is_record and not one.single]
    if is_record(archive, new, kinds) and not is_record(archive, word, kinds):
        words = f"meidang rename {visible(new)} {visible(word)}"
        raise UsageError(f"没有叫“{visible(word)}”的档案；先写现在的编号，再写新编号：{words}")
    item = record_called(archive, f"{kind.name}/{old}" if kind else word, kinds)
    new = new.removeprefix(f"{item.kind.name}/")
    if item.kind.is_ledger or item.kind.single:
        raise UsageError(f"{item.kind.title}的文件名由科室和期间（或种类）决定，不能另起；改科室的编号，台账跟着改")
    if same_name_key(new) == same_name_key(item.id):
        same = "" if new == item.id else "（只差大小写，在别的电脑上是同一个文件；请先改成另一个编号，再改一次）"
        raise UsageError(f"{item.key} 已经叫这个编号{same}")
    yield Move(item.kind.name, item.id, free_id(archive, item.kind, new, item.id), item)
    if item.kind.name == "department":
        yield from _of_department(archive, item.id, new)


def _of_department(archive: Archive, old: str, new: str) -> Iterator[Move]:
    """Files that are called after the department: its ledgers, its plans."""
    for item in archive.items.values():
        if item.id.startswith(f"{old}-") and getattr(item.record, "department_id", None) == old:
            named = f"{new}{item.id.removeprefix(old)}"
            yield Move(item.kind.name, item.id, free_id(archive, item.kind, named, item.id), item)


def _table_row(archive: Archive, name: str, old: str, new: str) -> Iterator[Move]:
    item = archive.items.get(name)
    table = item.record if item else None
    if item is None or not isinstance(table, Table) or not table.rows_field:
        raise UsageError(f"{KINDS[name].title}里没有可以改编号的行")
    keys = list(table.keys())
    if old not in keys:
        raise UsageError(f"{KINDS[name].title}里没有“{visible(old)}”")
    if table.key_field == "id":
        free_id(archive, KINDS[name], new, old)
    else:
        _refuse_word(archive, table, new)
    yield Move(name, old, new, item, (table.rows_field, keys.index(old), table.key_field))


def _refuse_word(archive: Archive, table: Table, new: str) -> None:
    """Raises UsageError for a word that cannot be the key of a row, or is one already."""
    row = describe(type(table))[table.rows_field].model
    if row and (fault := fault_in(archive, describe(row)[table.key_field], new)):
        raise UsageError(fault)
    if new in list(table.keys()):
        raise UsageError(f"{describe(type(table))[table.rows_field].label}里已经有“{visible(new)}”")


def _rows(archive: Archive, name: str, old: str, new: str) -> Iterator[Move]:
    model, rows, title = _ROWS[name]
    refuse_no_id(new)
    if new in archive.ids.get(name, ()):
        raise UsageError(f"{title}里已经有 {visible(new)}，请换一个编号")
    found = [
        Move(name, old, new, item, (rows, index, "id"))
        for item in archive.items.values()
        if isinstance(item.record, model)
        for index, row in enumerate(getattr(item.record, rows))
        if row.id == old
    ]
    if not found:
        raise UsageError(f"没有编号是“{visible(old)}”的{title}")
    yield from found
