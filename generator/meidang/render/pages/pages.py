"""All pages of the site, in one pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from meidang.archive import Archive
from meidang.archive.index import Path
from meidang.archive.privacy import hide
from meidang.findings import Explanation, Finding, Location
from meidang.kinds import KINDS
from meidang.render.pages.book import Book, list_path, path_of
from meidang.render.pages.listing import list_page, table_page
from meidang.render.pages.overview import findings_page, overview_page
from meidang.render.pages.projection import project
from meidang.render.pages.record import record_page
from meidang.render.pages.reference import fields_page, rules_page
from meidang.render.pages.wording import in_labels


def render_pages(
    archive: Archive,
    findings: Sequence[Finding],
    *,
    as_of: date,
    revision: str,
    explanations: Mapping[str, Explanation],
) -> Mapping[str, str]:
    """Path below the site's root (``staff/D01.md``) -> Markdown. Nothing private is in it.

    ``explanations``: what each code of a finding means, for the page of rules.
    """

    def locate(key: str, path: Path) -> Location:
        return archive.items[key].locate(path)

    shown = [_shown(finding) for finding in findings]
    return _pages(Book(project(archive), shown, as_of, revision, explanations, locate))


def _shown(finding: Finding) -> Finding:
    """A finding without personal numbers; they stand in file names too."""
    location = replace(finding.location, path=hide(finding.location.path))
    message, fix = hide(finding.message), in_labels(hide(finding.fix), finding.record)
    return replace(finding, message=message, fix=fix, location=location, record=hide(finding.record))


def _pages(book: Book) -> Mapping[str, str]:
    pages = {
        "index.md": overview_page(book),
        "findings.md": findings_page(book),
        "rules.md": rules_page(book.explanations),
        "fields.md": fields_page(),
    }
    for kind in KINDS.values():
        if not kind.single or not book.archive.of(kind.model):
            pages[list_path(kind)] = list_page(book, kind)
        for item in book.archive.of(kind.model):
            pages[path_of(item)] = table_page(book, item) if kind.is_table else record_page(book, item)
    return pages
