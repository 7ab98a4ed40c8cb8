"""What the reader hands on: plain data, and where in the file each piece of it stands.

The text itself is dropped. Of every node (keys are nodes too) only the character offset is kept, in the order in which
the nodes appear; a path is found again by walking the data and counting.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias

from meidang.findings import Location

#: Every scalar is text, an empty one None; dict keys are text.
Value: TypeAlias = "str | dict[str, Value] | list[Value] | None"
Tree: TypeAlias = dict[str, Value]


class Source:
    """One file as read: its path below the project root, its data, and the position of every node.

    ``data`` is None exactly when the reader found something wrong with the file, so nothing unclean goes further.
    """

    __slots__ = ("_after", "_lengths", "_starts", "data", "path")

    def __init__(
        self, path: str, data: Tree | None = None, starts: Iterable[int] = (), lengths: Iterable[int] = ()
    ) -> None:
        """``starts``: character offset of each node in reading order; ``lengths``: of each line without its LF."""
        self.path = path
        self.data = data
        self._starts = array("I", starts)
        self._lengths = array("I", lengths)
        self._after: array[int] | None = None

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Where ``path`` stands: its value, with ``key`` its key; what exists of it when it stops early.

        Steps that are neither a key nor an index of the data are passed over (pydantic puts union tags there). A path
        that stops early at a mapping or list yields the key under which that stands, or its first position in a list;
        the root is line 1, column 1.
        """
        if self.data is None or not self._starts:
            return Location(self.path, 1, 1)
        node, key_node, stands_at_root, lost = self._descend(path)
        if stands_at_root:
            return Location(self.path, 1, 1)
        return self._location(key_node if key or lost else node)

    def _descend(self, path: Sequence[str | int]) -> tuple[int, int, bool, bool]:
        """The node reached, the node of its key, whether it is the root, and whether steps into it were missing."""
        value: Value = self.data
        node = key_node = 0
        lost = False
        for step in path:
            child = self._child(value, node, step)
            if child is None:
                lost = isinstance(value, dict | list)
                continue
            value, key_node, node = child
            lost = False
        return node, key_node, node == 0, lost

    def _child(self, value: Value, node: int, step: str | int) -> tuple[Value, int, int] | None:
        """The value one step further down, with the nodes of its key and of itself."""
        after = self._after_each()
        place = node + 1
        if isinstance(value, dict) and isinstance(step, str) and step in value:
            for name in value:
                if name == step:
                    return value[name], place, place + 1
                place = after[place + 1]
        if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            for _ in range(step):
                place = after[place]
            return value[step], place, place
        return None

    def _after_each(self) -> array[int]:
        """For every node the number of the one that follows its whole subtree; made when first asked for."""
        if self._after is None:
            self._after = array("I", bytes(4 * len(self._starts)))
            self._number(self.data, 0, self._after)
        return self._after

    def _number(self, value: Value, node: int, after: array[int]) -> int:
        place = node + 1
        if isinstance(value, dict):
            for child in value.values():
                after[place] = place + 1
                place = self._number(child, place + 1, after)
        elif isinstance(value, list):
            for child in value:
                place = self._number(child, place, after)
        after[node] = place
        return place

    def _location(self, node: int) -> Location:
        return location(self.path, self._starts[node], line_starts(self._lengths))


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
