"""What is private is in no page, whatever the record; and the gate finds what slips in, in whatever form."""

from __future__ import annotations

import gzip
import html
import json
from copy import copy
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest

from meidang.archive import Archive
from meidang.archive.privacy import HIDDEN, has_personal_number, hide, personal_numbers
from meidang.findings import Severity
from meidang.kinds import KINDS
from meidang.models.attachment import Attachment
from meidang.models.audience import Edition
from meidang.models.base import changed, describe
from meidang.render.pages import Page, PrivateValue, leaks, private_values, project
from meidang.render.pages.editions.projection import shown_texts
from meidang.render.search import entry_of, search_files
from meidang.rules import run_rules
from meidang.rules.privacy import personal_number_as_id, personal_number_in_text

ADDRESS = "虚构市虚构区虚构路 7 号 2 单元"
PHONE = "13800138001"
IDENTITY = "110105198804121238"
SECRETS = (ADDRESS, PHONE, IDENTITY, "138 0013 8001", "1988-04")


AS_OF = date(2026, 6, 30)


def _private(archive):
    return {value.value for value in private_values(archive, Edition.INTERNAL, AS_OF)}


def test_the_small_archive_holds_a_value_for_every_private_field(archive):
    declared = {one.name for kind in KINDS.values() for one in describe(kind.model).values() if one.private}
    held = {name for name in declared if getattr(archive.items["staff/D01"].record, name)}
    assert declared == held
    assert _private(archive) == {ADDRESS, PHONE, IDENTITY, "1988-04"}


@pytest.mark.parametrize("edition", Edition)
def test_nothing_of_a_site_holds_anything_private(edition, sites):
    for address, page in sites[edition].pages.items():
        said = html.unescape("\n".join((page.title, page.body, page.code, *page.words)))
        assert [secret for secret in SECRETS if secret in said] == [], address
    for path, content in sites[edition].files.items():
        assert [secret for secret in SECRETS if secret.encode() in content] == [], path


@pytest.mark.parametrize("edition", Edition)
def test_no_page_of_a_person_names_a_private_field(edition, sites):
    page = sites[edition].pages["staff/D01.html"].body
    assert [label for label in ("身份证号", "出生年月", "手机号码", "家庭住址") if label in page] == []


@pytest.mark.parametrize("edition", Edition)
def test_the_projection_holds_nothing_private_and_no_text_as_read(edition, archive):
    shown = project(archive, edition, AS_OF)
    assert _private(shown) == set()
    assert all(item.source.data is None for item in shown.items.values())
    assert {reference.item.key for reference in shown.references} <= set(shown.items)


def test_no_reference_is_lost_on_the_way_to_those_who_see_all(archive):
    shown = project(archive, Edition.INTERNAL, AS_OF)
    assert {reference.item.key for reference in shown.references} == {one.item.key for one in archive.references}


def test_what_holds_nothing_private_stays_the_same_object(archive):
    shown = project(archive, Edition.INTERNAL, AS_OF)
    assert shown.items["technique/T01"].record is archive.items["technique/T01"].record


def test_a_note_is_for_the_institution_itself(archive, make_pages):
    item = archive.items["staff/D01"]
    noted = replace(item, record=changed(item.record, {"note": "内部谈话一次"}))
    other = Archive({**archive.items, item.key: noted}, archive.ids, archive.references)
    shown = {one: "内部谈话一次" in "".join(make_pages(other, edition=one).values()) for one in Edition}
    assert shown == {Edition.INTERNAL: True, Edition.INSPECTOR: False, Edition.PUBLIC: False}


def test_the_public_sees_no_findings_no_readiness_and_no_work(sites):
    addresses = set(sites[Edition.PUBLIC].pages)
    assert {"index.html", "staff/D01.html", "technique/T01.html"} <= addresses
    hidden = (
        "findings",
        "readiness",
        "rules",
        "clause/",
        "duty/",
        "duties",
        "indicator",
        "ledger/",
        "policies/",
        "fields",
    )
    assert [address for address in addresses if address.startswith(hidden)] == []
    said = "".join(page.body for page in sites[Edition.PUBLIC].pages.values())
    assert [word for word in ("TST001", "检查结果", "没有按期评价") if word in said] == []


def test_an_attachment_named_after_a_phone_is_hidden(archive, make_pages):
    item = archive.items["staff/D01"]
    credential = changed(item.record.credentials[0], {"scan": Attachment(file=f"attachments/{PHONE}.pdf")})
    other = replace(item, record=changed(item.record, {"credentials": (credential,)}))
    pages = make_pages(Archive({**archive.items, item.key: other}, archive.ids, archive.references))
    assert PHONE not in html.unescape(pages["staff/D01.html"])
    assert HIDDEN in pages["staff/D01.html"]


