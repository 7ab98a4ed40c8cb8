"""The page of one record: what is wrong with it, what it says, what follows from it, and who names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from meidang.archive import Item
from meidang.archive.facts import is_employed
from meidang.models.attachment import Attachment
from meidang.models.audience import Edition
from meidang.models.base import Declared, Record, describe, title_of
from meidang.models.shared import GuidingDocument
from meidang.models.staff import Staff, TitleRecord
from meidang.render.pages import markup
from meidang.render.pages.addresses import CHANGES, DOCUMENTS, clause_path, todo_path
from meidang.render.pages.book import Book, list_path, path_of
from meidang.render.pages.heads import finding_boxes, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.derived import columns_of, facts_of, sections_of
from meidang.render.pages.records.referrers import references
from meidang.render.pages.records.values import cell, group_facts, group_table
from meidang.render.pages.review.who import who_link
from meidang.render.pages.search_words import search_words, weight


def record_page(book: Book, item: Item[Any]) -> Page:
    """A record's page."""
    here = path_of(item)
    name = item.label if item.kind.single else f"{item.label} {item.id}"
    body = markup.blocks(
        markup.title(item.label, "" if item.kind.single or book.is_public else markup.text(item.id)),
        stamp(book, "　".join(_ways(book, here, item)), item.source.path, here),
        finding_boxes(book, here, book.findings_of(item.key)),
        record_facts(book, here, item),
        *sections_of(book, here, item),
        *groups(book, here, item),
        *([] if book.is_public else [_empty_lists(book, item), references(book, here, item)]),
    )
    code = "" if item.kind.single else item.id
    return Page(name, body, item.kind.plural, weight(item), search_words(item), code)


def _ways(book: Book, here: str, item: Item[Any]) -> Iterator[str]:
    """The way back to the list, to what waits for the person or department, and to what changed last."""
    yield item.kind.title if item.kind.single else markup.link(here, list_path(item.kind), item.kind.title)
    is_asked = item.kind.name == "department" or (
        isinstance(item.record, Staff) and is_employed(item.record, book.as_of)
    )
    if is_asked and book.edition is Edition.INTERNAL:
        yield markup.link(here, todo_path(item.kind.name, item.id), "待办")
    if asked := who_link(book, here, item):
        yield asked
    if day := book.last_changed.get(item.key):
        yield f"{markup.link(here, CHANGES, '最近改动')} {markup.day(day)}"


# --- what the record says --------------------------------------------------------------------------------------------


def _shown(book: Book, item: Item[Any]) -> Iterator[tuple[Declared, Any]]:
    """The fields of the edition; of a person's titles the public has the present one, among the facts."""
    for declared in describe(item.kind.model).values():
        if book.edition.shows(declared.audience) and not (book.is_public and declared.model is TitleRecord):
            yield declared, getattr(item.record, declared.name)


def record_facts(book: Book, here: str, item: Item[Any], leave_out: Sequence[str] = ()) -> str:
    """What the record says in one word or line, after what follows from it."""
    rows = [(markup.text(label), value) for label, value in facts_of(book, here, item)]
    if isinstance(item.record, Record) and not book.is_public:
        rows.append(("档案层级", markup.text(item.record.archive_level)))
    for declared, value in _shown(book, item):
        if declared.model in (None, Attachment) and declared.name not in leave_out:
            empty = "无" if declared.many and not book.is_public else ""
            rows.append((markup.text(declared.label), cell(book, here, declared, value) or empty))
    rows.append(("涉及条款", _clauses(book, here, item)))
    return markup.facts(rows)


def _clauses(book: Book, here: str, item: Item[Any]) -> str:
    """The clauses that ask for records of this kind, or for a field of theirs; a clause is no name of every record."""
    asked = book.clauses_asking.get(item.kind.name, ())
    return markup.unsearched("、".join(markup.link(here, clause_path(one.id), one.clause_no) for one in asked))


def groups(book: Book, here: str, item: Item[Any]) -> Iterator[str]:
    """The record's lists and groups, a section each."""
    documents = [
        (declared, value) for declared, value in _shown(book, item) if declared.model is GuidingDocument and value
    ]
    for declared, value in _shown(book, item):
        if declared.model in (None, Attachment) or not value:
            continue
        if declared.many:
            yield _heading(declared)
            yield group_table(book, here, value, columns_of(book, item, declared.model))
        elif declared.model is not GuidingDocument:
            yield _heading(declared)
            yield group_facts(book, here, value)
        elif declared is documents[0][0]:
            # Why: a document's five facts in a section of its own would be mostly paper.
            yield markup.heading(2, title_of(GuidingDocument), DOCUMENTS)
            yield group_table(book, here, [document for _, document in documents], names=_labels(documents))


def _heading(declared: Declared) -> str:
    return markup.heading(2, declared.label, declared.name.replace("_", "-"))


def _labels(fields: Sequence[tuple[Declared, Any]]) -> Sequence[str]:
    return [markup.text(declared.label) for declared, _ in fields]


def _empty_lists(book: Book, item: Item[Any]) -> str:
    empty = [declared.label for declared, value in _shown(book, item) if declared.model and declared.many and not value]
    if not empty:
        return ""
    words = "、".join(markup.text(label) for label in empty)
    return markup.blocks(markup.heading(2, "登记为“无”的内容", "none"), f"{words}：无")
