"""What people write in a document, as a record has it."""

from __future__ import annotations

import pytest

from documents.example import SMALL, archive
from meidang.kinds import KINDS
from meidang.models.base import describe
from meidang.render.returning.values import NoValue, value_of


def field(path):
    kind, *steps = path.split(".")
    model = KINDS[kind].model
    for step in steps[:-1]:
        model = describe(model)[step].model
    return describe(model)[steps[-1]]


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("staff.hired_on", "２０１８年３月１日", "2018-03-01"),
        ("staff.credentials.valid_to", "长期有效", "长期"),
        ("staff.credentials.valid_to", "—", None),
        ("staff.note", "—", None),
        ("qi_plan.quality_goals.measure", "—", None),
        ("incident.entries.description", "—", "—"),
        ("staff.phone", " 13800138001", "13800138001"),
        ("staff.department_id", "美容外科", "K01"),
        ("staff.department_id", "K01", "K01"),
        ("staff.department_id", "美容外科（K01）", "K01"),
        ("staff.other_departments", "", None),
        ("staff.other_departments", "美容外科、K01", ["K01", "K01"]),
        ("staff.posts", "医师;护士", ["医师", "护士"]),
        ("staff.privileges.level", "三级", "3"),
        ("staff.participation.cases", "1,042", "1042"),
        ("staff.training.aesthetic", "是", "true"),
        ("staff.training.hours", "12.5", "12.5"),
        ("staff.note", "一\n二", "一\n二"),
        ("follow_up.entries.entered_at", "2026-04-01 09:12", "2026-04-01T09:12"),
    ],
)
def test_a_text_becomes_a_value(path, text, value):
    assert value_of(field(path), text, archive(SMALL)) == value


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("staff.name", "", "「姓名」不能空着"),
        ("staff.name", "甲\n乙", "「姓名」应为一行文字（只能写一行，长内容请写到「备注」）"),
        (
            "staff.hired_on",
            "2026-02-30",
            "「入职日期」应为日期，写成 年-月-日，例如 2026-04-30（没有这一天，请核对月份和日期）",
        ),
        ("staff.department_id", "检验科", "科室里没有“检验科”，请核对名称，或先建立它的档案"),
        ("staff.department_id", "美容", "科室里没有“美容”，是不是“美容外科”？不是就先建立它的档案"),
        ("staff.sex", "x", "「性别」应为其中之一：男、女"),
    ],
)
def test_what_a_field_cannot_hold(path, text, said):
    with pytest.raises(NoValue) as error:
        value_of(field(path), text, archive(SMALL))
    assert str(error.value) == said


def test_the_line_end_of_a_block_is_kept():
    assert value_of(field("staff.note"), "一", archive(SMALL), "旧\n") == "一\n"
