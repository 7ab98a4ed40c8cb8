"""Which paragraph, table or row of the edited document is which of the original: by what they still have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

from meidang.render.returning.story import Table

T = TypeVar("T")
#: ``(old, new)``; None on one side for what was taken away, on the other for what is new.
Pair = tuple[int | None, int | None]

#: Two things with less in common are not one.
_ALIKE: Final = 0.3
#: Less than half in common, and elsewhere: one was taken away, and another is new.
_MOVED: Final = 0.5
#: More comparisons than these are not made; what stands in between is paired in order.
_MOST: Final = 40_000
#: Texts longer than this together are not compared letter by letter.
_LONG: Final = 1_000


def in_order(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable], alike: Callable[[T, T], float]
) -> list[Pair]:
    """Pairs in the order of the new ones; equal keys are landmarks, between them the most alike are paired."""
    olds, news = [key(one) for one in old], [key(one) for one in new]
    pairs: list[Pair] = []
    for kind, start, stop, first, last in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += [(start + step, first + step) for step in range(stop - start)]
        else:
            pairs += _between(old, new, range(start, stop), range(first, last), alike)
    return pairs


def with_moved(pairs: Sequence[Pair], alike: Callable[[int, int], float]) -> list[Pair]:
    """What stands elsewhere now, hardly changed, has moved; it was not taken away here, nor is it new there.

    Nor is it a rewriting of what stood in its new place, however much alike the two may be. ``alike``: 1 and more for
    what is the same.
    """
    changed = [pair for pair in pairs if None in pair or alike(*pair) < 1]  # type: ignore[arg-type]
    olds = [one for one, _ in changed if one is not None]
    news = [other for _, other in changed if other is not None]
    if len(olds) * len(news) > _MOST:
        return list(pairs)
    in_place = set(changed)
    scores = [(alike(one, other), (one, other) in in_place, -one, -other) for one in olds for other in news]
    home: dict[int, int] = {}
    for score, _, one, other in sorted(scores, reverse=True):
        if score >= _MOVED and -one not in home.values() and -other not in home:
            home[-other] = -one
    return [moved for pair in pairs for moved in (_moved(pair, home) if pair in in_place else (pair,))]


def _moved(pair: Pair, home: Mapping[int, int]) -> Iterator[Pair]:
    one, other = pair
    is_claimed = one in home.values()
    if other is not None and other in home:
        if one is not None and not is_claimed:
            yield one, None
        yield home[other], other
    elif not is_claimed:
        yield pair
    elif other is not None:
        yield None, other


def _between(
    old: Sequence[T], new: Sequence[T], olds: range, news: range, alike: Callable[[T, T], float]
) -> list[Pair]:
    if len(olds) * len(news) > _MOST:
        return _leftovers(list(olds), list(news))
    pairs: list[Pair] = []
    at, to = olds.start, news.start
    for one, other in [*_best(old, new, olds, news, alike), (olds.stop, news.stop)]:
        pairs += _leftovers(list(range(at, one)), list(range(to, other)))
        if one < olds.stop and other < news.stop:
            pairs.append((one, other))
        at, to = one + 1, other + 1
    return pairs


def _leftovers(olds: list[int], news: list[int]) -> list[Pair]:
    """As many on both sides were rewritten; otherwise some were taken away and others are new."""
    if len(olds) == len(news):
        return list(zip(olds, news, strict=True))
    return [*((one, None) for one in olds), *((None, one) for one in news)]


def _best(
    old: Sequence[T], new: Sequence[T], olds: range, news: range, alike: Callable[[T, T], float]
) -> list[tuple[int, int]]:
    """The pairs, in order on both sides, that have most in common altogether."""
    width = len(news) + 1
    best = [[0.0] * width for _ in range(len(olds) + 1)]
    score = [[alike(old[one], new[other]) for other in news] for one in olds]
    for row in range(len(olds) - 1, -1, -1):
        for column in range(len(news) - 1, -1, -1):
            here = score[row][column]
            both = here + best[row + 1][column + 1] if here >= _ALIKE else 0.0
            best[row][column] = max(both, best[row + 1][column], best[row][column + 1])
    found, row, column = [], 0, 0
    while row < len(olds) and column < len(news):
        here = score[row][column]
        if here >= _ALIKE and best[row][column] == here + best[row + 1][column + 1]:
            found.append((olds[row], news[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def alike_texts(one: str, other: str) -> float:
    """From 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if len(one) + len(other) < _LONG else 0.5


def alike_cells(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of cells with the same words; a little for words that changed a little."""
    if len(one) != len(other):
        return 0.0
    filled = [(a, b) for a, b in zip(one, other, strict=True) if a or b]
    same = sum(a == b for a, b in filled)
    return (same + 0.2) / len(filled) if same else _ALIKE * alike_texts("".join(one), "".join(other))


def tables(old: Sequence[Table], new: Sequence[Table]) -> list[tuple[int, int]]:
    """Which table is which, wherever it stands now: the most alike first, then the nearest."""
    olds, news = [_words(one) for one in old], [_words(one) for one in new]
    scores = sorted(
        (
            (_shared(olds[one], news[other]), -abs(one - other), one, other)
            for one in range(len(old))
            for other in range(len(new))
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, one, other in scores:
        if score >= _ALIKE and one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    # Why by letters: of a table of one cell, every word is another when a part of it is.
    for one in [one for one in range(len(old)) if one not in pairs]:
        close = (at for at in range(len(new)) if at not in taken and _is_rewritten(old[one], new[at]))
        if (other := next(close, -1)) >= 0:
            pairs[one] = other
            taken.add(other)
    return sorted(pairs.items())


def _is_rewritten(old: Table, new: Table) -> bool:
    if [len(row.cells) for row in old.rows] != [len(row.cells) for row in new.rows]:
        return False
    before, after = ("\n".join(text for row in table.rows for text in row.texts) for table in (old, new))
    return len(before) + len(after) < _LONG and alike_texts(before, after) >= _MOVED


def _words(table: Table) -> Counter[str]:
    return Counter(text for row in table.rows for text in row.texts if text)


def _shared(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
