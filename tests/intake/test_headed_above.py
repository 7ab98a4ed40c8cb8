"""Headings that take two rows, stand below titles or belong to somebody's papers: whose the number is."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.books import book, changes, known, problems, remarks, taken_in
from meidang.render.intake.columns import NAME


def test_a_roster_that_holds_certificates_too_says_how_to_bring_them_in(root):
    rows = [["工号", "姓名", "证书名称", "证书编号"], ["D01", "何砚", "doctor_practice", "示例-1"]]
    assert remarks(taken_in(root, book(名册=rows))) == [
        "工作表「名册」有 2 列是「人员证照」表的，这次不带入：“证书名称”（C 列）、“证书编号”（D 列）；要带入就再导入一次，加 --as 人员证照 --sheet 名册"
    ]


def of_papers(number="证书编号"):
    """A roster of two rows of headings, as hospitals keep it."""

    def dress(made):
        for column in "ABC":
            made["名册"].merge_cells(f"{column}2:{column}3")
        made["名册"].merge_cells("D2:F2")

    rows = [
        ["某某医院人员一览"],
        ["编号", "姓名", "职务", "医师执业证书", None, None],
        [None, None, None, number, "发证日期", "有效期至"],
        ["D01", "何砚", "科主任", "示例-7", "2021-01-01", "2031-01-01"],
    ]
    return book(名册=rows, dress=dress)


@pytest.mark.parametrize("number", ["证书编号", "编号", "执业证号"])
def test_the_number_of_a_certificate_is_nobodys_id(root, number):
    found = taken_in(root, of_papers(number))
    assert (problems(found), changes(found)) == ([], [("何砚 D01", "职务", "", "科主任")])
    assert remarks(found) == [
        f"工作表「名册」有 3 列是「人员证照」表的，这次不带入：“{'医师执业证书' * (number == '编号')}{number}”（D 列）、“发证日期”（E 列）、“有效期至”（F 列）；要带入就加上「证照类型」列，再导入一次，加 --as 人员证照 --sheet 名册"
    ]


@pytest.mark.parametrize("heading", ["证书编号", "执业证号", "护士执业证书编号", "证书编码", "护理证号"])
def test_it_is_never_suggested_for_one_either(root, heading):
    found = taken_in(root, book(名册=[["姓名", "职务", heading], ["何砚", "科主任", "H202233"]]))
    assert (problems(found), changes(found)) == ([], [("何砚 D01", "职务", "", "科主任")])


def test_beside_the_number_of_the_certificate_another_number_is_the_persons(root):
    head = ["编号", "姓名", "证照类型", "证书编号", "发证日期"]
    found = taken_in(root, book(证照=[head, ["D01", "何砚", "医师执业证书", "示例-7", "2021-01-01"]]))
    assert problems(found) == []
    assert [one.after for one in found.changes] == ["证照类型 医师执业证书；编号 示例-7；取得日期 2021-01-01"]
    assert remarks(found) == ["工作表「证照」第 1 行（A1）“编号”认作「人员编号」"]
    found = taken_in(root, book(证照=[["工号", *head], ["D01", "7", "何砚", "医师执业证书", "示例-7", "2021-01-01"]]))
    assert problems(found) == [
        "工作表「证照」有几列都是「编号」：B 列“编号”、E 列“证书编号”；只留一列，或用 --ignore-column 标题 不带入其中一列"
    ]


def test_the_number_of_an_identity_card_is_not_that_of_a_certificate():
    assert known("staff.credentials", "居民身份证编号", "姓名")[1] == [None, NAME]


@pytest.mark.parametrize("first", [("工号", "姓名", "职务"), ("基本信息", None, None)])
def test_the_number_of_somebody_else_is_not_taken_for_the_persons_own(root, first):
    def dress(made):
        made["花名册"].merge_cells("D1:E1")

    second = ["工号", "姓名", "职务"] if first[0] == "基本信息" else [None] * 3
    rows = [[*first, "紧急联系人", None], [*second, "关系", "电话"], ["D01", "何砚", "科主任", "配偶", "13900139000"]]
    found = taken_in(root, book(花名册=rows, dress=dress))
    assert changes(found) == [("何砚 D01", "职务", "", "科主任")]


def test_headings_may_take_two_rows(root):
    def dress(made):
        made["花名册"].merge_cells("C2:D2")

    rows = [
        ["某某医院花名册"],
        ["工号", "姓名", "证照信息", None, "入职"],
        [None, None, "名称", "编号", "日期"],
        ["D01", "何砚", "doctor_practice", "示例-1", dt.datetime(2018, 3, 5)],  # noqa: DTZ001 - Excel's days know no zone
    ]
    content = book(花名册=rows, dress=dress)
    found = taken_in(root, content)
    assert (problems(found), [one[1] for one in changes(found)]) == ([], ["入职日期"])
    again = taken_in(root, content, table="staff.credentials", sheets=["花名册"])
    assert [one.after for one in again.changes] == ["证照类型 医师执业证书；编号 示例-1"]


@pytest.mark.parametrize("beside", [(None, "科室", "美容皮肤科"), (None, "岗位：", "护士")])
def test_what_stands_beside_the_title_of_a_sheet_heads_no_column(root, beside):
    rows = [["花名册", None, None, None, *beside], ["工号", "姓名", "科室", "职务"], ["D01", "何砚", "K01", "科主任"]]
    found = taken_in(root, book(名册=rows))
    assert (problems(found), remarks(found)) == ([], [])
    assert changes(found) == [("何砚 D01", "职务", "", "科主任")]


def test_headings_may_stand_below_titles():
    assert known("staff", "工号", "姓名", above=("某某医院人员名册", "填表日期：2026-05-01", ""))[0] == 4
