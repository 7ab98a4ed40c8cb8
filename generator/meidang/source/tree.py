"""What the reader hands on: plain data, and where in the file each piece of it stands.

The text itself is dropped. Of every node (keys are nodes too) only the character offset is kept, in the order in which
the nodes appear, and of the tree only its shape; a path is found again by growing the shape and counting.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from meidang.findings import Location

#: Every scalar is text, an empty one None; dict keys are text.
Value: TypeAlias = "str | dict[str, Value] | list[Value] | None"
Tree: TypeAlias = dict[str, Value]

#: The shape of a tree as one sequence: each key of a mapping as itself, each scalar of a list as ``SCALAR``, each
#: mapping or list between its own mark and ``END``. Numbers, because no key is one.
SCALAR, MAPPING, LIST, END = range(4)
Mark: TypeAlias = str | int


class _Place(NamedTuple):
    """A node reached: its number, that of its key (an item of a list is its own), and where its mark stands.

    ``mark`` is None for a scalar, from which nothing grows.
    """

    key_node: int
    node: int
    mark: int | None


class Source:
    """One file as read: its path below the project root, its data, and the position of every node.

    ``data`` is None when the reader found something wrong, so that nothing unclean goes further, and after
    ``forget``. Positions stay.
    """

    __slots__ = ("_lengths", "_marks", "_starts", "data", "path")

    def __init__(
        self,
        path: str,
        data: Tree | None = None,
        starts: Iterable[int] = (),
        lengths: Iterable[int] = (),
        marks: Iterable[Mark] = (),
    ) -> None:
        """``starts``: character offset of each node in reading order; ``lengths``: of each line without its LF."""
        self.path = path
        self.data = data
        self._starts = array("I", starts)
        self._lengths = array("I", lengths)
        self._marks = tuple(marks)

    def packed(self) -> tuple[str, Tree | None, bytes, bytes, tuple[Mark, ...]]:
        """The whole as plain values, for the way between processes."""
        return self.path, self.data, self._starts.tobytes(), self._lengths.tobytes(), self._marks

    @classmethod
    def unpacked(cls, packed: tuple[str, Tree | None, bytes, bytes, tuple[Mark, ...]]) -> Source:
        """What ``packed`` gave, as a source again."""
        path, data, starts, lengths, marks = packed
        return cls(path, data, array("I", starts), array("I", lengths), marks)

    def forget(self) -> None:
        """Drop the data, once a record was made of it: a large archive is held in memory only once."""
        self.data = None

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Where ``path`` stands: its value, with ``key`` its key; what exists of it when it stops early.

        Steps that are neither a key nor an index of the data are passed over (pydantic puts union tags there). A path
        that stops early at a mapping or list yields the key under which that stands, or its first position in a list;
        the root is line 1, column 1.
        """
        here, is_lost = _Place(0, 0, 0 if self._marks else None), False
        for step in path:
            child = None if here.mark is None else _child(self, here, step)
            is_lost = child is None and here.mark is not None
            here = child or here
        if here.node == 0:
            return Location(self.path, 1, 1)
        index = self._starts[here.key_node if key or is_lost else here.node]
        return location(self.path, index, _line_starts(self))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The tree's shape."""
        return self._marks

    @property
    def lengths(self) -> array[int]:
        """The length of each line without its LF."""
        return self._lengths


# Findings come file by file, often many of one file, and a ledger may be long: the last few files stay counted.
# Why not all of them: an index of every file that has a finding takes more memory than all records.


@lru_cache(maxsize=4)
def _line_starts(source: Source) -> list[int]:
    return line_starts(source.lengths)


def _child(source: Source, here: _Place, step: str | int) -> _Place | None:
    """One step down from a collection; None where there is no such child."""
    return _children(source, here).get(step)


@lru_cache(maxsize=64)
def _children(source: Source, here: _Place) -> Mapping[str | int, _Place]:
    """Every child of a collection by its key or index."""
    marks, at, node = source.marks, here.mark or 0, here.node
    is_mapping = marks[at] == MAPPING
    found: dict[str | int, _Place] = {}
    at, node = at + 1, node + 1
    while (mark := marks[at]) != END:
        key_node, step = node, mark if is_mapping else len(found)
        if is_mapping:
            at, node = at + 1, node + 1
        below = marks[at] in (MAPPING, LIST)
        found[step] = _Place(key_node, node, at if below else None)
        at, node = _skip(marks, at, node) if below else (at if is_mapping else at + 1, node + 1)
    return found


def _skip(marks: Sequence[Mark], at: int, node: int) -> tuple[int, int]:
    """The mark and the node after the collection whose mark stands ``at``."""
    depth = 0
    while True:
        mark = marks[at]
        at += 1
        if mark == END:
            depth -= 1
            if depth == 0:
                return at, node
            continue
        node += 1
        if mark in (MAPPING, LIST):
            depth += 1
        elif mark != SCALAR and marks[at] not in (MAPPING, LIST):
            node += 1


def node_count(value: Value) -> int:
    """How many nodes a value consists of, itself and its keys included."""
    if isinstance(value, dict):
        return 1 + sum(1 + node_count(child) for child in value.values())
    if isinstance(value, list):
        return 1 + sum(node_count(child) for child in value)
    return 1


def line_starts(lengths: Iterable[int]) -> list[int]:
    """Character offset at which each line begins, from the lines' lengths without their LF."""
    return list(accumulate((length + 1 for length in lengths), initial=0))


def location(path: str, index: int, starts: Sequence[int]) -> Location:
    """Line and column, from 1, of a character offset."""
    line = bisect_right(starts, index)
    return Location(path, line, index - starts[line - 1] + 1)


def likeness(one: Value, other: Value) -> float:
    """How much of two groups is the same, from 0 to 1; of anything else, whether it is."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return float(one == other)
    keys = {*one, *other}
    return sum(one.get(key) == other.get(key) for key in keys) / len(keys) if keys else 1.0
