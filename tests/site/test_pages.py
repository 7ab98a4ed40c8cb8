"""Every kind has a page that a person has looked at; what belongs together links to each other, in both directions."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from meidang.archive import Archive
from meidang.kinds import KINDS
from meidang.models.audience import Edition
from meidang.models.base import changed, describe
from meidang.render.pages.addresses import list_path, page_of, path_of
from meidang.render.pages.work.sheets import sheet_of_file
from meidang.render.search import entry_of
from reader import links, targets

GOLDEN = {
    "index": "index.html",
    "findings": "findings.html",
    "rules": "rules.html",
    "staff-list": "staff/index.html",
    "department-list": "department/index.html",
    "technique-list": "technique/index.html",
    "staff-hostile": "staff/N01.html",
    "restriction-own": "restriction/self-T02.html",
    "policies-list": "policies/index.html",
    "policies-plain": "policies/preop.html",
    "ledgers": "ledger/index.html",
    "ledger-case": "ledger/case.html",
    "ledger-case-2026": "ledger/case-2026.html",
    "ledger-gathered": "ledger/technique-status_history.html",
    "readiness": "readiness.html",
    "clause": "clause/c1.html",
    "clause-chapter": "clause/ch1.html",
    "clause-not-applicable": "clause/c3.html",
    "duty-monthly": "duty/audit.html",
    "duty-interval": "duty/calibrate.html",
    "duty-daily": "duty/count.html",
    "duty-matrix": "duty/improve.html",
    "indicator": "indicator/conformity.html",
}
SMALL = Path(__file__).parent / "small" / "archive"
_YEAR = re.compile("20[0-9]{2}")


def _first_page(kind):
    """The page of the first record of a kind in the small archive."""
    if kind.single:
        return f"{kind.name}.html"
    folder = SMALL.parent / kind.folder
    first = min(folder.glob(f"*{kind.suffix}"), default=None)
    if first is None:
        return None
    return (
        f"ledger/{kind.name}-{_YEAR.search(first.stem)[0]}.html" if kind.is_ledger else f"{kind.name}/{first.stem}.html"
    )


GOLDEN |= {name: _first_page(kind) for name, kind in KINDS.items()}


@pytest.mark.parametrize("name", GOLDEN)
def test_page_is_the_one_that_was_looked_at(name, pages, request):
    file = request.path.parent / "golden" / f"{name}.html"
    page = f"{pages[GOLDEN[name]]}\n"
    if os.environ.get("MEIDANG_UPDATE_GOLDEN") == "1":
        file.write_text(page, encoding="utf-8")
    assert page == file.read_text(encoding="utf-8")


def test_nothing_is_kept_that_no_page_is_compared_with(request):
    assert {file.stem for file in (request.path.parent / "golden").iterdir()} == set(GOLDEN)


def test_every_kind_has_a_record_in_the_small_archive():
    missing = [f"{SMALL}/{name}/" for name in KINDS if GOLDEN[name] is None]
    assert missing == [], "the pages that are kept come from the small archive"


def test_every_record_has_a_page_and_every_kind_a_list(archive, pages):
    assert {path_of(item) for item in archive.items.values() if not item.kind.is_ledger} <= set(pages)
    assert {list_path(kind) for kind in KINDS.values()} <= set(pages)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_field_is_explained(kind, pages):
    page = unescape("".join(body for address, body in pages.items() if address.startswith("fields")))
    for declared in describe(kind.model).values():
        assert declared.name in page
        assert declared.label in page


def _page(archive, item):
    return sheet_of_file(archive)[item.key].path if item.kind.is_ledger else path_of(item)


def _sources(archive, reference):
    """The pages that may show a reference: a clause, a duty and an indicator have one of their own."""
    item, path = reference.item, reference.path
    if item.kind.name == "standard":
        return {f"clause/{item.record.clauses[path[1]].id}.html"}
    if item.kind.name in ("duties", "indicators"):
        row = getattr(item.record, path[0])[path[1]].id
        return {page_of(item.kind.name, row)}
    return {_page(archive, item)}


def _targets(pages):
    return {address: targets(address, body) for address, body in pages.items()}


def test_what_refers_and_what_is_referred_to_link_to_each_other(archive, pages):
    linked = _targets(pages)
    between = [one for one in archive.references if one.kind in KINDS and not KINDS[one.kind].is_table]
    assert between
    for reference in between:
        target = path_of(archive.items[f"{reference.kind}/{reference.target}"])
        for source in _sources(archive, reference):
            assert target in linked[source], reference
            assert source in linked[target], reference


def test_a_clause_and_its_evidence_link_to_each_other(pages):
    linked = _targets(pages)
    evidence = {
        "ledger/case.html",
        "ledger/technique-status_history.html",
        "duty/audit.html",
        "indicator/conformity.html",
        "policies/preop.html",
    }
    assert evidence <= linked["clause/c1.html"]
    back = (*evidence, "institution.html", "staff/D01.html")
    assert [address for address in back if "clause/c1.html" not in linked[address]] == []


def test_a_clauses_number_finds_the_clause_and_not_every_record_of_which_it_speaks(sites):
    pages = sites[Edition.INTERNAL].pages
    assert 'href="../clause/c1.html">(一)1</a>' in pages["staff/D01.html"].body
    said = {at: str(entry_of(at, pages[at])) for at in ("staff/D01.html", "clause/c1.html")}
    assert [at for at, words in said.items() if "(一)1" in words] == ["clause/c1.html"]


def test_a_record_that_cannot_be_read_is_listed_with_what_is_wrong(pages):
    assert "有 1 个文件读不出来" in pages["staff/index.html"]
    assert "读不出来" in pages["findings.html"]


def test_people_stand_by_department_in_the_order_of_departments(archive, make_pages):
    kept, first = archive.items["department/K01"], archive.items["staff/D01"]
    later = replace(kept, id="K02", record=changed(kept.record, {"dept_no": 2}))
    moved = replace(first, record=changed(first.record, {"department_id": "K02"}))
    page = make_pages(Archive({**archive.items, later.key: later, first.key: moved}))["staff/index.html"]
    assert page.index('href="N01.html"') < page.index('href="D01.html"')


def test_the_edit_link_leads_to_the_record_where_editors_read(sites):
    address = "https://example.invalid/archive/edit/main/archive/staff/D01.yaml"
    shown = {edition: address in links(site.pages["staff/D01.html"].body) for edition, site in sites.items()}
    assert shown == {Edition.INTERNAL: True, Edition.INSPECTOR: False, Edition.PUBLIC: False}


def test_pages_do_not_depend_on_the_order_of_files(archive, make_pages):
    backwards = Archive(dict(reversed(archive.items.items())), archive.ids, archive.references[::-1])
    assert make_pages(backwards).keys() == make_pages().keys()
    for address in ("index.html", "staff/index.html", "technique/index.html"):
        assert make_pages(backwards)[address] == make_pages()[address]


def test_an_empty_archive_has_pages_that_say_how_to_begin(make_pages):
    pages = make_pages(Archive({}))
    begun = {"staff/index.html": "meidang new staff 编号", "policies/index.html": "meidang import-policy 文件.docx"}
    begun |= {"restriction/index.html": "meidang new restriction 编号", "ledger/case.html": "meidang new case<"}
    for address, command in begun.items():
        assert "还没有记录" in pages[address]
        assert command in pages[address]


def test_who_fills_in_nothing_is_not_told_how(make_pages):
    page = make_pages(Archive({}), edition=Edition.INSPECTOR)["staff/index.html"]
    assert "还没有记录" in page
    assert "meidang" not in page
