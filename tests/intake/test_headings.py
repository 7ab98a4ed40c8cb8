"""Sheets and columns are known by label, identifier or what hospitals call them; what is left out is told."""

from __future__ import annotations

import pytest

from intake.books import book, changes, known, problems, remarks, taken_in
from meidang.errors import UsageError
from meidang.render.intake.columns import NAME, RECORD
from meidang.render.intake.tables import TABLES
from meidang.render.intake.which import table_called


@pytest.mark.parametrize(
    ("table", "heading", "name"),
    [
        ("staff", "姓名", "name"),
        ("staff", "姓  名*", "name"),
        ("staff", "姓名（必填）", "name"),
        ("staff", "＊姓名：", "name"),
        ("staff", "工号", RECORD),
        ("staff", "身份证号码", "national_id"),
        ("staff", "身份\n证号", "national_id"),
        ("staff", "所在部门", "department_id"),
        ("staff", "hired_on", "hired_on"),
        ("staff", "来院时间", "hired_on"),
        ("staff", "到岗时间", "hired_on"),
        ("staff.credentials", "姓名", NAME),
        ("staff.credentials", "工号", RECORD),
        ("staff.credentials", "编号", "number"),
        ("staff.credentials", "护士执业证书编号", "number"),
        ("staff.credentials", "医师资格证有效期至", "valid_to"),
        ("staff.credentials", "证书编号", "number"),
        ("staff.credentials", "发证日期", "obtained_on"),
        ("staff.credentials", "发证时间", "obtained_on"),
        ("staff.credentials", "有效期", "valid_to"),
        ("staff.credentials", "到期日期", "valid_to"),
        ("staff.credentials", "扫描件", "scan.file"),
        ("technique.figures", "年份", "year"),
        ("case", "月份", "period"),
        ("case", "部门", "department"),
        ("case", "术者", "operator_id"),
        ("case", "术前评估-评分", "preop_assessment.score"),
        ("case", "preop_assessment.score", "preop_assessment.score"),
    ],
)
def test_a_heading_is_known_however_it_is_called(table, heading, name):
    assert known(table, heading, "无此列")[1] == [name, None]


@pytest.mark.parametrize("table", TABLES)
def test_every_heading_of_our_own_form_means_its_own_column(table):
    columns = TABLES[table].columns
    assert known(table, *(column.label for column in columns))[1] == [column.name for column in columns]
    assert known(table, *(column.name for column in columns))[1] == [column.name for column in columns]


@pytest.mark.parametrize("heading", ["手机（配偶）", "手机(紧急联系人)", "有效期（起）", "电话【家庭】"])
def test_what_brackets_say_of_a_heading_may_make_it_another(heading):
    assert known("staff", heading, "姓名")[1] == [None, "name"]
    assert known("staff.credentials", heading, "姓名")[1] == [None, NAME]


@pytest.mark.parametrize("how", ["（必填）", "(11位)", "[男/女]", "（YYYY-MM-DD）", "（例如 N04）", "()"])
def test_what_brackets_say_of_the_way_of_writing_does_not_matter(how):
    assert known("staff", f"手机{how}", "姓名")[1] == ["phone", "name"]


def test_a_heading_with_such_brackets_is_asked_about(root):
    rows = [["工号", "姓名", "手机（紧急联系人）"], ["D01", "何砚", "13900139000"]]
    assert problems(taken_in(root, book(名册=rows))) == [
        "工作表「名册」第 1 行（C1）标题“手机（紧急联系人）”不认识；是不是「手机号码」？是就改成它；不是就加 --ignore-column 手机（紧急联系人），不带入这一列"
    ]


def test_a_small_table_beside_is_not_taken_for_columns_of_the_same_people(root):
    rows = [["工号", "姓名", "岗位", None, "职务", "人数"], ["D01", "何砚", "医师", None, "护士长", 3]]
    found = taken_in(root, book(名册=rows))
    assert problems(found) == [
        "工作表「名册」第 1 行的标题中间空着一列，后面的“职务”（E 列）像是旁边另一张表的；把旁边的表移到别的工作表；是同一张表就删掉空列"
    ]
    assert found.rewrites == ()
    assert problems(taken_in(root, book(名册=rows), ignored=["职务"])) == []


def test_figures_of_months_are_not_taken_for_those_of_a_year(root):
    head = ["技术名称", "年度", "月份", "开展例数", "治愈", "好转", "无效", "并发症", "纠纷"]
    rows = [head, ["T01", 2019, "1月", 4, 4, 0, 0, 0, 0]]
    assert problems(taken_in(root, book(年度数据=rows))) == [
        "工作表「年度数据」第 1 行（C1）有“月份”列：这张表一年一行，不收按月、按季的数；先合计成全年再导入；已经是全年的数就加 --ignore-column 月份"
    ]
    assert problems(taken_in(root, book(年度数据=rows), ignored=["月份"])) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("人员名册", "staff"),
        ("花名册", "staff"),
        ("staff", "staff"),
        ("证照", "staff.credentials"),
        ("病例台账", "case"),
        ("病例", "case"),
    ],
)
def test_a_sheet_is_known_by_its_name(words, name):
    assert table_called(words).name == name


