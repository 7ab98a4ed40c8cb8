"""One cell: what people write is taken where it can mean one thing only, and else told with what to write instead."""

# ruff: noqa: DTZ001 - Excel's days know no zone

from __future__ import annotations

import datetime as dt

import pytest

from meidang.load import load_archive
from meidang.render.intake.names import Names
from meidang.render.intake.sheets import Cell
from meidang.render.intake.tables import TABLES
from meidang.render.intake.taking import taken
from meidang.source.read import parse

RECORDS = {
    "archive/department/K01.yaml": "dept_no: 2\ndept_name: 美容皮肤科\ncategory: 临床\nin_use: true\n",
    "archive/department/K02.yaml": "dept_no: 3\ndept_name: 美容牙科\ncategory: 临床\nin_use: true\n",
    "archive/credential_types.yaml": "credential_types:\n"
    "  - {id: nurse, name: 护士执业证书, holder: 个人}\n  - {id: radiation, name: 放射工作人员证, holder: 个人}\n",
    "archive/staff/D01.yaml": "name: 何砚\ndepartment_id: K01\n",
    "archive/staff/D02.yaml": "name: 王芳\ndepartment_id: K01\n",
    "archive/staff/N01.yaml": "name: 王芳\ndepartment_id: K02\n",
}


@pytest.fixture(scope="module")
def names():
    return Names(load_archive(parse(text, path).source for path, text in RECORDS.items()).archive)


def cell(names, field, value, shown_as="General", **more):
    table, _, name = field.rpartition(":")
    column = next(one for one in TABLES[table].columns if one.name == name)
    return taken(column, Cell(value, shown_as, **more), names, of_ledger=TABLES[table].kind.is_ledger)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("staff:hired_on", dt.datetime(2026, 4, 30), "2026-04-30"),
        ("staff:hired_on", "2026/4/30", "2026-04-30"),
        ("staff:hired_on", " 2026.4.30 ", "2026-04-30"),
        ("staff:hired_on", "2026年4月30日", "2026-04-30"),
        ("staff:hired_on", "２０２６－０４－３０", "2026-04-30"),
        ("staff:hired_on", "20260430", "2026-04-30"),
        ("staff:left_on", 20260430, "2026-04-30"),
        ("staff:hired_on", "2026-04-30 00:00:00", "2026-04-30"),
        ("staff.credentials:valid_to", "永久", "长期"),
        ("staff.credentials:valid_to", "长期有效", "长期"),
        ("staff.credentials:valid_to", "长期", "长期"),
        ("staff.credentials:valid_to", "2026-01-01至2031-01-01", "2031-01-01"),
        ("staff.credentials:valid_to", "自 2026.1.1 — 2031.1.1 止", "2031-01-01"),
        ("staff.credentials:valid_to", "2026.01.01-2031.01.01", "2031-01-01"),
        ("staff.credentials:valid_to", "2026年1月1日至长期", "长期"),
        ("staff:birth_ym", dt.datetime(1985, 3, 12), "1985-03"),
        ("staff:birth_ym", "1985年3月", "1985-03"),
        ("staff:birth_ym", "198503", "1985-03"),
        ("staff:birth_ym", 1985.03, "1985-03"),
        ("monitor_reading:measured_at", dt.datetime(2026, 3, 2, 10, 9, 59, 999999), "2026-03-02T10:10"),
        ("monitor_reading:measured_at", "2026/3/2 10:10", "2026-03-02T10:10"),
        ("monitor_reading:measured_at", "2026-03-02 10:10", "2026-03-02T10:10"),
        ("case:period", "2026年5月", "2026-05"),
        ("case:period", dt.datetime(2026, 5, 1), "2026-05"),
        ("case:period", 2026, "2026"),
        ("case:period", "2026年第二季度", "2026-Q2"),
        ("case:period", "2026Q2", "2026-Q2"),
        ("case:period", "2026年上半年", "2026-H1"),
        ("case:period", "2026年度", "2026"),
        ("staff.training:hours", 12.5, "12.5"),
        ("staff.training:hours", 0.1 + 0.2, "0.3"),
        ("staff.training:hours", "12.5 学时", "12.5"),
        ("staff.training:hours", "1,200", "1200"),
        ("staff:sex", "F", "女"),
        ("staff:sex", "男性", "男"),
        ("staff.training:aesthetic", "无", "false"),
        ("staff.training:aesthetic", "√", "true"),
        ("staff.training:aesthetic", False, "false"),
        ("technique.figures:cases", 42.0, "42"),
        ("technique.figures:cases", "42例", "42"),
        ("case:operation_grade", "Ⅱ级", "2"),
        ("case:operation_grade", "三级手术", "3"),
        ("case:operation_grade", 4, "4"),
        ("case:operation_grade", "不分级", "不分级"),
        ("staff.continuing_education:category", "II 类", "Ⅱ类"),
        ("staff:phone", 13800138001, "13800138001"),
        ("staff:phone", "+86 138-0013-8001", "13800138001"),
        ("staff:national_id", " 11010119900307013４ ", "110101199003070134"),
        ("staff.credentials:number", "01234", "01234"),
        ("staff.credentials:number", 1234, "1234"),
        ("case:case_no", "C26－0043", "C26-0043"),
        ("staff:name", "何　砚", "何砚"),
        ("staff:position", "科\n主任", "科主任"),
        ("staff:department_id", "美容皮肤科", "K01"),
        ("staff:department_id", "美容皮肤科（K01）", "K01"),
        ("staff:department_id", "K01 美容皮肤科", "K01"),
        ("staff:department_id", "k01", "K01"),
        ("case:operator_id", "何砚(D01)", "D01"),
    ],
)
def test_a_way_of_writing_that_can_mean_one_thing_is_taken(names, field, value, text):
    one = cell(names, field, value)
    assert (one.value, one.wrong) == (text, "")


