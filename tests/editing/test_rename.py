"""``meidang rename``: who names a record follows; comments stay; the findings are the same but for the name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from meidang.pipeline import check
from meidang.pipeline.editing.plan import judged
from meidang.pipeline.editing.renaming import apart_from_names, renaming
from meidang.project import Project

ROOT = Path(__file__).parents[2]
DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def example():
    return check(Project(ROOT), today=DAY)


@pytest.mark.parametrize(
    ("record", "new", "files"),
    [
        ("D01", "D21", 1),
        ("technique/T01", "T21", 1),
        ("aesthetic_surgery", "plastic_one", 19),
        ("policies/follow-up", "follow-up-rules", 1),
        ("credential_types/nurse_practice", "nurse_licence", 0),
        ("duties/outpatient_audit", "audit", 0),
        ("clause/g1", "g01", 0),
        ("titles/护士", "注册护士", 0),
    ],
)
def test_the_whole_example_has_the_same_findings_afterwards(example, record, new, files):
    project = Project(ROOT)
    plan, moves = renaming(project, example, record, new)
    found = apart_from_names(judged(project, plan, example, DAY), moves)
    assert list(found.coming) == []
    assert list(found.going) == []
    assert len(plan.moves) == files
    assert plan.changes


def test_the_file_moves_with_its_comments_and_references_follow(house):
    house.write("staff/N09.yaml", "# 护士，别删\nname: 丁二\ndepartment_id: K01\n")
    house.write("department/K01.yaml", house.text("department/K01.yaml").replace("[D01, N01]", "[D01, N09]  # 小组"))
    code, out = house.run("rename", "N09", "N10", "--write")
    assert code == 0, out
    assert house.text("staff/N10.yaml") == "# 护士，别删\nname: 丁二\ndepartment_id: K01\n"
    assert not (house.root / "archive/staff/N09.yaml").exists()
    assert "[D01, N10]  # 小组" in house.text("department/K01.yaml")


def test_a_departments_ledgers_and_plans_move_with_it(house):
    names = [path.name for path in (house.root / "archive").rglob("K01-*")]
    assert names
    assert house.run("rename", "K01", "surgery", "--write")[0] == 0
    moved = [path.name for path in (house.root / "archive").rglob("surgery-*")]
    assert sorted(name.replace("K01", "surgery") for name in names) == sorted(moved)
    assert list((house.root / "archive").rglob("K01*")) == []


def test_it_says_where_the_old_id_is_still_written(house):
    house.write("staff/N09.yaml", "# 档案 N09\nname: 丁二\ndepartment_id: K01\n")
    _, out = house.run("rename", "N09", "N10")
    assert "archive/staff/N10.yaml:1" in out


@pytest.mark.parametrize(
    ("record", "new"),
    [
        ("D01", "N01"),
        ("D01", "n01"),
        ("D01", "D01"),
        ("D01", "d01"),
        ("D01", "../N09"),
        ("D01", "编号"),
        ("D01", "a" * 65),
        ("D01", ""),
        ("D01", "x\x00y"),
        ("D99", "D98"),
        ("staff/../D01", "D98"),
        ("什么/D01", "D98"),
        ("settings", "s2"),
        ("K01", "Hospital"),
        ("titles/护师", "护\n师"),
        ("titles/护师", "护\x00师"),
        ("titles/护师", "主治医师"),
        ("titles/护师", ""),
        ("clause/c1", "c\n1"),
        ("clause/c1", "c\x1b1"),
        ("clause/c1", "c2"),
        ("outpatient_record_qc/hospital-2026-01", "x"),
        ("credential_types/filing", "doctor_practice"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(house, record, new):
    before = house.files()
    code, out = house.run("rename", record, new, "--write")
    assert code == 2, out
    assert "\x00" not in out
    assert "写法比较特别" not in out
    assert house.files() == before


def test_a_reserved_name_does_not_pass(house):
    before = house.files()
    code, out = house.run("rename", "D01", "con", "--write")
    assert code == 1
    assert "不能作编号" in out
    assert house.files() == before


def test_words_in_the_wrong_order_are_told(house):
    code, out = house.run("rename", "D98\x1b[1m", "D01", "--write")
    assert (code, "先写现在的编号，再写新编号：meidang rename D01 D98" in out, "\x1b" in out) == (2, True, False)


def test_both_ids_may_be_written_whole(house):
    code, out = house.run("rename", "./archive/staff/D01.yaml:1:1", "staff/D98")
    assert (code, "staff/D01（" in out, "archive/staff/D98.yaml" in out) == (0, True, True)


def test_while_a_file_cannot_be_read_nothing_is_renamed(house):
    house.write("staff/N09.yaml", "name: [\n")
    before = house.files()
    code, out = house.run("rename", "D01", "D02", "--write")
    assert code == 2
    assert "archive/staff/N09.yaml" in out
    assert house.files() == before


def test_of_an_id_that_many_name_the_first_files_are_shown_and_the_others_counted(house):
    for number in range(30):
        house.write(f"staff/X{number}.yaml", f"name: 丁{number}\ndepartment_id: K01\n")
    _, out = house.run("rename", "K01", "surgery")
    assert out.count("\n--- a/") == 20
    assert "…以及另外" in out


def test_a_policys_pictures_stay_where_its_text_looks_for_them(house):
    (house.root / "archive/attachments/policies/follow-up").mkdir(parents=True)
    _, out = house.run("rename", "policies/follow-up", "follow")
    assert "附件文件夹 attachments/policies/follow-up 不改名" in out
