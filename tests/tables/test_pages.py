"""The pages that an expert walks: findings, rules, clauses and their evidence, restrictions, ledgers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from itertools import pairwise
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from links import anchors, broken_links
from meidang.archive import Archive
from meidang.archive.collections import COLLECTIONS, entries_until
from meidang.findings import Severity
from meidang.kinds import KINDS
from meidang.models.audience import Audience, Edition
from meidang.models.base import changed, describe
from meidang.models.restriction import Restriction
from meidang.models.standard import Standard
from meidang.pipeline.explanations import explanations
from meidang.render.pages.editions.projection import hidden_fields, shown_texts

AS_OF = date(2026, 6, 30)
#: Shorter words stand in many texts by chance.
_LONG = 8


def _rows(body, near=""):
    """The rows of tables as cells of HTML; those that hold ``near``."""
    found = [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr[^>]*>.*?</tr>", body, re.DOTALL)]
    return [row for row in found if row and near in "".join(row)]


def _words(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("edition", Edition)
def test_every_link_of_every_edition_leads_somewhere(site_of, edition):
    made = site_of(edition)
    assert broken_links(made.pages, made.files) == []


# --- findings --------------------------------------------------------------------------------------------------------


def test_the_page_of_findings_has_a_row_for_each_with_record_and_rule(site, findings):
    rows = _rows(site.pages["findings.html"].body, "rule/")
    assert len(rows) == len(findings)
    for row in rows:
        assert re.search(r'<a href="rule/[A-Z]+\d+\.html">', row[-1])
        assert "<a href=" in row[1]


def test_counts_by_owner_say_that_joint_owners_are_counted_with_each(site, findings):
    counts = site.pages["findings.html"].body.partition("<details")[2].partition("</details>")[0]
    owners, _, spans = counts.partition("几个部门共同负责的，各算一次。")
    assert sum(int(_words(row[-1])) for row in _rows(owners)) > len(findings)
    assert sum(int(_words(row[-1])) for row in _rows(spans)) == len(findings)


def test_a_finding_says_whose_turn_it_is_and_by_when(site):
    (row,) = _rows(site.pages["findings.html"].body, "罗敏的特种设备作业人员证")
    words = [_words(cell) for cell in row]
    assert words[3:6] == ["消毒供应室、院感科", "罗敏", "2026-02-14已过 136 天"]
    assert 'value="已过期限"' in row[5]


@pytest.mark.parametrize("severity", ["veto", "major", "minor", "notice"])
def test_the_counts_of_findings_narrow_the_list_and_keep_their_places(site, findings, severity):
    body = site.pages["findings.html"].body
    assert {severity, f"severity={severity}"} <= anchors(body)
    count = sum(one.severity is Severity[severity.upper()] for one in findings)
    assert f'href="#severity={severity}"><strong>{count}</strong>' in body


# --- rules and fields ------------------------------------------------------------------------------------------------


def test_each_rule_has_a_page_and_keeps_its_place_on_the_list(site):
    assert set(explanations()) <= anchors(site.pages["rules.html"].body)
    for code in explanations():
        assert f'<a href="rule/{code}.html">{code}</a>' in site.pages["rules.html"].body
        assert code in site.pages[f"rule/{code}.html"].body


def test_the_page_of_a_rule_shows_what_it_finds_now(site):
    body = site.pages["rule/CRD001.html"].body
    assert [_words(row[1]) for row in _rows(body, "已于")] == ["罗敏", "丁一"]


def test_each_kind_has_a_page_of_fields_and_groups_keep_their_places(site):
    listed = anchors(site.pages["fields.html"].body)
    for name in KINDS:
        page = site.pages[f"fields/{name}.html"]
        assert name.replace("_", "-") in listed
        assert anchors(page.body) <= listed
    assert "<code>valid_to</code>" in site.pages["fields/staff.html"].body


def test_no_page_weighs_much(site):
    sizes = {address: len(page.body.encode()) for address, page in site.pages.items()}
    assert sum(sizes.values()) / len(sizes) < 16_000
    assert max(sizes.values()) < 200_000


# --- clauses ---------------------------------------------------------------------------------------------------------


def test_one_can_walk_a_standard_from_clause_to_clause(site, archive):
    for item in archive.of(Standard):
        clauses = [clause.id for clause in item.record.clauses]
        for here, there in pairwise(clauses):
            beside = re.search(r'<nav class="beside".*?</nav>', site.pages[f"clause/{here}.html"].body)
            assert f'href="{there}.html"' in beside[0]


def test_evidence_of_fields_leads_to_all_who_have_them(site):
    (row,) = _rows(site.pages["clause/c8-6.html"].body, "人员：岗位")
    assert "17 份都已填写" in row[3]
    assert "../staff/index.html" in row[3]


def test_evidence_of_fields_names_those_who_lack_them(archive, site_of_other):
    person = archive.items["staff/D04"]
    without = replace(person, record=changed(person.record, {"posts": ()}))
    other = Archive({**archive.items, person.key: without}, archive.ids, archive.references)
    (row,) = _rows(site_of_other(other).pages["clause/c8-6.html"].body, "人员：岗位")
    assert _words(row[3]) == "17 份中 16 份已填写；没有填写：林若溪"
    assert 'href="../staff/D04.html"' in row[3]


def test_evidence_of_a_rule_leads_to_the_very_records(site):
    (row,) = [row for row in _rows(site.pages["clause/c8-6.html"].body, "rule/CRD001") if "检查规则" in row[0]]
    assert re.findall(r'href="\.\./staff/(\w+)\.html"', row[3]) == ["C01", "N03"]


def test_what_a_clause_lacks_leads_to_the_row_of_the_ledger(site):
    found = [row for row in _rows(site.pages["clause/c3.html"].body, "C26-0240") if "缺" not in row[0]]
    address, _, anchor = re.search(r'href="\.\./(ledger/case[^"]*)"', found[0][2])[1].partition("#")
    assert anchor in anchors(site.pages[address].body)


def test_readiness_counts_lead_to_the_clauses_in_that_state(site):
    body = site.pages["readiness.html"].body
    count = int(re.search(r'id="not-met-1"><a[^>]*><strong>(\d+)', body)[1])
    first = body[: body.index('id="standard-2"')] if 'id="standard-2"' in body else body
    assert sum("未达到</span>" in row[2] for row in _rows(first, "clause/")) == count


# --- restrictions ----------------------------------------------------------------------------------------------------


def test_every_restriction_stands_on_their_page_with_its_authority(site, archive):
    rows = _rows(site.pages["restriction/index.html"].body)
    for item in archive.of(Restriction):
        for one in item.record.items:
            (row,) = [row for row in rows if one.technique_name in _words(row[2]) and item.label == _words(row[-1])]
            assert row[0] == item.record.authority_level
            assert one.category in row[1]


def test_a_self_restriction_names_its_technique_and_whom_it_binds(site):
    (row,) = [row for row in _rows(site.pages["restriction/index.html"].body, "限制中") if "自身" in row[0]]
    assert 'href="../technique/T06.html"' in row[6]
    assert 'href="../staff/D01.html"' in row[7]


# --- lists of kinds --------------------------------------------------------------------------------------------------


def test_the_list_of_people_says_what_ends_first_and_leads_there(site):
    (row,) = _rows(site.pages["staff/index.html"].body, "N03.html")
    assert '<a href="N03.html#credentials"><time>2026-04-30</time></a>' in row[6]
    assert "护士执业证书" in row[6]


def test_numbers_of_the_list_of_techniques_lead_to_who_and_to_figures(site):
    (row,) = _rows(site.pages["technique/index.html"].body, "重睑成形术")
    assert '<a href="T01.html#performers">3</a>' in row
    assert '<a href="T01.html#figures">612</a>' in row


def test_the_public_list_says_nothing_of_checks(site_of):
    body = site_of(Edition.PUBLIC).pages["staff/index.html"].body
    assert "检查结果" not in body
    assert "badge" not in body
    assert "最早到期" not in body


# --- ledgers ---------------------------------------------------------------------------------------------------------


def test_the_counts_of_a_ledger_lead_to_the_entries_that_they_count(site):
    body = site.pages["ledger/case.html"].body
    links = re.findall(r'<td><a href="([^"?]+)\?month=([^&]+)&amp;department=([^"]+)">(\d+)</a>', body)
    assert links
    for page, month, department, count in links:
        rows = _rows(site.pages[f"ledger/{page}"].body)
        found = [row for row in rows if _words(row[0]).startswith(month) and _words(row[1]) == unquote(department)]
        assert len(found) == int(count)


@pytest.mark.parametrize("edition", [Edition.INTERNAL, Edition.INSPECTOR])
def test_every_ledger_with_entries_can_be_downloaded(site_of, archive, edition):
    made = site_of(edition)
    for name in COLLECTIONS:
        path = f"download/{name.replace('.', '-')}.xlsx"
        assert (path in made.files) == bool(entries_until(archive, name, AS_OF))
        page = made.pages[f"ledger/{name.replace('.', '-')}.html"]
        assert (f'href="../{path}"' in page.body) == (path in made.files)


def test_the_public_downloads_nothing(site_of):
    assert not [path for path in site_of(Edition.PUBLIC).files if path.endswith(".xlsx")]


def test_a_workbook_of_the_inspectors_holds_nothing_that_they_are_not_shown(site_of, archive):
    made = site_of(Edition.INSPECTOR)
    texts = {path: _texts(content) for path, content in made.files.items() if path.endswith(".xlsx")}
    shown = "\n".join(text for _, text in shown_texts(archive, Edition.INSPECTOR, AS_OF))
    found = {one.value for one in hidden_fields(archive, Edition.INSPECTOR, AS_OF) if len(one.value) > _LONG}
    hidden = {value for value in found if value not in shown}
    assert hidden
    for path, text in texts.items():
        assert not [value for value in hidden if value in text], path


def test_a_workbook_of_an_edition_has_no_column_for_what_the_edition_hides(site_of):
    text = _texts(site_of(Edition.INSPECTOR).files["download/case.xlsx"])
    hidden = [one for one in describe(COLLECTIONS["case"].model).values() if one.audience < Audience.INSPECTOR]
    shown = {one.label for one in describe(COLLECTIONS["case"].model).values() if one.audience >= Audience.INSPECTOR}
    for one in hidden:
        assert one.label in shown or f"<t>{one.label}</t>" not in text


def test_a_workbook_says_who_made_it_and_nothing_of_the_machine(site):
    with ZipFile(BytesIO(site.files["download/case.xlsx"])) as packed:
        core = packed.read("docProps/core.xml").decode()
        dates = {entry.date_time for entry in packed.infolist()}
    assert "<dc:creator>岚江澄光医疗美容医院</dc:creator>" in core
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-06-30T00:00:00Z"}
    assert len(dates) == 1


def _texts(workbook):
    with ZipFile(BytesIO(workbook)) as packed:
        return unescape("".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")))
