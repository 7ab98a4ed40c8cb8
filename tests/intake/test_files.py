"""A file that is no plain workbook is refused with advice before anybody parses it; what is odd inside one is told."""

# ruff: noqa: DTZ001 - Excel's days know no zone

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from intake.books import book, changes, problems, remarks, small, taken_in
from meidang.render.intake.layout import MOST_COLUMNS, layouts
from meidang.render.intake.package import Unreadable, parts_of
from meidang.render.intake.reading import read_workbook

GOOD = book(人员名册=[["工号", "姓名"], ["D01", "何砚"]])


def changed(change, content=GOOD):
    """The workbook with some parts in other words."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, part in change(parts).items():
            new.writestr(name, part)
    return out.getvalue()


def with_doctype(parts):
    part = parts["xl/worksheets/sheet1.xml"]
    return parts | {"xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>' + part}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        ("姓名,工号\n何砚,D01\n".encode("gbk"), "不是 .xlsx 工作簿（.csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式（.xls 或 .et）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
        (b"<html><table></table></html>", "其实是网页"),
        (b"PK\x03\x04" + b"\0" * 50, "文件损坏"),
        (b"PK\x03\x04" + b"\0" * (21 * 2**20), "超过 20 MiB"),
        (changed(lambda parts: parts | {"xl/vbaProject.bin": b"x"}), "带宏"),
        (changed(with_doctype), "DOCTYPE"),
        (changed(lambda parts: parts | {f"x{n}.xml": b"" for n in range(2001)}), "解压后太大"),
        (changed(lambda parts: parts | {"xl/media/bomb.bin": b"\0" * (160 * 2**20)}), "解压后太大"),
        (changed(lambda parts: parts | {"xl/worksheets/sheet2.xml": b"<c/>" * 4_000_001}), "单元格太多"),
        (
            changed(lambda parts: parts | {"xl/workbook.xml": b"<a xmlns='http://purl.oclc.org/ooxml/x'/>"}),
            "Strict Open XML",
        ),
        (changed(lambda parts: {"a.xml": b"<a/>"}), "不是 .xlsx 工作簿"),
        (changed(lambda parts: parts | {"[Content_Types].xml": b"wordprocessingml"}), "Word 文档"),
    ],
    ids=[
        "empty",
        "csv",
        "xls",
        "password",
        "html",
        "broken",
        "large",
        "macros",
        "doctype",
        "parts",
        "bomb",
        "cells",
        "strict",
        "zip",
        "word",
    ],
)
def test_what_is_no_plain_workbook_is_refused_with_advice(content, words):
    with pytest.raises(Unreadable, match=words):
        parts_of(content)


def test_a_part_that_is_broken_inside_is_no_crash():
    broken = changed(lambda parts: parts | {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='x'>"})
    with pytest.raises(Unreadable, match="内部结构不对"):
        read_workbook(broken)


def test_hidden_columns_that_no_sheet_has_are_not_counted_out():
    def wide(parts):
        name = "xl/worksheets/sheet1.xml"
        odd = b'<cols><col min="-9" max="99999999999" hidden="1"/></cols><sheetData>'
        return parts | {name: parts[name].replace(b"<sheetData>", odd)}

    (found,) = layouts(parts_of(changed(wide))).values()
    assert (min(found.hidden_columns), max(found.hidden_columns)) == (1, MOST_COLUMNS)


def test_too_many_rows_are_refused_and_empty_ones_with_a_format_are_not():
    def far(made, value):
        made["人员名册"].cell(30_000, 1).value = value
        made["人员名册"].cell(30_000, 1).number_format = "@"

    with pytest.raises(Unreadable, match="内容到第 30000 行"):
        read_workbook(book(人员名册=[["工号"]], dress=lambda made: far(made, "D01")))
    assert list(read_workbook(book(人员名册=[["工号"]], dress=lambda made: far(made, None)))[0].rows) == [1]


def test_formulas_count_by_their_stored_result_and_without_one_are_told(tmp_path):
    def solved(parts):
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        return parts | {
            "xl/worksheets/sheet1.xml": sheet.replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
            .replace("<f>1+1</f><v />", "<f>1+1</f><v>2</v>")
            .encode()
        }

    root, rows = (
        small(tmp_path),
        [
            ["技术项目编号", "年度", "开展例数", "治愈", "好转", "无效", "并发症", "纠纷"],
            ["T01", 2020, "=1+1", 2, 0, 0, 0, 0],
        ],
    )
    open_one = book(年度数据=rows)
    assert "「开展例数」是公式，文件里没有存它的结果" in problems(taken_in(root, open_one))[0]
    found = taken_in(root, changed(solved, open_one))
    assert problems(found) == []
    assert "开展例数 2；" in changes(found)[0][3]


def test_days_of_a_workbook_that_counts_from_1904_are_the_days_that_people_see(tmp_path):
    import datetime as dt

    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def dress(made):
        made.epoch = CALENDAR_MAC_1904

    content = book(人员名册=[["工号", "姓名", "入职日期"], ["D01", "何砚", dt.datetime(2020, 5, 6)]], dress=dress)
    assert changes(taken_in(small(tmp_path), content)) == [("何砚 D01", "入职日期", "2018-03-01", "2020-05-06")]


def test_cells_joined_downwards_count_for_every_row(tmp_path):
    rows = [["姓名", "年度", "项目", "学分"], ["何砚", 2024, "甲", 5], [None, 2024, "乙", 6]]
    found = taken_in(small(tmp_path), book(继续教育=rows, dress=lambda made: made["继续教育"].merge_cells("A2:A3")))
    assert problems(found) == []
    assert [record for record, *_ in changes(found)] == ["何砚 D01", "何砚 D01"]


def test_cells_joined_across_are_not_guessed(tmp_path):
    rows = [["工号", "姓名", "职务", "备注"], ["D01", "何砚", "说明", None]]
    found = taken_in(small(tmp_path), book(人员名册=rows, dress=lambda made: made["人员名册"].merge_cells("C2:D2")))
    assert problems(found) == [
        "工作表「人员名册」第 2 行（C2）「职务」、「备注」几列合并成了一格；取消合并，每格各写各的；不是数据的行（例如说明）就删掉"
    ]


def test_a_row_that_only_begins_like_a_total_is_none(tmp_path):
    rows = [
        ["统计项", "数量", "统计日期"],
        ["累计门诊量", 7, "2026-07-31"],
        ["合计：", 7, None],
        ["总计7人", None, None],
    ]
    found = taken_in(small(tmp_path), book(期间统计=rows))
    assert problems(found) == []
    assert [after.partition("；")[0] for *_, after in changes(found)] == ["统计项 累计门诊量"]


def test_blank_rows_totals_and_repeated_headings_are_no_people(tmp_path):
    head = ["序号", "工号", "姓名", "职务"]
    rows = [
        head,
        [1, "D01", "何砚", "科主任"],
        [2, None, " ", None],
        [None] * 4,
        head,
        ["合计", None, "1 人", None],
        ["填表人：某某"],
    ]
    found = taken_in(small(tmp_path), book(人员名册=rows))
    assert problems(found) == []
    assert changes(found) == [("何砚 D01", "职务", "", "科主任")]
    assert remarks(found) == [
        "工作表「人员名册」第 6 行是“合计”行，没有导入",
        "工作表「人员名册」第 7 行是“填表人”行，没有导入",
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["审核：护理部"], "审核"),
        (["制表人: 某某    审核人：某某"], "制表人"),
        (["复核人", "某某", "日期"], "复核人"),
        (["审核人（签字）：", None, "2026-05-01"], "审核人"),
        ([None, None, "填表日期：2026-05-01"], "填表日期"),
    ],
)
def test_who_signed_a_table_is_nobody_in_it(tmp_path, row, words):
    rows = [["工号", "姓名", "职务"], ["D01", "何砚", "科主任"], row]
    found = taken_in(small(tmp_path), book(人员名册=rows))
    assert (problems(found), len(found.changes)) == ([], 1)
    assert remarks(found) == [f"工作表「人员名册」第 3 行是“{words}”行，没有导入"]


def test_somebody_whose_position_is_to_be_in_charge_is_taken(tmp_path):
    found = taken_in(small(tmp_path), book(人员名册=[["职务", "姓名", "工号"], ["负责人", "何砚", "D01"]]))
    assert changes(found) == [("何砚 D01", "职务", "", "负责人")]
