"""Markdown under front matter: read by the same rules as every record, with the places of the file."""

from __future__ import annotations

import pytest

from meidang.source.read import parse

PATH = "archive/policies/follow-up.md"
POLICY = "---\ndocument_no: A1\ncategory: 制度\n---\n\n## 一、目的\n\n- 列表: 不是键\n"


def test_the_text_below_becomes_the_body():
    reading = parse(POLICY, PATH)
    assert reading.findings == ()
    assert reading.source.data == {"document_no": "A1", "category": "制度", "body": "## 一、目的\n\n- 列表: 不是键"}


@pytest.mark.parametrize(
    ("path", "line", "column"), [(("document_no",), 2, 14), (("category",), 3, 11), (("body",), 6, 1)]
)
def test_places_are_those_of_the_file(path, line, column):
    location = parse(POLICY, PATH).source.locate(path)
    assert (location.line, location.column) == (line, column)


def test_windows_line_ends_change_nothing():
    reading = parse(POLICY.replace("\n", "\r\n").encode(), PATH)
    assert reading.findings == ()
    assert reading.source.data["category"] == "制度"


@pytest.mark.parametrize(
    "text", ["## 一、目的\n", "---\ndocument_no: A1\n## 没有第二行\n", " ---\ndocument_no: A1\n---\n", ""]
)
def test_a_file_without_front_matter_says_what_to_write(text):
    (finding,) = parse(text, PATH).findings
    assert "---" in finding.fix or finding.fix


def test_a_rule_across_the_text_is_part_of_it():
    reading = parse(POLICY + "\n---\n\n附：\n", PATH)
    assert reading.findings == ()
    assert reading.source.data["body"].endswith("不是键\n\n---\n\n附：")


def test_what_is_wrong_in_the_front_matter_is_said_at_its_line():
    (finding,) = parse("---\ndocument_no：A1\n---\n正文\n", PATH).findings
    assert finding.location.line == 2


def test_refused_characters_in_the_body_are_found():
    (finding,) = parse(POLICY + "隐藏\u202e文字\n", PATH).findings
    assert finding.location.line == 9


def test_the_body_stands_below_and_nowhere_else():
    (finding,) = parse("---\nbody: 正文\n---\n正文\n", PATH).findings
    assert "body" in finding.message


@pytest.mark.parametrize("below", ["", "\n\n", "  \n\t\n"])
def test_a_policy_may_have_no_text_yet(below):
    reading = parse(f"---\ndocument_no: A1\n---\n{below}", PATH)
    assert reading.findings == ()
    assert "body" not in reading.source.data
