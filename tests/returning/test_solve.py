"""The fields of a paragraph from its text: right, or no answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.render.returning.marks import Computed, Segment
from meidang.render.returning.solve import Unsolved, solve, tidy


def segments(*pieces):
    """A text stands for itself, a text in a list for what is shown."""
    return tuple(Segment(one[0], Computed((), one[0])) if isinstance(one, list) else Segment(one) for one in pieces)


@pytest.mark.parametrize(
    ("pieces", "text", "answer"),
    [
        ([["甲"]], "乙", {0: "乙"}),
        ([["甲"]], "", {0: ""}),
        ([["甲"], "（", ["乙"], "）"], "甲（丙）", {2: "丙"}),
        ([["甲"], "（", ["乙"], "）"], "丁（丙）", {0: "丁", 2: "丙"}),
        ([["甲"], "（", ["乙"], "）"], "丁", Unsolved.WORDS),
        ([["甲"], ["乙"]], "丙乙", {0: "丙"}),
        ([["甲"], ["乙"]], "丙丁", Unsolved.AMBIGUOUS),
        ([[""], [""]], "丙", Unsolved.AMBIGUOUS),
        ([["甲"], "，", ["乙"]], "丙，丁，戊", Unsolved.AMBIGUOUS),
        ([["甲"], "，", ["乙"]], "甲，丁，戊", {2: "丁，戊"}),
        (["备注：", ["甲"]], "备注： 乙\n丙", {1: "乙\n丙"}),
        (["备注：", ["甲"]], "说明：甲", Unsolved.WORDS),
        (["备注"], "说明", Unsolved.WORDS),
    ],
)
def test_one_paragraph(pieces, text, answer):
    assert solve(segments(*pieces), text) == answer


_WORDS = st.text("甲乙（），： 1", max_size=6)


@given(st.lists(st.one_of(_WORDS, _WORDS.map(lambda one: [one])), max_size=6), st.data())
def test_an_answer_always_reads_as_the_text(pieces, data):
    shown = segments(*pieces)
    words = [data.draw(_WORDS) if one.is_shown else one.text for one in shown]
    text = "".join(words)
    answer = solve(shown, text)
    if not isinstance(answer, Unsolved):
        again = "".join(answer.get(at, one.text) for at, one in enumerate(shown))
        assert "".join(tidy(again).split()) == "".join(tidy(text).split())
