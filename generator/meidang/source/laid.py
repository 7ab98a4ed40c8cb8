"""One text on its way into the one layout: entry after entry, re-indented and put in order; ``formatted`` proves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from meidang.source.layout import Holder, Layout
from meidang.source.segments import Segments

_STEP: Final = "  "
_MODELINE: Final = "# yaml-language-server:"
_BLOCK_TEXT: Final = ("|", ">")
_CLOSING: Final = ("]", "}")


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """The keys of a mapping in their order, and the order within the groups that some of them hold."""

    keys: Sequence[str] = ()
    inner: Mapping[str, KeyOrder] = field(default_factory=dict)

    def within(self, key: str) -> KeyOrder:
        """The order of what the key holds; of a list, that of each item."""
        return self.inner.get(key, AS_WRITTEN)


AS_WRITTEN: Final = KeyOrder()


def laid_out(page: Layout, order: KeyOrder) -> str:
    """The text of a mapping in block style. Raises Unformattable, or ValueError from the layout."""
    taken = Segments(page)
    above = taken.remarks(page.start(page.root, 0))
    head = _head(above)
    block = _Laid(page, taken).block(page.root, order, 0)
    # The first key took no remarks, they were taken already: they go where they were, unless it moved.
    first = str(page.root.value[0][0].value)
    entries = [replace(one, above=above[len(head) :]) if one.name == first else one for one in block.entries]
    lines = [*head, *_joined(entries, block.tail)]
    return "\n".join(_without_blanks_at_start(lines)) + "\n"


def single_blanks(lines: Iterable[str]) -> list[str]:
    """At most one blank line in a row."""
    found: list[str] = []
    for line in lines:
        if line or not found or found[-1]:
            found.append(line)
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with its value, or an item: the remarks above, and its lines, indented from where it stands.

    ``is_open``: it ends in a text that keeps the blank lines below it (``|+``), so none may be added.
    """

    name: str
    above: Sequence[str]
    lines: Sequence[str]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    """A mapping or list: its entries in order, and the remarks below the last."""

    entries: Sequence[_Entry]
    tail: Sequence[str]

    @property
    def is_open(self) -> bool:
        """Whether it ends in a text that keeps the blank lines below it."""
        return self.entries[-1].is_open and not self.tail


class _Laid:
    """Lays out one text from its first line to its last."""

    def __init__(self, page: Layout, taken: Segments) -> None:
        self._page = page
        self._taken = taken

    def block(self, node: Holder, order: KeyOrder, tail: int) -> _Block:
        """``tail``: how far in a remark below the last entry stands at least."""
        entries = [self._entry(node, place, order) for place in range(len(node.value))]
        if isinstance(node, MappingNode):
            entries = _ordered(entries, order.keys)
        return _Block(entries, self._taken.tail(tail))

    def _entry(self, parent: Holder, place: int, order: KeyOrder) -> _Entry:
        start, head = self._page.start(parent, place), self._page.head(parent, place)
        above, child = self._taken.remarks(start), parent.value[place]
        if isinstance(parent, SequenceNode):
            return self._valued(_Entry("", above, ("-",)), parent, child, head, order)
        key, value = child
        mark = f"{self._page.text[start : int(key.end_mark.index)]}:"
        name = str(key.value)
        return self._valued(_Entry(name, above, (mark,)), parent, value, head, order.within(name))

    def _valued(self, entry: _Entry, parent: Holder, value: Node, head: int, order: KeyOrder) -> _Entry:
        """``entry``, of which the key or dash is known, with its value."""
        column, begin = self._page.column(parent), int(value.start_mark.index)
        is_below = begin > self._page.line_end(head) and int(value.end_mark.index) > begin
        remark = self._taken.rest(head) if is_below else ""
        if isinstance(value, MappingNode | SequenceNode) and not value.flow_style:
            return self._with_block(entry, value, order, remark, column)
        between = [one for one in self._taken.remarks(begin) if one] if is_below else []
        above = [*entry.above, *([remark.strip()] if remark else ()), *between]
        lines = self._with_word(entry.lines[0], value, column, head)
        keeps = isinstance(value, ScalarNode) and value.style in _BLOCK_TEXT
        return _Entry(entry.name, above, lines, keeps and "+" in self._page.text[begin : begin + 3])

    def _with_block(self, entry: _Entry, value: Holder, order: KeyOrder, remark: str, column: int) -> _Entry:
        """A mapping or list on lines of its own, the first of them behind a dash."""
        inner = self._page.column(value)
        block = self.block(value, order, max(inner, column + 1))
        lines = _joined(block.entries, block.tail)
        (mark,) = entry.lines
        if mark != "-":
            return _Entry(entry.name, entry.above, [mark + remark, *_indented(lines)], block.is_open)
        # Remarks between a dash and what follows go above the dash.
        said = single_blanks(block.entries[0].above)
        above = [*entry.above, *([remark.strip()] if remark else ()), *(one for one in said if one)]
        first, *others = _joined([replace(block.entries[0], above=()), *block.entries[1:]], block.tail)
        return _Entry("", above, [f"- {first}", *_indented(others)], block.is_open)

    def _with_word(self, mark: str, value: Node, column: int, head: int) -> list[str]:
        """A text, or what stands between brackets: as it is written, from the line of its key on."""
        start, end = int(value.start_mark.index), int(value.end_mark.index)
        if isinstance(value, ScalarNode) and value.style in _BLOCK_TEXT:
            sign, comment, lines = self._taken.block_text(value, column)
            return [f"{mark} {sign}{comment}", *_indented(lines)]
        if start == end:
            return [mark + self._taken.rest(head)]
        first, *others = self._page.text[start:end].split("\n")
        rest = self._taken.rest(end)
        lines = [f"{mark} {_stripped(first)}", *_continued(others, is_flow=not isinstance(value, ScalarNode))]
        return [*lines[:-1], lines[-1] + rest]


