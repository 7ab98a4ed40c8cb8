"""Ending what a record is about: a person leaves, a technique stops, a device is scrapped. The file always stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.errors import UsageError
from meidang.kinds import KINDS
from meidang.models.base import Model, describe
from meidang.models.device import Disposal
from meidang.models.technique import StatusChange
from meidang.pipeline.editing.named import record_called
from meidang.pipeline.editing.plan import Change, Plan, registered, rewritten
from meidang.pipeline.editing.values import row_of
from meidang.pipeline.trees import text_of
from meidang.project import Project
from meidang.source.edit import Edit, Insert, Remove, Set
from meidang.source.read import parse
from meidang.source.tree import Tree, Value

#: References that are named; the rest is a number.
_MOST: Final = 15


@dataclass(frozen=True, slots=True)
class Ending:
    """What was asked for; ``by``: who registers it."""

    record: str
    on: date
    reason: str = ""
    approved_by: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """How a kind ends: the word for it, its edits, and what its record says of an end already."""

    word: str
    edits: Callable[[Archive, Tree, Ending], list[Edit]]
    ended: Callable[[Tree], bool]


def _day_field(name: str, word: str) -> _Way:
    return _Way(
        word, lambda _archive, _tree, asked: [Set((name,), asked.on.isoformat())], lambda tree: bool(tree.get(name))
    )


def _technique(archive: Archive, tree: Tree, asked: Ending) -> list[Edit]:
    steps = tree.get("status_history")
    words = {
        "status": "终止",
        "changed_on": asked.on.isoformat(),
        "basis": asked.reason,
        "approved_by": asked.approved_by,
    }
    row: Value = row_of(archive, StatusChange, words)
    return [Insert(("status_history", len(steps) if isinstance(steps, list) else 0), row)]


def _is_stopped(tree: Tree) -> bool:
    steps = tree.get("status_history")
    last = steps[-1] if isinstance(steps, list) and steps else None
    return isinstance(last, dict) and last.get("status") == "终止"


def _device(archive: Archive, tree: Tree, asked: Ending) -> list[Edit]:
    words = {"retired_on": asked.on.isoformat(), "approved_by": asked.approved_by, "way": asked.reason}
    given = row_of(archive, Disposal, words)
    edits: list[Edit] = [Set(("in_use",), "false")]
    if isinstance(tree.get("disposal"), dict):
        order = tuple(describe(Disposal))
        return edits + [Set(("disposal", key), value, order) for key, value in given.items()]
    return [*edits, Set(("disposal",), given)]


def _department(_archive: Archive, _tree: Tree, _asked: Ending) -> list[Edit]:
    return [Set(("in_use",), "false")]


#: What can end, and how.
_WAYS: Final[Mapping[str, _Way]] = {
    "staff": _day_field("left_on", "离职"),
    "technique": _Way("终止", _technique, _is_stopped),
    "device": _Way("报废", _device, lambda tree: bool(tree.get("disposal"))),
    "policies": _day_field("abolished_on", "废止"),
    "research_project": _day_field("closed_on", "结题"),
    "department": _Way("撤销", _department, lambda tree: tree.get("in_use") == "false"),
}


def ending(project: Project, archive: Archive, asked: Ending, day: date) -> Plan:
    """The file that changes, on ``day``, and who must be thought of. Raises UsageError."""
    item = record_called(archive, asked.record, [KINDS[name] for name in _WAYS])
    way, path = _WAYS[item.kind.name], item.source.path
    tree = parse(text_of(project.root, path), path).source.data or {}
    if way.ended(tree):
        raise UsageError(f"{item.label}（{item.key}）已经写明{way.word}，没有要改的；写错了的请直接改 {path}")
    said = [f"{item.label}（{item.key}）{asked.on} {way.word}；档案保留，不删除"]
    edits = [*_placed(way.edits(archive, tree, asked), item.kind.model), *_registered(archive, item, tree, asked, day)]
    return Plan(said, [rewritten(project, path, edits)], remarks=list(_named_by(archive, item)))


def _registered(archive: Archive, item: Item[Any], tree: Tree, asked: Ending, day: date) -> list[Edit]:
    word, reason = _WAYS[item.kind.name].word, asked.reason.strip()
    # An end that lies ahead is registered today, so its day must be in the words.
    what = (f"{word}：{reason}" if reason not in ("", word) else word) + (
        f"（自 {asked.on} 起）" if asked.on > day else ""
    )
    return registered(archive, item, tree, Change(what, asked.on, day, asked.by))


def _placed(edits: Sequence[Edit], model: type[Model]) -> Iterator[Edit]:
    """New keys at their place in the record."""
    order = tuple(describe(model))
    for one in edits:
        yield one if isinstance(one, Remove) or one.order else replace(one, order=order)


def _named_by(archive: Archive, item: Item[Any]) -> Iterator[str]:
    """Records (not entries of ledgers, which tell of the past) that name it and may need somebody else."""
    found = [
        f"{one.item.label}（{one.item.key}）的「{label}」"
        for one in archive.references_to(item.kind.name, item.id)
        if not one.item.kind.is_ledger and one.item.key != item.key and (label := _field_label(one.item, one.path))
    ]
    found = list(dict.fromkeys(found))
    if found:
        more = f" 等 {len(found)} 处" if len(found) > _MOST else ""
        yield f"还有档案写着{item.label}，要换人或另作安排的请跟着改：{'、'.join(found[:_MOST])}{more}"


def _field_label(item: Item[Any], path: Sequence[str | int]) -> str:
    """What people call the field of a record in which a path lies."""
    return describe(item.kind.model)[str(path[0])].label
