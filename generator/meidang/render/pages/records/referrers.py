"""Who names a record: other records by the field in which they do, ledgers by how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from meidang.archive import Item, Reference
from meidang.models.base import Declared, describe
from meidang.models.references import CLAUSE
from meidang.models.standard import Standard
from meidang.render.pages import markup
from meidang.render.pages.addresses import page_of
from meidang.render.pages.book import Book
from meidang.render.pages.work.sheets import sheet_of_file


def references(book: Book, here: str, item: Item[Any]) -> str:
    """Records that name this one, by kind and by the field in which they do; ledgers with how often."""
    found = book.archive.references_to(item.kind.name, item.id)
    rows = [*_records(book, here, found), *_ledgers(book, here, found)]
    if not rows:
        return ""
    table = markup.table(("类别", "在哪一项", "记录"), rows)
    return markup.blocks(markup.heading(2, "谁引用了它", "references"), table)


def _records(book: Book, here: str, found: tuple[Reference, ...]) -> Iterator[tuple[str, str, str]]:
    grouped: dict[tuple[str, str], dict[str, str]] = {}
    for reference in found:
        if not reference.item.kind.is_ledger and not _is_evidence(reference):
            where = reference.item.kind.plural, _field(reference)
            key, link = _source(book, here, reference)
            grouped.setdefault(where, {})[key] = link
    for (kind, field), links in grouped.items():
        yield kind, markup.text(field), "、".join(links.values())


def _is_evidence(reference: Reference) -> bool:
    """What a clause cites has a section of its own."""
    return isinstance(reference.item.record, Standard) and "evidence" in reference.path


def _source(book: Book, here: str, reference: Reference) -> tuple[str, str]:
    """What names it: of a standard the clause, of a table of duties or indicators the row, else the record."""
    item = reference.item
    match reference.path:
        case (str(), int(row), *_) if isinstance(item.record, Standard):
            clause = item.record.clauses[row].id
            return clause, book.link(here, CLAUSE, clause)
        case (str(name), int(row), *_) if page_of(item.kind.name, ""):
            key = getattr(item.record, name)[row].id
            return key, book.link(here, item.kind.name, key)
        case _:
            return item.key, book.link_key(here, item.key)


def _ledgers(book: Book, here: str, found: tuple[Reference, ...]) -> Iterator[tuple[str, str, str]]:
    """Why counted: a doctor stands in thousands of entries; the pages on which they stand are few."""
    grouped: dict[tuple[str, str], Counter[str]] = {}
    titles: dict[str, str] = {}
    for reference in found:
        if reference.item.kind.is_ledger:
            sheet = sheet_of_file(book.archive)[reference.item.key]
            titles[sheet.path] = sheet.title
            where = reference.item.kind.plural, _field(reference)
            grouped.setdefault(where, Counter())[sheet.path] += 1
    for (kind, field), pages in grouped.items():
        links = (f"{markup.link(here, path, titles[path])} {pages[path]} 处" for path in sorted(pages, reverse=True))
        yield kind, markup.text(field), "、".join(links)


def _field(reference: Reference) -> str:
    """The labels on the way to the reference: 授权 › 授权项目."""
    labels = []
    fields: Mapping[str, Declared] = describe(reference.item.kind.model)
    for step in reference.path:
        if isinstance(step, str):
            if step != "entries":
                labels.append(fields[step].label)
            inner = fields[step].model
            fields = describe(inner) if inner else {}
    return " › ".join(labels)
