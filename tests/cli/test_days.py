"""Options take a day in the ways in which people write one, as sheets and forms do, and none that no calendar has."""

from __future__ import annotations

from datetime import date

import pytest

from commands import meidang
from meidang.cli.options.due import days_or_day
from meidang.cli.options.shared import day
from meidang.models.scalars import DATE
from meidang.render.intake.days import day_words

WRITTEN = [
    "2026-09-05",
    "2026-9-5",
    "2026.9.5",
    "2026.09.05",
    "2026/9/5",
    "2026年9月5日",
    "2026 年 9 月 5 日",
    "20260905",
    "２０２６－０９－０５",
]


@pytest.mark.parametrize("words", WRITTEN)
def test_a_day_is_read_however_it_is_written_and_as_sheets_and_records_read_it(words):
    assert day(words) == days_or_day(words) == date(2026, 9, 5)
    assert day_words(words, may_never=False).text == "2026-09-05"
    assert DATE.explain(words) == "请写成 2026-09-05"


@pytest.mark.parametrize(
    "option",
    [
        ("check", "--as-of"),
        ("who", "--person", "D01", "--on"),
        ("due", "--within"),
        ("due", "--digest", "--since"),
        ("readiness", "--inspect-on"),
        ("retire", "D01", "--on"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2026-02-30", "“2026-02-30”不对，没有这一天，请核对月份和日期"),
        ("2026.13.1", "“2026.13.1”不对，没有这一天"),
        ("1026-05-04", "年份应在 1900 到 2200 之间"),
        ("3/4/2026", "“3/4/2026”分不清年月日，请写成 年-月-日，例如 2026-06-30"),
        ("2026-09", "“2026-09”缺少日，请写全年月日，例如 2026-06-30"),
        ("9月5日", "“9月5日”缺少年"),
    ],
)
def test_a_day_that_is_none_or_is_unclear_is_refused_with_the_reason(option, words, said):
    answer = meidang(*option, words)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"{option[-1]}：" in answer.stderr
    assert said in answer.stderr
