"""``meidang who``: today's records about a day, and the records of the day itself."""

from __future__ import annotations

import json
import shutil

import pytest

from meidang.report.fields import width

ASK = ("who", "--technique", "T01", "--on", "2026-03-20")
STAFF = "archive/staff/D01.yaml"
T01 = "icd9cm3: '08.8902', level: 1, performing_status: 在开展, granted_on: 2025-01-01"


def test_a_technique_is_answered_with_who_may_and_until_when(kept, run):
    code, said, complaints = run(kept.root, *ASK)
    assert (code, complaints) == (0, "")
    assert said.startswith("重睑成形术 T01，2026-03-20　谁有授权\n依据：现在的档案，版本 ")
    assert "可以（1 人次）" in said
    assert "D01 何砚" in said
    assert "2025-01-01  2026-12-31" in said


def test_nobody_is_exit_code_1_and_near_misses_are_named(kept, run):
    code, said, _ = run(kept.root, "who", "--technique", "T01", "--on", "2027-01-01")
    assert code == 1
    assert "可以：无\n" in said
    assert "· 授权已于 2026-12-31 到期" in said


@pytest.mark.parametrize("called", ["t01", "双眼皮", "重睑成形术", " 重睑 成形术"])
def test_a_technique_goes_by_its_id_name_and_alias(kept, run, called):
    assert "重睑成形术 T01" in run(kept.root, "who", "--technique", called, "--on", "2026-03-20")[1]


def test_what_was_weighed_is_said_and_what_the_institution_lacked(kept, run):
    _, said, _ = run(kept.root, *ASK)
    assert "注意：当日机构方面有欠缺，下面的“可以”只是就个人而言：\n    · 医疗机构执业许可证没有校验日期\n" in said
    assert "没有核对设备、场所、麻醉和病例本身的条件。\n" in said
    of_person = run(kept.root, "who", "--person", "D01", "--on", "2026-03-20")[1]
    assert "· 机构方面：没有登记技术委员会批准的日期\n" in of_person
    found = json.loads(run(kept.root, *ASK, "--format", "json")[1])
    assert "没有登记技术委员会批准的日期" in found["institution"]


def test_an_unknown_technique_is_misuse_and_the_nearest_is_named(kept, run):
    code, said, complaints = run(kept.root, "who", "--technique", "重睑成型术", "--on", "2026-03-20")
    assert (code, said) == (2, "")
    assert complaints == "meidang：没有技术“重睑成型术”，是不是“T01 重睑成形术”？\n"


def test_several_techniques_of_a_name_are_listed(kept, run):
    kept.edit("archive/technique/T02.yaml", "standard_name:", "aliases: [双眼皮]\nstandard_name:")
    code, _, complaints = run(kept.root, "who", "--technique", "双眼皮", "--on", "2026-03-20")
    assert code == 2
    assert "有 2 项：T01 重睑成形术、T02 " in complaints


def test_an_unknown_person_is_misuse(kept, run):
    code, _, complaints = run(kept.root, "who", "--person", "何研", "--on", "2026-03-20")
    assert code == 2
    assert "没有人员“何研”，是不是“何砚”？" in complaints


def test_a_person_is_answered_with_all_that_they_may(kept, run):
    code, said, _ = run(kept.root, "who", "--person", "何砚", "--on", "2026-03-20")
    assert code == 0
    assert "T01 重睑成形术" in said
    assert "非限制使用级" in said


@pytest.mark.parametrize(
    "wrong",
    [
        ("--on", "2026-03-20"),
        ("--technique", "T01"),
        ("--technique", "T01", "--person", "D01", "--on", "2026-03-20"),
        ("--technique", "T01", "--on", "2026-2-30"),
    ],
    ids=["neither", "no-day", "both", "day"],
)
def test_half_a_question_is_misuse(kept, run, wrong):
    with pytest.raises(SystemExit) as ended:
        run(kept.root, "who", *wrong)
    assert ended.value.code == 2


def test_the_table_fits_a_terminal(kept, run):
    for ask in (
        ASK,
        ("who", "--person", "D01", "--on", "2026-03-20"),
        ("who", "--person", "D01", "--on", "2028-01-01"),
    ):
        _, said, _ = run(kept.root, *ask)
        table = [line for line in said.split("\n") if line.startswith("  ") and "·" not in line]
        assert len(table) > 1
        assert [line for line in table if width(line) > 80] == []


# --- then and now ----------------------------------------------------------------------------------------------------


def _granted_later(kept):
    """Long after the day somebody writes that the privilege began earlier and ended later."""
    kept.edit(STAFF, T01, T01.replace("2025-01-01", "2025-02-02"))
    return kept.commit("2026-07-01T12:00:00+0800")