def test_leading_zeros_that_a_number_format_shows_are_kept(names):
    assert cell(names, "staff.credentials:number", 1234, "000000").value == "001234"


def test_a_percentage_is_read_as_it_is_shown_and_told(names):
    one = cell(names, "staff.skill_contests:score", 0.956, "0.0%")
    assert one.value == "95.6"
    assert one.remark == "「成绩」是百分比格式，按显示的 95.6 读取"


@pytest.mark.parametrize(
    ("field", "value", "remark"),
    [
        ("staff:hired_on", "2026.4.30", "「入职日期」读作 2026-04-30"),
        ("staff:hired_on", dt.datetime(2026, 4, 30, 8, 30), "「入职日期」只取日期，时刻不带入"),
        ("staff.credentials:valid_to", "永久", "「有效期至」读作 长期"),
        (
            "staff.credentials:number",
            1234,
            "「编号」是数字格式，按 1234 读取；若丢了开头的 0，先把这一列改成“文本”格式，再重新输入",
        ),
    ],
)
def test_how_something_was_read_is_told(names, field, value, remark):
    assert cell(names, field, value).remark == remark


@pytest.mark.parametrize(("field", "value"), [("staff:hired_on", "2026-04-30"), ("staff.credentials:valid_to", "长期")])
def test_what_is_written_as_a_record_has_it_needs_no_remark(names, field, value):
    assert cell(names, field, value).remark == ""


@pytest.mark.parametrize(
    ("field", "value", "wrong", "fix"),
    [
        ("staff:national_id", 110101199003070000, "是数字格式，Excel 只留 15 位数字", "先把这一列改成“文本”格式"),
        ("staff.credentials:number", 1.2345678901234567e17, "Excel 只留 15 位数字", "“文本”格式"),
        ("staff:national_id", "110101199003070135", "写得不对", "校验位或出生日期不对"),
        ("staff:hired_on", "2026-13-40", "不能是“2026-13-40”", "没有这一天"),
        ("staff:hired_on", "4/30/2026", "分不清年月日", "写成 年-月-日"),
        ("staff:hired_on", "26.4.30", "分不清年月日", "写成 年-月-日"),
        ("staff:hired_on", "2026.4", "缺少日", "写全年月日"),
        ("staff:hired_on", "4月30日", "缺少年", "写全年月日"),
        ("staff:hired_on", 46142, "是数字 46142，不是日期", "若是日期（2026-04-30）"),
        ("staff:hired_on", True, "不是日期", "写成 2026-04-30"),
        ("staff:hired_on", "待定", "不能是“待定”", "应为日期"),
        ("staff:hired_on", "2020-01-01至2026-01-01", "写了起止两个日期", "只写一个"),
        ("staff.credentials:valid_to", "2026.1-2031.1", "不能是", "长期"),
        ("staff:position", "同上", "写的是“同上”", "写出来"),
        ("case:operator_id", "何砚、王芳", "一格写了 2 个，只能写一个", "复制成几行"),
        ("case:category", "手术类、非手术类", "一格写了 2 个", "每行写一个"),
        ("staff:birth_ym", 1985.1, "分不清是 1 月还是 10 月", "“文本”格式"),
        ("staff:sex", "未知", "不能是“未知”", "男、女"),
        ("case:anaesthesia_type", "没有", "不能是“没有”", "应为其中之一：无、"),
        ("staff:birth_ym", 33304, "是数字，不是年月", "单元格格式改成“日期”"),
        ("staff.credentials:valid_to", "无", "写的是“无”", "没有期限写 长期"),
        ("technique.figures:disputes", "无", "写的是“无”", "没有发生写 0"),
        ("staff:department_id", "皮肤科", "找不到", "是不是“美容皮肤科”？"),
        ("staff:department_id", "美容牙科（K01）", "前后不符：编号 K01 是“美容皮肤科”", "只写编号"),
        ("case:operator_id", "王芳", "有2个（D02、N01）", "写编号"),
        ("technique.figures:cases", "约 40", "不能是“约40”", "0 或正整数"),
        ("technique.figures:cases", 3.5, "不能是“3.5”", "0 或正整数"),
        ("technique.figures:cases", dt.datetime(2026, 1, 1), "是日期或时刻，不是数字", "“常规”"),
        ("staff.training:aesthetic", "也许", "不能是“也许”", "写“是”或“否”"),
        ("staff.privileges:icd9cm3", 8.8902, "不能是“8.8902”", "“文本”格式"),
        ("staff:position", "主\x07任", "看不见或不能用的字符", "重新输入"),
        ("case:case_no", "13800138001", "", "像证件号或手机号"),
    ],
)
def test_what_nobody_could_tell_is_refused_with_advice(names, field, value, wrong, fix):
    one = cell(names, field, value)
    assert one.value is None
    assert wrong in one.wrong
    assert fix in one.fix


