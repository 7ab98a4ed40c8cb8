"""What follows from records for the public: a department's people, and what is done there.

Everything here follows from fields declared for the public; the sections of the other editions follow from more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.facts import present_title
from meidang.models.base import Model
from meidang.models.department import Department
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.render.pages import markup
from meidang.render.pages.book import Book
from meidang.render.pages.records.values import row


def _who_works(book: Book, here: str, item: Item[Department]) -> Iterator[str]:
    rows = [
        (
            book.link_key(here, person.key),
            markup.text(title.title) if (title := present_title(person.record, book.as_of)) else "",
            markup.text(person.record.position or ""),
            "、".join(markup.text(post) for post in person.record.posts),
        )
        for person in book.archive.of(Staff)
        if item.id in (person.record.department_id, *person.record.other_departments)
    ]
    if rows:
        yield markup.heading(2, "本科室人员", "people")
        yield markup.full_table(("姓名", "职称", "职务", "岗位"), rows)


def _what_is_done(book: Book, here: str, item: Item[Department]) -> Iterator[str]:
    rows = [
        (book.link_key(here, one.key), *row(book, here, one.record, ("grade", "specialty")).values())
        for one in book.archive.of(Technique)
        if item.id in one.record.departments
    ]
    if rows:
        yield markup.heading(2, "本科室开展的技术", "techniques")
        yield markup.full_table(("技术", "分级", "专业"), rows)


#: Sections of a record's page by kind.
PUBLIC_SECTIONS: Final[Mapping[type[Model], Sequence[Callable[[Book, str, Any], Iterator[str]]]]] = {
    Department: (_who_works, _what_is_done),
}
