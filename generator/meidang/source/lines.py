"""A second look at a text that does not parse as meant: line by line, for the mistakes that honest colleagues make.

Only texts with a tab, a conflict marker, a syntax error or swallowed lines come here. The patterns are guesses, so
lines inside block texts (``|``) are left alone, and the doubtful ones count only where the parser stumbled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from meidang.source.problems import Code


@dataclass(frozen=True, slots=True)
class Suspect:
    """A suspicious place; ``certain`` ones are wrong wherever they stand outside block texts.

    ``end``: the offset of the last line that it explains, where that is not the first.
    """

    index: int
    code: Code
    message: str
    fix: str
    certain: bool
    end: int = -1

    def explains(self, span: range) -> bool:
        """Whether something wrong between these offsets comes of this."""
        return self.index < span.stop and max(self.index, self.end) >= span.start


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What to look for; the group ``at`` is the place to point at."""

    pattern: re.Pattern[str]
    code: Code
    message: str
    fix: str
    certain: bool = True


_CONFLICT = re.compile(r"(?P<mark>[<>|])(?P=mark){6}(?: |$)|={7}$")
_CONFLICT_FIX = "与同事确认后只留下正确的一份，删去 <<<<<<<、=======、>>>>>>> 三种标记行"
# Possessive (``*+``): no line, however hostile, may make a pattern try its beginnings again.
_START = r" *+(?:- ++)*+"
_DASHES = "－﹣—–―−"
_PATTERNS = (
    _Pattern(
        re.compile(r" *+(?P<at>[－﹣](?=\s+\S|[^\W\d])|[—–―−](?=\s+\S))"),
        Code.FULL_WIDTH,
        "列表项前面用了全角短横线或破折号",
        "改成半角短横线 - 加一个空格；若本来是文字，多行文字用 | 写，一行文字用引号括起来",
    ),
    _Pattern(re.compile(r" *(?P<at>\t)\s*\S"), Code.INDENT, "缩进用了制表符（Tab）", "改用空格缩进，每层两个空格"),
    _Pattern(
        re.compile(r"[ \t]*(?P<at>[\u3000\u00a0])\s*\S"),
        Code.INDENT,
        "缩进用了全角空格或不换行空格",
        "改用半角空格缩进，每层两个空格",
    ),
    _Pattern(
        re.compile(_START + r"[a-z_][a-z0-9_]*[ ]*(?P<at>：)", re.ASCII),
        Code.FULL_WIDTH,
        "键后面用了全角冒号",
        "改成半角冒号加一个空格",
    ),
    _Pattern(
        re.compile(_START + r"[^\s：:#\"'\[{|>-][^\s：:]{0,20}[ ]*(?P<at>：)"),
        Code.FULL_WIDTH,
        "键后面用了全角冒号",
        "改成半角冒号加一个空格",
        certain=False,
    ),
    _Pattern(
        re.compile(_START + r"[^\W\d]\w*(?P<at>:)(?=[^ \t/:])"),
        Code.BLANK,
        "冒号后面没有半角空格",
        "在冒号后加一个半角空格",
        certain=False,
    ),
    _Pattern(
        re.compile(_START + r"(?P<at>-)[^\s\-\d.]"),
        Code.BLANK,
        "短横线后面没有空格",
        "在短横线后加一个空格",
        certain=False,
    ),
    _Pattern(
        re.compile(r".*(?:: ++|- ++)(?P<at>[“‘])"), Code.FULL_WIDTH, "用了全角引号", '改成半角引号 "…"', certain=False
    ),
    _Pattern(
        re.compile(r".*(?:: ++|- ++|\[)(?P<at>[［｛])"), Code.FULL_WIDTH, "用了全角括号", "改成半角括号", certain=False
    ),
    _Pattern(
        re.compile(_START + r"(?:[^\s\"'#][^\"'#:]*+: ++)?+(?P<at>\"(?:[^\"\\]|\\.)*|'(?:[^']|'')*)$"),
        Code.SPANNING,
        "引号没有在这一行结束，会吞掉下面的行",
        "补上后一个引号；多行文字用 | 写，每行缩进",
        certain=False,
    ),
)
_BLOCK = re.compile(r"(?P<indent> *+)(?P<dashes>(?:[-?:] ++)*+)(?P<key>[^#\s].*?: ++|)[|>][-+0-9]*+[ \t]*+(?:#.*)?$")


_DASH_FIRST = re.compile(rf"^ *+[{_DASHES}]", re.MULTILINE)

#: Lines longer, or further down, than any honest record has; looking at them would only cost time.
_LONGEST = 2_000
_MOST = 20_000


def has_odd_dash(text: str) -> bool:
    """Whether a line begins with what people take for the mark of a list; YAML takes it for text, without a word."""
    return any(map(text.__contains__, _DASHES)) and _DASH_FIRST.search(text) is not None


def suspects(text: str) -> list[Suspect]:
    """Every suspicious place of ``text``, in order."""
    found: list[Suspect] = []
    conflict, first = -1, 0
    for number, (index, line, in_block) in enumerate(islice(_lines(text), _MOST), 1):
        if marker := _CONFLICT.match(line):
            if conflict < 0 or marker["mark"] == "<":
                conflict, first = len(found), number
                found.append(Suspect(index, Code.CONFLICT, "合并冲突没有解决", _CONFLICT_FIX, certain=True))
            else:
                message = f"合并冲突没有解决，从第 {first} 行到第 {number} 行"
                found[conflict] = replace(found[conflict], message=message, end=index)
            if marker["mark"] == ">":
                conflict = -1
        elif not in_block and len(line) <= _LONGEST:
            found += _first(index, line)
    return found


def _first(index: int, line: str) -> list[Suspect]:
    for each in _PATTERNS:
        if match := each.pattern.match(line):
            return [Suspect(index + match.start("at"), each.code, each.message, each.fix, each.certain)]
    return []


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Offset and text of each line, and whether it belongs to a block text (``|``) begun above it."""
    index, parent = 0, -1
    for line in text.split("\n"):
        plain = line.rstrip("\r")
        indent = len(plain) - len(plain.lstrip(" "))
        in_block = parent >= 0 and (not plain.strip() or indent > parent)
        if not in_block:
            parent = _block_parent(plain)
        yield index, plain, in_block
        index += len(line) + 1


def _block_parent(line: str) -> int:
    """The indentation that a block text begun on this line must exceed; -1 when none begins."""
    match = _BLOCK.match(line) if len(line) <= _LONGEST else None
    if not match:
        return -1
    before = match["indent"] + match["dashes"]
    return len(before) if match["key"] else len(before.rstrip(" ")) - 1