# --- numbers in free text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        PHONE,
        "电话：138-0013-8001。",
        "+86 13800138001",
        IDENTITY,
        "身份证110105 19880412 1238",
        "11010519880412123x",
        "201111010110105198804121238",  # a doctor's qualification certificate: nine digits, then the identity number
    ],
)
def test_a_personal_number_in_a_text_is_hidden(text):
    assert has_personal_number(text)
    assert HIDDEN in hide(text)
    assert not has_personal_number(hide(text))


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-30",
        "911100001234567890",
        "141100000012345",
        "201912345678",
        "13.8001380012",
        "010-12345678",
        "85.5400x001",
    ],
)
def test_other_numbers_stay(text):
    assert hide(text) is text


def test_the_rule_names_the_place_and_not_the_number(archive):
    assert list(personal_numbers(archive.items["staff/D01"].record, set())) == [("note",)]
    found = run_rules(archive, [personal_number_in_text], archive.settings.as_of)
    assert {one.record for one in found} == {"staff/D01", "policies/follow-up"}
    (finding,) = [one for one in found if one.record == "staff/D01"]
    assert (finding.code, finding.severity) == ("PRI001", Severity.MINOR)
    assert PHONE not in finding.message + finding.fix


def test_a_record_named_after_a_number_is_an_error_and_on_no_page(archive, make_pages):
    item = archive.items["staff/D01"]
    named = replace(item, id=f"A{PHONE}", source=replace_path(item.source, f"archive/staff/A{PHONE}.yaml"))
    references = tuple(replace(one, item=named) if one.item.key == item.key else one for one in archive.references)
    others = {key: one for key, one in archive.items.items() if key != item.key}
    other = Archive({**others, named.key: named}, archive.ids, references)
    (finding,) = run_rules(other, [personal_number_as_id], archive.settings.as_of)
    assert (finding.code, finding.severity) == ("PRI002", Severity.ERROR)
    assert PHONE not in finding.message + finding.fix
    pages = make_pages(other, [finding])
    assert "PRI002" in pages["findings.html"]
    assert [path for path, text in pages.items() if PHONE in path + html.unescape(text)] == []


def replace_path(source, path):
    other = copy(source)
    object.__setattr__(other, "path", path)
    return other


# --- the gate --------------------------------------------------------------------------------------------------------