def test_where_the_records_of_the_day_said_otherwise_both_are_told(kept, run):
    _granted_later(kept)
    code, said, _ = run(kept.root, *ASK)
    then = kept.short("HEAD~2")
    now, _, before = said.partition(f"当时的档案（版本 {then}）写的不同：")
    assert code == 0
    assert "2025-02-02  2026-12-31" in now
    assert "2025-01-01  2026-12-31" in before


def test_where_they_said_the_same_nothing_is_added_unless_asked_for(kept, run):
    assert "当时" not in run(kept.root, *ASK)[1]
    then = kept.short("HEAD~1")
    assert run(kept.root, *ASK, "--then")[1].endswith(f"\n当时的档案（版本 {then}）写的相同。\n")


def test_the_day_of_a_commit_is_that_of_shanghai(kept, run):
    """The second commit was made on 14 March in London, and on the 15th here."""
    first, second = (kept.short(one) for one in ("HEAD~2", "HEAD~1"))
    ask = ("who", "--technique", "T01", "--then", "--on")
    assert f"版本 {first}" in run(kept.root, *ask, "2026-03-14")[1]
    assert f"版本 {second}" in run(kept.root, *ask, "2026-03-15")[1]


def test_a_version_that_is_asked_for_answers_alone(kept, run):
    _granted_later(kept)
    version = kept.short("HEAD~1")
    kept.edit(STAFF, "granted_on: 2025-02-02", "granted_on: 2025-03-03")
    _, said, _ = run(kept.root, *ASK, "--rev", version)
    assert f"依据：当时的档案，版本 {version}（那个版本怎样写这一天）" in said
    assert "2025-01-01  2026-12-31" in said
    assert "写的" not in said


def test_what_is_not_committed_is_named_and_counts_for_today(kept, run):
    kept.edit(STAFF, T01, T01.replace("2025-01-01", "2025-03-03"))
    _, said, _ = run(kept.root, *ASK)
    assert "+改动（今天的记录怎样说那一天）" in said
    assert "写的不同" in said


def test_a_version_and_then_do_not_go_together(kept, run):
    code, _, complaints = run(kept.root, *ASK, "--rev", "HEAD", "--then")
    assert code == 2
    assert "--then" in complaints


# --- where history does not reach ------------------------------------------------------------------------------------


def test_a_day_before_the_first_commit_is_said(kept, run):
    _, said, _ = run(kept.root, "who", "--technique", "T01", "--on", "2025-06-01")
    assert said.endswith("\n那一天的档案查不到：档案是那以后才进入 Git 的。\n")


def test_a_shallow_clone_says_that_its_history_does_not_reach(kept, tmp_path, run):
    shallow = kept.clone(tmp_path / "浅", "--depth", "1")
    code, said, _ = run(shallow.root, *ASK)
    assert code == 0
    assert said.endswith("\n那一天的档案查不到：仓库是浅克隆，历史不到那一天；运行 git fetch --unshallow 后再查。\n")


def test_a_shallow_clone_that_reaches_answers(kept, tmp_path, run):
    shallow = kept.clone(tmp_path / "浅", "--depth", "1")
    assert "写的相同。" in run(shallow.root, "who", "--technique", "T01", "--on", "2026-06-02", "--then")[1]


def test_without_git_the_present_records_answer_all_the_same(kept, run):
    shutil.rmtree(kept.root / ".git")
    code, said, _ = run(kept.root, *ASK)
    assert code == 0
    assert said.endswith("\n那一天的档案查不到：档案不在 Git 仓库里，没有过去的版本。\n")


def test_a_technique_that_was_not_there_yet_is_said(kept, run):
    kept.write("archive/technique/T09.yaml", "standard_name: 新来的\ngrade: 1\n")
    _, said, _ = run(kept.root, "who", "--technique", "T09", "--on", "2026-03-20")
    assert "里还没有这项技术" in said


def test_files_that_cannot_be_read_are_said(kept, run):
    kept.write("archive/staff/X01.yaml", "name: [\n")
    assert "有读不出来的文件" in run(kept.root, *ASK)[1]


# --- for programs ----------------------------------------------------------------------------------------------------


def test_json_says_the_same_and_nothing_private(kept, run):
    kept.edit(STAFF, "valid_to: 2026-12-31", "valid_to: 2026-12-31, suspended_on: 2026-03-01, suspended_for: 内部原因")
    code, said, _ = run(kept.root, *ASK, "--format", "json")
    found = json.loads(said)
    assert code == 1
    assert (found["about"], found["on"], found["past"]) == ("technique/T01", "2026-03-20", False)
    assert [(one["staff"], one["verdict"], one["valid_to"]) for one in found["answers"]] == [
        ("D01", "barred", "2026-12-31")
    ]
    assert "授权自 2026-03-01 起暂停" in found["answers"][0]["against"]
    assert (found["then"]["answers"][0]["verdict"], found["then"]["same"]) == ("may", False)
    assert "内部原因" not in said
    assert "13800138001" not in said
