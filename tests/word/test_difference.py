"""What differs between two sequences: enough to make the one of the other, and as little as can be."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.render.word.difference import differences

FEW = st.lists(st.integers(0, 3), max_size=25)


def common(before, after) -> int:
    """The length of the longest common subsequence, by the book."""
    row = [0] * (len(after) + 1)
    for one in before:
        above = row[:]
        for at, other in enumerate(after):
            row[at + 1] = above[at] + 1 if one == other else max(above[at + 1], row[at])
    return row[-1]


@given(FEW, FEW)
def test_it_makes_the_one_of_the_other_with_as_little_as_can_be(before, after):
    made, at, changed = [], 0, 0
    for start, stop, first, last in differences(before, after):
        assert (start, first) >= (at, 0)
        assert stop > start or last > first
        made += before[at:start] + after[first:last]
        assert len(made) == last
        at, changed = stop, changed + stop - start + last - first
    assert made + before[at:] == after
    assert changed == len(before) + len(after) - 2 * common(before, after)


def test_many_alike_are_no_trouble():
    before = [number % 7 for number in range(100_000)]
    after = before.copy()
    after[10] = after[99_000] = 8
    del after[50_000]
    start = time.perf_counter()
    assert len(list(differences(before, after))) == 3
    assert time.perf_counter() - start < 60


def test_nothing_in_common_ends_soon():
    start = time.perf_counter()
    assert list(differences([1] * 20_000, [2] * 20_000)) == [(0, 20_000, 0, 20_000)]
    assert time.perf_counter() - start < 60


@pytest.mark.parametrize("step", [1, 7, 10_007])
def test_what_a_stranger_made_up_ends_soon(step):
    count = 100_000
    before = [number % 100 for number in range(count)] + [1] * 2_000
    after = [2] * 2_000 + [number * step % 100 for number in range(count)]
    start = time.perf_counter()
    assert list(differences(before, after))
    assert time.perf_counter() - start < 60


def test_more_differences_than_a_hand_makes_are_still_found_one_by_one():
    before = list(range(50_000))
    after = before.copy()
    for at in range(0, 50_000, 25):
        after[at] = -1
    assert list(differences(before, after)) == [(at, at + 1, at, at + 1) for at in range(0, 50_000, 25)]
