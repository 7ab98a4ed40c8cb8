"""Items put into a list, keys and items taken away; every other line stays as it is."""

from __future__ import annotations

from dataclasses import replace

from yaml.nodes import MappingNode, SequenceNode

from meidang.source.edits import Insert, Set
from meidang.source.emitted import flow, item
from meidang.source.layout import Holder, Layout, Path
from meidang.source.setting import entry_between, entry_on_line, line_before, set_value
from meidang.source.splice import manner_at, put
from meidang.source.tree import Value


def insert_items(page: Layout, edit: Insert, values: list[Value]) -> str:
    """The text with the values before the place that the edit names. Raises IndexError for a place beyond the list."""
    *way, place = edit.path
    try:
        parent = page.node(way)
    except KeyError:
        parent = None
    if not isinstance(parent, SequenceNode) or not parent.value:
        return set_value(page, Set(tuple(way), values, edit.order))
    if not isinstance(place, int) or place > len(parent.value):
        raise IndexError(place)
    if parent.flow_style:
        return entry_between(page, parent, place, ", ".join(map(flow, values)))
    manner = manner_at(page, parent, line_before(page, parent, place))
    as_flow = bool(getattr(parent.value[max(place - 1, 0)], "flow_style", False))
    above = replace(manner, is_last=False)
    items = [item(one, above, as_flow=as_flow) for one in values[:-1]] + [item(values[-1], manner, as_flow=as_flow)]
    indent = " " * manner.indent
    new = f"{manner.newline}{indent}".join(items)
    first = _first_line(page, tuple(way))
    if place or page.start(parent, 0) < first:
        return entry_on_line(page, parent, place, new, manner)
    # Above the comments on the item that was the first.
    return put(page, first, first, f"{indent}{new}{manner.newline}")


def _first_line(page: Layout, path: Path) -> int:
    """The line below the key, or dash, of the list at ``path``."""
    spot = page.spot(page.node(path[:-1]), path[-1])
    return page.next_line(page.start(spot.parent, spot.place))


def remove_entry(page: Layout, path: Path) -> str:
    """The text without the key or item at ``path``."""
    spot = page.spot(page.node(path[:-1]), path[-1])
    parent, place = spot.parent, spot.place
    if len(parent.value) == 1:
        nothing: Value = {} if isinstance(parent, MappingNode) else []
        if len(path) > 1:
            return set_value(page, Set(path[:-1], nothing))
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
