"""Where two versions of one tree differ: in which fields, and how many groups of a list came, went and changed.

No value is in the result. Trees come from the one reader. An absent field, an empty one and an empty list say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from meidang.source.tree import Tree, Value, likeness

#: The names of fields from the top down, without places in lists.
Way = tuple[str, ...]
#: Two groups with less in common are not the same one, edited.
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Counts:
    """How many groups of a list are new, gone and edited."""

    added: int = 0
    removed: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """``ways``: the fields that differ, each once; ``lists``: the lists of groups at the top that do, by field.

    Both empty: the same data, written otherwise.
    """

    ways: tuple[Way, ...] = ()
    lists: Mapping[str, Counts] = field(default_factory=dict)


def difference(old: Tree, new: Tree) -> Difference:
    """Compare two trees. Linear in their size."""
    ways: dict[Way, None] = {}
    lists: dict[str, Counts] = {}
    for name in _names(old, new):
        before, after = old.get(name), new.get(name)
        ways.update(dict.fromkeys(_differing(before, after, (name,))))
        if _is_groups(before, after) and (counts := _counts(_groups(before), _groups(after))) != Counts():
            lists[name] = counts
    return Difference(tuple(ways), lists)


def _names(old: Tree, new: Tree) -> Sequence[str]:
    return list({**old, **new})


def _differing(old: Value, new: Value, way: Way) -> Iterator[Way]:
    if (old or None) == (new or None):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in _names(old, new):
            yield from _differing(old.get(name), new.get(name), (*way, name))
    elif _is_groups(old, new):
        pairs = _pairs(_groups(old), _groups(new))
        for before, after in pairs:
            if before is None or after is None:
                yield way
            else:
                yield from _differing(before, after, way)
    else:
        yield way


def _is_groups(old: Value, new: Value) -> bool:
    """Whether at least one is a list of groups, and the other one too, or absent."""
    held = [value for value in (old, new) if value]
    return bool(held) and all(isinstance(value, list) and all(isinstance(one, dict) for one in value) for value in held)


def _groups(value: Value) -> list[Tree]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _counts(old: list[Tree], new: list[Tree]) -> Counts:
    pairs = list(_pairs(old, new))
    added = sum(before is None for before, _ in pairs)
    removed = sum(after is None for _, after in pairs)
    return Counts(added, removed, sum(any(_differing(one, other, ())) for one, other in pairs if one and other))


# --- which group became which ----------------------------------------------------------------------------------------


def _pairs(old: list[Tree], new: list[Tree]) -> Iterator[tuple[Tree | None, Tree | None]]:
    """The groups that are not the same in both, each with what became of it.

    First by what stands first in them, which names a group in most lists, then in order.
    """
    old, new = _unlike(old, new), _unlike(new, old)
    waiting: dict[tuple[str, str], list[Tree]] = defaultdict(list)
    for one in reversed(new):
        waiting[_name(one)].append(one)
    rest: list[Tree] = []
    taken: set[int] = set()
    for one in old:
        if found := waiting.get(_name(one)):
            other = found.pop()
            taken.add(id(other))
            yield one, other
        else:
            rest.append(one)
    yield from _in_order(rest, [one for one in new if id(one) not in taken])


def _in_order(old: list[Tree], new: list[Tree]) -> Iterator[tuple[Tree | None, Tree | None]]:
    for one, other in zip(old, new, strict=False):
        if likeness(one, other) >= _ALIKE:
            yield one, other
        else:
            yield one, None
            yield None, other
    yield from ((one, None) for one in old[len(new) :])
    yield from ((None, one) for one in new[len(old) :])


def _unlike(groups: list[Tree], others: list[Tree]) -> list[Tree]:
    """The groups that do not stand among the others, as often as they are too many."""
    there: dict[str, int] = defaultdict(int)
    for other in others:
        there[repr(other)] += 1
    left = []
    for one in groups:
        key = repr(one)
        if there[key] > 0:
            there[key] -= 1
        else:
            left.append(one)
    return left


def _name(group: Tree) -> tuple[str, str]:
    """A group's first field with what it says."""
    key = next(iter(group), "")
    return key, str(group.get(key))
