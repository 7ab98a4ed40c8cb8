"""The builder for texts that hold a sign of trouble: the same tree, with a closer look around every scalar."""

from __future__ import annotations

import re
from typing import Any

from meidang.source.builder import KEEP, ODD_STARTS, Builder, Known
from meidang.source.characters import masked, refused_in_value
from meidang.source.limits import Limits
from meidang.source.problems import Code
from meidang.source.remarks import Remarks
from meidang.source.tree import Value

#: Bytes without a meaning that is looked for; what is left of a text after deleting them is a few bytes.
_HARMLESS = bytes(byte for byte in range(0x20, 0x100) if byte not in b"&!\\#\x7f<=>|") + b"\n\r"
_MARKS = re.compile(rb"[&!\\]")
_BLANK = frozenset(" \t")
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz_0123456789")
_FLOW_COMMA = re.compile(r"\[[^\[\]\n]*，")
#: A key in a place where libyaml sees text; records' keys are small ASCII letters.
_FULL_WIDTH_COLON = re.compile(r"[a-z_][a-z0-9_]*：", re.ASCII)
_COMMENT = re.compile(r"[ \t]+#")
#: After ``key:`` a comment is fine, but ``#3手术室`` without a blank is more likely meant as the value.
_COMMENT_AT_ONCE = re.compile(r"[ \t]+#(?=\w)")


def signs_in(raw: bytes) -> bytes:
    """The few ASCII characters of a text that may mean trouble, in order; one C loop."""
    return raw.translate(None, _HARMLESS)


def needs_care(text: str, signs: bytes, limits: Limits) -> bool:
    """Whether ``CarefulBuilder`` would see anything in ``text`` that ``Builder`` does not."""
    return (
        _is_big(text, limits)
        or _MARKS.search(signs) is not None
        or (b"#" in signs and _follows("#", _BLANK, text))
        or _has_full_width(text)
    )


def _is_big(text: str, limits: Limits) -> bool:
    """Whether a text could pass the limits: each node takes a character or more, a long scalar a long line.

    A scalar of several lines is looked at by ``Builder`` itself.
    """
    if len(text) < min(limits.nodes, limits.scalar):
        return False
    return len(text) >= limits.nodes or any(len(line) >= limits.scalar for line in text.split("\n"))


def _has_full_width(text: str) -> bool:
    return _follows("：", _LOWER, text) or _FLOW_COMMA.search(text) is not None


def _follows(sign: str, before: frozenset[str], text: str) -> bool:
    """Whether ``sign`` stands anywhere after one of the characters ``before``; faster than a regular expression."""
    return any(part[-1:] in before for part in text.split(sign)[:-1])


class CarefulBuilder(Builder):
    """Looks for anchors, tags, cut values, escaped characters and limits, which ``Builder`` takes for absent."""

    __slots__ = ("_commented", "_escapes", "_full_width", "_marked")
    careful = True

    def __init__(self, text: str, raw: bytes, limits: Limits, remarks: Remarks, known: Known) -> None:
        """As ``Builder``; notes beforehand which looks the text calls for."""
        super().__init__(text, raw, limits, remarks, known)
        self._marked = _is_big(text, limits) or "&" in text or "!" in text
        self._escapes = "\\" in text
        self._full_width = _has_full_width(text)
        self._commented = _lines_with_comment(text)

    def _odd_scalar(self, event: Any) -> str | None:
        value, style, line = event.value, event.style, event.end_mark.line
        if self._marked or (self._escapes and style == '"'):
            self._look(event)
        if style == "" and (self._full_width or line in self._commented):
            self._look_plain(event)
        if value[:1] in ODD_STARTS or line != event.start_mark.line:
            return super()._odd_scalar(event)
        return str(value)

    def _odd_key(self, event: Any, result: dict[str, Value], first: int) -> str:
        if self._marked or (self._escapes and event.style == '"'):
            self._look(event)
        known = self._keys.get(event.value)
        return super()._odd_key(event, result, first) if known is None or known in result else known

    def _look(self, event: Any) -> None:
        start = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self._refuse_markup(event)
        if event.end_mark.line == event.start_mark.line:
            self._refuse_long(event)
        if event.style == '"' and (refused := refused_in_value(event.value)):
            self._remarks.add(start, Code.CHARACTER, f"反斜杠写法里有不允许的{refused}", "删去这个 \\ 写法")
        self._refuse_too_many(start)

    def _look_plain(self, event: Any) -> None:
        if event.end_mark.line in self._commented:
            self._refuse_cut(event)
        if "：" in event.value or "，" in event.value:
            self._refuse_full_width(event)

    def _refuse_cut(self, event: Any) -> None:
        pattern = _COMMENT if event.value else _COMMENT_AT_ONCE
        if comment := pattern.match(self._text, event.end_mark.index):
            fix = f"若是注释，另起一行写{KEEP}"
            self._remarks.add(comment.end() - 1, Code.CUT, "# 后面的文字会被当成注释丢掉", fix)

    def _refuse_full_width(self, event: Any) -> None:
        start, end, value = event.start_mark.index, event.end_mark.index, event.value
        if key := _FULL_WIDTH_COLON.match(value):
            message, fix = f"“{masked(key[0])}”里用了全角冒号", f"改成半角冒号加一个空格{KEEP}"
            self._remarks.add(start, Code.FULL_WIDTH, message, fix, gives_way=(start, end))
        elif "，" in value and self._text[max(0, start - 9) : start].rstrip()[-1:] in ("[", ","):
            self._remarks.add(start, Code.FULL_WIDTH, "方括号里用了全角逗号", f"改成半角逗号加一个空格{KEEP}")


def _lines_with_comment(text: str) -> frozenset[int]:
    """Numbers, from 0 as libyaml counts them, of the lines that hold a blank and ``#``."""
    lines, line = set(), 0
    for part in text.split("#")[:-1]:
        line += part.count("\n")
        if part[-1:] in _BLANK:
            lines.add(line)
    return frozenset(lines)
