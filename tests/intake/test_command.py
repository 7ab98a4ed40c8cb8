"""``meidang export-form`` and ``meidang import`` as a coordinator runs them."""

from __future__ import annotations

import stat

import pytest

from intake.books import book, small
from meidang.cli import main
from meidang.cli.placed import problem_lines
from meidang.pipeline.intake.told import Place, Problem
from meidang.render.intake.tables import TABLES
from meidang.report.lines import LIMIT

ROWS = [["工号", "姓名", "手机", "职务"], ["D01", "何砚", "13900139000", "科主任"]]


@pytest.fixture
def root(tmp_path):
    return small(tmp_path)


@pytest.fixture
def run(root, capsys):
    def call(*arguments):
        code = main([str(one) for one in (*arguments, "--root", root)])
        return code, capsys.readouterr().out

    return call


@pytest.fixture
def sent(tmp_path):
    file = tmp_path / "名册.xlsx"
    file.write_bytes(book(人员名册=ROWS))
    return file


def test_the_form_is_for_its_owner_only_and_says_that_it_is_private(run, tmp_path):
    file = tmp_path / "表.xlsx"
    code, said = run("export-form", "人员名册", "staff.credentials", "--output", file)
    assert code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "人员名册、人员证照" in said
    assert "不要提交到 Git" in said


def test_a_form_that_somebody_may_have_filled_in_is_not_overwritten(run, tmp_path, capsys):
    file = tmp_path / "表.xlsx"
    file.write_bytes(b"mine")
    assert main(["export-form", "--output", str(file), "--root", str(tmp_path / "hospital")]) == 2
    assert "已经有了，里面可能有人填过" in capsys.readouterr().err
    assert file.read_bytes() == b"mine"


def test_without_a_name_the_form_lies_where_git_does_not_look_and_a_second_one_beside_it(run, root):
    code, said = run("export-form", "人员名册")
    first = root / "build/美档填写表.xlsx"
    assert (code, f"已写出 {first}：人员名册。" in said) == (0, True)
    assert f"改好后运行：meidang import {first}" in said
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    first.write_bytes(b"mine")
    code, said = run("export-form", "人员名册")
    assert (code, first.read_bytes()) == (0, b"mine")
    assert f"{first} 已经有了，里面可能有人填过，不动它。" in said
    second = root / "build/美档填写表-2.xlsx"
    assert f"已写出 {second}" in said
    assert run("import", second)[0] == 0


def test_a_form_with_personal_data_follows_no_link(root, tmp_path, capsys):
    (tmp_path / "elsewhere").mkdir()
    (root / "build").symlink_to(tmp_path / "elsewhere")
    assert main(["export-form", "--root", str(root)]) == 2
    assert "不是普通的文件夹" in capsys.readouterr().err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_name_is_changed_for_those_only_who_are_named(run, root, sent, capsys):
    sent.write_bytes(book(人员名册=[["工号", "姓名"], ["D01", "何砚砚"]]))
    before = (root / "archive/staff/D01.yaml").read_bytes()
    code, said = run("import", sent, "--write")
    assert (code, (root / "archive/staff/D01.yaml").read_bytes()) == (1, before)
    assert "有问题 1 处" in said
    assert "--rename-person D01" in said
    assert main(["import", str(sent), "--rename-person", "X99", "--root", str(root)]) == 2
    assert "人员里没有编号“X99”" in capsys.readouterr().err
    assert run("import", sent, "--rename-person", "D01", "--write")[0] == 0
    assert "name: 何砚砚" in (root / "archive/staff/D01.yaml").read_text("utf-8")


def test_a_note_is_replaced_where_that_is_asked_for(run, root, sent):
    file = root / "archive/staff/D01.yaml"
    assert "\nnote: 急事" in file.read_text("utf-8")
    sent.write_bytes(book(人员名册=[["工号", "备注"], ["D01", "新的"]]))
    assert run("import", sent, "--write")[0] == 1
    assert run("import", sent, "--replace-notes", "--write")[0] == 0
    assert "note: 新的" in file.read_text("utf-8")


def test_a_list_gets_shorter_where_that_is_asked_for(run, root, sent):
    file = root / "archive/staff/D01.yaml"
    file.write_text(file.read_text("utf-8").replace("[医师]", "[医师, 院感人员]"), "utf-8")
    sent.write_bytes(book(人员名册=[["工号", "岗位"], ["D01", "医师"]]))
    code, said = run("import", sent, "--write")
    assert (code, "「岗位」会去掉档案里已有的 院感人员" in said, "--replace-lists" in said) == (1, True, True)
    assert run("import", sent, "--replace-lists", "--write")[0] == 0
    assert "院感人员" not in file.read_text("utf-8")


def test_every_table_can_be_asked_for_by_title_or_name(run, capsys, root, tmp_path):
    code, said = run("export-form", "--list")
    assert (code, len(said.splitlines())) == (0, len(TABLES))
    assert main(["export-form", "人员名单册", "--root", str(root), "--output", str(tmp_path / "x.xlsx")]) == 2
    assert "没有“人员名单册”这张表，是不是“人员名册”？" in capsys.readouterr().err


def test_a_blank_form_holds_nobody(run, tmp_path):
    file = tmp_path / "空表.xlsx"
    assert run("export-form", "--blank", "--output", file)[0] == 0
    code, said = run("import", file)
    assert code == 1
    assert "何砚" not in said


def test_a_dry_run_says_what_would_change_and_writes_nothing(run, root, sent):
    before = (root / "archive/staff/D01.yaml").read_bytes()
    code, said = run("import", sent)
    assert code == 0
    assert "何砚 D01（人员名册）" in said
    assert "「职务」（空） → 科主任　〔第 2 行〕" in said
    assert "没有写入；看过以后加 --write 写入。" in said
    assert (root / "archive/staff/D01.yaml").read_bytes() == before


