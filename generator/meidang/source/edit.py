"""Edits of one text that leave every other line byte for byte as it is.

Why not a round trip through a library: it lays the whole file out anew, so that a file that people indented in their
own way would change everywhere. Here the new value is put where libyaml says that the old one stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from meidang.source.emitted import Manner, behind, flow, item, key_text, on_lines, scalar
from meidang.source.front_matter import part
from meidang.source.layout import Holder, Layout, Path, Spot
from meidang.source.read import BODY, MARKDOWN, parse
from meidang.source.tree import Tree, Value

_FENCE: Final = "---"
_BOM: Final = "\ufeff"
#: A list whose dashes stand below the first letter of its key: the file's own habit, which is kept.
_FLUSH_LIST = re.compile(r"^( *)[^\s#-][^\n]*:[ \r]*\n\1- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Set:
    """The value at ``path``; a key that is not there yet stands behind the last one before it in ``order``."""

    path: Path
    value: Value
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """A new item of a list: the last step of ``path`` says before which; the list may be empty or missing."""

    path: Path
    value: Value
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """The key or item at ``path`` taken away; comments above it stay."""

    path: Path


Edit: TypeAlias = Set | Insert | Remove


class Unwritable(Exception):
    """The text is laid out in a way in which an edit cannot be made; a person must."""


def edited(text: str, edits: Sequence[Edit], *, name: str = "") -> str:
    """``text`` after the edits, one after the other; each path counts in what the edits before it have made.

    ``name``: the file's; of a ``.md`` only the front matter can be edited. What our reader makes of the result is
    exactly the tree that was wanted. Raises ValueError for a text that the reader refuses, KeyError or IndexError for a
    path whose parent does not exist, Unwritable.
    """
    tree = parse(text, name).source.data
    if tree is None:
        raise ValueError("text must be readable")
    tree = deepcopy(tree)
    for edit in edits:
        if name.endswith(MARKDOWN) and edit.path[0] == BODY:
            raise KeyError(BODY)
        text = _spliced(text, edit, name)
        apply(tree, edit)
    if parse(text, name).source.data != tree:
        raise Unwritable
    return text


def apply(tree: Tree, edit: Edit) -> None:
    """The edit as the tree's reader sees it. Raises KeyError or IndexError."""
    *way, last = edit.path
    parent: Any = tree
    for step in way[:-1] if isinstance(edit, Insert) else way:
        parent = parent[step]
    if isinstance(edit, Remove):
        del parent[last]
    elif isinstance(edit, Set):
        parent[last] = edit.value
    else:
        listed: list[Any] = (parent.get(way[-1]) if isinstance(parent, dict) else parent[way[-1]]) or []
        at = int(last)
        parent[way[-1]] = [*listed[:at], edit.value, *listed[at:]]


def _spliced(text: str, edit: Edit, name: str) -> str:
    """One edit. The front matter's fence is read as a remark, so that offsets are the file's."""
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(mark)
    parted = part(text) if name.endswith(MARKDOWN) else None
    if parted is None:
        return mark + _made(Layout(text), edit)
    return mark + _FENCE + _made(Layout(parted.front), edit)[len(_FENCE) :] + text[len(parted.front) :]


def _made(page: Layout, edit: Edit) -> str:
    try:
        if isinstance(edit, Remove):
            return _remove(page, edit.path)
        return _set(page, edit) if isinstance(edit, Set) else _insert(page, edit)
    except ValueError as error:
        raise Unwritable from error


def _put(page: Layout, start: int, end: int, new: str) -> str:
    return page.text[:start] + new + page.text[end:]


def _manner(page: Layout, parent: Holder, at: int, *, commented: bool = False, quote: str = "") -> Manner:
    """How a value that ends at ``at`` is to be written."""
    in_flow = bool(parent.flow_style)
    return Manner(
        quote=quote,
        in_flow=in_flow,
        commented=commented and not in_flow,
        is_last=at == len(page.text),
        indent=0 if in_flow else page.column(parent),
        offset=0 if _FLUSH_LIST.search(page.text) else 2,
        newline=page.newline,
    )


