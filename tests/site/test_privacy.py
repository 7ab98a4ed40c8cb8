"""What is private is in no page, whatever the record; and the gate finds what slips in, in whatever form."""

from __future__ import annotations

import gzip
import html
import json
from copy import copy
from dataclasses import replace
from urllib.parse import quote

import pytest

from meidang.archive import Archive
from meidang.archive.privacy import HIDDEN, has_personal_number, hide, personal_numbers
from meidang.findings import Severity
from meidang.kinds import KINDS
from meidang.models.attachment import Attachment
from meidang.models.base import changed, describe
from meidang.render.pages import PrivateValue, leaks, private_values, project, render_pages
from meidang.rules import run_rules
from meidang.rules.privacy import personal_number_as_id, personal_number_in_text

ADDRESS = "虚构市虚构区虚构路 7 号 2 单元"
PHONE = "13800138001"
IDENTITY = "110105198804121238"
SECRETS = (ADDRESS, PHONE, IDENTITY, "138 0013 8001", "1988-04")


def _private(archive):
    return {value.value for value in private_values(archive)}


def test_the_small_archive_holds_a_value_for_every_private_field(archive):
    declared = {one.name for kind in KINDS.values() for one in describe(kind.model).values() if one.private}
    held = {name for name in declared if getattr(archive.items["staff/D01"].record, name)}
    assert declared == held
    assert _private(archive) == {ADDRESS, PHONE, IDENTITY, "1988-04"}


def test_no_page_holds_anything_private(pages):
    for path, text in pages.items():
        plain = html.unescape(text)
        assert [secret for secret in SECRETS if secret in plain] == [], path


def test_no_page_names_a_private_field(pages):
    for label in ("身份证号", "出生年月", "手机号码", "家庭住址"):
        assert f"| {label} |" not in pages["staff/D01.md"]


def test_the_projection_holds_nothing_private_and_no_text_as_read(archive):
    shown = project(archive)
    assert _private(shown) == set()
    assert all(item.source.data is None for item in shown.items.values())
    assert {reference.item.key for reference in shown.references} == {one.item.key for one in archive.references}


def test_what_holds_nothing_private_stays_the_same_object(archive):
    assert project(archive).items["technique/T01"].record is archive.items["technique/T01"].record


def test_an_attachment_named_after_a_phone_is_hidden(archive, make_pages):
    item = archive.items["staff/D01"]
    credential = changed(item.record.credentials[0], {"scan": Attachment(file=f"attachments/{PHONE}.pdf")})
    other = replace(item, record=changed(item.record, {"credentials": (credential,)}))
    pages = make_pages(Archive({**archive.items, item.key: other}, archive.ids, archive.references))
    assert PHONE not in html.unescape(pages["staff/D01.md"])
    assert HIDDEN in pages["staff/D01.md"]


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


def test_a_record_named_after_a_number_is_an_error_and_on_no_page(archive):
    item = archive.items["staff/D01"]
    named = replace(item, id=f"A{PHONE}", source=replace_path(item.source, f"archive/staff/A{PHONE}.yaml"))
    references = tuple(replace(one, item=named) if one.item.key == item.key else one for one in archive.references)
    others = {key: one for key, one in archive.items.items() if key != item.key}
    other = Archive({**others, named.key: named}, archive.ids, references)
    (finding,) = run_rules(other, [personal_number_as_id], archive.settings.as_of)
    assert (finding.code, finding.severity) == ("PRI002", Severity.ERROR)
    assert PHONE not in finding.message + finding.fix
    pages = render_pages(other, [finding], as_of=archive.settings.as_of, revision="", explanations={})
    assert "PRI002" in pages["findings.md"]
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


@pytest.mark.parametrize("before", ["", "var __index = "])
def test_a_birth_month_is_looked_for_in_its_owners_part_of_the_index(before):
    values = [PrivateValue("staff/D01", "出生年月", "1988-04", page="staff/D01")]

    def index(location, text):
        docs = [{"location": location, "title": "何砚", "text": text}]
        return [("search/search_index.js", f"{before}{json.dumps({'docs': docs})};".encode())]

    assert leaks(index("staff/D01.html#x", "born 1988\u200b-\u200b04"), values)
    assert not leaks(index("staff/D02.html", "born 1988-04"), values)


def _with(archive, key, values):
    item = archive.items[key]
    other = replace(item, record=changed(item.record, values))
    return Archive({**archive.items, key: other}, archive.ids, archive.references)


def test_what_another_record_says_in_public_and_what_is_short_is_not_looked_for(archive):
    said = _with(archive, "institution", {"name": f"{ADDRESS} 门诊部"})
    assert ADDRESS in _private(archive)
    assert ADDRESS not in _private(said)
    assert _private(_with(archive, "staff/D01", {"home_address": "无"})) == {PHONE, IDENTITY, "1988-04"}


def test_what_only_the_owner_says_is_looked_for(archive):
    assert ADDRESS in _private(_with(archive, "staff/D01", {"note": f"住{ADDRESS}"}))


def test_a_number_that_a_remark_of_another_repeats_is_looked_for(archive):
    assert PHONE in _private(_with(archive, "institution", {"note": f"找 {PHONE}"}))


def test_the_gate_lets_clean_outputs_pass(archive, pages):
    assert leaks(((path, text.encode()) for path, text in pages.items()), private_values(archive)) == []