def test_nothing_private_is_said_in_the_lists_or_the_difference(run, sent):
    said = run("import", sent, "--diff")[1]
    assert "+position: 科主任" in said
    assert "「手机号码」（个人信息，不显示） → （个人信息，不显示）" in said
    for secret in ("13900139000", "13800138001", "110105198804121238", "虚构路"):
        assert secret not in said


def test_a_file_in_which_only_private_values_change_is_named(run, sent):
    sent.write_bytes(book(人员名册=[["工号", "姓名", "手机"], ["D01", "何砚", "13900139000"]]))
    said = run("import", sent, "--diff")[1]
    assert "archive/staff/D01.yaml：改动都在个人信息里，不显示" in said


def test_of_a_record_in_one_line_nothing_private_is_shown(run, root, sent):
    text = "{name: 何砚, department_id: K01, home_address: 虚构路 7 号, position: 主任}\n"
    (root / "archive/staff/D01.yaml").write_text(text, "utf-8")
    code, said = run("import", sent, "--diff")
    assert code == 0
    assert "虚构路" not in said
    assert "（个人信息，不显示）" in said


def test_lines_below_a_private_key_are_not_shown_either(run, root, sent):
    text = "name: 何砚\ndepartment_id: K01\nhome_address: |-\n  虚构路\n  7 号\n  甲单元\n  乙室\nposition: 主任\n"
    (root / "archive/staff/D01.yaml").write_text(text, "utf-8")
    said = run("import", sent, "--diff")[1]
    assert "+position: 科主任" in said
    for secret in ("虚构路", "7 号", "甲单元", "乙室"):
        assert secret not in said


def test_writing_is_asked_for_and_repeating_it_changes_nothing(run, root, sent):
    code, said = run("import", sent, "--write")
    assert (code, "已写入 1 个文件" in said) == (0, True)
    assert "position: 科主任" in (root / "archive/staff/D01.yaml").read_text("utf-8")
    code, said = run("import", sent, "--write")
    assert (code, "没有要改的内容：表格与档案一致。" in said) == (0, True)


def test_a_wrong_row_ends_with_1_and_writes_nothing(run, root, sent):
    before = {path: path.read_bytes() for path in (root / "archive").rglob("*") if path.is_file()}
    sent.write_bytes(book(人员名册=[*ROWS, ["D77", "某某", "1", None]]))
    code, said = run("import", sent, "--write")
    assert code == 1
    assert "\n    第 3 行（C3）「手机」写得不对；应为 11 位手机号码\n" in said
    assert "没有写入任何文件" in said
    assert before == {path: path.read_bytes() for path in (root / "archive").rglob("*") if path.is_file()}


def test_the_same_way_of_writing_in_every_row_is_told_a_few_times(run, sent):
    rows = [["T01", 1990 + at, f"{at + 1} 例", 1, 1, 1, 1, 1] for at in range(20)]
    head = ["技术项目编号", "年度", "开展例数", "治愈", "好转", "无效", "并发症", "纠纷"]
    sent.write_bytes(book(年度数据=[head, *rows]))
    code, said = run("import", sent)
    assert code == 0
    assert said.count("读作") == 3
    assert "    C 列另有 17 格，也这样读\n" in said


def test_what_is_wrong_in_every_row_is_told_once_with_the_rows(run, sent):
    rows = [["D01", "何砚", None, None], *([f"N{at}", "某某", 110101199003070000 + at, None] for at in range(10, 16))]
    sent.write_bytes(book(人员名册=[["工号", "姓名", "身份证号", "职务"], *rows]))
    said = run("import", sent)[1]
    assert said.count("是数字格式") == 1
    assert "    第 3–8 行，共 6 行（C 列）「身份证号」是数字格式" in said


def test_every_place_is_counted_though_not_every_line_is_shown():
    each = [Problem(Place(1, "名册", row, 1), f"第 {row} 种") for row in range(2, LIMIT + 2)]
    lines = list(problem_lines("有问题", [*each, *(Problem(Place(2, "证照", row, 1), "同样") for row in range(2, 30))]))
    assert (lines[0], lines[-1]) == (f"有问题 {LIMIT + 28} 处：", "  …以及另外 28 处")


def test_what_would_not_pass_is_not_written(run, root, sent):
    sent.write_bytes(
        book(人员证照=[["姓名", "证照类型", "编号", "扫描件"], ["何砚", "filing", "X", "attachments/没有.pdf"]])
    )
    code, said = run("import", sent, "--write")
    assert code == 1
    assert "这样改了以后不合格，没有写入任何文件（1 条）" in said
    assert "attachments/没有.pdf" in said


def test_an_old_workbook_is_refused_with_advice(run, sent):
    sent.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    code, said = run("import", sent)
    assert code == 1
    assert "名册.xlsx：是旧格式（.xls 或 .et），不收；请用 Excel 或 WPS 打开，选“另存为”" in said


def test_misuse_is_said_in_one_line(run, root, capsys, tmp_path, sent):
    assert main(["import", str(tmp_path / "没有.xlsx"), "--root", str(root)]) == 2
    assert "没有文件" in capsys.readouterr().err
    assert main(["import", str(sent), "--as", "不知道", "--root", str(root)]) == 2
    assert "没有“不知道”这张表" in capsys.readouterr().err


def test_a_file_name_with_a_line_break_or_a_command_says_neither(run, tmp_path):
    file = tmp_path / "a\n##[error]b.xlsx"
    file.write_bytes(b"")
    said = run("import", file)[1]
    assert "##[" not in said
    assert said.count("\n") == 2
