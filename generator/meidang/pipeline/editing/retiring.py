"""Ending what a record is about: a person leaves, a technique stops, a device is scrapped. The file always stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.errors import UsageError
from meidang.kinds import KINDS
from meidang.models.base import Model, describe
from meidang.models.device import Disposal
from meidang.models.technique import StatusChange
from meidang.pipeline.editing.named import record_called
from meidang.pipeline.editing.plan import Plan, registered, rewritten
from meidang.pipeline.trees import text_of
from meidang.project import Project
from meidang.source.edit import Edit, Insert, Set
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
    edits: Callable[[Tree, Ending], list[Edit]]
    ended: Callable[[Tree], bool]


def _day_field(name: str, word: str) -> _Way:
    return _Way(word, lambda _tree, asked: [Set((name,), asked.on.isoformat())], lambda tree: bool(tree.get(name)))


def _technique(tree: Tree, asked: Ending) -> list[Edit]:
    steps = tree.get("status_history")
    given = {
        "status": "终止",
        "changed_on": asked.on.isoformat(),
        "basis": asked.reason,
        "approved_by": asked.approved_by,
    }
    row: Value = {key: given[key] for key in describe(StatusChange) if given.get(key)}
    return [Insert(("status_history", len(steps) if isinstance(steps, list) else 0), row)]


def _is_stopped(tree: Tree) -> bool:
    steps = tree.get("status_history")
    last = steps[-1] if isinstance(steps, list) and steps else None
    return isinstance(last, dict) and last.get("status") == "终止"


def _device(tree: Tree, asked: Ending) -> list[Edit]:
    given = {"retired_on": asked.on.isoformat(), "approved_by": asked.approved_by, "way": asked.reason}
    order = tuple(describe(Disposal))
    edits: list[Edit] = [Set(("in_use",), "false")]
    if isinstance(tree.get("disposal"), dict):
        return edits + [Set(("disposal", key), value, order) for key, value in given.items() if value]
    return [*edits, Set(("disposal",), {key: given[key] for key in order if given.get(key)})]


#: What can end, and how.
_WAYS: Final[Mapping[str, _Way]] = {
    "staff": _day_field("left_on", "离职"),
    "technique": _Way("终止", _technique, _is_stopped),
    "device": _Way("报废", _device, lambda tree: bool(tree.get("disposal"))),
    "policies": _day_field("abolished_on", "废止"),
    "research_project": _day_field("closed_on", "结题"),
    "department": _Way("撤销", lambda _tree, _asked: [Set(("in_use",), "false")], lambda t: t.get("in_use") == "false"),
}


def ending(project: Project, archive: Archive, asked: Ending, day: date) -> Plan:
    """The file that changes, on ``day``, and who must be thought of. Raises UsageError."""
    item = record_called(archive, asked.record, [KINDS[name] for name in _WAYS])
    way, path = _WAYS[item.kind.name], item.source.path
    tree = parse(text_of(project.root, path), path).source.data or {}
    if way.ended(tree):
        raise UsageError(f"{item.label}（{item.key}）已经写明{way.word}，没有要改的；写错了的请直接改 {path}")
    change = f"{way.word}：{asked.reason}" if asked.reason else way.word
    edits = [
        *way.edits(tree, asked),
        Set(("updated_on",), day.isoformat()),
        registered(tree.get("revisions"), change, min(asked.on, day), day, asked.by),
    ]
    said = [f"{item.label}（{item.key}）{asked.on} {way.word}；档案保留，不删除"]
    return Plan(
        said, [rewritten(project, path, _placed(edits, item.kind.model))], remarks=list(_named_by(archive, item))
    )


def _placed(edits: Sequence[Edit], model: type[Model]) -> list[Edit]:
    """New keys at their place in the record."""
    order = tuple(describe(model))
    return [
        Set(one.path, one.value, order)
        if isinstance(one, Set) and not one.order
        else Insert(one.path, one.value, order)
        if isinstance(one, Insert)
        else one
        for one in edits
    ]


def _named_by(archive: Archive, item: Item[Any]) -> Iterator[str]:
    """Records (not entries of ledgers, which tell of the past) that name it and may need somebody else."""
    found = [
        f"{one.item.label}（{one.item.key}）的「{label}」"
        for one in archive.references_to(item.kind.name, item.id)
        if not one.item.kind.is_ledger and one.item.key != item.key and (label := field_label(one.item, one.path))
    ]
    found = list(dict.fromkeys(found))
    if found:
        more = f" 等 {len(found)} 处" if len(found) > _MOST else ""
        yield f"还有档案写着{item.label}，要换人或另作安排的请跟着改：{'、'.join(found[:_MOST])}{more}"


def field_label(item: Item[Any], path: Sequence[str | int]) -> str:
    """What people call the field of a record in which a path lies."""
    return describe(item.kind.model)[str(path[0])].label
