"""A date that falls due says how far it is."""

from __future__ import annotations

from datetime import date

import pytest

from meidang.render.pages.markup import due


@pytest.mark.parametrize(("day", "words"), [(29, "已过 1 天"), (30, "今天到期"), (31, "还有 1 天")])
def test_a_day_says_how_far_it_is(day, words):
    today = date(2026, 7, 30)
    assert due(date(2026, 7, day), today) == f"<time>2026-07-{day}</time><br><small>{words}</small>"