# --- a value in place of another -------------------------------------------------------------------------------------


def _set(page: Layout, edit: Set) -> str:
    parent = page.node(edit.path[:-1])
    last = edit.path[-1]
    try:
        spot = page.spot(parent, last)
    except KeyError:
        if not isinstance(parent, MappingNode):
            raise
        return _add_key(page, parent, edit)
    if _is_word(spot.value) and isinstance(edit.value, str):
        return _set_word(page, spot, edit.value)
    if spot.parent.flow_style:
        new = flow(edit.value)
        start, end = spot.value.start_mark.index, page.end(spot.value)
        return _put(page, start, end, new if end > start else f" {new}")
    return _set_block(page, spot, edit.value)


def _quote(node: Node) -> str:
    return node.style or "" if isinstance(node, ScalarNode) else ""


def _is_word(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style not in ("|", ">")


def _set_word(page: Layout, spot: Spot, value: str) -> str:
    """A text in place of a text on one line; one of several lines takes lines of its own."""
    start, end = int(spot.value.start_mark.index), page.end(spot.value)
    manner = _manner(page, spot.parent, end, commented=page.is_commented(end), quote=_quote(spot.value))
    if not manner.in_flow and "\n" in value:
        return _set_block(page, spot, value)
    new = scalar(value, manner)
    return _put(page, start, end, new if end > start else f" {new}")


def _set_block(page: Layout, spot: Spot, value: Value) -> str:
    """Whatever stands behind the colon or dash, with all its lines; a comment on the first line stays."""
    head, end = page.head(spot.parent, spot.place), page.end(spot.value)
    first = page.line_end(head)
    # Where the old value begins on a line of its own, what stands on the first one is a comment.
    is_below = spot.value.start_mark.index > first
    tail = page.text[head:first].rstrip() if is_below else ""
    if page.is_commented(end):
        tail = tail if is_below else "  " + page.text[end : page.line_end(end)].strip()
        end = page.line_end(end)
    manner = _manner(page, spot.parent, end, commented=bool(tail.strip()))
    new = _emitted(spot, value, manner)
    if new.startswith(manner.newline):
        return _put(page, head, end, tail + new)
    return _put(page, head, end, new + tail + _remarks(page, spot, first, value))


def _emitted(spot: Spot, value: Value, manner: Manner) -> str:
    """As it was laid out, between brackets or on lines."""
    old = spot.value if isinstance(spot.value, MappingNode | SequenceNode) and spot.value.value else None
    braces = bool(old and old.flow_style)
    if isinstance(spot.parent, SequenceNode):
        return item(value, manner, as_flow=braces)[1:]
    if old and value and isinstance(value, dict | list):
        return f" {flow(value)}" if braces else on_lines(value, manner)
    return behind(value, manner)


def _remarks(page: Layout, spot: Spot, first: int, value: Value) -> str:
    """The lines of comment above the first entry of what was emptied."""
    if value or not isinstance(spot.value, MappingNode | SequenceNode) or not spot.value.value:
        return ""
    begin = page.line_start(page.start(spot.value, 0)) if not spot.value.flow_style else first
    return page.text[first:begin].rstrip() if begin > first else ""


# --- a new key -------------------------------------------------------------------------------------------------------


def _add_key(page: Layout, parent: MappingNode, edit: Set) -> str:
    key = str(edit.path[-1])
    place = _place(parent, key, edit.order)
    if parent.flow_style:
        return _between(page, parent, place, f"{key_text(key)}: {flow(edit.value)}")
    manner = _manner(page, parent, _new_line(page, parent, place))
    new = f"{key_text(key)}:{behind(edit.value, manner)}"
    is_block = isinstance(edit.value, dict | list) and manner.newline in new
    if place and is_block and page.has_gaps(parent):
        return _gapped(page, parent, place, new, manner)
    return _line(page, parent, place, new, manner)


def _gapped(page: Layout, parent: MappingNode, place: int, new: str, manner: Manner) -> str:
    """A block of several lines with a blank one before it, and behind it."""
    at = _new_line(page, parent, place)
    below = page.next_line(at)
    is_apart = below >= len(page.text) or not page.text[below : page.line_end(below)].strip()
    after = "" if is_apart else manner.newline
    return _put(page, at, at, f"{manner.newline * 2}{' ' * manner.indent}{new}{after}")


def _place(parent: MappingNode, key: str, order: Sequence[str]) -> int:
    """Behind the last key that comes before it in the order; without an order at the end."""
    if key not in order:
        return len(parent.value)
    before = set(order[: order.index(key)])
    return max((place + 1 for place, (one, _) in enumerate(parent.value) if one.value in before), default=0)


def _line(page: Layout, parent: Holder, place: int, new: str, manner: Manner) -> str:
    """A new entry of a block, on lines of its own."""
    indent = " " * manner.indent
    if place == 0:
        start = page.start(parent, 0)
        return _put(page, start, start, f"{new}{manner.newline}{indent}")
    at = _new_line(page, parent, place)
    return _put(page, at, at, f"{manner.newline}{indent}{new}")


def _new_line(page: Layout, parent: Holder, place: int) -> int:
    """Where the line before a block's new entry ends."""
    return page.line_end(page.entry_end(parent, place - 1)) if place else page.start(parent, 0)


def _between(page: Layout, parent: Holder, place: int, new: str) -> str:
    """A new entry between brackets."""
    if place:
        at = page.entry_end(parent, place - 1)
        return _put(page, at, at, f", {new}")
    at = page.start(parent, 0) if parent.value else int(parent.start_mark.index) + 1
    return _put(page, at, at, f"{new}, " if parent.value else new)


# --- items, and taking away ------------------------------------------------------------------------------------------


def _insert(page: Layout, edit: Insert) -> str:
    *way, place = edit.path
    try:
        parent = page.node(way)
    except KeyError:
        parent = None
    if not isinstance(parent, SequenceNode) or not parent.value:
        return _set(page, Set(tuple(way), [edit.value], edit.order))
    if not isinstance(place, int) or place > len(parent.value):
        raise IndexError(place)
    if parent.flow_style:
        return _between(page, parent, place, flow(edit.value))
    neighbour = parent.value[max(place - 1, 0)]
    manner = _manner(page, parent, _new_line(page, parent, place))
    new = item(edit.value, manner, as_flow=bool(getattr(neighbour, "flow_style", False)))
    return _line(page, parent, place, new, manner)


def _remove(page: Layout, path: Path) -> str:
    spot = page.spot(page.node(path[:-1]), path[-1])
    parent, place = spot.parent, spot.place
    if len(parent.value) == 1:
        nothing: Value = {} if isinstance(parent, MappingNode) else []
        if len(path) > 1:
            return _set(page, Set(path[:-1], nothing))
        return _put(page, page.start(parent, 0), page.end(parent), flow(nothing))
    if parent.flow_style:
        return _remove_between(page, parent, place)
    start, line = page.start(parent, place), page.line_start(page.start(parent, place))
    after = page.next_line(page.entry_end(parent, place))
    if not page.text[line:start].strip():
        return _put(page, line, after, "") if after < len(page.text) or not line else _put_last(page, line)
    # The first entry behind a dash: the next one takes its place, comments between the two go above the dash.
    following = page.start(parent, place + 1)
    remarks = page.text[after : page.line_start(following)]
    return page.text[:line] + remarks + page.text[line:start] + page.text[following:]


def _put_last(page: Layout, line: int) -> str:
    """Without the last entry; the line before it ends as the file did."""
    ends = page.text.endswith("\n")
    return page.text[:line] if ends else page.text[:line].removesuffix("\n").removesuffix("\r")


def _remove_between(page: Layout, parent: Holder, place: int) -> str:
    if place + 1 < len(parent.value):
        return _put(page, page.start(parent, place), page.start(parent, place + 1), "")
    return _put(page, page.entry_end(parent, place - 1), page.entry_end(parent, place), "")
