"""Renewing a credential or a privilege: its new dates, its scan, and the line of 变更登记 that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.attachments import cited
from meidang.errors import UsageError
from meidang.kinds import ARCHIVE
from meidang.models.attachment import Attachment
from meidang.models.base import describe
from meidang.models.shared import Credential
from meidang.pipeline.editing.credentials import (
    Found,
    credential_called,
    holder_called,
    is_new_certificate,
    renewed,
)
from meidang.pipeline.editing.notes import left_notes
from meidang.pipeline.editing.plan import Change, Plan, registered, rewritten
from meidang.pipeline.editing.privileges import Regrant, privilege_called, regrant
from meidang.pipeline.editing.scans import Scan, scan_of
from meidang.pipeline.editing.values import row_of
from meidang.pipeline.trees import at, text_of
from meidang.project import Project
from meidang.source.edit import Edit, Insert, Set
from meidang.source.limits import DEFAULT_LIMITS
from meidang.source.read import parse
from meidang.source.tree import Tree, Value

#: What a new certificate has in common with the one that it replaces.
_KEPT: Final = ("credential_type", "authority", "filing_discipline", "filing_institution")


@dataclass(frozen=True, slots=True)
class Renewal:
    """What was asked for: whose, which credential or privilege, and what it says now; ``by``: who registers it."""

    holder: str
    credential: str
    words: Mapping[str, str | None]
    scan: Path | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Renewed:
    """The credential that is meant, as its record writes it (``old``), and what is to stand there."""

    found: Found
    tree: Tree
    old: Mapping[str, Value]
    values: Mapping[str, Value]
    is_new: bool

    @property
    def changes(self) -> dict[str, Value]:
        """What is given and not written there yet."""
        return {key: value for key, value in self.values.items() if self.old.get(key) != value}


def renewal(project: Project, archive: Archive, asked: Renewal, day: date) -> Plan:
    """The files that change, on ``day``. Raises UsageError."""
    item = holder_called(archive, asked.holder, asked.credential)
    if held := privilege_called(archive, item, asked.credential):
        return regrant(project, archive, held, Regrant(_of_privilege(asked), asked.by), day)
    one = _renewed(project, archive, item, asked)
    path = one.found.item.source.path
    scan = _scan(project, one.found, asked.scan) if asked.scan else None
    told = _registered(archive, one, asked, day)
    judged = {path: rewritten(project, path, [*_edits(one, None), *told]).after} if scan else {}
    files = {scan.path: scan.content} if scan else {}
    remarks = list(_remarks(archive, one, has_scan=bool(scan)))
    return Plan([_said(one)], [rewritten(project, path, [*_edits(one, scan), *told])], files, {}, judged, remarks)


def _of_privilege(asked: Renewal) -> dict[str, str | None]:
    """The words for a privilege's fields. Raises UsageError for what only a certificate has."""
    if asked.scan or asked.words.get("number") or asked.words.get("last_verified_on"):
        raise UsageError(
            "授权没有证书编号、校验日期和扫描件；可以写 --valid-to、--obtained-on、--reassess-on、--granted-by"
        )
    words = {**asked.words, "granted_on": asked.words.get("obtained_on")}
    return {name: words.get(name) for name in ("granted_on", "valid_to", "granted_by", "reassess_on")}


def _of_credential(asked: Renewal) -> dict[str, str | None]:
    """The words for a credential's fields. Raises UsageError for what only a privilege has."""
    if asked.words.get("reassess_on") or asked.words.get("granted_by"):
        raise UsageError("--reassess-on 和 --granted-by 只用于授权；证照校验用 --last-verified-on")
    return {name: said for name, said in asked.words.items() if name in describe(Credential)}


