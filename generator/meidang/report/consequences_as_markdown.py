"""Consequences -> Markdown for a comment on a pull request at GitHub, GitLab or Forgejo.

Whatever a record holds is text: every ASCII sign that Markdown or HTML reads is an entity, and a zero-width space keeps
the platforms from making links, mentions and emoji of what they find in the finished page. Long sections are folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
#: So many lines of what is not folded are shown openly.
_OPEN: Final = 20
_BREAK: Final = "&#8203;"
#: Where a platform sees a mention, an issue, a label, an address or an emoji, even in decoded entities.
_LURES: Final = re.compile(
    r"[@#!~%$^*](?=\w|\[|\")|&(?=[0-9])|:(?=[A-Za-z0-9+/_-])|(?<![A-Za-z])(?:www|GH)(?=[.-])", re.IGNORECASE
)


def consequences_as_markdown(of: Consequences) -> str:
    """The comment; at most 60,000 characters, and a sentence says what did not fit."""
    lines = [MARKER, "## 这次改动意味着什么", "", f"比较 {data(head_line(of))}。", ""]
    lines += [f"- {data(one)}" for one in summary(of)]
    room = MOST - _LAST - sum(len(line) + 1 for line in lines)
    left_out: list[str] = []
    for section in outline(of):
        made, missing = _fitted(section, room)
        room -= sum(len(line) + 1 for line in made)
        lines += made
        if missing:
            left_out.append(f"「{section.title}」{missing} 条")
    if left_out:
        said = "、".join(left_out[:8]) + ("等" if len(left_out) > 8 else "")
        lines += ["", f"评论放不下，略去了{said}；全部内容请运行 meidang diff 查看。"]
    return "\n".join([*lines, ""])


def data(text: str) -> str:
    """Data as text that stays text: for any place within a line."""
    pieces, at = [], 0
    line = one_line(text)
    for lure in _LURES.finditer(line):
        pieces += [html(line[at : lure.end()]), _BREAK]
        at = lure.end()
    return "".join((*pieces, html(line[at:])))


def _fitted(section: Section, room: int) -> tuple[list[str], int]:
    """The lines of a section that fit, and how many of its items do not."""
    items = [list(_item(line)) for line in section.lines]
    is_folded = section.is_long or len(items) > _OPEN
    count = f"（{section.count}）" if section.count > 1 else ""
    head = ["", f"### {section.title}{count}", ""]
    tail: list[str] = []
    if is_folded:
        head, tail = ["", f"<details><summary>{section.title}{count}</summary>", ""], ["", "</details>"]
    room -= sum(len(line) + 1 for line in (*head, *tail))
    taken: list[str] = []
    for number, item in enumerate(items):
        size = sum(len(line) + 1 for line in item)
        if size > room:
            return ([*head, *taken, *tail] if taken else []), len(items) - number
        taken += item
        room -= size
    return [*head, *taken, *tail], 0


def _item(line: Line) -> Iterator[str]:
    # Why the mark or a word of ours in front: a line of data may begin like a list or a heading.
    mark = f"**{data(line.mark)}** " if line.mark else "&#8203;"
    yield f"- {mark}{data(line.text)}"
    yield from (f"  - &#8203;{data(one)}" for one in line.below)
