"""The whole site in one pure function: pages as HTML and the files beside them, for any frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.index import Path
from meidang.findings import Explanation, Finding, Location
from meidang.kinds import KINDS, Kind
from meidang.models.audience import Edition
from meidang.readiness import Judgement
from meidang.render.attachments import Picture
from meidang.render.pages.addresses import (
    CALENDAR,
    CHANGES,
    FILLING,
    FORECAST,
    OVERVIEW,
    READINESS,
    REQUIREMENTS,
    TRACER,
)
from meidang.render.pages.book import Book, list_path, path_of
from meidang.render.pages.editions.projection import is_shown, project
from meidang.render.pages.editions.told import told, told_judgement
from meidang.render.pages.overview import overview_page
from meidang.render.pages.page import Page
from meidang.render.pages.records.attachments import attachment_files, attachment_pages
from meidang.render.pages.records.listing import list_pages, table_page
from meidang.render.pages.records.policies import policies_page, policy_page
from meidang.render.pages.records.record import record_page
from meidang.render.pages.records.reference import field_pages, rule_pages
from meidang.render.pages.records.restrictions import restrictions_page
from meidang.render.pages.review.changes import changes_page
from meidang.render.pages.review.clauses import clause_pages, standard_page
from meidang.render.pages.review.findings import findings_pages
from meidang.render.pages.review.forecast import forecast_page
from meidang.render.pages.review.readiness import readiness_page
from meidang.render.pages.review.tracer import tracer_files, tracer_page
from meidang.render.pages.review.tracing import requirements_page
from meidang.render.pages.review.who import who_pages
from meidang.render.pages.work.calendar import calendar_page
from meidang.render.pages.work.duties import duties_page
from meidang.render.pages.work.duty import duty_pages
from meidang.render.pages.work.expiry_page import expiry_pages
from meidang.render.pages.work.filling import filling_page
from meidang.render.pages.work.indicators import indicator_pages, indicators_page
from meidang.render.pages.work.ledgers import ledger_pages
from meidang.render.pages.work.todo import todo_pages
from meidang.source.history import History


@dataclass(frozen=True, slots=True)
class Site:
    """Pages by address (``staff/D01.html``), and other files by path below the site's root."""

    pages: Mapping[str, Page]
    files: Mapping[str, bytes] = field(default_factory=dict)


def render_site(  # noqa: PLR0913 - all that a site is made of, named
    archive: Archive,
    findings: Sequence[Finding],
    *,
    edition: Edition,
    as_of: date,
    revision: str,
    explanations: Mapping[str, Explanation],
    judgements: Sequence[Judgement] = (),
    pictures: Mapping[str, Sequence[Picture]] = MappingProxyType({}),
    history: History | None = None,
    is_past: bool = False,
    has_forms: bool = False,
    saves_at_once: bool = False,
) -> Site:
    """The site of an edition; nothing is in it that the edition does not show.

    ``explanations``: what each code of a finding means, for the page of rules. ``judgements``: the standards, judged.
    The public is shown neither. ``pictures``: the pages of scans that the edition may show, by their file.
    ``history``: what Git knows of the records; the public is shown none of it. ``is_past``: an older version, which
    cannot be edited. ``has_forms``: edit forms stand beside the pages; ``saves_at_once``: with nobody's review.
    """

    def locate(key: str, path: Path) -> Location:
        return archive.items[key].locate(path)

    projected = project(archive, edition, as_of)
    if edition is Edition.PUBLIC:
        findings, judgements, explanations = (), (), {}
    shown = [told(finding, edition) for finding in findings]
    judged = tuple(told_judgement(projected, one, edition) for one in judgements)
    book = Book(
        edition,
        projected,
        shown,
        as_of,
        revision,
        explanations,
        locate,
        judged,
        pictures,
        history,
        is_past,
        has_forms,
        saves_at_once,
    )
    made = _public_pages(book) if edition is Edition.PUBLIC else _pages(book)
    files = {path: content for path, content in made.items() if isinstance(content, bytes)}
    pages = {address: page for address, page in made.items() if isinstance(page, Page)}
    return Site(pages, files | dict(attachment_files(book)))


# --- page by page ----------------------------------------------------------------------------------------------------


def _pages(book: Book) -> Mapping[str, Page | bytes]:
    pages: dict[str, Page | bytes] = {
        OVERVIEW: overview_page(book),
        READINESS: readiness_page(book),
    }
    if book.edition is Edition.INTERNAL:
        pages.update(todo_pages(book))
        pages[FORECAST] = forecast_page(book)
        pages.update(field_pages())
        pages[REQUIREMENTS] = requirements_page(book)
    pages.update(findings_pages(book))
    pages.update(rule_pages(book))
    pages.update(clause_pages(book))
    pages.update(ledger_pages(book))
    pages.update(attachment_pages(book))
    pages.update(expiry_pages(book))
    pages[CALENDAR] = calendar_page(book)
    pages[TRACER] = tracer_page(book)
    pages.update(tracer_files(book))
    pages.update(who_pages(book))
    if book.has_forms:
        pages[FILLING] = filling_page(book)
    if book.history:
        pages[CHANGES] = changes_page(book, book.history)
    for kind in KINDS.values():
        if not kind.is_ledger:
            pages.update(_kind(book, kind))
    return pages


def _public_pages(book: Book) -> Mapping[str, Page | bytes]:
    pages: dict[str, Page | bytes] = {OVERVIEW: overview_page(book)}
    for kind in KINDS.values():
        if kind.is_record and is_shown(kind, book.edition):
            pages.update(_kind(book, kind))
    pages.update(attachment_pages(book))
    return pages


def _kind(book: Book, kind: Kind) -> Iterator[tuple[str, Page | bytes]]:
    """The list of a kind and the page of each of its records, or its table; of duties and indicators of each row."""
    items = book.archive.of(kind.model)
    if not kind.single or not items:
        if kind.name in _LISTS:
            yield list_path(kind), _LISTS[kind.name](book)
        else:
            yield from list_pages(book, kind)
    for item in items:
        yield path_of(item), _page(book, item)
        if kind.name in _ROWS:
            yield from _ROWS[kind.name](book, item)


def _page(book: Book, item: Item[Any]) -> Page:
    if item.kind.name in _PAGES:
        return _PAGES[item.kind.name](book, item)
    return table_page(book, item) if item.kind.is_table else record_page(book, item)


#: Kinds with a list of their own making.
_LISTS: Mapping[str, Callable[[Book], Page]] = {"policies": policies_page, "restriction": restrictions_page}
#: Kinds with a page of their own making.
_PAGES: Mapping[str, Callable[[Book, Any], Page]] = {
    "policies": policy_page,
    "standard": standard_page,
    "duties": duties_page,
    "indicators": indicators_page,
}
#: Tables whose rows have a page each.
_ROWS: Mapping[str, Callable[[Book, Any], Iterator[tuple[str, Page]]]] = {
    "duties": duty_pages,
    "indicators": indicator_pages,
}
