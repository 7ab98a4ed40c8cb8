"""Another id for a record or a row: its file moves, and whoever names it follows. Nothing else changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.index import Path
from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.kinds import KINDS
from meidang.models.base import Table
from meidang.models.plans import WorkPlan
from meidang.models.references import CLAUSE, PART, TASK
from meidang.models.standard import Standard
from meidang.pipeline import Checked
from meidang.pipeline.editing.named import free_id, kind_called, record_called
from meidang.pipeline.editing.plan import Judged, Plan, rewritten
from meidang.pipeline.rewriting import Rewrite
from meidang.pipeline.trees import text_of
from meidang.project import Project
from meidang.source.characters import visible
from meidang.source.edit import Set
from meidang.source.names import ATTACHMENTS

#: Mentions that are named; the rest is a number.
_MOST: Final = 10
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


def renaming(project: Project, before: Checked, word: str, new: str) -> tuple[Plan, Sequence[Move]]:
    """The files that move or change. Raises UsageError."""
    _refuse_unread(before)
    archive = before.archive
    moves = list(_moves(archive, word, new))
    edits = _edits(archive, moves)
    files = {move.item.source.path: move for move in moves if not move.path}
    changes = [_written(project, path, edits.get(path, []), files.get(path)) for path in sorted({*edits, *files})]
    flat = [change for pair in changes for change in pair]
    count = sum(len(each) for each in edits.values()) - sum(bool(move.path) for move in moves)
    said = [f"{_name(moves[0])} → {moves[0].new}：文件改名 {len(files)} 个，引用跟着改 {count} 处"]
    ways = {path: move.item.kind.path(move.new) for path, move in files.items()}
    return Plan(said, flat, moves=ways, remarks=list(_remarks(project, archive, moves, flat))), moves


def _name(move: Move) -> str:
    return f"{move.kind}/{move.old}" + ("" if move.path else f"（{visible(move.item.label)}）")


def _refuse_unread(before: Checked) -> None:
    """A file that cannot be read may name it too, and nobody would know."""
    known = {item.source.path for item in before.archive.items.values()}
    bad = sorted({one.location.path for one in before.findings if one.severity is Severity.ERROR} - known)
    if bad:
        listed = "、".join(bad[:_MOST])
        raise UsageError(f"{len(bad)} 个文件有数据错误，里面的引用改不了：{listed}；请先运行 meidang check 改正")


# --- what moves ------------------------------------------------------------------------------------------------------


def _moves(archive: Archive, word: str, new: str) -> Iterator[Move]:
    name, slash, old = word.partition("/")
    if slash and name in _ROWS:
        yield from _rows(archive, name, old, new)
        return
    kind = kind_called(name) if slash else None
    if kind and kind.is_table:
        yield from _table_row(archive, kind.name, old, new)
        return
    kinds = [kind] if kind else [one for one in KINDS.values() if one.is_record and not one.single]
    item = record_called(archive, f"{kind.name}/{old}" if kind else word, kinds)
    if item.kind.is_ledger or item.kind.single:
        raise UsageError(f"{item.kind.title}的文件名由科室和期间（或种类）决定，不能另起；改科室的编号，台账跟着改")
    if new == item.id:
        raise UsageError(f"{item.key} 已经叫这个编号")
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
    elif new in keys:
        raise UsageError(f"{KINDS[name].title}里已经有“{visible(new)}”")
    yield Move(name, old, new, item, (table.rows_field, keys.index(old), table.key_field))


def _rows(archive: Archive, name: str, old: str, new: str) -> Iterator[Move]:
    model, rows, title = _ROWS[name]
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


# --- who follows -----------------------------------------------------------------------------------------------------


def _edits(archive: Archive, moves: Sequence[Move]) -> dict[str, list[Set]]:
    edits: dict[str, dict[Path, Set]] = {}
    for move in moves:
        if move.path:
            edits.setdefault(move.item.source.path, {})[move.path] = Set(move.path, move.new)
        for kind, old, new in ((move.kind, move.old, move.new), _as_part(move)):
            for one in archive.references_to(kind, old):
                edits.setdefault(one.item.source.path, {})[one.path] = Set(one.path, new)
    return {path: list(each.values()) for path, each in edits.items()}


def _as_part(move: Move) -> tuple[str, str, str]:
    return PART, f"{move.kind}/{move.old}", f"{move.kind}/{move.new}"


def _written(project: Project, path: str, edits: Sequence[Set], move: Move | None) -> list[Rewrite]:
    change = rewritten(project, path, edits) if edits else None
    if move is None:
        return [change] if change else []
    before = change.before if change else text_of(project.root, path)
    after = change.after if change else before
    return [Rewrite(path, before, None), Rewrite(move.item.kind.path(move.new), None, after)]


def _remarks(project: Project, archive: Archive, moves: Sequence[Move], changes: Sequence[Rewrite]) -> Iterator[str]:
    word = _word(moves[0].old)
    now = {item.source.path: item.source.path for item in archive.items.values()}
    texts = {one.path: one.after for one in changes}
    found = []
    for path in sorted({*now, *texts}):
        text = texts[path] if path in texts else text_of(project.root, path)
        lines = (text or "").splitlines()
        found += [f"{path}:{number}" for number, line in enumerate(lines, 1) if word.search(line)]
    if found:
        more = f" 等 {len(found)} 处" if len(found) > _MOST else ""
        yield f"注释、正文或附件名里还写着 {moves[0].old}，没有改，请自己看：{'、'.join(found[:_MOST])}{more}"
    if (project.archive / ATTACHMENTS / moves[0].old).is_dir():
        yield f"附件文件夹 {ATTACHMENTS}/{moves[0].old} 不改名，引用照旧有效"


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9_-]){re.escape(text)}(?![A-Za-z0-9_-])")


# --- the same findings -----------------------------------------------------------------------------------------------


def apart_from_names(judged: Judged, moves: Sequence[Move]) -> Judged:
    """The findings that come and go for another reason than that something is called otherwise now."""
    ways = sorted(moves, key=lambda move: -len(move.old))
    coming = Counter(_key(one, {}) for one in judged.coming)
    going = Counter(_key(one, ways) for one in judged.going)
    return Judged(
        [one for one in judged.coming if not going[_key(one, {})]],
        [one for one in judged.going if not coming[_key(one, ways)]],
    )


def _key(one: Finding, moves: Sequence[Move] | Mapping[str, str]) -> tuple[str, ...]:
    said = (one.code, one.record or "", one.location.path, one.about or "", one.message)
    for move in moves:
        if isinstance(move, Move):
            word = _word(move.old)
            said = tuple(word.sub(move.new, each) for each in said)  # type: ignore[assignment]
    return said
