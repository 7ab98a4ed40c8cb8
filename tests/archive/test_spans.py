"""Periods by their names: first and last day, in words, one after the other."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.archive.spans import MONTHS, period_of, periods, span, span_words

#: Every day that a record may hold.
DAYS = st.dates(date(1900, 1, 1), LAST := date(2200, 12, 31))


@pytest.mark.parametrize(
    ("name", "first", "last", "words"),
    [
        ("2026", "2026-01-01", "2026-12-31", "2026 年"),
        ("2026-H1", "2026-01-01", "2026-06-30", "2026 年上半年"),
        ("2026-H2", "2026-07-01", "2026-12-31", "2026 年下半年"),
        ("2026-Q2", "2026-04-01", "2026-06-30", "2026 年第二季度"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024 年 2 月"),
    ],
)
def test_a_name_says_first_day_last_day_and_words(name, first, last, words):
    period = span(name)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert span_words(name) == words


@pytest.mark.parametrize("name", ["2026-13", "2026-Q5", "2026-H3", "26-01", "2026-1", ""])
def test_no_other_text_is_a_period(name):
    with pytest.raises(ValueError, match=f"^{name}$"):
        span(name)


@given(DAYS, st.sampled_from(sorted(MONTHS)))
def test_a_day_lies_in_its_period(day, every):
    assert day in period_of(day, every)


@given(DAYS, st.integers(0, 900), st.sampled_from(sorted(MONTHS)))
def test_periods_follow_each_other_without_a_gap(since, length, every):
    until = min(since + timedelta(days=length), LAST)
    found = list(periods(since, until, every))
    assert all(after.first == before.last + timedelta(days=1) for before, after in pairwise(found))
    assert all(period.first >= since for period in found)
    assert all(period.first <= until for period in found)


def test_the_period_that_had_begun_is_not_demanded_whole():
    assert [period.name for period in periods(date(2026, 1, 15), date(2026, 4, 1), "月")] == [
        "2026-02",
        "2026-03",
        "2026-04",
    ]