# --- lines -----------------------------------------------------------------------------------------------------------


def _head(above: Sequence[str]) -> list[str]:
    """The remarks that are about the file: down to the last blank line, or all below the line for editors."""
    if above and above[0].startswith(_MODELINE) and "" not in above:
        return list(above)
    last = max((place for place, line in enumerate(above) if not line), default=-1)
    return single_blanks(_without_blanks_at_start(above[: last + 1]))


def _without_blanks_at_start(lines: Sequence[str]) -> list[str]:
    first = next((place for place, line in enumerate(lines) if line), len(lines))
    return list(lines[first:])


def _joined(entries: Sequence[_Entry], tail: Sequence[str]) -> list[str]:
    """The lines of all; no blank one above the first, nor where it would belong to the text above."""
    lines: list[str] = []
    is_open = True
    for entry in entries:
        lines += [*_above(entry.above, is_open=is_open), *entry.lines]
        is_open = entry.is_open
    return [*lines, *_above(tail, is_open=is_open)]


def _above(remarks: Sequence[str], *, is_open: bool) -> list[str]:
    said = single_blanks(remarks)
    return _without_blanks_at_start(said) if is_open else said


def _ordered(entries: Sequence[_Entry], keys: Sequence[str]) -> list[_Entry]:
    """In the order of the keys; a key that is not among them stays behind the one before it."""
    ranks = {key: rank for rank, key in enumerate(keys)}
    rank, ranked = -1, []
    for place, entry in enumerate(entries):
        rank = ranks.get(entry.name, rank)
        ranked.append((rank, place, entry))
    return [entry for _, _, entry in sorted(ranked, key=lambda one: one[:2])]


def _indented(lines: Iterable[str]) -> list[str]:
    return [_STEP + line if line else line for line in lines]


def _continued(lines: Sequence[str], *, is_flow: bool) -> list[str]:
    """The further lines of a text or of brackets; a closing bracket stands below the key."""
    plain = [_stripped(line.lstrip(" ")) for line in lines]
    if not is_flow:
        return [_STEP + line if line else line for line in plain]
    closes = [at == len(plain) - 1 and line.startswith(_CLOSING) for at, line in enumerate(plain)]
    widths = [len(line) - len(line.lstrip(" ")) for line in lines]
    least = min((w for w, said, close in zip(widths, plain, closes, strict=True) if said and not close), default=0)
    return [
        said if close or not said else " " * (width - least) + _STEP + said
        for width, said, close in zip(widths, plain, closes, strict=True)
    ]


def _stripped(line: str) -> str:
    """Without blanks at its end, but for one that a backslash keeps."""
    short = line.rstrip(" ")
    return short + " " if short.endswith("\\") and short != line else short
