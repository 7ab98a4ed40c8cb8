"""What an import changes: fields that differ, items that are new, nothing else; what is unclear is told, not guessed."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.styles import Font

from intake.books import N02, book, changes, problems, remarks, taken_in, written

CREDENTIALS = ["人员编号", "姓名", "证照类型", "编号", "取得日期", "有效期至"]


def credentials(root, *rows):
    return taken_in(root, book(人员证照=[CREDENTIALS, *rows]))


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
