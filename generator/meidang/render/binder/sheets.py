"""Every document that the archive renders, named before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.spans import span_words
from meidang.kinds import KINDS, Kind
from meidang.models.base import Record
from meidang.models.binder import BinderAppendix
from meidang.models.department import Department
from meidang.models.policy import Policy
from meidang.models.staff import Staff
from meidang.render.binder.scope import Scope
from meidang.render.binder.sequence import in_order
from meidang.render.documents.reference import REFERENCE
from meidang.render.documents.templates import Opened, Template
from meidang.render.views import Desk, is_by_year, show, years

#: The kind of what the binder draws up itself.
LIST: Final = "list"
#: The kind of what the appendix prints.
ATTACHMENT: Final = "attachment"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document. ``id``: of the record or attachment, a ledger's year or a list's name; ``key``: the record's.

    ``department``: the name of a person's, by which people are ordered.
    """

    kind: str
    id: str
    template: str
    title: str
    archive_no: str = ""
    key: str = ""
    department: str = ""

    @property
    def name(self) -> str:
        """What no other sheet of a binder is called."""
        return f"{self.kind}/{self.id}/{self.template}"


@dataclass(frozen=True, slots=True)
class Part:
    """Documents behind one divider. ``place``: which tab of all it has, from 0."""

    title: str
    tab: str
    owner: str
    sheets: tuple[Sheet, ...]
    place: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole binder. ``remarks``: what the institution's order leaves open, for the last word."""

    scope: Scope
    parts: tuple[Part, ...]
    volume_pages: int
    appendix: BinderAppendix
    remarks: tuple[str, ...] = ()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All documents in their order."""
        return tuple(sheet for part in self.parts for sheet in part.sheets)


def every_sheet(desk: Desk, opened: Opened, department: str | None = None) -> Iterator[Sheet]:
    """The documents of all records, ledgers and policies; of ledgers those with entries of ``department`` if given.

    A department that is not in use has a dossier without a word in it, which only its own binder holds.
    """
    for kind in KINDS.values():
        serving = opened.serving(kind)
        if is_by_year(kind):
            yield from _of_ledger(desk, kind, serving, department)
        elif kind.model is Policy:
            yield from (_policy(item) for item in in_order(desk, kind) if opened.reference)
        elif serving:
            for item in in_order(desk, kind):
                if item.id == department or getattr(item.record, "in_use", True) or kind.model is not Department:
                    yield from _of_record(desk, item, serving)


def _of_record(desk: Desk, item: Item[Any], serving: Sequence[Template]) -> Iterator[Sheet]:
    number = (item.record.archive_no if isinstance(item.record, Record) else None) or ""
    home = desk.whose(item.record.department_id) if isinstance(item.record, Staff) else ""
    for template in serving:
        title = template.title
        # Why not always: the view of a record is dear, and most templates serve all records under one title.
        if template.condition or "{" in title:
            view = {**show(desk, item), "revision": "", "short_code": "", "stamp": ""}
            if not template.serves(view):
                continue
            title = template.title_for(view)
        words = title if item.kind.single else f"{item.label}　{title}"
        if item.kind.is_ledger:
            words = f"{title}　{span_words(item.record.period)}"
        yield Sheet(item.kind.name, item.id, template.name, words, number, item.key, home)


def _of_ledger(desk: Desk, kind: Kind, serving: Sequence[Template], department: str | None) -> Iterator[Sheet]:
    for year in years(desk, kind, department) if serving else ():
        for template in serving:
            more = "" if template.title == kind.title or "{" in template.title else f"　{template.title}"
            yield Sheet(kind.name, str(year), template.name, f"{kind.title} {year} 年{more}")


def _policy(item: Item[Policy]) -> Sheet:
    return Sheet(item.kind.name, item.id, REFERENCE, item.label, item.record.document_no, item.key)