def test_a_formula_without_a_result_and_an_error_are_refused(names):
    assert "没有存它的结果" in cell(names, "staff:position", None, unsolved=True).wrong
    assert "出错的公式（#N/A）" in cell(names, "staff:position", "#N/A", is_error=True).wrong


def test_no_message_repeats_a_private_value(names):
    for field, value in (
        ("staff:national_id", "110101199003070135"),
        ("staff:phone", "23800138001"),
        ("staff:home_address", 1e17),
    ):
        one = cell(names, field, value)
        assert one.wrong
        assert "3800138001" not in one.wrong + one.fix + one.remark
        assert "19900307" not in one.wrong + one.fix + one.remark


def test_lists_are_split_at_what_people_write_between(names):
    assert cell(names, "staff:posts", "医师、护士,麻醉医师；药师").value == ["医师", "护士", "麻醉医师", "药师"]
    assert cell(names, "staff:other_departments", "美容皮肤科（K01）、美容牙科").value == ["K01", "K02"]


@pytest.mark.parametrize(
    ("words", "key", "name"),
    [("护士执业证", "nurse", "护士执业证书"), ("放射工作人员证书", "radiation", "放射工作人员证")],
)
def test_the_end_of_a_certificates_name_may_be_written_in_two_ways(names, words, key, name):
    one = cell(names, "staff.credentials:credential_type", words)
    assert (one.value, one.remark) == (key, f"「证照类型」读作 {name}")
    assert cell(names, "staff.credentials:credential_type", name).remark == ""
    assert cell(names, "staff.credentials:credential_type", "护士资格证").wrong


def test_free_text_in_a_list_is_one_item_a_line(names):
    assert cell(names, "outpatient_record_qc:defects", "缺签名、缺日期\n字迹潦草").value == [
        "缺签名、缺日期",
        "字迹潦草",
    ]


@pytest.mark.parametrize("value", ["（清空）", "(清空)", "〈清空〉"])
def test_one_word_takes_a_value_away(names, value):
    assert cell(names, "staff:position", value).clears


@pytest.mark.parametrize("value", ["/", "／", "-", "—", "——", "\\"])
def test_a_stroke_in_place_of_nothing_says_nothing_and_is_told(names, value):
    for field in ("staff:note", "staff:hired_on", "staff:phone", "staff:sex", "staff:other_departments"):
        one = cell(names, field, value)
        assert one.is_empty
        assert "当作空着" in one.remark


@pytest.mark.parametrize("value", ["无", "暂无", "N/A", "没有"])
def test_a_word_for_nothing_says_nothing_and_is_told(names, value):
    for field in (
        "staff.credentials:number",
        "staff:note",
        "staff:phone",
        "staff:posts",
        "staff:hired_on",
        "case:note",
    ):
        one = cell(names, field, value)
        assert one.is_empty
        assert one.remark.endswith(f"写的是“{value}”，当作空着")


def test_of_an_event_it_is_an_answer_that_there_was_none(names):
    assert cell(names, "follow_up:adverse_reaction", "无").value == "无"
    assert cell(names, "outpatient_record_qc:defects", "无").is_empty


def test_how_a_span_was_read_is_told(names):
    one = cell(names, "staff.credentials:valid_to", "2026-01-01至2031-01-01")
    assert one.remark == "「有效期至」读作 2031-01-01，开始的日子不带入"


@pytest.mark.parametrize("value", [None, "", "  ", "\u3000", "\u00a0", "\u200b"])
def test_blanks_say_nothing(names, value):
    assert cell(names, "staff:position", value).is_empty
