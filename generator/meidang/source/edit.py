"""Edits of one text that leave every other line byte for byte as it is.

Why not a round trip through a library: it lays the whole file out anew, so that a file that people indented in their
own way would change everywhere. Here the new value is put where libyaml says that the old one stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Final, TypeAlias

from yaml.nodes import MappingNode, SequenceNode

from meidang.source.emitted import Manner, behind, flow, item, key_text, on_lines
from meidang.source.front_matter import part
from meidang.source.layout import Holder, Layout, Path, Spot
from meidang.source.read import BODY, MARKDOWN, parse
from meidang.source.splice import is_word, manner_at, put, word
from meidang.source.tree import Tree, Value

_FENCE: Final = "---"
_BOM: Final = "\ufeff"


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
    for run in _runs(edits):
        if name.endswith(MARKDOWN) and any(edit.path[0] == BODY for edit in run):
            raise KeyError(BODY)
        text = _spliced(text, run, name)
        for edit in run:
            apply(tree, edit)
    if parse(text, name).source.data != tree:
        raise Unwritable
    return text


def _runs(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    """The edits, one by one; those that can be made in one reading of the text, together.

    Why: each reading takes as long as the text; a month's cases are corrected, or come, by the hundred.
    """
    run: list[Edit] = []
    for edit in edits:
        if run and not _follows(run[-1], edit):
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def _follows(before: Edit, edit: Edit) -> bool:
    """Whether both are words, or the second one puts an item right behind that of the first."""
    if isinstance(before, Set) and isinstance(edit, Set):
        return all(isinstance(one.value, str) and "\n" not in one.value for one in (before, edit))
    if not (isinstance(before, Insert) and isinstance(edit, Insert)):
        return False
    *way, place = before.path
    return isinstance(place, int) and edit.path == (*way, place + 1) and edit.order == before.order


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


def _spliced(text: str, run: Sequence[Edit], name: str) -> str:
    """One edit, or new items of one list.

    The front matter's fence is read as a remark, so that offsets are the file's.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(mark)
    parted = part(text) if name.endswith(MARKDOWN) else None
    if parted is None:
        return mark + _made(Layout(text), run)
    return mark + _FENCE + _made(Layout(parted.front), run)[len(_FENCE) :] + text[len(parted.front) :]


def _made(page: Layout, run: Sequence[Edit]) -> str:
    inserts = [one for one in run if isinstance(one, Insert)]
    sets = [one for one in run if isinstance(one, Set)]
    try:
        if inserts:
            return _insert(page, inserts[0], [one.value for one in inserts])
        if sets:
            return _set_words(page, sets) if len(sets) > 1 else _set(page, sets[0])
        return _remove(page, run[0].path)
    except ValueError as error:
        raise Unwritable from error


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
    if is_word(spot.value) and isinstance(edit.value, str):
        return _set_word(page, spot, edit.value)
    if spot.parent.flow_style:
        new = flow(edit.value)
        start, end = spot.value.start_mark.index, page.end(spot.value)
        return put(page, start, end, new if end > start else f" {new}")
    return _set_block(page, spot, edit.value)


def _set_words(page: Layout, run: Sequence[Set]) -> str:
    """Texts in place of texts, put in from behind so that the places before them stay; then the others, one by one."""
    words, others = {}, []
    for edit in run:
        spot = page.found(edit.path)
        if spot and is_word(spot.value):
            words[edit.path] = word(page, spot, str(edit.value))
        else:
            others.append(edit)
    text = page.text
    for one in sorted(words.values(), key=attrgetter("start"), reverse=True):
        text = text[: one.start] + one.new + text[one.end :]
    for edit in others:
        text = _set(Layout(text), edit)
    return text


def _set_word(page: Layout, spot: Spot, value: str) -> str:
    """A text in place of a text on one line; one of several lines takes lines of its own."""
    if "\n" in value and not spot.parent.flow_style:
        return _set_block(page, spot, value)
    one = word(page, spot, value)
    return put(page, one.start, one.end, one.new)


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
    manner = manner_at(page, spot.parent, end, commented=bool(tail.strip()))
    new = _emitted(spot, value, manner)
    if new.startswith(manner.newline):
        return put(page, head, end, tail + new)
    return put(page, head, end, new + tail + _remarks(page, spot, first, value))


def _emitted(spot: Spot, value: Value, manner: Manner) -> str:
    """As it was laid out, between brackets or on lines."""
    old = spot.value if isinstance(spot.value, MappingNode | SequenceNode) and spot.value.value else None
    braces = bool(old and old.flow_style)
    # Why not a mapping: the comment would come to stand behind its last word, where the reader refuses it.
    if isinstance(spot.parent, SequenceNode) and not (manner.commented and isinstance(value, dict)):
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
    manner = manner_at(page, parent, _new_line(page, parent, place))
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
    return put(page, at, at, f"{manner.newline * 2}{' ' * manner.indent}{new}{after}")


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
        return put(page, start, start, f"{new}{manner.newline}{indent}")
    at = _new_line(page, parent, place)
    return put(page, at, at, f"{manner.newline}{indent}{new}")


def _new_line(page: Layout, parent: Holder, place: int) -> int:
    """Where the line before a block's new entry ends."""
    return page.line_end(page.entry_end(parent, place - 1)) if place else page.start(parent, 0)


def _between(page: Layout, parent: Holder, place: int, new: str) -> str:
    """A new entry between brackets."""
    if place:
        at = page.entry_end(parent, place - 1)
        return put(page, at, at, f", {new}")
    at = page.start(parent, 0) if parent.value else int(parent.start_mark.index) + 1
    return put(page, at, at, f"{new}, " if parent.value else new)


# --- items, and taking away ------------------------------------------------------------------------------------------


def _insert(page: Layout, edit: Insert, values: list[Value]) -> str:
    *way, place = edit.path
    try:
        parent = page.node(way)
    except KeyError:
        parent = None
    if not isinstance(parent, SequenceNode) or not parent.value:
        return _set(page, Set(tuple(way), values, edit.order))
    if not isinstance(place, int) or place > len(parent.value):
        raise IndexError(place)
    if parent.flow_style:
        return _between(page, parent, place, ", ".join(map(flow, values)))
    manner = manner_at(page, parent, _new_line(page, parent, place))
    as_flow = bool(getattr(parent.value[max(place - 1, 0)], "flow_style", False))
    above = replace(manner, is_last=False)
    items = [item(one, above, as_flow=as_flow) for one in values[:-1]] + [item(values[-1], manner, as_flow=as_flow)]
    return _line(page, parent, place, f"{manner.newline}{' ' * manner.indent}".join(items), manner)


def _remove(page: Layout, path: Path) -> str:
    spot = page.spot(page.node(path[:-1]), path[-1])
    parent, place = spot.parent, spot.place
    if len(parent.value) == 1:
        nothing: Value = {} if isinstance(parent, MappingNode) else []
        if len(path) > 1:
            return _set(page, Set(path[:-1], nothing))
        return put(page, page.start(parent, 0), page.end(parent), flow(nothing))
    if parent.flow_style:
        return _remove_between(page, parent, place)
    start, line = page.start(parent, place), page.line_start(page.start(parent, place))
    after = page.next_line(page.entry_end(parent, place))
    if not page.text[line:start].strip():
        return put(page, line, after, "") if after < len(page.text) or not line else _put_last(page, line)
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
        return put(page, page.start(parent, place), page.start(parent, place + 1), "")
    return put(page, page.entry_end(parent, place - 1), page.entry_end(parent, place), "")