def test_columns_without_a_place_are_told_and_stop_nothing(root):
    found = taken_in(root, book(名册=[["序号", "工号", "姓名", "民族", "职称"], [1, "D01", "何砚", "汉", "主治医师"]]))
    assert problems(found) == []
    assert remarks(found) == [
        "工作表「名册」有 1 列是「晋升晋级」表的，这次不带入：“职称”（E 列）",
        "工作表「名册」有 1 列档案里没有对应的字段，不带入：“民族”（D 列）",
    ]


def test_of_two_columns_of_one_field_messages_name_the_one_that_was_read(root):
    rows = [["姓名", "证照类型", "发证日期", "取得日期"], ["何砚", "doctor_practice", "同上", "2012-01-10"]]
    assert problems(taken_in(root, book(人员证照=rows)))[1] == (
        "工作表「人员证照」第 2 行（C2）「发证日期」写的是“同上”；把内容写出来；没有就空着"
    )


def test_a_heading_that_is_nearly_one_of_ours_stops_until_somebody_decides(root):
    rows = [["工号", "姓名", "入职日其"], ["D01", "何砚", "2018-03-02"]]
    assert problems(taken_in(root, book(名册=rows))) == [
        "工作表「名册」第 1 行（C1）标题“入职日其”不认识；是不是「入职日期」？是就改成它；不是就加 --ignore-column 入职日其，不带入这一列"
    ]
    assert problems(taken_in(root, book(名册=rows), ignored=["入职日其"])) == []


def test_two_columns_of_one_field_are_not_guessed(root):
    found = taken_in(
        root,
        book(人员证照=[["姓名", "证照类型", "发证日期", "取得日期"], ["何砚", "doctor_practice", "2012-01-10", None]]),
    )
    assert problems(found)[0] == (
        "工作表「人员证照」有几列都是「取得日期」：C 列“发证日期”、D 列“取得日期”；只留一列，或用 --ignore-column 标题 不带入其中一列"
    )


def test_one_of_two_columns_can_be_passed_over(root):
    rows = [["姓名", "证照类型", "发证日期", "取得日期"], ["何砚", "doctor_practice", "2012-01-11", "2012-01-10"]]
    found = taken_in(root, book(人员证照=rows), ignored=["发证日期"])
    assert (problems(found), changes(found)) == ([], [])


def test_a_sheet_without_a_telling_name_is_known_by_its_columns(root):
    found = taken_in(
        root,
        book(
            Sheet1=[
                ["工号", "姓名", "身份证号", "手机", "部门", "入职日期"],
                ["D01", "何砚", None, None, None, "2018-03-01"],
            ]
        ),
    )
    assert problems(found) == []
    assert "认作「人员名册」" in remarks(found)[0]


def test_a_sheet_that_could_be_anything_is_asked_about(root):
    rows = [["甲", "乙"], [1, 2]]
    assert "看不出是哪一张表" in problems(taken_in(root, book(Sheet1=rows)))[0]
    found = taken_in(root, book(Sheet1=[["工号", "姓名"], ["D01", "何砚"]]), table="人员名册")
    assert problems(found) == []


def test_what_the_caller_says_of_a_sheet_counts_more_than_its_name(root):
    content = book(人员=[["姓名", "证照类型", "编号"], ["何砚", "filing", "示例-主诊-01"]])
    assert problems(taken_in(root, content)) != []
    assert problems(taken_in(root, content, sheets=["人员"], table="人员证照")) == []


def test_only_the_sheets_asked_for_are_read(root):
    content = book(人员名册=[["工号", "姓名"], ["D01", "何砚"]], 别的=[["甲"], [1]])
    assert problems(taken_in(root, content, sheets=["人员名册"])) == []
    with pytest.raises(UsageError, match="没有工作表“没有”；这个文件里有：人员名册、别的"):
        taken_in(root, content, sheets=["没有"])


def test_hidden_sheets_are_told_and_hidden_rows_are_read(root):
    def dress(made):
        made["旧名册"].sheet_state = "hidden"
        made["人员名册"].row_dimensions[2].hidden = True

    content = book(
        人员名册=[["工号", "姓名", "职务"], ["D01", "何砚", "科主任"]],
        旧名册=[["工号", "姓名"], ["D01", "何燕"]],
        dress=dress,
    )
    found = taken_in(root, content)
    assert changes(found) == [("何砚 D01", "职务", "", "科主任")]
    assert remarks(found) == [
        "工作表「人员名册」有 1 行是隐藏的（或被筛选掉的），也导入了；不要导入的行请删掉",
        "工作表「旧名册」是隐藏的，没有读；要导入就取消隐藏",
    ]


def test_hidden_columns_are_read_and_told(root):
    def dress(made):
        made["名册"].column_dimensions["C"].hidden = True

    found = taken_in(root, book(名册=[["工号", "姓名", "职务"], ["D01", "何砚", "科主任"]], dress=dress))
    assert changes(found) == [("何砚 D01", "职务", "", "科主任")]
    assert remarks(found) == [
        "工作表「名册」“职务”（C 列）是隐藏的列，也读了；不要的列请删掉，或用 --ignore-column 标题"
    ]


def test_a_sheet_without_headings_says_what_they_would_be(root):
    assert problems(taken_in(root, book(人员名册=[["D01", "何砚"]]))) == [
        "工作表「人员名册」前 10 行里没有找到「人员名册」的标题行；标题行写：编号、姓名、科室"
    ]


def test_a_workbook_without_anything_says_so(root):
    assert "没有可以导入的内容" in problems(taken_in(root, book(说明=[["填写说明"]])))[0]
