"""What documents there are to make: each a job of plain data, which any process on any machine can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from meidang import __version__
from meidang.archive import Item
from meidang.archive.attachments import attached
from meidang.kinds import KINDS, Kind
from meidang.render.documents.templates import Opened
from meidang.render.views import Desk, is_by_year, show, show_year, years
from meidang.render.word.properties import Properties
from meidang.render.word.seal import Facts

#: Printed where the archive lies in no repository.
NO_REVISION: Final = "未登记"
_NO_IMAGES: Final[Mapping[str, bytes]] = {}


@dataclass(frozen=True, slots=True)
class Job:
    """One document: the template's file name, the view that fills it, and what the result is called.

    ``id``: the record's, or a ledger's year; ``words``: more for the file's name; ``called``: for messages.
    """

    template: str
    kind: str
    id: str
    words: tuple[str, ...]
    called: str
    title: str
    view: dict[str, Any]
    as_of: date
    #: What pictures are printed of, by the path that the record names; only where the template prints any.
    images: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def properties(self) -> Properties:
        """What the document says of itself."""
        return Properties(self.title, self.view["institution_name"], self.as_of, self.view["revision"])

    @property
    def facts(self) -> Facts:
        """What its seal says of it."""
        day, revision, institution = self.as_of.isoformat(), self.view["revision"], self.view["institution_name"]
        return Facts(self.kind, self.id, self.template, self.title, day, revision, institution, __version__)


def jobs(desk: Desk, opened: Opened, revision: str, images: Mapping[str, bytes] = _NO_IMAGES) -> Iterator[Job]:
    """Every document of every record, then of every ledger's years. ``images``: by their path below the archive."""
    for key in sorted(desk.archive.items):
        yield from jobs_of(desk, opened, desk.archive.items[key], revision, images)
    for kind in filter(is_by_year, KINDS.values()):
        for year in years(desk, kind) if opened.serving(kind) else ():
            yield from jobs_of_year(desk, opened, kind, year, revision)


def jobs_of(
    desk: Desk, opened: Opened, item: Item[Any], revision: str, images: Mapping[str, bytes] = _NO_IMAGES
) -> Iterator[Job]:
    """The documents of one record; a ledger has none, its years have."""
    serving = () if is_by_year(item.kind) else opened.serving(item.kind)
    view = _revised(show(desk, item), revision) if serving else {}
    for template in serving:
        if template.serves(view):
            title, called = template.title_for(view), f"“{item.label}”（{item.key}）"
            shown = images_of(desk, item, images) if template.needs_docxtpl else {}
            yield Job(
                template.name, item.kind.name, item.id, (item.label, title), called, title, view, desk.as_of, shown
            )


def images_of(desk: Desk, item: Item[Any], images: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those that a record names."""
    named = [one.attachment.file for one in attached(desk.archive, item.record)]
    return {file: images[file] for file in named if file in images}


def jobs_of_year(desk: Desk, opened: Opened, kind: Kind, year: int, revision: str) -> Iterator[Job]:
    """The documents of one year of a ledger."""
    serving = opened.serving(kind)
    view = _revised(show_year(desk, kind, year), revision) if serving else {}
    for template in serving:
        if template.serves(view):
            title, called = template.title_for(view), f"{year} 年{kind.title}"
            yield Job(template.name, kind.name, str(year), (title,), called, title, view, desk.as_of)


def _revised(view: dict[str, Any], revision: str) -> dict[str, Any]:
    return {**view, "revision": revision or NO_REVISION}
