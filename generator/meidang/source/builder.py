"""libyaml's events -> plain data and positions, refusing while streaming what a record may not hold.

Recursion is safe because depth is limited first. This is the hot path of every check: an ordinary scalar costs one
small method; ``CarefulBuilder`` looks closer, and only at files in which ``read`` saw a reason to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from sys import intern
from typing import Any
from unicodedata import normalize

from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from meidang.source.characters import refused_in_value, visible
from meidang.source.limits import Limits
from meidang.source.problems import Code
from meidang.source.remarks import Remarks
from meidang.source.tree import Value

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_ODD_KEYS = _NULLS | {"<<"}
_BLOCK = ("|", ">")
_QUOTE = "用引号把整段文字括起来"


class Enough(Exception):
    """A limit was passed; the remark is noted and the rest is not read."""


class Builder:
    """Builds the tree of one text. ``starts`` holds the offset of every node, keys included, in reading order."""

    __slots__ = ("_limits", "_next", "_remarks", "_text", "starts")
    careful = False

    def __init__(self, text: str, limits: Limits, remarks: Remarks) -> None:
        """``text`` must hold no refused character; libyaml would stop at it."""
        self._text = text
        self._limits = limits
        self._remarks = remarks
        self._next: Callable[[], Any] = CParser(text).get_event
        self.starts: list[int] = []

    def document(self) -> Value:
        """The root of the only document; raises ``Enough`` past a limit and ``yaml.YAMLError`` at a syntax error."""
        self._next()
        first = self._next()
        if type(first) is StreamEndEvent:
            self._remarks.add(0, Code.ROOT, "文件是空的", "写入这条记录的内容，或删除这个文件")
            return None
        self._refuse_directives(first)
        root = self._node(self._next(), 0)
        self._next()
        self._refuse_second(self._next())
        return root

    def _node(self, event: Any, depth: int) -> Value:
        return self._scalar(event) if type(event) is ScalarEvent else self._collection(event, depth)

    def _mapping(self, depth: int) -> dict[str, Value]:
        next_event, add, scalar, careful = self._next, self.starts.append, self._scalar, self.careful
        result: dict[str, Value] = {}
        places: list[int] = []
        while type(event := next_event()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                key = self._collection_as_key(event, depth, places)
            else:
                key = event.value
                place = event.start_mark.index
                add(place)
                if careful or key in result or key in _ODD_KEYS or not key.isascii():
                    key = self._odd_key(event, result, places)
                places.append(place)
            event = next_event()
            result[intern(key)] = scalar(event) if type(event) is ScalarEvent else self._collection(event, depth)
        return result

    def _sequence(self, depth: int) -> list[Value]:
        next_event, scalar = self._next, self._scalar
        result: list[Value] = []
        while type(event := next_event()) is not SequenceEndEvent:
            result.append(scalar(event) if type(event) is ScalarEvent else self._collection(event, depth))
        return result

    def _collection(self, event: Any, depth: int) -> Value:
        start = event.start_mark.index
        self.starts.append(start)
        self._refuse_markup(event)
        if type(event) is AliasEvent:
            return None
        if depth >= self._limits.depth:
            self._stop(start, f"嵌套超过 {self._limits.depth} 层", "减少缩进的层数")
        self._refuse_too_many(start)
        return self._mapping(depth + 1) if type(event) is MappingStartEvent else self._sequence(depth + 1)

    def _scalar(self, event: Any) -> str | None:
        mark = event.start_mark
        self.starts.append(mark.index)
        value: str = event.value
        if event.end_mark.line != mark.line and event.style not in _BLOCK:
            self._refuse_spanning(event)
        if len(value) < 5 and value in _NULLS and event.style == "":
            return None
        return value

    def _odd_key(self, event: Any, result: dict[str, Value], places: list[int]) -> str:
        """The key in NFC; for a refused one a stand-in, so that keys and places keep step."""
        key = normalize("NFC", event.value)
        start = event.start_mark.index
        if event.style == "" and key in _NULLS:
            self._remarks.add(start, Code.KEY, "冒号前面没有键", "在冒号前写上键名")
        elif event.style == "" and key == "<<":
            self._remarks.add(start, Code.MARKUP, "用了合并键 <<", "把要合并的内容直接写出来")
        elif key in result:
            self._refuse_duplicate(start, key, result, places)
        else:
            return key
        return f"\0{len(places)}"

    def _refuse_duplicate(self, start: int, key: str, result: dict[str, Value], places: list[int]) -> None:
        if self._remarks.full:
            self._remarks.dropped += 1
            return
        line = self._line(places[list(result).index(key)])
        message = f"键“{visible(key)}”写了两次，第一次在第 {line} 行"
        self._remarks.add(start, Code.DUPLICATE, message, "只留下正确的一处")

    def _collection_as_key(self, event: Any, depth: int, places: list[int]) -> str:
        start = event.start_mark.index
        if type(event) is not AliasEvent:
            self._remarks.add(start, Code.KEY, "键不是文字，而是列表或映射", "冒号前面只写一个词")
        self._collection(event, depth)
        places.append(start)
        return f"\0{len(places)}"

    def _refuse_markup(self, event: Any) -> None:
        start = event.start_mark.index
        if type(event) is AliasEvent:
            fix = "把被引用的内容直接写出来；若本来是文字，" + _QUOTE
            self._remarks.add(start, Code.MARKUP, f"用了别名 *{visible(event.anchor)}", fix)
            return
        if event.anchor is not None:
            fix = f"删去 &{visible(event.anchor)}；若本来是文字，{_QUOTE}"
            self._remarks.add(start, Code.MARKUP, f"用了锚点 &{visible(event.anchor)}", fix)
        if event.tag is not None:
            self._remarks.add(start, Code.MARKUP, "用了类型标签（!）", "删去 ! 开头的标签；若本来是文字，" + _QUOTE)

    def _refuse_directives(self, event: Any) -> None:
        if event.version or event.tags:
            self._remarks.add(0, Code.MARKUP, "用了 % 开头的指令", "删去 % 开头的行和下面的 ---")

    def _refuse_second(self, event: Any) -> None:
        if type(event) is not StreamEndEvent:
            message = "一个文件里有不止一份文档"
            self._remarks.add(event.start_mark.index, Code.DOCUMENTS, message, "删去 ---，或把第二份另存为一个文件")

    def _refuse_spanning(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        lines = f"从第 {self._line(start)} 行跨到第 {self._line(end)} 行"
        if event.style:
            message, fix = f"引号里的文字{lines}", "检查是否漏了后一个引号；多行文字用 | 写，每行缩进"
        else:
            message, fix = f"没有引号的文字{lines}", "检查下一行是否漏了冒号或缩进有误；多行文字用 | 写，每行缩进"
        self._remarks.add(start, Code.SPANNING, message, fix, gives_way=(start, end))

    def _refuse_too_many(self, start: int) -> None:
        if len(self.starts) > self._limits.nodes:
            self._stop(start, f"内容超过 {self._limits.nodes} 项", "拆成几个文件")

    def _stop(self, start: int, message: str, fix: str) -> None:
        self._remarks.add(start, Code.LIMIT, message, fix)
        raise Enough

    def _line(self, index: int) -> int:
        return self._text.count("\n", 0, index) + 1


class CarefulBuilder(Builder):
    """For texts that hold a sign of trouble: looks at every scalar's surroundings."""

    __slots__ = ()
    careful = True

    def _scalar(self, event: Any) -> str | None:
        self._look(event)
        self._refuse_too_many(event.start_mark.index)
        if event.style == "":
            self._look_plain(event)
        return super()._scalar(event)

    def _odd_key(self, event: Any, result: dict[str, Value], places: list[int]) -> str:
        self._look(event)
        return super()._odd_key(event, result, places)

    def _look(self, event: Any) -> None:
        start = event.start_mark.index
        self._refuse_markup(event)
        if len(event.value) > self._limits.scalar:
            message = f"一段文字有 {len(event.value)} 个字符，超过 {self._limits.scalar}"
            self._remarks.add(start, Code.LIMIT, message, "把长文放进附件，这里写要点")
        if event.style == '"' and (refused := refused_in_value(event.value)):
            self._remarks.add(start, Code.CHARACTER, f"反斜杠写法里有不允许的{refused}", "删去这个 \\ 写法")

    def _look_plain(self, event: Any) -> None:
        start, end, value = event.start_mark.index, event.end_mark.index, event.value
        comment = (_COMMENT if value else _COMMENT_AT_ONCE).match(self._text, end)
        if comment:
            fix = "若 # 是内容，" + _QUOTE + "；若是注释，另起一行写"
            self._remarks.add(comment.end() - 1, Code.CUT, "# 后面的文字会被当成注释丢掉", fix)
        for code, pattern, message, fix in _LOOKS_WRONG:
            if pattern.match(value):
                self._remarks.add(start, code, message.format(visible(value)), fix, gives_way=(start, end))
                return
        if "，" in value and self._text[max(0, start - 9) : start].rstrip()[-1:] in ("[", ","):
            self._remarks.add(start, Code.FULL_WIDTH, "方括号里用了全角逗号", f"改成半角逗号加空格；若本来是文字，{_QUOTE}")


_COMMENT = re.compile(r"[ \t]+#")
#: After ``key:`` a comment is fine, but ``#3手术室`` without a blank is more likely meant as the value.
_COMMENT_AT_ONCE = re.compile(r"[ \t]+#(?=\w)")
_KEEP = "；若本来是文字，" + _QUOTE
_LOOKS_WRONG = (
    (Code.FULL_WIDTH, re.compile(r"[a-z_][a-z0-9_]*：", re.ASCII), "“{}”里用了全角冒号", "改成半角冒号加空格" + _KEEP),
    (Code.FULL_WIDTH, re.compile(r"“[^“”]*”\Z|‘[^‘’]*’\Z"), "{}用了全角引号", '改成半角引号 "…"' + _KEEP),
    (Code.FULL_WIDTH, re.compile("[［｛]"), "“{}”用了全角括号", "改成半角括号" + _KEEP),
    (Code.BLANK, re.compile(r"-[^\W\d_]"), "“{}”的短横线后面没有空格", "在短横线后加一个空格" + _KEEP),
)
