"""What an import changes: fields that differ, items that are new, nothing else; what is unclear is told, not guessed."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from intake.books import book, changes, filled, problems, remarks, small, taken_in
from meidang.cli import main
from meidang.pipeline.rewriting import rewrite

N02 = """\
# yaml-language-server: $schema=../../schemas/staff.schema.json
# 护士

name: '丁一'  # 姓名不要改
department_id: K01
posts: [护士]
# 证照
credentials:
  # 执业证
  - credential_type: doctor_practice
    number: 'A-1'   # 旧证
    obtained_on: 2021-04-30
    valid_to: 2026-04-30
  - credential_type: filing
    obtained_on: 2020-01-01
    scan: {file: attachments/D01/执业证书.pdf, sha256: '0da909e7a927efa9b795312fe366b85ec8e594ab2fe78975671bc199170eb6f6'}
# 末尾
note: 备注不动
"""
CREDENTIALS = ["人员编号", "姓名", "证照类型", "编号", "取得日期", "有效期至"]


@pytest.fixture
def root(tmp_path):
    made = small(tmp_path)
    (made / "archive/staff/N02.yaml").write_text(N02, "utf-8")
    return made


def credentials(root, *rows):
    return taken_in(root, book(人员证照=[CREDENTIALS, *rows]))


def written(root, found):
    assert problems(found) == []
    rewrite(root, found.rewrites)


def test_a_renewal_changes_one_line_and_keeps_every_comment(root):
    found = credentials(root, ["N02", "丁一", "医师执业证书", "A-1", "2021-04-30", "2031-04-30"])
    assert changes(found) == [("丁一 N02", "有效期至", "2026-04-30", "2031-04-30")]
    written(root, found)
    after = (root / "archive/staff/N02.yaml").read_text("utf-8")
    assert after == N02.replace("valid_to: 2026-04-30", "valid_to: 2031-04-30")


def test_repeating_an_import_changes_nothing(root):
    rows = [
        ["N02", "丁一", "doctor_practice", "A-1", None, "2031-04-30"],
        ["N02", None, "doctor_practice", "B-7", "2025-01-01", "长期"],
    ]
    written(root, credentials(root, *rows))
    again = credentials(root, *rows)
    assert (again.changes, again.rewrites, again.unchanged) == ((), (), 2)


def test_an_item_that_nobody_knows_is_added_behind_the_others(root):
    found = credentials(root, ["N02", "丁一", "doctor_practice", "B-7", "2025-01-01", "长期"])
    written(root, found)
    after = (root / "archive/staff/N02.yaml").read_text("utf-8")
    assert (
        "\n  - credential_type: doctor_practice\n    number: B-7\n    obtained_on: 2025-01-01\n    valid_to: 长期\n# 末尾"
        in after
    )


def test_an_item_without_a_number_is_known_by_its_day(root):
    found = credentials(root, ["N02", "丁一", "filing", "F-9", "2020-01-01", None])
    assert changes(found) == [("丁一 N02", "编号", "", "F-9")]


def test_an_item_that_could_be_two_is_not_guessed(root):
    rows = [["N02", "丁一", "doctor_practice", "B-7", "2025-01-01", "长期"]]
    written(root, credentials(root, *rows))
    found = credentials(root, ["N02", "丁一", "doctor_practice", None, None, "2035-01-01"])
    assert problems(found) == [
        "工作表「人员证照」第 2 行在档案里对得上 2 条，分不清改哪一条；把「证照类型」、「编号」、「取得日期」写全；要新增一条也请写全"
    ]


def test_an_empty_cell_leaves_the_value_and_a_word_takes_it_away(root):
    rows = [["工号", "姓名", "岗位", "备注"]]
    assert changes(taken_in(root, book(名册=[*rows, ["N02", None, None, None]]))) == []
    found = taken_in(root, book(名册=[*rows, ["N02", None, None, "（清空）"]]))
    assert changes(found) == [("丁一 N02", "备注", "备注不动", "")]
    written(root, found)
    assert "note:" not in (root / "archive/staff/N02.yaml").read_text("utf-8")


def test_what_must_be_given_cannot_be_taken_away(root):
    found = taken_in(root, book(名册=[["工号", "姓名", "科室"], ["N02", "丁一", "（清空）"]]))
    assert problems(found) == ["工作表「名册」第 2 行（C2）「科室」是必填的，不能清空；写上新的内容，或空着保持原样"]


def test_whoever_is_not_in_the_sheet_stays(root):
    before = {path: path.read_bytes() for path in (root / "archive").rglob("*.yaml")}
    written(root, taken_in(root, book(名册=[["工号", "姓名", "职务"], ["N02", "丁一", "护士长"]])))
    after = {path: path.read_bytes() for path in (root / "archive").rglob("*.yaml")}
    assert {path.name for path in before if before[path] != after[path]} == {"N02.yaml"}
    assert before.keys() == after.keys()


def test_a_new_person_with_credentials_in_the_same_workbook_is_one_new_file(root):
    content = book(
        名册=[["编号", "姓名", "科室", "岗位", "手机"], ["N04", "钱多多", "美容外科", "护士", "13800138009"]],
        证照=[["姓名", "证书名称", "证书编号", "发证日期"], ["钱多多", "doctor_practice", "007", "2025年1月1日"]],
    )
    found = taken_in(root, content)
    assert found.errors == ()
    written(root, found)
    assert (root / "archive/staff/N04.yaml").read_text("utf-8") == (
        "# yaml-language-server: $schema=../../schemas/staff.schema.json\n"
        "name: 钱多多\nphone: '13800138009'\ndepartment_id: K01\nposts:\n  - 护士\n"
        "credentials:\n  - credential_type: doctor_practice\n    number: '007'\n    obtained_on: 2025-01-01\n"
    )
    assert taken_in(root, content).changes == ()


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


def test_a_new_person_without_an_id_is_told_the_next_free_one(root):
    found = taken_in(
        root, book(名册=[["姓名", "科室", "岗位"], ["钱多多", "美容外科", "护士"], ["孙小美", "美容外科", "护士"]])
    )
    said = problems(found)
    assert "没有“钱多多”，新人员要有「编号」" in said[0]
    assert "例如 N03（还没有人用）" in said[0]
    assert "例如 N04（还没有人用）" in said[1]


def test_an_id_that_is_none_is_told_whose_it_is(root):
    found = taken_in(root, book(名册=[["工号", "姓名", "科室"], [1007, "丁一", "K01"]]))
    assert "档案里“丁一”的编号是 N02" in problems(found)[0]


def test_id_and_name_that_are_two_people_are_told(root):
    found = credentials(root, ["D01", "丁一", "doctor_practice", "A-1", None, None])
    assert problems(found) == [
        "工作表「人员证照」第 2 行（B2）编号 D01 是何砚，这一行写的是“丁一”；核对编号和姓名，改对其中一项"
    ]


def test_somebody_twice_in_the_roster_with_the_same_words_is_taken_once(root):
    head = ["工号", "姓名", "职务"]
    found = taken_in(root, book(名册=[head, ["N02", "丁一", "护士长"], ["N02", "丁一", "护士长"]]))
    assert len(found.changes) == 1
    assert "是同一个人，内容相同，只导入一次" in remarks(found)[0]
    found = taken_in(root, book(名册=[head, ["N02", "丁一", "护士长"], ["N02", "丁一", "护士"]]))
    assert problems(found) == [
        "工作表「名册」第 3 行（C3）与工作表「名册」第 2 行是同一个人，「职务」却不同；留对的一行，删掉另一行"
    ]


def test_a_row_that_stands_twice_is_taken_once(root):
    row = ["N02", "丁一", "doctor_practice", "B-7", "2025-01-01", "长期"]
    found = credentials(root, row, row)
    assert len(found.changes) == 1
    assert remarks(found) == ["工作表「人员证照」第 3 行与工作表「人员证照」第 2 行完全相同，只导入一次"]


def test_two_rows_that_name_the_same_certificate_and_differ_are_not_both_taken(root):
    row = ["N02", "丁一", "doctor_practice", "A-1", "2021-04-30"]
    found = credentials(root, [*row, "2031-04-30"], [*row, "2036-04-30"])
    assert problems(found) == [
        "工作表「人员证照」第 3 行与工作表「人员证照」第 2 行的「证照类型」、「编号」、「取得日期」相同，别的内容不同；留对的一行，删掉另一行；不是同一条就改对"
    ]


def test_a_new_row_beside_the_one_that_is_there_is_told_too(root):
    row = ["N02", "丁一", "doctor_practice", "A-1", "2021-04-30"]
    assert (
        "第 3 行与工作表「人员证照」第 2 行"
        in problems(credentials(root, [*row, "2026-04-30"], [*row, "2031-04-30"]))[0]
    )


def test_a_certificate_that_was_issued_anew_may_keep_its_number(root):
    row = ["N02", "丁一", "doctor_practice", "A-1"]
    found = credentials(root, [*row, "2021-04-30", "2026-04-30"], [*row, "2026-05-01", "2031-04-30"])
    assert problems(found) == []
    assert [before for *_, before, _ in changes(found)] == [None]


def test_a_year_that_stands_twice_is_told(root):
    head = ["技术名称", "年度", "开展例数", "治愈", "好转", "无效", "并发症", "纠纷"]
    rows = [["T01", 2019, cases, cases, 0, 0, 0, 0] for cases in (1, 2, 3)]
    said = problems(taken_in(root, book(年度数据=[head, *rows])))
    assert [one.partition("的「年度」相同")[0] for one in said] == [
        "工作表「年度数据」第 3 行与工作表「年度数据」第 2 行",
        "工作表「年度数据」第 4 行与工作表「年度数据」第 2 行",
    ]


def test_strokes_are_told_and_leave_the_value(root):
    found = taken_in(root, book(名册=[["工号", "姓名", "备注"], ["N02", "丁一", "/"]]))
    assert (problems(found), changes(found)) == ([], [])
    assert remarks(found) == ["工作表「名册」第 2 行（C2）「备注」写的是“/”，当作空着"]


def test_comments_and_crossed_out_text_are_told(root):
    def dress(made):
        made["名册"]["C2"].comment = Comment("11 月已转科", "人事")
        made["名册"]["B2"].font = Font(strike=True)
        made["名册"]["A1"].comment = Comment("标题的批注不算", "人事")

    found = taken_in(root, book(名册=[["工号", "姓名", "职务"], ["N02", "丁一", "护士长"]], dress=dress))
    assert len(found.changes) == 1
    assert remarks(found) == [
        "工作表「名册」有 1 格带批注（C2），批注不带入；要紧的写进格里",
        "工作表「名册」有 1 格画了删除线（B2），照样读取；作废的内容或整行请删掉",
    ]


def test_what_is_missing_in_a_new_row_is_said_by_column(root):
    found = taken_in(root, book(年度数据=[["技术名称", "年度", "开展例数"], ["T01", 2020, None]]))
    said = problems(found)
    assert "工作表「年度数据」第 2 行（C2）缺少「开展例数」；补上：0 或正整数；不是数据的行就删掉" in said
    assert "工作表「年度数据」缺少「治愈」这一列，新的行都要有它；加上这一列" in said


def test_all_problems_are_said_at_once_and_nothing_is_written(root):
    found = credentials(
        root, ["N02", "丁一", "没有这种证", "A-1", "2021-13-01", "2031年"], ["X9", None, "filing", None, None, None]
    )
    assert len(found.problems) >= 4
    assert found.rewrites == ()


def test_another_scan_loses_the_digest_of_the_old_one(root):
    found = taken_in(
        root,
        book(
            证照=[
                ["姓名", "证照类型", "取得日期", "扫描件"],
                ["丁一", "filing", "2020-01-01", "attachments/D01/另一份.pdf"],
            ]
        ),
    )
    after = next(one.after for one in found.rewrites)
    assert "attachments/D01/另一份.pdf" in after
    assert "0da909e7" not in after


def test_a_file_that_is_not_there_is_an_error_that_forbids_writing(root):
    found = taken_in(
        root,
        book(
            证照=[
                ["姓名", "证照类型", "取得日期", "扫描件"],
                ["丁一", "doctor_practice", "2021-04-30", "attachments/没有.pdf"],
            ]
        ),
    )
    assert [one.code for one in found.errors] == ["SRC019"]


def test_a_group_of_a_record_comes_and_goes_with_its_fields(root):
    head = ["工号", "放射工作人员监护 › 培训日期", "放射工作人员监护 › 个人剂量监测周期（月）"]
    found = taken_in(root, book(名册=[head, ["N02", "2026-01-05", 3]]))
    written(root, found)
    text = (root / "archive/staff/N02.yaml").read_text("utf-8")
    assert "radiation:\n  trained_on: 2026-01-05\n  dosimeter_cycle_months: 3\n" in text
    written(root, taken_in(root, book(名册=[head, ["N02", "（清空）", "（清空）"]])))
    assert "radiation" not in (root / "archive/staff/N02.yaml").read_text("utf-8")


def test_findings_that_come_and_go_are_told(root):
    found = credentials(root, ["N02", "丁一", "doctor_practice", "A-1", None, "2031-04-30"])
    assert any(one.code == "CRD002" and "丁一" in one.message for one in found.disappearing)
    found = credentials(root, ["N02", "丁一", "doctor_practice", "A-1", None, "2020-04-30"])
    assert any("2020-04-30" in one.message for one in found.appearing)


# --- ledgers ---------------------------------------------------------------------------------------------------------

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


def test_nobody_gets_another_name_unless_that_is_said(root):
    content = book(名册=[["工号", "姓名"], ["n02", "丁乙"]])
    found = taken_in(root, content)
    assert problems(found) == [
        "工作表「名册」第 2 行（B2）编号 N02 在档案里是丁一，这一行写的是“丁乙”；核对编号和姓名；确实要给 N02 改名，就加 --rename-person N02"
    ]
    assert found.rewrites == ()
    found = taken_in(root, content, renamed=["n02"])
    assert problems(found) == []
    assert changes(found) == [("丁一 N02", "姓名", "丁一", "丁乙")]
    assert "按 --rename-person N02 改名" in remarks(found)[0]


def test_a_roster_that_has_slipped_by_a_row_is_told_whose_names_it_gives(root):
    """The other sheets are read by the names of the archive: the mistake is said once, where it is."""
    content = book(
        名册=[["工号", "姓名"], ["D01", "丁一"], ["N02", "何砚"]],
        证照=[["姓名", "证照类型", "编号"], ["丁一", "doctor_practice", "A-1"]],
    )
    found = taken_in(root, content)
    assert [one.partition("；")[0] for one in problems(found)] == [
        "工作表「名册」第 2 行（B2）编号 D01 在档案里是何砚，这一行写的是“丁一”，那是 N02 的姓名",
        "工作表「名册」第 3 行（B3）编号 N02 在档案里是丁一，这一行写的是“何砚”，那是 D01 的姓名",
    ]
    assert all("有没有错行" in one for one in problems(found))
    assert any("编号 N02 在档案里是丁一" in one for one in problems(taken_in(root, content, renamed=["D01"])))


def test_a_name_that_is_only_written_in_another_way_is_no_rename(root):
    (root / "archive/staff/N02.yaml").write_text(N02.replace("丁一", "Ding Yi"), "utf-8")
    assert problems(taken_in(root, book(名册=[["工号", "姓名"], ["N02", "ding yi"]]))) == []


def test_somebody_new_who_is_called_like_somebody_known_is_pointed_out(root):
    found = taken_in(root, book(名册=[["工号", "姓名", "科室"], ["N09", "丁一", "美容外科"]]))
    assert problems(found) == []
    assert "档案里已有“丁一”（N02），N09 作为另一位同名的新人员；是同一个人就把编号改成 N02" in remarks(found)[0]


# --- notes that are there --------------------------------------------------------------------------------------------


def with_note(text, heading="备注"):
    return book(名册=[["工号", "姓名", heading], ["N02", "丁一", text]])


def test_a_note_that_is_there_is_not_replaced_by_what_a_roster_remarks(root):
    found = taken_in(root, with_note("休假", "备注说明"))
    assert problems(found) == [
        "工作表「名册」第 2 行（C2）「备注」在档案里已有别的内容（archive/staff/N02.yaml），导入会盖掉；不带入这一列就加 --ignore-column 备注说明；要以表格为准就加 --replace-notes"
    ]
    assert (taken_in(root, with_note("休假", "备注说明"), ignored=["备注说明"]).problems, found.rewrites) == ([], ())
    found = taken_in(root, with_note("休假"), replaces_notes=True)
    assert changes(found) == [("丁一 N02", "备注", "备注不动", "休假")]


def test_a_note_that_takes_nothing_away_is_taken(root):
    found = taken_in(root, with_note("2026 年起休假；备注不动"))
    assert (problems(found), len(found.changes)) == ([], 1)
    assert problems(taken_in(root, with_note("备注不动了"))) != []
    (root / "archive/staff/N02.yaml").write_text(N02.replace("note: 备注不动\n", ""), "utf-8")
    found = taken_in(root, with_note("休假"))
    assert changes(found) == [("丁一 N02", "备注", "", "休假")]


def test_the_note_of_an_item_is_kept_too(root):
    text = N02.replace("    valid_to: 2026-04-30\n", "    valid_to: 2026-04-30\n    note: 原件在档案室\n")
    (root / "archive/staff/N02.yaml").write_text(text, "utf-8")
    found = taken_in(
        root, book(证照=[["姓名", "证照类型", "编号", "备注"], ["丁一", "doctor_practice", "A-1", "已交"]])
    )
    assert ["「备注」在档案里已有别的内容" in one for one in problems(found)] == [True]


@pytest.mark.parametrize("is_blank", [False, True])
def test_in_our_own_form_a_note_may_be_edited_where_it_stood_there(root, is_blank):
    made = load_workbook(BytesIO(filled(root, "staff", is_blank=is_blank)))
    sheet = made["人员名册"]
    heads = [cell.value for cell in sheet[1]]
    row = next((row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "N02"), 2)
    sheet.cell(row, 1).value = "N02"
    sheet.cell(row, heads.index("备注") + 1).value = "新的备注"
    made.save(out := BytesIO())
    found = taken_in(root, out.getvalue())
    assert bool(found.problems) is is_blank
    assert changes(found) == ([] if is_blank else [("丁一 N02", "备注", "备注不动", "新的备注")])


# --- lists that would get shorter -------------------------------------------------------------------------------------


def with_posts(root, *posts, text="护士", **wanted):
    (root / "archive/staff/N02.yaml").write_text(N02.replace("[护士]", f"[{', '.join(posts)}]"), "utf-8")
    return taken_in(root, book(名册=[["工号", "姓名", "岗位类别"], ["N02", "丁一", text]]), **wanted)


def test_duties_that_a_roster_does_not_mention_stay(root):
    found = with_posts(root, "护士", "医美护士", "院感人员")
    assert problems(found) == [
        "工作表「名册」第 2 行（C2）「岗位」会去掉档案里已有的 医美护士、院感人员（archive/staff/N02.yaml）；要保留就在这一格写全，或加 --ignore-column 岗位类别 不带入这一列；确实要去掉就加 --replace-lists"
    ]
    assert found.rewrites == ()


def test_a_list_gets_shorter_where_that_is_asked_for_and_it_is_said_what_goes(root):
    found = with_posts(root, "护士", "医美护士", "院感人员", replaces_lists=True)
    assert changes(found) == [("丁一 N02", "岗位", "护士、医美护士、院感人员", "护士")]
    assert remarks(found) == [
        "工作表「名册」第 2 行（C2）「岗位」会去掉档案里已有的 医美护士、院感人员（archive/staff/N02.yaml）"
    ]
    written(root, found)
    again = taken_in(root, book(名册=[["工号", "姓名", "岗位类别"], ["N02", "丁一", "护士"]]))
    assert (problems(again), again.changes) == ([], ())


@pytest.mark.parametrize(
    ("posts", "text", "count"),
    [
        (["护士"], "护士、院感人员", 1),
        (["护士"], "医美护士", 1),
        (["护士", "院感人员"], "院感人员、护士", 1),
        (["护士", "院感人员"], "护士；院感人员", 0),
        (["护士", "院感人员"], "（清空）", 1),
        (["护士", "院感人员"], None, 0),
    ],
)
def test_a_list_that_loses_nothing_unasked_is_taken(root, posts, text, count):
    found = with_posts(root, *posts, text=text)
    assert (problems(found), len(found.changes)) == ([], count)


def test_another_item_in_place_of_one_of_several_takes_that_one_away(root):
    found = with_posts(root, "护士", "院感人员", text="护士、医美护士")
    assert "会去掉档案里已有的 院感人员" in problems(found)[0]


@pytest.mark.parametrize("is_blank", [False, True])
def test_in_our_own_form_a_list_may_be_shortened_where_it_stood_there(root, is_blank):
    with_posts(root, "护士", "院感人员")
    made = load_workbook(BytesIO(filled(root, "staff", is_blank=is_blank)))
    sheet = made["人员名册"]
    heads = [cell.value for cell in sheet[1]]
    row = next((row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "N02"), 2)
    sheet.cell(row, 1).value = "N02"
    sheet.cell(row, heads.index("岗位") + 1).value = "护士"
    made.save(out := BytesIO())
    found = taken_in(root, out.getvalue())
    assert bool(found.problems) is is_blank
    assert changes(found) == ([] if is_blank else [("丁一 N02", "岗位", "护士、院感人员", "护士")])


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
