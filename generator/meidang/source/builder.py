"""libyaml's events -> plain data and positions, refusing while streaming what a record may not hold.

Recursion is safe because depth is limited first. This is the hot path of every check: an ordinary scalar costs one
small method; ``careful.CarefulBuilder`` looks closer, and only at files in which ``read`` saw a reason to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile
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

from meidang.source.characters import quoted_key
from meidang.source.limits import Limits
from meidang.source.problems import Code
from meidang.source.remarks import Remarks
from meidang.source.tree import END, LIST, MAPPING, SCALAR, Mark, Value, node_count

QUOTE_IT = "用引号把整段文字括起来"
KEEP = "；若本来是文字，" + QUOTE_IT
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_ODD_KEYS = _NULLS | {"<<"}
#: First characters of scalars that deserve a second look: of nothing at all, of a null, of a likely slip.
ODD_STARTS = frozenset({"", "~", "n", "N", "-", "“", "‘", "［", "｛", "〔"})
_BLOCK = ("|", ">")
_SLIPS = (
    (Code.FULL_WIDTH, re.compile(r"“[^“”]*”\Z|‘[^‘’]*’\Z"), "用了全角引号", '改成半角引号 "…"' + KEEP),
    (Code.FULL_WIDTH, re.compile("[［｛]"), "用了全角括号", "改成半角括号" + KEEP),
    (Code.BLANK, re.compile(r"-[^\W\d_]"), "短横线后面没有空格", "在短横线后加一个空格" + KEEP),
    # Why not any bracket: 〔2026〕3 号 is the number of a document.
    (
        Code.PLACEHOLDER,
        re.compile(r"〔.*〕\Z"),
        "〔…〕是填写提示，还没有换成内容",
        "连括号一起换成真实的内容；还不知道的，删去这一行或在行首加上“# ”" + KEEP,
    ),
)


@dataclass(slots=True)
class Known:
    """What the files of one reading share: keys looked at once, and one copy of each text that comes again."""

    keys: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


_MOST_KEYS = 10_000
_MOST_TEXTS = 200_000


class Enough(Exception):
    """A limit was passed; the remark is noted and the rest is not read."""


class Builder:
    """Builds the tree of one text.

    ``starts`` holds the offset of every node, keys included, in reading order; ``marks`` the tree's shape.
    """

    __slots__ = ("_keys", "_limits", "_next", "_remarks", "_text", "_texts", "marks", "starts")
    careful = False

    def __init__(self, text: str, raw: bytes, limits: Limits, remarks: Remarks, known: Known) -> None:
        """``raw`` is ``text`` in UTF-8; it must hold no refused character, libyaml would stop at it."""
        self._keys = known.keys
        if len(known.texts) > _MOST_TEXTS:
            known.texts.clear()
        self._texts = known.texts
        self._text = text
        self._limits = limits
        self._remarks = remarks
        self._next: Callable[[], Any] = CParser(raw).get_event
        self.starts: list[int] = []
        self.marks: list[Mark] = []

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
        kind = type(event)
        if kind is not ScalarEvent:
            return self._collection(event, depth)
        self.starts.append(event.start_mark.index)
        return self._odd_scalar(event)

    # The next two hold the reading of an ordinary scalar twice, because a call for each would cost a tenth of all time.

    def _mapping(self, depth: int) -> dict[str, Value]:
        next_event, add, mark, careful = self._next, self.starts.append, self.marks.append, self.careful
        result: dict[str, Value] = {}
        first = len(self.starts)
        known, same = self._keys.get, self._texts.setdefault
        while (kind := type(event := next_event())) is not MappingEndEvent:
            if kind is ScalarEvent:
                key = known(event.value)
                add(event.start_mark.index)
                if key is None or careful or key in result:
                    key = self._odd_key(event, result, first)
            else:
                key = self._collection_as_key(event, depth, result)
            mark(key)
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                value, start = event.value, event.start_mark
                add(start.index)
                if careful or value[:1] in ODD_STARTS or event.end_mark.line != start.line:
                    result[key] = self._odd_scalar(event)
                else:
                    result[key] = same(value, value)
            else:
                result[key] = self._collection(event, depth)
        return result

    def _sequence(self, depth: int) -> list[Value]:
        next_event, add, mark, careful = self._next, self.starts.append, self.marks.append, self.careful
        result: list[Value] = []
        same = self._texts.setdefault
        while (kind := type(event := next_event())) is not SequenceEndEvent:
            if kind is ScalarEvent:
                value, start = event.value, event.start_mark
                add(start.index)
                mark(SCALAR)
                if careful or value[:1] in ODD_STARTS or event.end_mark.line != start.line:
                    result.append(self._odd_scalar(event))
                else:
                    result.append(same(value, value))
            else:
                result.append(self._collection(event, depth))
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
        is_mapping = type(event) is MappingStartEvent
        self.marks.append(MAPPING if is_mapping else LIST)
        value = self._mapping(depth + 1) if is_mapping else self._sequence(depth + 1)
        self.marks.append(END)
        return value

    def _odd_scalar(self, event: Any) -> str | None:
        value: str = event.value
        start, end = event.start_mark, event.end_mark
        if end.line != start.line:
            self._refuse_long(event)
        if end.line != start.line and event.style not in _BLOCK:
            self._refuse_spanning(event)
        elif event.style == "":
            if value in _NULLS:
                return None
            self._refuse_slips(event)
        return value

    def _odd_key(self, event: Any, result: dict[str, Value], first: int) -> str:
        """The key in NFC; for a refused one a stand-in, so that keys and positions keep step."""
        key = normalize("NFC", event.value)
        start = event.start_mark.index
        if event.start_mark.line != event.end_mark.line:
            self._remarks.add(start, Code.KEY, "键跨了几行", "冒号前面只写一个词")
        elif event.style == "" and key in _NULLS:
            self._remarks.add(start, Code.KEY, "冒号前面没有键", "在冒号前写上键名")
        elif event.style == "" and key != key.strip():
            message, fix = "键的前后有全角空格或不换行空格", "改用半角空格缩进，每层两个空格"
            self._remarks.add(start, Code.INDENT, message, fix, gives_way=(start, start))
        elif event.style == "" and key == "<<":
            self._remarks.add(start, Code.MARKUP, "用了合并键 <<", "把要合并的内容直接写出来")
        elif key in result:
            self._refuse_duplicate(start, key, result, first)
        else:
            return self._remember(event.value, key)
        return _stand_in(result)

    def _remember(self, typed: str, key: str) -> str:
        if typed in _ODD_KEYS or typed != typed.strip() or len(self._keys) >= _MOST_KEYS:
            return key
        return self._keys.setdefault(typed, key)

    def _refuse_duplicate(self, start: int, key: str, result: dict[str, Value], first: int) -> None:
        """``first``: the node of the mapping's first key."""
        if self._remarks.full:
            self._remarks.dropped += 1
            return
        before = takewhile(lambda item: item[0] != key, result.items())
        node = first + sum(1 + node_count(value) for _, value in before)
        message = f"键{quoted_key(key)}写了两次，第一次在第 {self._line(self.starts[node])} 行"
        self._remarks.add(start, Code.DUPLICATE, message, "只留下正确的一处")

    def _collection_as_key(self, event: Any, depth: int, result: dict[str, Value]) -> str:
        start, node = event.start_mark.index, len(self.starts)
        if type(event) is not AliasEvent:
            self._remarks.add(start, Code.KEY, "键不是文字，而是列表或映射", "冒号前面只写一个词")
        self._collection(event, depth)
        del self.starts[node + 1 :]
        return _stand_in(result)

    def _refuse_markup(self, event: Any) -> None:
        start = event.start_mark.index
        if type(event) is AliasEvent:
            fix = "把被引用的内容直接写出来" + KEEP
            self._remarks.add(start, Code.MARKUP, "用了 * 开头的别名", fix)
            return
        if event.anchor is not None:
            self._remarks.add(start, Code.MARKUP, "用了 & 开头的锚点", "删去 & 开头的锚点" + KEEP)
        if event.tag is not None:
            self._remarks.add(start, Code.MARKUP, "用了类型标签（!）", "删去 ! 开头的标签" + KEEP)

    def _refuse_directives(self, event: Any) -> None:
        if event.version or event.tags:
            self._remarks.add(0, Code.MARKUP, "用了 % 开头的指令", "删去 % 开头的行和下面的 ---")

    def _refuse_second(self, event: Any) -> None:
        if type(event) is not StreamEndEvent:
            message = "一个文件里有不止一份文档"
            self._remarks.add(event.start_mark.index, Code.DOCUMENTS, message, "删去 ---，或把第二份另存为一个文件")

    def _refuse_spanning(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        lines = f"从第 {event.start_mark.line + 1} 行跨到第 {event.end_mark.line + 1} 行"
        if event.style:
            message, fix = f"引号里的文字{lines}", "检查是否漏了后一个引号；多行文字用 | 写，每行缩进"
        else:
            message, fix = f"没有引号的文字{lines}", "检查下一行是否漏了冒号或缩进有误；多行文字用 | 写，每行缩进"
        self._remarks.add(start, Code.SPANNING, message, fix, gives_way=(start, end))

    def _refuse_long(self, event: Any) -> None:
        if len(event.value) > self._limits.scalar:
            message = f"一段文字有 {len(event.value)} 个字符，超过 {self._limits.scalar}"
            self._remarks.add(event.start_mark.index, Code.LIMIT, message, "把长文放进附件，这里写要点")

    def _refuse_slips(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        for code, pattern, message, fix in _SLIPS:
            if pattern.match(event.value):
                self._remarks.add(start, code, message, fix, gives_way=(start, end))

    def _refuse_too_many(self, start: int) -> None:
        if len(self.starts) > self._limits.nodes:
            self._stop(start, f"内容超过 {self._limits.nodes} 项", "拆成几个文件")

    def _stop(self, start: int, message: str, fix: str) -> None:
        self._remarks.add(start, Code.LIMIT, message, fix)
        raise Enough

    def _line(self, index: int) -> int:
        return self._text.count("\n", 0, index) + 1


def _stand_in(result: dict[str, Value]) -> str:
    """A key that no text can hold."""
    return f"\0{len(result)}"
