"""``meidang new``: what must be given is asked for, the rest stands there as remarks, nothing is overwritten."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meidang.kinds import KINDS
from meidang.models.base import adapter, describe
from meidang.pipeline import check
from meidang.pipeline.editing.creating import Wish, creation
from meidang.pipeline.editing.values import Given, fault_in, offered
from meidang.pipeline.formatting import formatted_record
from meidang.project import Project
from meidang.source.read import parse

SMALL = Path(__file__).parents[1] / "site" / "small"


@pytest.fixture(scope="module")
def small():
    return check(Project(SMALL), today=date(2026, 6, 30))


def test_a_new_record_has_what_was_given_and_names_the_rest(house):
    code, out = house.run(
        "new",
        "人员",
        "N09",
        "--set",
        "姓名=丁二",
        "--set",
        "department_id=美容外科",
        "--set",
        "岗位=护士、医美护士",
        "--write",
    )
    assert code == 0, out
    text = house.text("staff/N09.yaml")
    assert text.startswith(
        "# yaml-language-server: $schema=../../schemas/staff.schema.json\n# 个人技术档案（N09）\n\nname: 丁二\n"
    )
    assert "department_id: K01\n" in text
    assert "posts: [护士, 医美护士]\n" in text
    assert "# left_on:  # 离职日期：" in text
    assert formatted_record("archive/staff/N09.yaml", text) == text
    assert "检查会新增" in out


def test_a_new_record_says_when_it_is_looked_at_again(house):
    _, out = house.run("new", "staff", "N09", "--set", "姓名=丁二", "--set", "科室=K01", "--write")
    assert "updated_on: 2026-06-30\nnext_review_on: 2027-06-30\n" in house.text("staff/N09.yaml")
    assert "更新日期" not in out.partition("检查会新增")[2]


def test_every_key_of_the_kind_is_there_once(house):
    house.run("new", "device", "E09", "--set", "设备名称=镜", "--set", "科室=K01", "--set", "在用=否", "--write")
    text = house.text("device/E09.yaml")
    for name in describe(KINDS["device"].model):
        assert text.count(f"\n{name}:") + text.count(f"\n# {name}:") == (name != "revisions")
    assert "in_use: false" in text


def test_the_next_period_of_a_ledger_begins_with_a_stub(house):
    code, _ = house.run("new", "outpatient_record_qc", "--write")
    assert code == 0
    text = house.text("ledger/outpatient_record_qc/hospital-2026-06.yaml")
    assert "period: 2026-06\n" in text
    assert "#   - audited_on:  # 考评日期" in text


def test_a_department_begins_with_the_present_period_as_long_as_others_keep_theirs(house):
    assert "period: 2026\n" in house.text("ledger/training_record/hospital-2026.yaml")
    house.write("department/K09.yaml", house.text("department/K01.yaml"))
    _, out = house.run("new", "training_record", "--department", "K09")
    assert "archive/ledger/training_record/K09-2026.yaml" in out


def test_an_entry_is_added_to_a_ledger_that_is_there(house):
    words = ("new", "门诊病历月考评台账", "--department", "hospital", "--period", "2026-05")
    entry = ("--set", "考评日期=2026-05-30", "--set", "抽查份数=10", "--set", "规范份数=9", "--set", "考评人=D01")
    before = house.text("ledger/outpatient_record_qc/hospital-2026-05.yaml")
    assert house.run(*words, "--write")[0] == 2
    code, out = house.run(*words, *entry, "--write")
    assert code == 0, out
    text = house.text("ledger/outpatient_record_qc/hospital-2026-05.yaml")
    assert text.startswith(before.rstrip("\n"))
    assert "2026-05-30" in text.removeprefix(before.rstrip("\n"))


CANDIDATES = ("示例", "2026-01-01", "2026-01-01T08:00", "2026", "1", "true", "A-1", "X01")


def example_of(archive, field):
    """A value that fits a field."""
    choices = list(offered(archive, field))
    word = choices[0].partition("（")[0] if choices else ""
    return next(one for one in (word, *CANDIDATES) if one and fault_in(archive, field, one) is None)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if not kind.single], ids=lambda kind: kind.name)
def test_of_every_kind_what_is_made_can_be_read_and_stands_in_the_layout(small, kind):
    wish = Wish(kind, None if kind.is_ledger else "X99", period="2030" if kind.is_ledger else None)
    needed = [one for one in describe(wish.model).values() if one.required and one.model is None]
    given = tuple(Given(one.name, example_of(small.archive, one)) for one in needed)
    for words in ((), given) if kind.is_ledger else (given,):
        (made,) = creation(Project(SMALL), small.archive, replace(wish, given=words), small.as_of).changes
        assert formatted_record(made.path, made.after) == made.after
        assert parse(made.after, made.path).findings == ()
        adapter(kind.model).validate_python(parse(made.after, made.path).source.data)


def test_a_policy_has_its_front_matter(house):
    words = ("--set", "文件名=停水预案", "--set", "文号=1", "--set", "类别=预案")
    assert house.run("new", "policies", "water", *words, "--write")[0] == 0
    text = house.text("policies/water.md")
    assert text.startswith("---\ndocument_name: 停水预案\n")
    assert formatted_record("archive/policies/water.md", text) == text


def test_on_a_terminal_it_asks_until_the_answer_fits(house, monkeypatch):
    answers = iter(["丁二", "没有这个科", "美容外科", "y"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    code, out = house.run("new", "staff", "N09")
    assert code == 0
    assert "K01（美容外科）" in out
    assert "没有这个科" in out
    assert "department_id: K01" in house.text("staff/N09.yaml")


@pytest.mark.parametrize("words", [("staff", "N01"), ("staff",), ("settings",)])
def test_nobody_is_asked_for_a_record_that_cannot_be_made(house, monkeypatch, words):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail(f"asked {question}"))
    assert house.run("new", *words)[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("staff",), "还缺编号"),
        (("staff", "N09"), "name（姓名）、department_id（科室）"),
        (("staff", "n01", "--set", "name=x"), "已经有 N01"),
        (("staff", "../N09"), "不能作编号"),
        (("staff", "con", "--set", "name=x", "--set", "科室=K01"), "不能作编号"),
        (("staf", "N09"), "是不是 staff"),
        (("N09", "staff"), "先写种类，再写编号：meidang new staff N09"),
        (("护士", "N09"), "可以写：机构、科室、人员"),
        (("会议",), "是不是 meeting（会议与协调台账）？"),
        (("质量",), "可以写：质量方案；台账：月度病历质量等级考评、"),
        (("staff", "N09", "--set", "name=", "--set", "科室=K01"), "「姓名」不能空着"),
        (
            ("staff", "N09", "--set", "姓=x", "--set", "科室=K09"),
            "没有“姓”这个字段，可能是 name（姓名）；「科室」里的“K09”不存在",
        ),
        (("staff", "N09", "--set", "name=a", "--set", "姓名=b", "--set", "科室=K01"), "「姓名」给了两次"),
        (("staff", "N09", "--set", "name"), "字段=值"),
        (("staff", "N09", "--set", "name=x", "--set", "科室=K09"), "不存在"),
        (("staff", "N09", "--set", "name=x", "--set", "科室=K01", "--set", "入职日期=2026-01"), "「入职日期」应为"),
        (("staff", "N09", "--set", "name=x", "--set", "科室=K01", "--set", "学历学位=本科"), "一组内容"),
        (("staff", "N09", "--set", "name=x\x07", "--set", "科室=K01"), "不允许的"),
        (("settings",), "已经有了"),
        (("case", "X01"), "--period"),
        (("staff", "N09", "--period", "2026-01"), "只用于台账"),
        (("case", "--period", "../2026"), "应写成"),
    ],
)
def test_what_would_not_pass_is_refused_and_nothing_is_written(house, words, said):
    before = house.files()
    code, out = house.run("new", *words, "--write")
    assert code in (1, 2)
    assert said in out
    assert "\x07" not in out
    assert house.files() == before


def test_a_private_number_is_not_said_again(house):
    _, out = house.run(
        "new", "staff", "N09", "--set", "name=x", "--set", "科室=K01", "--set", "身份证号=110105194912310021"
    )
    assert "110105194912310021" not in out
