"""Archive -> Excel ledgers in memory: one workbook for each collection of entries.

As documents they are the institution's own; on a site they hold what its edition shows.

A workbook has a sheet whose first row is the heading, so that filters, sorting and other programs take it as it is;
what a printed page must say besides (institution, title, day, revision) stands in the print header and footer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.collections import COLLECTIONS, Entered, entries_until
from meidang.models.audience import Edition
from meidang.render.views import Desk
from meidang.render.workbooks.columns import columns_of
from meidang.render.workbooks.sheet import Print, workbook


@dataclass(frozen=True, slots=True)
class LedgerWorkbook:
    """A finished workbook: the collection's name and title, how many entries it lists, and the file's bytes."""

    name: str
    title: str
    entries: int
    content: bytes


def render_workbooks(
    archive: Archive, *, as_of: date, revision: str, edition: Edition | None = None
) -> Iterator[LedgerWorkbook]:
    """The workbook of every collection, with what is known on the day; one without entries is a form to fill in.

    For an ``edition`` of the site ``archive`` is what that edition shows, and it has no column for anything else.
    """
    desk = Desk(archive, as_of)
    marking = edition.title if edition else INTERNAL
    institution = archive.institution.label if archive.institution else ""
    for name, collection in COLLECTIONS.items():
        entered = _ordered(name, entries_until(archive, name, as_of))
        printed = Print(institution, collection.title, as_of, revision, marking)
        content = workbook(printed, columns_of(desk, collection, edition), entered)
        yield LedgerWorkbook(name, collection.title, len(entered), content)


def workbook_rows(desk: Desk) -> Iterator[tuple[LedgerWorkbook, object]]:
    """Every workbook of the institution's own before it is written, and its headings and cells."""
    for name, collection in COLLECTIONS.items():
        columns = columns_of(desk, collection)
        entered = _ordered(name, entries_until(desk.archive, name, desk.as_of))
        cells = tuple((column.label, tuple(map(column.value, entered))) for column in columns)
        yield LedgerWorkbook(name, collection.title, len(entered), b""), cells


#: What stands at the foot of the institution's own.
INTERNAL: Final = "内部资料"


def _ordered(name: str, entered: Sequence[Entered]) -> Sequence[Entered]:
    """In the order of their days; credentials by person and type, as people look them up."""
    if name != "staff.credentials":
        return entered
    return sorted(entered, key=lambda one: (one.item.id, one.entry.credential_type, one.moment))


__all__ = ["LedgerWorkbook", "render_workbooks", "workbook_rows"]
