"""A value put where another one stands, or under a key that is new; every other line stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from yaml.nodes import MappingNode, SequenceNode

from meidang.source.edits import Set
from meidang.source.emitted import Manner, behind, flow, item, key_text, on_lines
from meidang.source.layout import Holder, Layout, Spot
from meidang.source.splice import is_word, manner_at, put, word
from meidang.source.tree import Value


def set_value(page: Layout, edit: Set) -> str:
    """The text with the value there. Raises KeyError where its parent does not exist."""
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


def set_words(page: Layout, run: Sequence[Set]) -> str:
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
        text = set_value(Layout(text), edit)
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
        return entry_between(page, parent, place, f"{key_text(key)}: {flow(edit.value)}")
    manner = manner_at(page, parent, line_before(page, parent, place))
    new = f"{key_text(key)}:{behind(edit.value, manner)}"
    is_block = isinstance(edit.value, dict | list) and manner.newline in new
    if place and is_block and page.has_gaps(parent):
        return _gapped(page, parent, place, new, manner)
    return entry_on_line(page, parent, place, new, manner)


def _gapped(page: Layout, parent: MappingNode, place: int, new: str, manner: Manner) -> str:
    """A block of several lines with a blank one before it, and behind it."""
    at = line_before(page, parent, place)
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


def entry_on_line(page: Layout, parent: Holder, place: int, new: str, manner: Manner) -> str:
    """A new entry of a block, on lines of its own."""
    indent = " " * manner.indent
    if place == 0:
        start = page.start(parent, 0)
        return put(page, start, start, f"{new}{manner.newline}{indent}")
    at = line_before(page, parent, place)
    return put(page, at, at, f"{manner.newline}{indent}{new}")


def line_before(page: Layout, parent: Holder, place: int) -> int:
    """Where the line before a block's new entry ends."""
    return page.line_end(page.entry_end(parent, place - 1)) if place else page.start(parent, 0)


def entry_between(page: Layout, parent: Holder, place: int, new: str) -> str:
    """A new entry between brackets."""
    if place:
        at = page.entry_end(parent, place - 1)
        return put(page, at, at, f", {new}")
    at = page.start(parent, 0) if parent.value else int(parent.start_mark.index) + 1
    return put(page, at, at, f"{new}, " if parent.value else new)
