"""The builder for texts that hold a sign of trouble: the same tree, with a closer look at every scalar's surroundings."""

from __future__ import annotations

import re
from typing import Any

from meidang.source.builder import KEEP, ODD_STARTS, Builder, Keys
from meidang.source.characters import refused_in_value, visible
from meidang.source.limits import Limits
from meidang.source.problems import Code
from meidang.source.remarks import Remarks
from meidang.source.tree import Value

#: A key in a place where libyaml sees text; records' keys are small ASCII letters.
FULL_WIDTH_COLON = re.compile(r"[a-z_][a-z0-9_]*：", re.ASCII)
_COMMENTED = re.compile(r"\n|[ \t]#")
_COMMENT = re.compile(r"[ \t]+#")
#: After ``key:`` a comment is fine, but ``#3手术室`` without a blank is more likely meant as the value.
_COMMENT_AT_ONCE = re.compile(r"[ \t]+#(?=\w)")


class CarefulBuilder(Builder):
    """Looks for anchors, tags, cut values, escaped characters and limits, which ``Builder`` takes for absent."""

    __slots__ = ("_commented", "_escapes")
    careful = True

    def __init__(self, text: str, raw: bytes, limits: Limits, remarks: Remarks, keys: Keys) -> None:
        """As ``Builder``; notes beforehand which lines need which look."""
        super().__init__(text, raw, limits, remarks, keys)
        self._escapes = "\\" in text
        self._commented = _lines_with_comment(text)

    def _odd_scalar(self, event: Any) -> str | None:
        style, value = event.style, event.value
        if style == "":
            if "：" in value or "，" in value:
                self._refuse_full_width(event)
            if event.end_mark.line in self._commented:
                self._refuse_cut(event)
        if event.anchor is not None or event.tag is not None or (self._escapes and style == '"') or self._is_big(value):
            self._look(event)
        if value[:1] in ODD_STARTS or event.end_mark.line != event.start_mark.line:
            return super()._odd_scalar(event)
        return str(value)

    def _odd_key(self, event: Any, result: dict[str, Value], first: int) -> str:
        self._look(event)
        return super()._odd_key(event, result, first)

    def _is_big(self, value: str) -> bool:
        return len(value) > self._limits.scalar or len(self.starts) > self._limits.nodes

    def _look(self, event: Any) -> None:
        start = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self._refuse_markup(event)
        if len(event.value) > self._limits.scalar:
            message = f"一段文字有 {len(event.value)} 个字符，超过 {self._limits.scalar}"
            self._remarks.add(start, Code.LIMIT, message, "把长文放进附件，这里写要点")
        if self._escapes and event.style == '"' and (refused := refused_in_value(event.value)):
            self._remarks.add(start, Code.CHARACTER, f"反斜杠写法里有不允许的{refused}", "删去这个 \\ 写法")
        self._refuse_too_many(start)

    def _refuse_cut(self, event: Any) -> None:
        pattern = _COMMENT if event.value else _COMMENT_AT_ONCE
        if comment := pattern.match(self._text, event.end_mark.index):
            fix = f"若是注释，另起一行写{KEEP}"
            self._remarks.add(comment.end() - 1, Code.CUT, "# 后面的文字会被当成注释丢掉", fix)

    def _refuse_full_width(self, event: Any) -> None:
        start, end, value = event.start_mark.index, event.end_mark.index, event.value
        if FULL_WIDTH_COLON.match(value):
            message, fix = f"“{visible(value)}”里用了全角冒号", f"改成半角冒号加一个空格{KEEP}"
            self._remarks.add(start, Code.FULL_WIDTH, message, fix, gives_way=(start, end))
        elif "，" in value and self._text[max(0, start - 9) : start].rstrip()[-1:] in ("[", ","):
            self._remarks.add(start, Code.FULL_WIDTH, "方括号里用了全角逗号", f"改成半角逗号加一个空格{KEEP}")


def _lines_with_comment(text: str) -> frozenset[int]:
    """Numbers, from 0 as libyaml counts them, of the lines that hold a blank and ``#``."""
    if " #" not in text and "\t#" not in text:
        return frozenset()
    lines, line = set(), 0
    for match in _COMMENTED.finditer(text):
        if match[0] == "\n":
            line += 1
        else:
            lines.add(line)
    return frozenset(lines)
