"""The page of the site without scripts, and the data from which the browser draws."""

from __future__ import annotations

import json
import re

import pytest

from documents.example import archive
from meidang.archive.tracer import populations
from meidang.render.pages.review.tracer import inspection_of, tracer_files, tracer_page
from meidang.render.tracer.sample import METHOD, default_seed, maker
from tracer.made import AS_OF, book, text_of


@pytest.fixture(scope="module")
def page():
    return tracer_page(book())


@pytest.fixture(scope="module")
def files():
    return tracer_files(book())


def arguments(content):
    """What a data file hands over, by the function that it calls."""
    function, said = re.fullmatch(r"meidangTracer\.(\w+)\((.*)\);\n", content.decode(), re.DOTALL).groups()
    return function, json.loads(f"[{said}]")


def test_it_shows_the_sample_of_the_day(page):
    assert page.title == "追踪检查"
    assert default_seed(AS_OF) == 20260630
    said = text_of(page.body)
    assert METHOD.replace(" ", "") in said
    assert "种子20260630" in said
    assert "人员（抽取8名，共17名）" in said
    assert "何砚（D03）" in said


def test_every_record_drawn_and_to_bring_is_a_link(page):
    for there in ('href="staff/D03.html"', 'href="technique/T05.html"', 'href="ledger/case-2026.html#'):
        assert there in page.body


def test_it_is_ready_html_without_scripts_and_blank_lines(page):
    assert page.body.startswith("<h1>")
    assert "<script" not in page.body
    assert "\n\n" not in page.body
    assert not re.search(r" on\w+=", page.body)


def test_search_does_not_index_what_other_pages_say(page):
    indexed = re.sub(r"<!--unsearched-->.*?<!--/unsearched-->", "", page.body, flags=re.DOTALL)
    assert "何砚" not in indexed
    assert "追踪检查" in indexed
    assert "核查表" in page.words


def test_the_form_waits_for_the_script_and_has_a_label_for_each_field(page):
    form = re.search(r'<form id="tracer-form"[^>]*hidden>.*?</form>', page.body, re.DOTALL)[0]
    assert re.findall(r'name="(\w+)"', form) == ["seed", "department", "people", "techniques", "cases", "print"]
    assert form.count("<label>") == 5
    assert ">美容外科</option>" in form


def test_the_frame_names_everybody_and_why_somebody_must_be_drawn(files):
    function, (frame,) = arguments(files["tracer/frame.js"])
    assert function == "frame"
    for given, of in zip(frame["populations"], populations(book().archive, AS_OF), strict=True):
        assert [member[0] for member in given["members"]] == [member.key for member in of.members]
        for told, member in zip(given["members"], of.members, strict=True):
            assert {of.strata[at].id for at in told[2]} == member.strata
            assert given["cells"][told[1]][0] == member.cell
            assert {frame["departments"][at][0] for at in told[3]} == set(member.departments)


def test_inspectors_draw_from_what_the_command_draws_from():
    assert populations(book().archive, AS_OF) == populations(archive(), AS_OF)


def test_there_is_a_sheet_of_everybody_in_the_order_of_the_frame(files):
    _, (frame,) = arguments(files["tracer/frame.js"])
    make = maker(inspection_of(book()))
    for of in frame["populations"]:
        sheets = []
        for number in range(-(-len(of["members"]) // frame["bundle"])):
            function, (name, at, bundle) = arguments(files[f"tracer/{of['id']}-{number}.js"])
            assert (function, name, at) == ("sheets", of["id"], number)
            sheets += bundle
        assert len(sheets) == len(of["members"])
        for told, member in zip(sheets, of["members"], strict=True):
            sheet = make(member[0])
            assert told[0] == sheet.title
            assert [frame["questions"][at] for at, _ in told[4]] == [check.question for check in sheet.checks]


def test_no_reader_of_html_takes_data_for_the_end_of_a_script(files):
    assert not any(b"<" in content or "\u2028".encode() in content for content in files.values())
