"""Everybody's own page: what is wrong, what is due, where to see it, where to change it; as text to send."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest

from meidang.archive import Archive
from meidang.archive.index import Reference
from meidang.findings import Finding, Location, Severity
from meidang.models.audience import Edition
from meidang.models.base import changed


def _page(pages, person="staff-D01"):
    return pages[f"todo/{person}.html"]


def test_everybody_employed_and_every_department_has_a_page(pages, archive):
    for kind in ("staff", "department"):
        for key in archive.ids[kind]:
            assert f"todo/{kind}-{key}.html" in pages
            assert f'href="{kind}-{key}.html"' in pages["todo/index.html"]


def test_only_the_internal_edition_has_such_pages(sites):
    for edition in (Edition.INSPECTOR, Edition.PUBLIC):
        assert not [address for address in sites[edition].pages if address.startswith("todo/")]


def test_who_left_has_none(archive, make_pages):
    item = archive.items["staff/N01"]
    gone = replace(item, record=changed(item.record, {"left_on": date(2026, 1, 31)}))
    pages = make_pages(Archive({**archive.items, item.key: gone}, archive.ids, archive.references))
    assert "todo/staff-N01.html" not in pages
    assert "todo/staff-D01.html" in pages


@pytest.fixture
def found(archive, make_pages):
    """The pages with one finding on a person's dossier and one on an entry of a ledger that names her."""
    dossier = Finding(
        "TST001",
        Severity.VETO,
        "执业证书已过期",
        Location("archive/staff/D01.yaml", 9, 3),
        "办理延续",
        record="staff/D01",
        due=date(2026, 5, 1),
    )
    entry = Finding(
        "TST002",
        Severity.MAJOR,
        "病例 C26-0002 没有术前评估",
        archive.items["case/K01-2026-05"].locate(("entries", 1, "operator_id")),
        record="case/K01-2026-05",
    )
    notice = replace(dossier, severity=Severity.NOTICE, message="继续教育学分年底前要补 5 分", due=date(2026, 12, 31))
    return make_pages(findings=(notice, entry, dossier))


def test_what_is_wrong_stands_by_weight_with_its_fix_and_the_way_there(found):
    page = _page(found)
    wrong, soon = page.partition('id="wrong"')[2].split('id="soon"')
    assert wrong.index("执业证书已过期") < wrong.index("C26-0002")
    assert "改法：办理延续" in wrong
    assert "已过 60 天" in wrong
    assert 'href="../staff/D01.html"' in wrong
    assert 'href="../ledger/case-2026.html#K01-2026-05.2"' in wrong
    assert "archive/staff/D01.yaml" in wrong
    assert "继续教育学分年底前要补 5 分" in soon


def test_the_department_hears_of_its_people(found, archive):
    department = archive.items["staff/D01"].record.department_id
    assert "执业证书已过期" in _page(found, f"department-{department}")


def test_with_an_address_for_editing_the_file_is_a_link(archive, make_pages):
    item = archive.items["settings"]
    told = replace(item, record=changed(item.record, {"edit_url": "https://example.invalid/edit/main/"}))
    finding = Finding("TST001", Severity.VETO, "过期", Location("archive/staff/D01.yaml", 9, 3), record="staff/D01")
    other = Archive({**archive.items, "settings": told}, archive.ids, archive.references)
    page = _page(make_pages(other, [finding]))
    assert 'href="https://example.invalid/edit/main/archive/staff/D01.yaml"' in page


def test_the_message_says_what_the_page_says(found):
    page = _page(found)
    (address,) = re.findall(r'href="(mailto:[^"]*)"', page)
    sent = unquote(unescape(address))
    (copied,) = re.findall(r'data-copy="([^"]*)"', page)
    for text in (sent, unescape(copied)):
        assert "1. [否决] 执业证书已过期（2026-05-01）　改法：办理延续" in text
        assert "继续教育学分年底前要补 5 分" in text
    assert "\n" not in address


def test_a_hostile_finding_stays_text_in_page_and_message(make_pages):
    hostile = '"><script>alert(1)</script>&body=x'
    finding = Finding("TST001", Severity.VETO, hostile, Location("archive/staff/D01.yaml"), record="staff/D01")
    page = _page(make_pages(findings=[finding]))
    assert "<script" not in page
    (address,) = re.findall(r'href="(mailto:[^"]*)"', page)
    assert unescape(address).count("&body=") == 1


def test_who_has_nothing_to_do_is_told_so(make_pages, archive):
    bare = {
        key: item
        for key, item in archive.items.items()
        if key in ("institution", "titles", "credential_types", "projects")
    }
    person = archive.items["staff/N01"]
    idle = replace(person, record=changed(person.record, {"credentials": (), "privileges": ()}))
    page = _page(make_pages(Archive({**bare, idle.key: idle}, archive.ids)), "staff-N01")
    assert "没有要改的问题" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("closed_on", "is_asked"), [(None, True), (date(2026, 6, 30), False), (date(2026, 7, 2), True)]
)
def test_an_improvement_waits_until_the_day_on_which_it_was_closed(archive, make_pages, closed_on, is_asked):
    key = "qi_entry/K01-2026-05"
    item = archive.items[key]
    entry = changed(item.record.entries[0], {"due_on": date(2026, 7, 15), "closed_on": closed_on})
    told = replace(item, record=changed(item.record, {"entries": (entry,)}))
    pages = make_pages(Archive({**archive.items, key: told}, archive.ids, archive.references))
    assert ("持续改进 Q01" in _page(pages)) is is_asked


def test_whoever_watched_or_assisted_is_not_asked(archive, make_pages):
    ledger = archive.items["case/K01-2026-05"]
    entry = changed(ledger.record.entries[1], {"operator_id": "D01", "assistants": ("N01",)})
    record = changed(ledger.record, {"entries": (ledger.record.entries[0], entry)})
    told = replace(ledger, record=record)
    references = tuple(one for one in archive.references if one.item.key != ledger.key)
    references += (
        Reference(told, ("entries", 1, "operator_id"), "staff", "D01"),
        Reference(told, ("entries", 1, "assistants", 0), "staff", "N01"),
    )
    finding = Finding(
        "TST002", Severity.MAJOR, "没有术前评估", ledger.locate(("entries", 1, "operator_id")), record=ledger.key
    )
    pages = make_pages(Archive({**archive.items, ledger.key: told}, archive.ids, references), [finding])
    assert "没有术前评估" in _page(pages)
    assert "没有术前评估" not in _page(pages, "staff-N01")


def test_a_message_is_no_longer_than_mail_programs_take(make_pages):
    findings = [
        Finding(
            "TST001",
            Severity.MAJOR,
            f"第 {number} 个问题，说来话长" * 4,
            Location("archive/staff/D01.yaml"),
            record="staff/D01",
        )
        for number in range(60)
    ]
    page = _page(make_pages(findings=findings))
    (address,) = re.findall(r'href="(mailto:[^"]*)"', page)
    assert len(unescape(address)) < 2_000
    (copied,) = re.findall(r'data-copy="([^"]*)"', page)
    assert "第 49 个问题" in copied
