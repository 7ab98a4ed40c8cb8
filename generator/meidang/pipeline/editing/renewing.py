"""Renewing a credential: its new dates, its scan, and the line of 变更登记 that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from meidang.archive import Archive
from meidang.archive.attachments import cited
from meidang.errors import UsageError
from meidang.kinds import ARCHIVE
from meidang.models.attachment import Attachment
from meidang.models.base import describe
from meidang.models.shared import Credential
from meidang.pipeline.editing.credentials import Found, credential_called, is_new_certificate
from meidang.pipeline.editing.plan import Plan, registered, rewritten
from meidang.pipeline.editing.scans import Scan, scan_of
from meidang.pipeline.trees import at, text_of
from meidang.project import Project
from meidang.source.edit import Edit, Insert, Set
from meidang.source.limits import DEFAULT_LIMITS
from meidang.source.read import parse
from meidang.source.tree import Value

#: What a new certificate has in common with the one that it replaces.
_KEPT: Final = ("credential_type", "authority", "filing_discipline", "filing_institution")


@dataclass(frozen=True, slots=True)
class Renewal:
    """What was asked for: whose, which, and what the new certificate says; ``by``: who registers it."""

    holder: str
    credential: str
    valid_to: str
    obtained_on: str | None = None
    number: str | None = None
    last_verified_on: str | None = None
    scan: Path | None = None
    by: str = ""

    @property
    def values(self) -> dict[str, str]:
        """The fields of the credential that were given."""
        given = {
            "number": self.number,
            "obtained_on": self.obtained_on,
            "valid_to": self.valid_to,
            "last_verified_on": self.last_verified_on,
        }
        return {key: value for key, value in given.items() if value}


def renewal(project: Project, archive: Archive, asked: Renewal, day: date) -> Plan:
    """The files that change, on ``day``. Raises UsageError."""
    found = credential_called(archive, asked.holder, asked.credential)
    path = found.item.source.path
    tree = parse(text_of(project.root, path), path).source.data or {}
    is_new = is_new_certificate(archive, found.credential, asked.number)
    old = at(tree, (found.field, found.index)) or {}
    if not is_new and not asked.scan and all(old.get(key) == value for key, value in asked.values.items()):
        raise UsageError(f"{found.item.label}的{found.name}已经是这样，没有要改的")
    scan = _scan(project, found, asked.scan) if asked.scan else None
    told = _registered(tree, found, asked, day)
    edits = [*_edits(found, old, asked, scan, is_new=is_new), *told]
    without = [*_edits(found, old, asked, None, is_new=is_new), *told]
    judged = {path: rewritten(project, path, without).after} if scan else {}
    files = {scan.path: scan.content} if scan else {}
    said = [_said(found, old, asked, is_new=is_new)]
    remarks = list(_remarks(archive, found, asked, is_new=is_new))
    return Plan(said, [rewritten(project, path, edits)], files, judged=judged, remarks=remarks)


def _scan(project: Project, found: Found, given: Path) -> Scan:
    kind = found.item.kind
    words = (found.name,) if kind.single else (found.item.id, found.name)
    return scan_of(project, given, kind.name, words, DEFAULT_LIMITS)


def _edits(found: Found, old: dict[str, Value], asked: Renewal, scan: Scan | None, *, is_new: bool) -> list[Edit]:
    order = tuple(describe(Credential))
    group: dict[str, Value] = {"file": scan.file, "sha256": scan.sha256} if scan else {}
    if is_new:
        row: dict[str, Value] = {key: old[key] for key in _KEPT if old.get(key)} | dict(asked.values)
        row = {key: row[key] for key in order if key in row} | ({"scan": group} if scan else {})
        return [Insert((found.field, found.index + 1), row)]
    way = (found.field, found.index)
    edits: list[Edit] = [Set((*way, key), value, order) for key, value in asked.values.items()]
    if scan:
        # Why without ``shown_in``: what a picture shows must be looked at before a site shows it.
        edits.append(Set((*way, "scan"), group, order))
    return edits


def _registered(tree: dict[str, Value], found: Found, asked: Renewal, day: date) -> list[Edit]:
    change = f"{found.name}换证，有效期至 {asked.valid_to}"
    order = tuple(describe(found.item.kind.model))
    on = min(_day(asked.obtained_on) or day, day)
    revision = registered(tree.get("revisions"), change, on, day, asked.by)
    return [Set(("updated_on",), day.isoformat(), order), Insert(revision.path, revision.value, order)]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None  # told as a finding of the record


def _said(found: Found, old: dict[str, Value], asked: Renewal, *, is_new: bool) -> str:
    before = old.get("valid_to") or "（没有写）"
    how = f"编号换成 {asked.number}，另记一条，旧证保留在档案里" if is_new else "编号没有变，在原来那一条上改"
    if asked.number and not is_new and asked.number != old.get("number"):
        how = f"编号改成 {asked.number}，在原来那一条上改"
    return f"{found.item.label}的{found.name}：有效期至 {before} → {asked.valid_to}；{how}"


def _remarks(archive: Archive, found: Found, asked: Renewal, *, is_new: bool) -> Iterator[str]:
    before, new = found.credential.valid_to, _day(asked.valid_to)
    if before and new and new < before:
        yield f"新的有效期 {new} 比原来的 {before} 早，请核对"
    scan = found.credential.scan
    if scan is None:
        return
    if not asked.scan:
        yield "新证还没有扫描件" if is_new else "扫描件还是旧证的；有了新证的扫描件，用 --scan 一并换上"
        return
    if scan.shown_in:
        label = describe(Attachment)["shown_in"].label
        yield f"新扫描件先不上网站；看过图上没有个人信息，再写 shown_in（{label}）"
    citations = next((len(one.citations) for one in cited(archive) if one.file == scan.file), 0)
    if not is_new and citations <= 1:
        yield f"旧扫描件 {ARCHIVE}/{scan.file} 没有记录引用了；不用留底就删去"
