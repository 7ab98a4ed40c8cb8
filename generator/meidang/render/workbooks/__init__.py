"""Archive -> Excel ledgers in memory: one workbook for each collection of entries. The internal edition, as documents.

A workbook has a sheet whose first row is the heading, so that filters, sorting and other programs take it as it is;
what a printed page must say besides (institution, title, day, revision) stands in the print header and footer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from meidang.archive import Archive
from meidang.archive.collections import COLLECTIONS, entries_until
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


def render_workbooks(archive: Archive, *, as_of: date, revision: str) -> Iterator[LedgerWorkbook]:
    """The workbook of every collection, with what is known on the day; one without entries is a form to fill in."""
    desk = Desk(archive, as_of)
    institution = archive.institution.label if archive.institution else ""
    for name, collection in COLLECTIONS.items():
        entered = entries_until(archive, name, as_of)
        printed = Print(institution, collection.title, as_of, revision)
        content = workbook(printed, columns_of(desk, collection), entered)
        yield LedgerWorkbook(name, collection.title, len(entered), content)


__all__ = ["LedgerWorkbook", "render_workbooks"]
