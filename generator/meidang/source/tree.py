"""What the reader hands on: plain data, and where in the file each piece of it stands.

The text itself is dropped. Of every node (keys are nodes too) only the character offset is kept, in the order in which
the nodes appear, and of the tree only its shape; a path is found again by growing the shape and counting.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
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


class Branch(NamedTuple):
    """The nodes of a value and of its key, and what grows from it; a list's item is its own key."""

    key_node: int
    node: int
    below: dict[str | int, Branch] | None


class Source:
    """One file as read: its path below the project root, its data, and the position of every node.

    ``data`` is None when the reader found something wrong, so that nothing unclean goes further, and after
    ``forget``. Positions stay.
    """

    __slots__ = ("_lengths", "_marks", "_root", "_starts", "data", "path")

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
        self._root: Branch | None = None

    def forget(self) -> None:
        """Drop the data, once a record was made of it: a large archive is held in memory only once."""
        self.data = None

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Where ``path`` stands: its value, with ``key`` its key; what exists of it when it stops early.

        Steps that are neither a key nor an index of the data are passed over (pydantic puts union tags there). A path
        that stops early at a mapping or list yields the key under which that stands, or its first position in a list;
        the root is line 1, column 1.
        """
        here, is_lost = self._grown(), False
        for step in path:
            child = here.below.get(step) if here.below is not None else None
            if child is None:
                is_lost = here.below is not None
            else:
                here, is_lost = child, False
        if here.node == 0:
            return Location(self.path, 1, 1)
        index = self._starts[here.key_node if key or is_lost else here.node]
        return location(self.path, index, line_starts(self._lengths))

    def _grown(self) -> Branch:
        """The shape as branches; grown when first asked for, as most files are never asked."""
        if self._root is None:
            self._root = _grow(self._marks, 0, 0, 0)[0] if self._marks else Branch(0, 0, None)
        return self._root


def _grow(marks: Sequence[Mark], at: int, key_node: int, node: int) -> tuple[Branch, int, int]:
    """The branch whose mark stands ``at`` and which is ``node``; then the next mark and the next node."""
    below: dict[str | int, Branch] = {}
    is_mapping = marks[at] == MAPPING
    at, after = at + 1, node + 1
    while marks[at] != END:
        step: str | int = marks[at] if is_mapping else len(below)
        own_key = after
        if is_mapping:
            at, after = at + 1, after + 1
        if is_mapping and marks[at] not in (MAPPING, LIST):
            below[step], after = Branch(own_key, after, None), after + 1
        elif marks[at] == SCALAR:
            below[step], at, after = Branch(after, after, None), at + 1, after + 1
        else:
            below[step], at, after = _grow(marks, at, own_key, after)
    return Branch(key_node, node, below), at + 1, after


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
