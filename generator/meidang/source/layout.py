"""Where in a text each value stands, its line, its dash and its end: what ``edit`` needs to change one and no other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

#: The way to a value: keys and list positions.
Path: TypeAlias = tuple[str | int, ...]
Holder: TypeAlias = MappingNode | SequenceNode
_BLOCK_TEXT = ("|", ">")
_FLUSH_LIST = re.compile(r"^( *)[^\s#-][^\n]*:[ \r]*\n\1- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value: the mapping or list that holds it, its place there, and its own node."""

    parent: Holder
    place: int
    value: Node


class Layout:
    """One text, read by libyaml for its positions; offsets are the text's."""

    def __init__(self, text: str) -> None:
        """``text``: what our reader accepts."""
        self.text = text
        self.root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def node(self, path: Sequence[str | int]) -> Any:
        """The node at ``path``. Raises KeyError or IndexError."""
        node: Any = self.root
        for step in path:
            node = self.spot(node, step).value
        return node

    def spot(self, parent: Node, step: str | int) -> Spot:
        """The value in ``parent``. Raises KeyError or IndexError."""
        if isinstance(parent, SequenceNode) and isinstance(step, int):
            return Spot(parent, step, parent.value[step])
        if isinstance(parent, MappingNode):
            for place, (key, value) in enumerate(parent.value):
                if key.value == step:
                    return Spot(parent, place, value)
        raise KeyError(step)

    def found(self, path: Sequence[str | int]) -> Spot | None:
        """The value at ``path``; None where there is none."""
        try:
            return self.spot(self.node(path[:-1]), path[-1])
        except (KeyError, IndexError):
            return None

    @cached_property
    def is_flush(self) -> bool:
        """Whether a list's dashes stand below the first letter of its key: the file's own habit, which is kept."""
        return _FLUSH_LIST.search(self.text) is not None

    def column(self, parent: Holder) -> int:
        """Where the keys, or dashes, of a block stand."""
        first = parent.value[0][0] if isinstance(parent, MappingNode) else parent
        return int(first.start_mark.column)

    def start(self, parent: Holder, place: int) -> int:
        """Where an entry begins: at its key, its dash, or between brackets its value."""
        child = parent.value[place]
        if isinstance(parent, MappingNode):
            return int(child[0].start_mark.index)
        return int(child.start_mark.index) if parent.flow_style else self._dash(parent, place)

    def _dash(self, parent: SequenceNode, place: int) -> int:
        """A list's dashes stand below one another; a comment may lie between one and its item."""
        column, line = self.column(parent), self.line_start(parent.value[place].start_mark.index)
        while self.text[line : line + column].strip(" -") or self.text[line + column : line + column + 1] != "-":
            line = self.line_start(line - 1)
        return line + column

    def head(self, parent: Holder, place: int) -> int:
        """Behind the colon or the dash of a block's entry."""
        if isinstance(parent, MappingNode):
            return self.text.index(":", parent.value[place][0].end_mark.index) + 1
        return self._dash(parent, place) + 1

    def end(self, node: Node) -> int:
        """Where a value's own text ends; libyaml counts to a block what lies between it and the next thing."""
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if isinstance(node, ScalarNode):
            return start + len(self.text[start:end].rstrip(" \r\n")) if node.style in _BLOCK_TEXT else end
        if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
            return end
        last = node.value[-1]
        return self.end(last[1] if isinstance(node, MappingNode) else last)

    def entry_end(self, parent: Holder, place: int) -> int:
        """Where an entry's value ends."""
        child = parent.value[place]
        return self.end(child[1] if isinstance(parent, MappingNode) else child)

    def has_gaps(self, parent: MappingNode) -> bool:
        """Whether a blank line stands before most lists and mappings that have lines of their own, or above a comment.

        Lists of mere words count as words.
        """
        blocks = [
            place
            for place, (_, value) in enumerate(parent.value)
            if place and isinstance(value, MappingNode | SequenceNode) and not value.flow_style
            if not all(isinstance(one, ScalarNode) for one in value.value)
        ]
        return sum(self._is_apart(parent, place) for place in blocks) * 2 > len(blocks)

    def _is_apart(self, parent: Holder, place: int) -> bool:
        start = self.next_line(self.entry_end(parent, place - 1))
        between = self.text[start : self.line_start(self.start(parent, place))]
        return any(not line.strip() for line in between.splitlines())

    def line_start(self, index: int) -> int:
        """The beginning of the line at ``index``."""
        return self.text.rfind("\n", 0, max(index, 0)) + 1

    def line_end(self, index: int) -> int:
        """Behind the content of the line at ``index``, before its CR or LF."""
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > index and self.text[end - 1] == "\r" else end

    def next_line(self, index: int) -> int:
        """The beginning of the line after that at ``index``."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def is_commented(self, index: int) -> bool:
        """Whether only a comment follows on the line."""
        return self.text[index : self.line_end(index)].lstrip().startswith("#")