FORMS = {
    "plain": lambda value: value,
    "html entities": lambda value: "".join(f"&#{ord(character)};" for character in value),
    "hexadecimal entities": lambda value: "".join(f"&#x{ord(character):x};" for character in value),
    "json": lambda value: json.dumps({"text": value}),
    "entities in json": lambda value: json.dumps(html.escape("".join(f"&#{ord(one)};" for one in value))),
    "address": quote,
    "segmented": "\u200b".join,
    "over lines": "\n  ".join,
    "divided by tags": "<em></em>".join,
    "inside an attribute": lambda value: f'<img title="{value}">',
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", [ADDRESS, PHONE, IDENTITY, "路7&号'2'单元 100%"])
def test_the_gate_finds_a_value_in_every_form(form, value):
    found = leaks([("a.html", f"前{FORMS[form](value)}后".encode())], [PrivateValue("staff/D01", "家庭住址", value)])
    assert [str(leak) for leak in found] == ["a.html 里有 staff/D01 的「家庭住址」"]


def test_the_gate_looks_into_compressed_files_and_at_names():
    values = [PrivateValue("staff/D01", "手机号码", PHONE)]
    assert leaks([("a.gz", gzip.compress(PHONE.encode()))], values)
    assert leaks([(f"staff/{PHONE}.html", b"")], values)


def test_the_gate_tells_every_output_and_every_value_once():
    values = [PrivateValue("staff/D01", "手机号码", PHONE), PrivateValue("staff/D02", "手机号码", PHONE)]
    found = leaks([("a.html", f"{PHONE} {PHONE}".encode()), ("b.html", b"nothing")], values)
    assert [(leak.path, leak.record) for leak in found] == [("a.html", "staff/D01"), ("a.html", "staff/D02")]


def test_a_value_that_begins_another_is_found_beside_it():
    values = [PrivateValue("a", "住址", "虚构路7号"), PrivateValue("b", "住址", "虚构路7号2单元")]
    assert {leak.record for leak in leaks([("x", "虚构路7号3单元".encode())], values)} == {"a"}
    assert {leak.record for leak in leaks([("x", "虚构路7号2单元".encode())], values)} >= {"b"}


def test_a_birth_month_is_looked_for_on_its_owners_page_only():
    values = [PrivateValue("staff/D01", "出生年月", "1988-04", page="staff/D01")]
    assert leaks([("staff/D01.html", b"born 1988-04.")], values)
    assert not leaks([("staff/D01.html", b"issued 1988-04-01"), ("staff/D02.html", b"1988-04")], values)


@pytest.mark.parametrize("written", ["1988.4", "1988/04", "1988 年 4 月", "1988年04月生"])
def test_a_birth_month_is_found_as_people_write_it(written):
    values = [PrivateValue("staff/D01", "出生年月", "1988-04", page="staff/D01")]
    assert leaks([("staff/D01.html", f"<td>{written}</td>".encode())], values)
    assert not leaks([("staff/D01.html", "<td>1988年4月12日、1988.4.12、11988-04</td>".encode())], values)


def _search(address, words, text):
    page = Page("何砚", f"<h1>何砚</h1><p>{text}</p>", words=(words,))
    return list(search_files([entry_of(address, page)]))


def test_a_birth_month_is_looked_for_in_its_owners_part_of_the_search():
    values = [PrivateValue("staff/D01", "出生年月", "1988-04", page="staff/D01")]
    texts = leaks(_search("staff/D01.html", "", "生于 1988-04，"), values)
    names = leaks(_search("staff/D01.html", "1988-04", ""), values)
    assert [leak.path for leak in texts] == ["search/texts/0.js"]
    assert [leak.path for leak in names] == ["search/names.js"]
    assert not leaks(_search("staff/D02.html", "1988-04", "生于 1988-04，"), values)


# --- what is no secret -----------------------------------------------------------------------------------------------


def _with(archive, key, values):
    item = archive.items[key]
    other = replace(item, record=changed(item.record, values))
    return Archive({**archive.items, key: other}, archive.ids, archive.references)


def _found(archive, content, edition=Edition.INTERNAL, own_words=""):
    """Whose values the gate finds in one page of the archive's site."""
    outputs = [("index.html", f"<p>{content}</p>".encode())]
    return {
        leak.record
        for leak in leaks(
            outputs,
            private_values(archive, edition, AS_OF),
            shown=lambda: shown_texts(archive, edition, AS_OF),
            own_words=lambda: own_words,
        )
    }


def test_what_another_record_says_in_public_is_no_secret(archive):
    said = _with(archive, "institution", {"name": f"{ADDRESS} 门诊部"})
    assert _found(archive, ADDRESS) == {"staff/D01"}
    assert _found(said, ADDRESS) == set()


def test_what_is_short_is_not_looked_for(archive):
    assert _found(_with(archive, "staff/D01", {"home_address": "无"}), "无") == set()


def test_what_only_the_owner_says_is_looked_for(archive):
    assert _found(_with(archive, "staff/D01", {"note": f"住{ADDRESS}"}), ADDRESS) == {"staff/D01"}


def test_a_number_that_a_remark_of_another_repeats_is_looked_for(archive):
    assert _found(_with(archive, "institution", {"note": f"找 {PHONE}"}), PHONE) == {"staff/D01"}


REMARK = "院长口头同意延期一个月"


def test_what_an_edition_does_not_show_is_looked_for_there_only(archive):
    noted = _with(archive, "technique/T01", {"note": REMARK})
    assert _found(noted, REMARK, Edition.INTERNAL) == set()
    assert _found(noted, REMARK, Edition.INSPECTOR) == {"technique/T01"}
    assert _found(noted, REMARK, Edition.PUBLIC) == {"technique/T01"}


def test_each_line_of_a_long_text_is_looked_for(archive):
    noted = _with(archive, "technique/T01", {"note": f"第一行的话\n{REMARK}\n第三行"})
    assert _found(noted, REMARK, Edition.INSPECTOR) == {"technique/T01"}


@pytest.mark.parametrize(
    "page", ["<td>院长口头</td><td>同意延期一个月</td>", "院长口头同意", "2026-06-30 至 2026-07-01"]
)
def test_an_honest_page_passes(archive, page):
    noted = _with(archive, "technique/T01", {"note": REMARK})
    assert _found(_with(noted, "staff/D01", {"note": "2026-06-30"}), page, Edition.INSPECTOR) == set()


def test_words_that_the_site_or_a_shown_text_says_are_no_secret_of_the_edition(archive):
    noted = _with(archive, "technique/T01", {"note": "没有发现问题"})
    assert _found(noted, "没有发现问题", Edition.INSPECTOR) == {"technique/T01"}
    assert _found(noted, "没有发现问题", Edition.INSPECTOR, own_words='return "没有发现问题。"') == set()
    name = archive.items["technique/T01"].record.standard_name
    named = _with(archive, "staff/D01", {"note": f"{name}、{archive.institution.label}"})
    assert _found(named, f"{name}、{archive.institution.label}", Edition.INSPECTOR) == set()


def test_the_gate_lets_clean_outputs_pass(archive, pages):
    outputs = ((address, body.encode()) for address, body in pages.items())
    assert leaks(outputs, private_values(archive, Edition.INTERNAL, AS_OF)) == []