def _renewed(project: Project, archive: Archive, item: Item[Any], asked: Renewal) -> _Renewed:
    found = credential_called(archive, item, asked.credential)
    values = row_of(archive, Credential, _of_credential(asked))
    if not values and not asked.scan:
        raise UsageError("没有写要改什么：换证或延续用 --valid-to，校验用 --last-verified-on，扫描件用 --scan")
    is_new = is_new_certificate(archive, found.credential, values.get("number"))
    if is_new and "valid_to" not in values:
        raise UsageError("编号换了就是新证，请用 --valid-to 写上它的有效期至；没有期限写 长期")
    path = found.item.source.path
    tree = parse(text_of(project.root, path), path).source.data or {}
    one = _Renewed(found, tree, at(tree, (found.field, found.index)) or {}, values, is_new)
    if not one.changes and not asked.scan:
        raise UsageError(f"{found.item.label}的{found.name}已经是这样，没有要改的")
    return one


def _scan(project: Project, found: Found, given: Path) -> Scan:
    kind = found.item.kind
    words = (found.name,) if kind.single else (found.item.id, found.name)
    return scan_of(project, given, kind.name, words, DEFAULT_LIMITS)


def _edits(one: _Renewed, scan: Scan | None) -> list[Edit]:
    order, found = tuple(describe(Credential)), one.found
    group: dict[str, Value] = {"file": scan.file, "sha256": scan.sha256} if scan else {}
    if one.is_new:
        row = (
            {key: one.old[key] for key in _KEPT if one.old.get(key)}
            | dict(one.values)
            | ({"scan": group} if scan else {})
        )
        return [Insert((found.field, found.index + 1), {key: row[key] for key in order if key in row})]
    way = (found.field, found.index)
    edits: list[Edit] = [Set((*way, key), value, order) for key, value in one.values.items()]
    if scan:
        # Why without ``shown_in``: what a picture shows must be looked at before a site shows it.
        edits.append(Set((*way, "scan"), group, order))
    return edits


def _registered(archive: Archive, one: _Renewed, asked: Renewal, day: date) -> list[Edit]:
    what = renewed(one.found.name, one.values, one.old.get("valid_to"))
    dated = "obtained_on" if "valid_to" in one.values else "last_verified_on"
    since = _day(one.values.get(dated))
    return registered(archive, one.found.item, one.tree, Change(what, since or day, day, asked.by))


def _day(said: Value) -> date | None:
    """A day; None for 长期, or where nothing is said."""
    return date.fromisoformat(said) if isinstance(said, str) and said[:1].isdigit() else None


def _said(one: _Renewed) -> str:
    fields, old = describe(Credential), one.old
    told = [f"{fields[key].label} {old.get(key) or '（没有写）'} → {value}" for key, value in one.changes.items()]
    how = "编号换了，另记一条，旧证保留在档案里" if one.is_new else "在原来那一条上改"
    return f"{one.found.item.label}的{one.found.name}：" + "；".join([*told, how])


def _remarks(archive: Archive, one: _Renewed, *, has_scan: bool) -> Iterator[str]:
    before, new = one.found.credential.valid_to, _day(one.values.get("valid_to"))
    if before and new and new < before:
        yield f"新的有效期 {new} 比原来的 {before} 早，请核对"
    if "valid_to" in one.changes:
        # What is noted of the old certificate itself stays with it.
        own = () if one.is_new else ((f"{one.found.name}的", one.old.get("note")),)
        yield from left_notes(one.found.name, one.old.get("valid_to"), [("", one.tree.get("note")), *own])
    scan = one.found.credential.scan
    if scan is None:
        return
    if not has_scan:
        if "valid_to" in one.changes:
            yield "新证还没有扫描件" if one.is_new else "扫描件还是旧证的；有了新证的扫描件，用 --scan 一并换上"
        return
    if scan.shown_in:
        label = describe(Attachment)["shown_in"].label
        yield f"新扫描件先不上网站；看过图上没有个人信息，再写 shown_in（{label}）"
    citations = next((len(each.citations) for each in cited(archive) if each.file == scan.file), 0)
    if not one.is_new and citations <= 1:
        yield f"旧扫描件 {ARCHIVE}/{scan.file} 没有记录引用了；不用留底就删去"
