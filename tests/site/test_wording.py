"""Readers of the site see labels where editors of the records see keys."""

from __future__ import annotations

from datetime import date

import pytest

from meidang.render.pages.markup import due
from meidang.render.wording import in_labels


@pytest.mark.parametrize(
    ("advice", "record", "shown"),
    [
        (
            "结题后填写 closed_on；批准延期的填写 extended_to",
            "research_project/R01",
            "结题后填写 「实际结题日期」；批准延期的填写 「批准延期至」",
        ),
        ("暂停授权（suspended_on），或晋升后再授权", "staff/D03", "暂停授权（「暂停日期」），或晋升后再授权"),
        ("改为 independent: false", "staff/A02", "改为 「独立实施」为“否”"),
        ("在 archive/restriction/ 里建一份", "institution", "在 archive/restriction/ 里建一份"),
        ("运行 meidang check", "staff/D01", "运行 meidang check"),
        ("补上 valid_to", "", "补上 valid_to"),
        ("存为制度，预案类别写“停气”（plan_type）", "department/K12", "存为制度，预案类别写“停气”"),
        ("在这一条的 closed_on（实际结题日期）写明", "research_project/R01", "在这一条的 「实际结题日期」写明"),
        ("填写 indicator_period: 2026-04", "indicators", "填写 「指标期间」: 2026-04"),
    ],
)
def test_keys_become_labels(advice, record, shown):
    assert in_labels(advice, record) == shown


@pytest.mark.parametrize(("day", "words"), [(29, "已过 1 天"), (30, "今天到期"), (31, "还有 1 天")])
def test_a_day_says_how_far_it_is(day, words):
    today = date(2026, 7, 30)
    assert due(date(2026, 7, day), today) == f"<time>2026-07-{day}</time><br><small>{words}</small>"
