"""Consequences -> Markdown for a comment on a pull request at GitHub, GitLab or Forgejo.

Whatever a record holds is text: every ASCII sign that Markdown or HTML reads is an entity, and a zero-width space keeps
the platforms from making links, mentions and emoji of what they find in the finished page. What is read in a minute
stands open: a few of each sort; the rest and long sections are folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from meidang.consequences import Consequences, summary
from meidang.render.escape import html
from meidang.report.lines import one_line
from meidang.report.outline import Line, Section, head_line, outline

#: The first line, by which a workflow finds its own comment again.
MARKER: Final = "<!-- meidang:consequences -->"
#: Platforms refuse a comment of more than 65,536 characters.
MOST: Final = 60_000
#: Room for the last words.
_LAST: Final = 600
#: So many lines of a section are shown openly.
_OPEN: Final = 12
_BREAK: Final = "&#8203;"
#: Where a platform sees a mention, an issue, a label, an address or an emoji, even in decoded entities.
_LURES: Final = re.compile(
    r"[@#!~%$^*](?=\w|\[|\")|&(?=[0-9])|:(?=[A-Za-z0-9+/_-])|(?<![A-Za-z])(?:www|GH)(?=[.-])", re.IGNORECASE
)


def consequences_as_markdown(of: Consequences) -> str:
    """The comment; at most 60,000 characters, and a sentence says what did not fit."""
    lines = [MARKER, "## 这次改动意味着什么", "", *(f"- {data(one)}" for one in summary(of))]
    # Why last: whoever reads the comment knows which request it is about, and wants to know what it means.
    versions = ["", f"比较的是 {data(head_line(of))}。", ""]
    room = MOST - _LAST - _size(lines) - _size(versions)
    left_out: list[str] = []
    for section in outline(of):
        missing = 0
        for run in _runs(section):
            # Why nothing behind what was cut: it would stand under the heading of another section.
            made, count = run.fitted(0 if missing else room)
            room -= _size(made)
            lines += made
            missing += count
        if missing:
            left_out.append(f"「{section.title}」{missing} 条")
    if left_out:
        said = "、".join(left_out[:8]) + ("等" if len(left_out) > 8 else "")
        lines += ["", f"评论放不下，略去了{said}；全部内容请运行 meidang diff 查看。"]
    return "\n".join((*lines, *versions))


def data(text: str) -> str:
    """Data as text that stays text: for any place within a line."""
    pieces, at = [], 0
    line = one_line(text)
    for lure in _LURES.finditer(line):
        pieces += [html(line[at : lure.end()]), _BREAK]
        at = lure.end()
    return "".join((*pieces, html(line[at:])))


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


# --- sections --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """Lines that stay together, and how many things they tell."""

    lines: Sequence[str]
    count: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Items between a heading and an end."""

    head: Sequence[str]
    items: Sequence[_Item]
    tail: Sequence[str] = ()

    def fitted(self, room: int) -> tuple[list[str], int]:
        """The lines that fit, and how many things do not."""
        room -= _size((*self.head, *self.tail))
        taken: list[str] = []
        for number, item in enumerate(self.items):
            room -= _size(item.lines)
            if room < 0:
                made = [*self.head, *taken, *self.tail] if taken else []
                return made, sum(one.count for one in self.items[number:])
            taken += item.lines
        return [*self.head, *taken, *self.tail], 0


def _runs(section: Section) -> Iterator[_Run]:
    """What stands open, and what is folded."""
    title = section.title + (f"（{section.count}）" if section.count > 1 else "")
    if section.is_long:
        yield _folded(title, section.lines)
        return
    shown, more = section.lines[:_OPEN], section.lines[_OPEN:]
    yield _Run(["", f"### {title}", ""], [_Item([*_lines(one)], one.count - len(one.rest)) for one in shown])
    rest = [Line(one.mark, f"另外 {len(one.rest)} 条", one.rest, count=len(one.rest)) for one in shown if one.rest]
    if rest or more:
        yield _folded(f"其余 {sum(one.count for one in (*rest, *more))} 条", [*rest, *more])


def _folded(title: str, lines: Iterable[Line]) -> _Run:
    items = [item for line in lines for item in _items(line)]
    return _Run(["", f"<details><summary>{title}</summary>", ""], items, ["", "</details>"])


def _items(line: Line) -> Iterator[_Item]:
    """Of a line that tells many things each by itself, so that what fits is not left out for what does not."""
    head, *below = _lines(line)
    if line.count <= 1:
        yield _Item([head, *below, *map(_below, line.rest)], line.count)
        return
    yield _Item([head], 0)
    yield from (_Item([one], 1) for one in (*below, *map(_below, line.rest)))


def _lines(line: Line) -> Iterator[str]:
    # Why the mark or a word of ours in front: a line of data may begin like a list or a heading.
    mark = f"**{data(line.mark)}** " if line.mark else "&#8203;"
    yield f"- {mark}{data(line.text)}"
    yield from map(_below, line.below)


def _below(text: str) -> str:
    return f"  - &#8203;{data(text)}"
