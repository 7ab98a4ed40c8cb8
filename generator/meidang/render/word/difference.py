"""Where two long sequences differ, in time that grows with the differences: a binder has 100,000 blocks, many alike.

A stranger wrote both, so the time is bounded: beyond it only what stands once in either is taken for the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

#: More differences than anybody made by hand, and more comparisons than they take; about a second.
_MOST, _MOST_COMPARED = 1_000, 3_000_000

#: A stretch of the one sequence, and the stretch of the other that stands in its place.
Stretch = tuple[int, int, int, int]


def differences(before: Sequence[int], after: Sequence[int]) -> Iterator[Stretch]:
    """The stretches that differ, in order; as few elements as can be."""
    most = min(len(before), len(after))
    head = next((at for at in range(most) if before[at] != after[at]), most)
    tail = next((at for at in range(most - head) if before[-1 - at] != after[-1 - at]), most - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    at_old = at_new = 0
    for start, first, length in _common(old, new):
        if start > at_old or first > at_new:
            yield at_old + head, start + head, at_new + head, first + head
        at_old, at_new = start + length, first + length


def _common(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int, int]]:
    """What both hold: where in the one, where in the other, how much; at the end nothing, behind both."""
    steps = _steps(old, new)
    if steps is None:
        return [*_around(_landmarks(old, new), old, new), (len(old), len(new), 0)]
    found = []
    x, y = len(old), len(new)
    for step in range(len(steps) - 1, -1, -1):
        reached = steps[step]
        down = _goes_down(reached, x - y, step)
        from_x = reached[x - y + 1] if down else reached[x - y - 1]
        from_y = from_x - (x - y + 1 if down else x - y - 1)
        start = (from_x, from_y + 1) if down else (from_x + 1, from_y)
        if step == 0:
            start = (0, 0)
        if x > start[0]:
            found.append((*start, x - start[0]))
        x, y = from_x, from_y
    return [*found[::-1], (len(old), len(new), 0)]


def _steps(old: Sequence[int], new: Sequence[int]) -> list[dict[int, int]] | None:
    """How far each diagonal had got, by the number of differences (Myers). None where they are too many."""
    reached = {1: 0}
    steps = []
    compared = 0
    for step in range(_MOST + 1):
        steps.append(reached.copy())
        for diagonal in range(-step, step + 1, 2):
            down = _goes_down(reached, diagonal, step)
            x = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            start, y = x, x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            compared += x - start
            reached[diagonal] = x
            if x >= len(old) and y >= len(new):
                return steps
        if compared > _MOST_COMPARED:
            break
    return None


def _around(
    landmarks: Sequence[tuple[int, int]], old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """The stretches that both hold around these places."""
    end_x = end_y = 0
    for x, y in landmarks:
        if x < end_x or y < end_y:
            continue
        back = 0
        while x - back > end_x and y - back > end_y and old[x - back - 1] == new[y - back - 1]:
            back += 1
        length = 1
        while x + length < len(old) and y + length < len(new) and old[x + length] == new[y + length]:
            length += 1
        end_x, end_y = x + length, y + length
        yield x - back, y - back, back + length


def _landmarks(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """Places of what stands once in either, as many as are in the same order in both."""
    once, other = Counter(old), Counter(new)
    places = {value: at for at, value in enumerate(new)}
    pairs = [(at, places[value]) for at, value in enumerate(old) if once[value] == 1 and other[value] == 1]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [place], [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _goes_down(reached: dict[int, int], diagonal: int, step: int) -> bool:
    return diagonal == -step or (diagonal != step and reached[diagonal - 1] < reached[diagonal + 1])
