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
from meidang.render.pages.addresses import list_path, page_of, path_of
from meidang.render.pages.sheets import sheet_of_file

GOLDEN = {
    "index": "index.md",
    "findings": "findings.md",
    "rules": "rules.md",
    "staff-list": "staff/index.md",
    "department-list": "department/index.md",
    "technique-list": "technique/index.md",
    "staff-hostile": "staff/N01.md",
    "restriction-own": "restriction/self-T02.md",
    "policies-list": "policies/index.md",
    "policies-plain": "policies/preop.md",
    "ledgers": "ledger/index.md",
    "ledger-case": "ledger/case.md",
    "ledger-case-2026": "ledger/case-2026.md",
    "ledger-gathered": "ledger/technique-status_history.md",
    "readiness": "readiness.md",
    "clause": "clause/c1.md",
    "clause-chapter": "clause/ch1.md",
    "clause-not-applicable": "clause/c3.md",
    "duty-monthly": "duty/audit.md",
    "duty-interval": "duty/calibrate.md",
    "duty-daily": "duty/count.md",
    "duty-matrix": "duty/improve.md",
    "indicator": "indicator/conformity.md",
}
SMALL = Path(__file__).parent / "small" / "archive"
_YEAR = re.compile("20[0-9]{2}")


def _first_page(kind):
    """The page of the first record of a kind in the small archive."""
    if kind.single:
        return f"{kind.name}.md"
    folder = SMALL.parent / kind.folder
    first = min(folder.glob(f"*{kind.suffix}"), default=None)
    if first is None:
        return None
    return f"ledger/{kind.name}-{_YEAR.search(first.stem)[0]}.md" if kind.is_ledger else f"{kind.name}/{first.stem}.md"


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
    assert {path_of(item) for item in archive.items.values() if not item.kind.is_ledger} <= set(pages)
    assert {list_path(kind) for kind in KINDS.values()} <= set(pages)


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


def _page(archive, item):
    return sheet_of_file(archive)[item.key].path if item.kind.is_ledger else path_of(item)


def _sources(archive, reference):
    """The pages that may show a reference: a clause, a duty and an indicator have one of their own."""
    item, path = reference.item, reference.path
    if item.kind.name == "standard":
        return {f"clause/{item.record.clauses[path[1]].id}.md"}
    if item.kind.name in ("duties", "indicators"):
        row = getattr(item.record, path[0])[path[1]].id
        return {page_of(item.kind.name, row)}
    return {_page(archive, item)}


def test_what_refers_and_what_is_referred_to_link_to_each_other(archive, pages):
    linked = {path: {target for target, _ in _links(path, text)} for path, text in pages.items()}
    between = [one for one in archive.references if one.kind in KINDS and not KINDS[one.kind].is_table]
    assert between
    for reference in between:
        target = path_of(archive.items[f"{reference.kind}/{reference.target}"])
        for source in _sources(archive, reference):
            assert target in linked[source], reference
            assert source in linked[target], reference


def test_a_clause_and_its_evidence_link_to_each_other(archive, pages):
    linked = {path: {target for target, _ in _links(path, text)} for path, text in pages.items()}
    evidence = {
        "ledger/case.md",
        "ledger/technique-status_history.md",
        "duty/audit.md",
        "indicator/conformity.md",
        "policies/preop.md",
    }
    assert evidence <= linked["clause/c1.md"]
    assert [path for path in (*evidence, "institution.md", "staff/D01.md") if "clause/c1.md" not in linked[path]] == []


def test_a_record_that_cannot_be_read_is_listed_with_what_is_wrong(pages):
    assert "有 1 个文件读不出来" in pages["staff/index.md"]
    assert "读不出来" in pages["findings.md"]


def test_people_stand_by_department_in_the_order_of_departments(archive, make_pages):
    from dataclasses import replace

    from meidang.archive import Archive
    from meidang.models.base import changed

    kept, first = archive.items["department/K01"], archive.items["staff/D01"]
    later = replace(kept, id="K02", record=changed(kept.record, {"dept_no": 2}))
    moved = replace(first, record=changed(first.record, {"department_id": "K02"}))
    page = make_pages(Archive({**archive.items, later.key: later, first.key: moved}))["staff/index.md"]
    assert re.findall(r"^\| \[(\w+)\]", page, re.MULTILINE) == ["N01", "D01"]


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
