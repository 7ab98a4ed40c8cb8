"""Which edition shows what follows from the declarations, and from what holds on the day."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meidang.archive import Archive
from meidang.kinds import KINDS
from meidang.models.audience import Audience, Edition
from meidang.models.base import changed, describe
from meidang.models.staff import TitleRecord
from meidang.pipeline import check
from meidang.project import Project
from meidang.render.pages import project
from meidang.render.pages.pages import render_site
from meidang.render.pages.records.reference import field_pages

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 6, 30)
PUBLIC_KINDS = {"institution", "department", "staff", "technique", "restriction"}


@pytest.fixture(scope="module")
def archive():
    return check(Project(ROOT), as_of=AS_OF, today=AS_OF).archive


def _with(archive, key, **values):
    item = replace(archive.items[key], record=changed(archive.items[key].record, values))
    return Archive({**archive.items, key: item}, archive.ids, archive.references)


def _public(archive):
    return project(archive, Edition.PUBLIC, AS_OF).items


def _declared(model, audience=Audience.PUBLIC, above=()):
    for one in describe(model).values():
        reaches = min(one.audience, audience)
        yield (*above, one.name), reaches
        if one.model:
            yield from _declared(one.model, reaches, (*above, one.name))


def test_the_public_sees_fields_of_five_kinds_only(archive):
    shown = {kind.name for kind in KINDS.values() if any(to is Audience.PUBLIC for _, to in _declared(kind.model))}
    assert shown - PUBLIC_KINDS == {"settings", "credential_types"}
    assert {item.kind.name for item in _public(archive).values()} == {*PUBLIC_KINDS, "credential_types"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_group_that_is_shown_has_something_to_show(kind):
    fields = dict(_declared(KINDS[kind].model))
    for path, reaches in fields.items():
        inside = [to for other, to in fields.items() if other[:-1] == path]
        assert not inside or max(inside) == reaches, path


@pytest.mark.parametrize("kind", KINDS)
def test_notes_are_for_nobody_outside(kind):
    notes = [reaches for path, reaches in _declared(KINDS[kind].model) if path[-1] == "note"]
    assert notes
    assert max(notes) is Audience.INTERNAL


def test_an_inspector_sees_everything_but_working_notes_and_what_is_private(archive):
    hidden = {path[-1] for kind in KINDS.values() for path, to in _declared(kind.model) if to < Audience.INSPECTOR}
    assert hidden == {
        *("note", "edit_url", "suspended_for", "reason", "sha256", "shown_in"),
        *("national_id", "phone", "birth_ym", "home_address"),
        *("forms", "platform", "repository", "branch", "address", "app_id", "auth_address"),
    }


# --- what holds on the day -------------------------------------------------------------------------------------------


def test_the_public_sees_who_works_here_on_the_day(archive):
    assert "staff/D01" in _public(archive)
    assert "staff/D01" not in _public(_with(archive, "staff/D01", left_on=AS_OF))
    assert "staff/D01" in _public(_with(archive, "staff/D01", left_on=date(2026, 7, 1)))


def test_the_public_sees_departments_in_use_and_techniques_that_are_offered(archive):
    public = _public(archive)
    for key, item in archive.items.items():
        if item.kind.name == "department":
            assert (key in public) == item.record.in_use
    assert "technique/T01" in public
    assert "technique/T06" not in public


def test_the_public_sees_a_restriction_that_holds_and_is_about_no_person(archive):
    own = archive.items["restriction/self-T06"].record.self_restriction
    others = {
        "of a person": changed(own, {"scope": "个人"}),
        "over": changed(own, {"released_on": AS_OF}),
        "not begun": changed(own, {"restricted_on": date(2026, 7, 1)}),
    }
    assert "restriction/self-T06" in _public(archive)
    for words, other in others.items():
        assert "restriction/self-T06" not in _public(_with(archive, "restriction/self-T06", self_restriction=other)), (
            words
        )


def test_the_public_sees_the_present_title_only(archive):
    titles = archive.items["staff/D01"].record.titles
    later = TitleRecord(title="主任医师", obtained_on="2027-01-01")
    shown = _public(_with(archive, "staff/D01", titles=(*titles, later)))["staff/D01"].record.titles
    assert len(titles) > 1
    assert [one.title for one in shown] == [max(titles, key=lambda one: one.obtained_on).title]


def test_the_public_reads_no_name_of_what_it_is_not_shown(archive):
    gone = _with(archive, "staff/D01", left_on=AS_OF)
    heads = {item.id for item in archive.items.values() if getattr(item.record, "head_id", None) == "D01"}
    assert heads
    for department in heads:
        assert _public(archive)[f"department/{department}"].record.head_id == "D01"
        assert _public(gone)[f"department/{department}"].record.head_id is None


def test_the_public_sees_a_scan_only_where_a_record_says_so(archive):
    licences = archive.institution.record.licences
    scanned = next(one for one in licences if one.scan)

    def shown(word):
        scan = changed(scanned.scan, {"shown_in": word})
        public = _public(_with(archive, "institution", licences=(changed(scanned, {"scan": scan}),)))
        return public["institution"].record.licences[0].scan

    assert shown(None) is None
    assert shown("评审版") is None
    assert shown("公开版").file == scanned.scan.file
    assert shown("公开版").sha256 is None


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(archive):
    site = render_site(archive, (), edition=Edition.PUBLIC, as_of=AS_OF, revision="", explanations={})
    return {address: page.body for address, page in site.pages.items()}


@pytest.mark.parametrize(
    "words",
    [
        "检查结果",
        "涉及条款",
        "档案层级",
        "谁可以做",
        "可用授权",
        "缺失",
        "未归档",
        "谁引用了它",
        "登记为",
        "备注",
        "无效",
    ],
)
def test_public_pages_say_nothing_of_what_only_the_whole_archive_knows(words, pages):
    assert [address for address, body in pages.items() if words in body and not address.startswith("index")] == []


def test_public_pages_have_no_empty_table_and_no_heading_without_anything_below(pages):
    for address, body in pages.items():
        assert not re.search(r"<tbody>\s*</tbody>|<table[^>]*>\s*</table>", body), address
        assert not re.search(r"</h2>\s*(?:<h[12]|$)", body), address
        for table in re.findall(r"<table>.*?</table>", body, re.DOTALL):
            rows = [
                re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
                for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
            ]
            columns = list(zip(*filter(None, rows), strict=True))
            assert all(any(column) for column in columns), address


def test_a_public_page_of_a_person_says_what_patients_ask(pages):
    page = html.unescape(pages["staff/D01.html"])
    assert all(words in page for words in ("陆文岚", "主任医师", "主诊医师", "临床 / 外科专业", "美容外科"))
    assert "D01" not in re.sub(r"<[^>]*>", "", page)


def test_a_public_page_of_a_department_says_who_works_there_and_what_is_done(pages):
    page = pages["department/aesthetic_surgery.html"]
    assert 'href="../staff/D01.html"' in page
    assert 'href="../technique/T01.html"' in page
    assert 'href="../technique/T06.html"' not in page


def test_the_page_of_fields_says_for_whom_each_is():
    page = dict(field_pages())["fields/staff.html"].body
    rows = dict(re.findall(r"<tr><td><code>(\w+)</code></td>.*?<td>([^<]*)</td></tr>", page)[::-1])
    assert {name: rows[name] for name in ("name", "hired_on", "note", "phone", "suspended_for")} == {
        "name": "公开版",
        "hired_on": "评审版",
        "note": "内部版",
        "phone": "不上网站",
        "suspended_for": "内部版",
    }
