"""``meidang retire``: the end is written down, the file stays, and who must be replaced is said."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("record", "path", "lines"),
    [
        ("N01", "staff/N01.yaml", ["left_on: 2026-06-20", "change: 离职：辞职"]),
        (
            "technique/T01",
            "technique/T01.yaml",
            ["status: 终止", "changed_on: 2026-06-20", "basis: 辞职", "approved_by: 医务部"],
        ),
        ("E01", "device/E01.yaml", ["in_use: false", "retired_on: 2026-06-20", "approved_by: 医务部", "way: 辞职"]),
        ("follow-up", "policies/follow-up.md", ["abolished_on: 2026-06-20", "change: 废止：辞职"]),
        ("research_project/R01", "research_project/R01.yaml", ["closed_on: 2026-06-20"]),
        ("K01", "department/K01.yaml", ["in_use: false", "change: 撤销：辞职"]),
    ],
)
def test_each_kind_ends_in_its_own_way(house, record, path, lines):
    code, out = house.run(
        "retire", record, "--on", "2026-06-20", "--reason", "辞职", "--approved-by", "医务部", "--by", "院办", "--write"
    )
    assert code == 0, out
    text = house.text(path)
    for line in [*lines, "updated_on: 2026-06-30", "done_by: 院办"]:
        assert line in text
    assert house.run("retire", record, "--on", "2026-06-20", "--write")[0] == 2


def test_a_reason_that_only_repeats_the_end_is_not_said_twice(house):
    house.run("retire", "E01", "--on", "2026-06-20", "--reason", "报废", "--write")
    assert "change: 报废\n" in house.text("device/E01.yaml")


def test_who_still_names_somebody_is_said(house):
    _, out = house.run("retire", "D01", "--on", "2026-06-20")
    assert "美容外科（department/K01）的「负责人」" in out
    assert "没有写入" in out


def test_an_end_that_lies_ahead_is_registered_today_with_its_day(house):
    code, out = house.run("retire", "N01", "--on", "2026-09-30", "--reason", "退休", "--write")
    assert code == 0, out
    text = house.text("staff/N01.yaml")
    assert "left_on: 2026-09-30" in text
    assert "change: 离职：退休（自 2026-09-30 起）\n    changed_on: 2026-06-30\n" in text


@pytest.mark.parametrize("record", ["N01", "technique/T01", "E01"])
def test_a_reason_of_several_lines_is_refused_in_plain_words(house, record):
    before = house.files()
    code, out = house.run("retire", record, "--on", "2026-06-20", "--reason", "辞\n职", "--write")
    assert code == 2
    assert "应为一行文字" in out
    assert house.files() == before


def test_it_refuses_what_has_no_end(house):
    before = house.files()
    assert house.run("retire", "quality", "--on", "2026-06-20", "--write")[0] == 2
    assert house.run("retire", "N01", "--on", "2026-06", "--write")[0] == 2
    assert house.files() == before
