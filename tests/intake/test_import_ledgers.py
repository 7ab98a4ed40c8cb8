"""Entries of ledgers: into which file they go, and that none is entered twice."""

from __future__ import annotations

import pytest

from intake.books import book, problems, remarks, taken_in, written
from meidang.cli import main

CASES = ["期间", "科室", "病例号", "日期", "类别", "操作者", "麻醉方式"]


def test_entries_of_a_new_period_make_a_new_file(root):
    rows = [["2026年7月", "美容外科", "C-901", "2026-07-06", "手术类", "何砚", "局麻"]]
    found = taken_in(root, book(病例=[CASES, *rows]))
    if found.problems:  # the words of the choices, as they are declared
        pytest.fail(str(problems(found)))
    written(root, found)
    assert (root / "archive/ledger/case/K01-2026-07.yaml").read_text("utf-8") == (
        "# yaml-language-server: $schema=../../../schemas/case.schema.json\n"
        "department_id: K01\nperiod: 2026-07\nentries:\n"
        "  - case_no: C-901\n    date: 2026-07-06\n    category: 手术类\n    operator_id: D01\n    anaesthesia_type: 局麻\n"
    )
    assert taken_in(root, book(病例=[CASES, *rows])).changes == ()


def test_a_case_that_stands_in_another_period_is_not_entered_twice(root):
    row = ["2026-05", "K01", "C-901", "2026-05-06", "手术类", "何砚", "局麻"]
    written(root, taken_in(root, book(病例=[CASES, row])))
    found = taken_in(root, book(病例=[CASES, ["2026-06", *row[1:]]]))
    assert "“C-901”已经记在 archive/ledger/case/K01-2026-05.yaml" in problems(found)[0]


def test_a_case_that_the_workbook_enters_in_two_periods_is_not_entered_twice(root):
    row = ["K01", "C-901", "2026-05-06", "手术类", "何砚", "局麻"]
    found = taken_in(root, book(病例=[CASES, ["2026-05", *row], ["2026-06", *row]]))
    assert "「病例号」“C-901”已经记在 archive/ledger/case/K01-2026-05.yaml" in problems(found)[0]


def test_rows_without_a_department_are_not_the_hospitals_where_all_others_are_of_departments(root):
    row = ["C-901", "2026-05-06", "手术类", "何砚", "局麻"]
    written(root, taken_in(root, book(病例=[CASES, ["2026-05", "K01", *row]])))
    more = ["C-902", "2026-05-07", "手术类", "何砚", "局麻"]
    assert problems(taken_in(root, book(病例=[CASES, ["2026-05", None, *more]]))) == [
        "工作表「病例」第 2 行（B2）没有写「科室」，档案里这种台账都是科室的；写上科室；确实是院级的就写 全院"
    ]
    without = [CASES[0], *CASES[2:]]
    assert problems(taken_in(root, book(病例=[without, ["2026-05", *more]]))) == [
        "工作表「病例」没有「科室」列，档案里这种台账都是科室的；写上科室；确实是院级的就写 全院"
    ]
    found = taken_in(root, book(病例=[CASES, ["2026-05", "全院", *more]]))
    assert [one.path for one in found.rewrites] == ["archive/ledger/case/hospital-2026-05.yaml"]


def test_a_wrong_day_is_said_once_and_not_as_a_missing_period_too(root):
    found = taken_in(root, book(病例=[CASES, [None, "K01", "C-901", "11.4", "手术类", "何砚", "局麻"]]))
    assert [one.partition("；")[0] for one in problems(found)] == ["工作表「病例」第 2 行（D2）「日期」“11.4”缺少年"]


def test_a_ledger_of_the_hospital_has_no_department_and_a_period_follows_from_the_day(root):
    found = taken_in(
        root,
        book(安全事件=[["编号", "日期", "事件级别", "要素", "经过"], ["S-1", "2026-05-06", "Ⅳ级", "设备", "巡检发现"]]),
    )
    said = problems(found)
    assert not any("期间" in one or "科室" in one for one in said)
    assert any("没有「科室」列，按院级台账导入" in one for one in remarks(found))


def test_what_the_department_is_called_when_there_is_none(root):
    rows = [["期间", "科室", "统计项", "数量", "统计日期"], ["2026-07", "全院", "门诊人次", 12, "2026-07-31"]]
    found = taken_in(root, book(期间统计=rows))
    assert problems(found) == []
    assert [one.path for one in found.rewrites] == ["archive/ledger/period_figure/hospital-2026-07.yaml"]


def test_a_ledger_may_name_people_whom_the_same_workbook_brings_or_names_anew(root):
    content = book(
        病例=[
            CASES,
            ["2026-07", "K01", "C-902", "2026-07-06", "手术类", "钱多多", "局麻"],
            ["2026-07", "K01", "C-903", "2026-07-06", "手术类", "何砚砚（D01）", "局麻"],
        ],
        名册=[["编号", "姓名", "科室"], ["N04", "钱多多", "美容外科"], ["D01", "何砚砚", None]],
    )
    found = taken_in(root, content, renamed=["D01"])
    assert problems(found) == []
    text = next(one.after for one in found.rewrites if "ledger" in one.path)
    assert "operator_id: N04" in text
    assert "operator_id: D01" in text


def test_the_layout_of_new_files_is_one_that_formatting_leaves_alone(root):
    content = book(
        名册=[
            ["编号", "姓名", "科室", "备注", "出生年月", "岗位"],
            ["N04", "钱: 多多", "美容外科", "第一行\n第二行", "1990-01", "护士、药师"],
        ],
        病例=[CASES, ["2026-07", "K01", "00123", "2026-07-06", "手术类", "何砚", "局麻"]],
    )
    found = taken_in(root, content)
    written(root, found)
    files = [str(root / one.path) for one in found.rewrites]
    assert len(files) == 2
    assert main(["fmt", "--check", "--root", str(root), *files]) == 0
