"""Findings of two versions: which are one thing that only counts otherwise, and which are two things."""

from __future__ import annotations

import pytest

from meidang.consequences import turned
from meidang.findings import Finding, Location, Severity


def finding(message: str, severity: Severity = Severity.MAJOR) -> Finding:
    return Finding("IND001", severity, message, Location("archive/indicators.yaml"), "改好")


ONE_THING = {
    "another threshold": ("继续教育 18 学分，少于 25 学分", "继续教育 18 学分，少于 30 学分"),
    "another day": ("执业证书已于 2026-04-30 过期", "执业证书已于 2026-05-31 过期"),
    "another value": ("2026 年 1 月为 80.00%（8/10）", "2026 年 1 月为 70.00%（7/10）"),
}
TWO_THINGS = {
    "another month": ("2026 年 1 月为 80.00%（8/10）", "2026 年 4 月为 80.00%（8/10）"),
    "another year": ("2025 年继续教育 18 学分", "2026 年继续教育 18 学分"),
    "another case": ("门诊号 MZ26-00339 没有核准", "门诊号 MZ26-00340 没有核准"),
    "another technique": ("755nm皮秒激光没有校准", "532nm皮秒激光没有校准"),
}


@pytest.mark.parametrize("case", ONE_THING, ids=[case.replace(" ", "-") for case in ONE_THING])
def test_one_thing_with_other_numbers_neither_comes_nor_goes(case):
    before, after = map(finding, ONE_THING[case])
    found = turned([after], [before])
    assert not found.came
    assert not found.went
    assert [(one.before, one.after) for one in found.altered] == [(before, after)]
    assert found.heaviest is None


@pytest.mark.parametrize("case", TWO_THINGS, ids=[case.replace(" ", "-") for case in TWO_THINGS])
def test_another_thing_never_passes_for_the_one_that_went(case):
    before, after = map(finding, TWO_THINGS[case])
    found = turned([after], [before])
    assert (found.came, found.went) == ((after,), (before,))
    assert found.heaviest is Severity.MAJOR


def test_of_several_the_most_alike_are_one():
    olds = [finding("第 3 次 晚了 5 天"), finding("第 4 次 晚了 9 天")]
    news = [finding("第 4 次 晚了 10 天"), finding("第 5 次 晚了 1 天"), finding("第 3 次 晚了 6 天")]
    found = turned(news, olds)
    assert {(one.before.message, one.after.message) for one in found.altered} == {
        ("第 3 次 晚了 5 天", "第 3 次 晚了 6 天"),
        ("第 4 次 晚了 9 天", "第 4 次 晚了 10 天"),
    }
    assert [one.message for one in found.came] == ["第 5 次 晚了 1 天"]


def test_what_gets_heavier_weighs():
    found = turned([finding("晚了 40 天", Severity.VETO)], [finding("晚了 5 天", Severity.MINOR)])
    assert not found.came
    assert found.heaviest is Severity.VETO
    assert len(found.worse) == 1
