"""Where on the site a matter is seen: the agenda names records and rows, pages have addresses."""

from __future__ import annotations

from typing import Any

from meidang.agenda import Matter
from meidang.archive import Item
from meidang.archive.index import Path
from meidang.render.pages import markup
from meidang.render.pages.addresses import page_of, section_anchor
from meidang.render.pages.book import Book


def matter_link(book: Book, here: str, one: Matter) -> str:
    """The way to what a matter is about: the page of the row that asks for it, the entry, the section."""
    kind, _, row = one.about.row.partition("/")
    if row and (own := page_of(kind, row)):
        return markup.link(here, own, one.label)
    item = book.archive.items.get(one.about.record)
    if item is None:
        return ""
    return markup.link(here, book.path(item), one.label, _anchor(item, one.about.path))


def _anchor(item: Item[Any], path: Path) -> str:
    match path:
        case ("entries", int(index)):
            return f"{item.id}.{index + 1}"
        case (str(name), *_):
            return section_anchor(item.kind, name)
    return ""
