"""What every sheet asks for: the archive on a day, where things lie, and what the rules found of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar

from meidang.archive import Archive, Item
from meidang.archive.attachments import attached
from meidang.archive.calendar import add_months
from meidang.archive.cases import Done, done_cases
from meidang.archive.collections import Entered
from meidang.archive.holdings import Held, holdings
from meidang.archive.index import Path
from meidang.archive.privacy import hide
from meidang.archive.tracer.cases import MONTHS
from meidang.findings import Finding, Location
from meidang.kinds import ARCHIVE
from meidang.models.base import Record
from meidang.models.shared import GuidingDocument
from meidang.render.tracer.sheet import NOTHING, Check, Paper, Place
from meidang.render.views import Desk

T = TypeVar("T")

#: How many of the rules' findings a sheet shows.
_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a document lies: the binder's part, and the files below ``build``."""

    binder: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """``locate``: a value's place in its file. ``page``, ``row``: where records and rows of ledgers stand on the site.

    ``filed``: by kind and id, or a ledger's year; empty where unknown.
    """

    desk: Desk
    locate: Callable[[str, Path], Location]
    page: Callable[[Item[Any]], str]
    row: Callable[[Entered], Place]
    filed: Mapping[tuple[str, str], Filed] = field(default_factory=dict)

    @property
    def archive(self) -> Archive:
        """The records."""
        return self.desk.archive

    # --- by whom and of what: each grouped once --------------------------------------------------------------------

    @cached_property
    def held(self) -> Mapping[str, Sequence[Held]]:
        """The credentials that count, by the key of the person's record."""
        return _grouped(holdings(self.archive, self.desk.as_of), lambda one: one.item.key)

    @cached_property
    def _recent(self) -> Sequence[Done]:
        since = add_months(self.desk.as_of, -MONTHS)
        return [done for done in done_cases(self.archive, self.desk.as_of) if done.day > since]

    @cached_property
    def operated(self) -> Mapping[str, Sequence[Done]]:
        """The cases of the last twelve months by their operator's id."""
        return _grouped(self._recent, lambda done: done.case.operator_id)

    @cached_property
    def done(self) -> Mapping[str, Sequence[Done]]:
        """The cases of the last twelve months by their technique's id."""
        return _grouped(self._recent, lambda done: done.case.technique_id or "")

    def people(self, ids: Iterable[str | None]) -> str:
        """People's names in a row; nobody is nothing."""
        return "、".join(self.desk.name("staff", one) for one in ids if one)

    # --- papers ------------------------------------------------------------------------------------------------------

    def dossier(self, kind: str, record_id: str | None, what: str) -> Iterator[Paper]:
        """A record's own document; nothing where the record is broken or none is named."""
        item = self.archive.items.get(f"{kind}/{record_id}")
        if item is not None:
            number = (item.record.archive_no if isinstance(item.record, Record) else None) or item.id
            filed = self.filed.get((kind, item.id), Filed())
            yield Paper(f"{what}：{item.label}", number, "", Place(self.page(item)), filed.files, filed.binder)

    def entry(self, one: Entered, number: str) -> Paper:
        """A row of a ledger."""
        kind = one.item.kind
        filed = self.filed.get((kind.name, str(one.moment.year)), Filed())
        return Paper(f"{kind.title}（{one.moment.year} 年）", number, "", self.row(one), filed.files, filed.binder)

    def scans(self, item: Item[Any]) -> Iterator[Paper]:
        """The files that a record names, each once; nothing where it names none."""
        found = {one.attachment.file: one.label for one in attached(self.archive, item.record)}
        if found:
            what = f"附件 {len(found)} 份：{'、'.join(dict.fromkeys(found.values()))}"
            yield Paper(what, files=tuple(f"{ARCHIVE}/{file}" for file in found))

    # --- what the rules found ----------------------------------------------------------------------------------------

    def found(self, key: str) -> Iterator[Check]:
        """A question about what the rules found of a record; none where they found nothing."""
        yield from _asked(self.desk.findings_of.get(key, ()))

    def found_of_entry(self, one: Entered) -> Iterator[Check]:
        """The same about a row of a ledger."""
        first = self.locate(one.item.key, one.at())
        size = len(one.item.record.entries)
        last = self.locate(one.item.key, (one.field, one.index + 1)) if one.index + 1 < size else None
        of_file = self.desk.findings_of.get(one.item.key, ())
        yield from _asked(
            [each for each in of_file if first <= each.location and (last is None or each.location < last)]
        )


def _grouped(found: Iterable[T], key: Callable[[T], str]) -> Mapping[str, Sequence[T]]:
    groups: dict[str, list[T]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def _asked(found: Sequence[Finding]) -> Iterator[Check]:
    if found:
        lines = [f"{each.severity.label}：{hide(each.message)}" for each in found[:_MOST]]
        more = len(found) - len(lines)
        lines += [f"另有 {more} 项，见网站或 meidang check"] if more else []
        yield Check(f"档案检查提示的问题（{len(found)} 项）是否属实、是否已经整改？", "\n".join(lines))


def said(*lines: str) -> str:
    """Facts, a line each; that the archive says nothing where it does not."""
    return "\n".join(line for line in lines if line) or NOTHING


def labelled(**pairs: object) -> str:
    """``评估日期 2026-06-01；评分 91``: the pairs that say something."""
    return "；".join(f"{label} {value}" for label, value in pairs.items() if value not in (None, "", ()))


def document_words(document: GuidingDocument | None) -> str:
    """``《重睑成形术操作规范》 澄光医规〔2025〕1号 2.0 版``."""
    if document is None:
        return ""
    version = f"{document.version} 版" if document.version else ""
    return " ".join(filter(None, (f"《{document.document_name}》", document.document_no, version)))


def few(words: Sequence[str], most: int = 5, unit: str = "项") -> str:
    """The first in a row, and how many there are."""
    return "、".join(words[:most]) + (f" 等 {len(words)} {unit}" if len(words) > most else "")
