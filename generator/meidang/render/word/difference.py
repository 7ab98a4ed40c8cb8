"""Where two long sequences differ, in time that grows with the differences: a binder has 100,000 blocks, many alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

#: More differences than anybody made by hand; their shortest list would take too long to find.
_MOST: Final = 1_000

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
        return list(SequenceMatcher(None, old, new).get_matching_blocks())
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
    for step in range(_MOST + 1):
        steps.append(reached.copy())
        for diagonal in range(-step, step + 1, 2):
            down = _goes_down(reached, diagonal, step)
            x = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reached[diagonal] = x
            if x >= len(old) and y >= len(new):
                return steps
    return None


def _goes_down(reached: dict[int, int], diagonal: int, step: int) -> bool:
    return diagonal == -step or (diagonal != step and reached[diagonal - 1] < reached[diagonal + 1])
