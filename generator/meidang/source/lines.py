"""A second look at a text that does not parse as meant: line by line, for the mistakes that honest colleagues make.

Only texts with a tab, a conflict marker, a syntax error or swallowed lines come here. The patterns are guesses, so
lines inside block texts (``|``) are left alone, and the doubtful ones count only where the parser stumbled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from meidang.source.problems import Code


@dataclass(frozen=True, slots=True)
class Suspect:
    """A suspicious place; ``certain`` ones are wrong wherever they stand outside block texts."""

    index: int
    code: Code
    message: str
    fix: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What to look for; the group ``at`` is the place to point at."""

    pattern: re.Pattern[str]
    code: Code
    message: str
    fix: str
    certain: bool = True


_CONFLICT = re.compile(r"(?P<at>)(?:<{7}|>{7}|\|{7})(?: |$)|(?P<middle>)={7}$")
_CONFLICT_FIX = "与同事确认后只留下正确的一份，删去 <<<<<<<、=======、>>>>>>> 三种标记行"
# Possessive (``*+``): no line, however hostile, may make a pattern try its beginnings again.
_START = r" *+(?:- ++)*+"
_PATTERNS = (
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


#: Lines longer, or further down, than any honest record has; looking at them would only cost time.
_LONGEST = 2_000
_MOST = 20_000


def suspects(text: str) -> list[Suspect]:
    """Every suspicious place of ``text``, in order."""
    found: list[Suspect] = []
    for index, line, in_block in islice(_lines(text), _MOST):
        conflict = _CONFLICT.match(line)
        if conflict:
            found.append(Suspect(index, Code.CONFLICT, "合并冲突没有解决", _CONFLICT_FIX, certain=True))
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
