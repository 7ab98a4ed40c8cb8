"""Pages as Markdown: every kind has one that a person has looked at; links lead somewhere, in both directions."""

from __future__ import annotations

import os
import posixpath
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from meidang.kinds import KINDS
from meidang.models.base import describe
from meidang.render.pages.book import path_of

GOLDEN = {
    "index": "index.md",
    "findings": "findings.md",
    "rules": "rules.md",
    "staff-list": "staff/index.md",
    "department-list": "department/index.md",
    "technique-list": "technique/index.md",
    "staff-hostile": "staff/N01.md",
    "restriction-own": "restriction/self-T02.md",
}
SMALL = Path(__file__).parent / "small" / "archive"


def _first_page(kind):
    """The page of the first record of a kind in the small archive."""
    if kind.single:
        return f"{kind.name}.md"
    first = min((SMALL / kind.name).glob("*.yaml"), default=None)
    return f"{kind.name}/{first.stem}.md" if first else None


GOLDEN |= {name: _first_page(kind) for name, kind in KINDS.items()}
_LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")
_ANCHOR = re.compile(r'\{ #(\S+) \}|id="([^"]+)"')


@pytest.mark.parametrize("name", GOLDEN)
def test_page_is_the_one_that_was_looked_at(name, pages, request):
    file = request.path.parent / "golden" / f"{name}.md"
    if os.environ.get("MEIDANG_UPDATE_GOLDEN") == "1":
        file.write_text(pages[GOLDEN[name]], encoding="utf-8")
    assert pages[GOLDEN[name]] == file.read_text(encoding="utf-8")


def test_every_kind_has_a_record_in_the_small_archive():
    missing = [f"{SMALL}/{name}/" for name in KINDS if GOLDEN[name] is None]
    assert missing == [], "the pages that are kept come from the small archive"


def test_every_record_has_a_page_and_every_kind_a_list(archive, pages):
    assert {path_of(item) for item in archive.items.values()} <= set(pages)
    assert {f"{name}.md" if kind.single else f"{name}/index.md" for name, kind in KINDS.items()} <= set(pages)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_field_is_explained(kind, pages):
    page = unescape(pages["fields.md"])
    for declared in describe(kind.model).values():
        assert declared.name in page
        assert declared.label in page


def _links(path, markdown):
    """Links to other pages as (page, anchor)."""
    for target, anchor in _LINK.findall(markdown):
        if "://" not in target:
            page = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target))) if target else path
            yield page, anchor


def test_links_lead_to_pages_and_anchors_that_exist(pages):
    anchors = {path: {unescape(one or two) for one, two in _ANCHOR.findall(text)} for path, text in pages.items()}
    broken = [
        (path, target, anchor)
        for path, text in pages.items()
        for target, anchor in _links(path, text)
        if target not in pages or (anchor and anchor not in anchors[target])
    ]
    assert broken == []


def test_what_refers_and_what_is_referred_to_link_to_each_other(archive, pages):
    linked = {path: {target for target, _ in _links(path, text)} for path, text in pages.items()}
    between = [reference for reference in archive.references if not KINDS[reference.kind].is_table]
    assert between
    for reference in between:
        source = path_of(reference.item)
        target = path_of(archive.items[f"{reference.kind}/{reference.target}"])
        assert target in linked[source]
        assert source in linked[target]


def test_a_record_that_cannot_be_read_is_listed_with_what_is_wrong(pages):
    assert "有 1 个文件读不出来" in pages["staff/index.md"]
    assert "读不出来" in pages["findings.md"]


def test_the_edit_link_leads_to_the_record(pages):
    assert "(https://example.invalid/archive/edit/main/archive/staff/D01.yaml)" in pages["staff/D01.md"]


def test_pages_do_not_depend_on_the_order_of_files(archive, make_pages):
    from meidang.archive import Archive

    backwards = Archive(dict(reversed(archive.items.items())), archive.ids, archive.references[::-1])
    assert make_pages(backwards).keys() == make_pages().keys()
    assert make_pages(backwards)["index.md"] == make_pages()["index.md"]
    assert make_pages(backwards)["staff/D01.md"].splitlines()[:40] == make_pages()["staff/D01.md"].splitlines()[:40]


def test_an_empty_archive_has_pages():
    from datetime import date

    from meidang.archive import Archive
    from meidang.render.pages import render_pages

    pages = render_pages(Archive({}), (), as_of=date(2026, 6, 30), revision="", explanations={})
    assert "还没有记录" in pages["staff/index.md"]
