"""Renewing a privilege: extended where it stands, or granted anew beside the old one, which tells of the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.authorised import series_of
from meidang.archive.granted import Granted
from meidang.errors import UsageError
from meidang.models.base import describe
from meidang.models.scalars import NEVER
from meidang.models.staff import Privilege
from meidang.pipeline.editing.plan import Change, Plan, registered, rewritten
from meidang.pipeline.editing.values import row_of
from meidang.pipeline.trees import at, text_of
from meidang.project import Project
from meidang.source.characters import visible
from meidang.source.edit import Edit, Insert, Set
from meidang.source.read import parse
from meidang.source.tree import Value

#: What one grant says of itself alone; the rest is the same when it is granted anew.
_OWN: Final = (
    "granted_on",
    "valid_to",
    "granted_by",
    "reassess_on",
    "suspended_on",
    "restored_on",
    "suspended_for",
    "note",
)


def privilege_called(archive: Archive, item: Item[Any], word: str) -> Granted | None:
    """The person's privilege for that technique or operation, or of that type, that lasts longest; None for no such.

    Raises UsageError where it may be one of several.
    """
    found = [series for series in series_of(archive).get(item.key, ()) if word in _names(series[0])]
    if len(found) > 1:
        listed = "、".join(dict.fromkeys(series[0].whose for series in found))
        raise UsageError(f"“{visible(word)}”不止一项：{listed}；请写授权项目的编号或名称")
    return max(found[0], key=lambda one: one.privilege.valid_to or NEVER) if found else None


def _names(held: Granted) -> Iterator[str]:
    one, technique = held.privilege, held.technique
    known = (one.technique_id, one.operation_name, one.icd9cm3, one.tier, one.privilege_type)
    yield from filter(None, (*known, *((technique.id, technique.label) if technique else ())))


@dataclass(frozen=True, slots=True)
class Regrant:
    """What was asked for: the fields of the privilege; ``by``: who registers it."""

    words: Mapping[str, str | None]
    by: str = ""


def regrant(project: Project, archive: Archive, held: Granted, asked: Regrant, day: date) -> Plan:
    """The file that changes, on ``day``. Raises UsageError."""
    path = held.item.source.path
    tree = parse(text_of(project.root, path), path).source.data or {}
    old = at(tree, held.at()) or {}
    values = row_of(archive, Privilege, asked.words)
    if all(old.get(key) == value for key, value in values.items()):
        raise UsageError(f"{held.whose}已经是这样，没有要改的；延续用 --valid-to，再评估用 --reassess-on")
    is_new = values.get("granted_on", old.get("granted_on")) != old.get("granted_on")
    if is_new and "valid_to" not in values:
        raise UsageError("重新授权请用 --valid-to 写上有效期至")
    until = f"，有效期至 {values['valid_to']}" if "valid_to" in values else ""
    what = f"{held.whose.removeprefix(f'{held.item.label}的')}{'重新授权' if is_new else '延续或再评估'}{until}"
    since = date.fromisoformat(str(values["granted_on"])) if is_new else day
    told = registered(archive, held.item, tree, Change(what, since, day, asked.by))
    change = rewritten(project, path, [*_edits(held, old, values, is_new=is_new), *told])
    return Plan([_said(held, old, values, is_new=is_new)], [change], remarks=list(_remarks(held, day, is_new=is_new)))


def _edits(held: Granted, old: Mapping[str, Value], values: Mapping[str, Value], *, is_new: bool) -> Sequence[Edit]:
    order = tuple(describe(Privilege))
    if not is_new:
        return [Set(held.at(key), value, order) for key, value in values.items()]
    row = {key: value for key, value in old.items() if key not in _OWN} | dict(values)
    return [Insert(("privileges", held.index + 1), {key: row[key] for key in order if key in row})]


def _said(held: Granted, old: Mapping[str, Value], values: Mapping[str, Value], *, is_new: bool) -> str:
    fields = describe(Privilege)
    told = [f"{fields[key].label} {old.get(key) or '（没有写）'} → {value}" for key, value in values.items()]
    how = "授权日期换了，另记一条，旧授权保留在档案里" if is_new else "在原来那一条上改"
    return f"{held.whose}：" + "；".join([*told, how])


def _remarks(held: Granted, day: date, *, is_new: bool) -> Iterator[str]:
    ended = held.privilege.valid_to
    if not is_new and ended and ended < day:
        yield f"原授权已于 {ended} 到期，这样改会把到期后的日子也算作有授权；重新授权的，用 --obtained-on 写授权日期"
