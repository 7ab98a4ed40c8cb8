"""libyaml's English complaints -> one plain Chinese sentence each, at the place that a person must change."""

from __future__ import annotations

from dataclasses import dataclass

from yaml import YAMLError
from yaml.error import MarkedYAMLError

from meidang.source.problems import Code
from meidang.source.remarks import Remarks

_QUOTE = "用引号把整段文字括起来"


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A kind of complaint. ``at_context``: point at where the construct began, not at where libyaml gave up."""

    said: str
    message: str
    fix: str
    at_context: bool = False
    code: Code = Code.SYNTAX


_MEANINGS = (
    _Meaning("could not find expected ':'", "这一行没有冒号", "写成“键: 值”，冒号后加一个空格", at_context=True),
    _Meaning("mapping values are not allowed", "这里不该出现冒号", f"检查缩进；内容里有冒号时{_QUOTE}"),
    _Meaning("block sequence entries are not allowed", "这里不该出现列表项", "把每个“- ”另起一行，缩进在键的下面"),
    _Meaning("mapping keys are not allowed", "这里不该出现问号开头的键", f"若是内容，{_QUOTE}"),
    _Meaning("did not find expected key", "缩进或引号有误，这里应当是一个键", "让这一行与同级的键左对齐；引号要成对"),
    _Meaning("did not find expected '-' indicator", "缩进有误，这里应当是列表项", "让这一行与同级的“- ”左对齐"),
    _Meaning(
        "did not find expected ',' or ']'", "方括号 [ 没有配对的 ]", "补上 ]，各项之间用半角逗号", at_context=True
    ),
    _Meaning(
        "did not find expected ',' or '}'", "花括号 { 没有配对的 }", "补上 }，各项之间用半角逗号", at_context=True
    ),
    _Meaning("did not find expected node content", "这里缺少内容", "检查多余的逗号、括号或符号"),
    _Meaning("found unexpected end of stream", "引号没有结束", "补上后一个引号", at_context=True),
    _Meaning("found unexpected document indicator", "引号没有结束", "补上后一个引号", at_context=True),
    _Meaning("found unknown escape character", "双引号里的反斜杠写法不认识", "改用单引号，或把 \\ 写成 \\\\"),
    _Meaning("expected hexdecimal number", "双引号里的反斜杠写法不完整", "改用单引号，或把 \\ 写成 \\\\"),
    _Meaning(
        "invalid Unicode character escape",
        "反斜杠写法里有残缺字符（代理项）",
        "删去这个 \\ 写法，直接写出文字",
        code=Code.CHARACTER,
    ),
    _Meaning("found a tab character", "缩进用了制表符（Tab）", "改用空格缩进，每层两个空格", code=Code.INDENT),
    _Meaning("indentation indicator equal to 0", "| 或 > 后面的数字不能是 0", "删去数字"),
    _Meaning("expected comment or line break", "| 或 > 后面还有文字", f"把文字移到下一行并缩进；若是内容，{_QUOTE}"),
    _Meaning("found unexpected ':'", "括号里的冒号写法有误", f"冒号后加空格；若是内容，{_QUOTE}"),
    _Meaning("did not find expected <document start>", "前面的内容已经结束，这里多出一段", "检查缩进和括号"),
)
_BY_CONTEXT = (
    _Meaning("alias", "* 开头的文字会被当成别名", f"若是内容，{_QUOTE}", at_context=True, code=Code.MARKUP),
    _Meaning("anchor", "& 开头的文字会被当成锚点", f"若是内容，{_QUOTE}", at_context=True, code=Code.MARKUP),
    _Meaning("directive", "用了 % 开头的指令", "删去 % 开头的行和下面的 ---", at_context=True, code=Code.MARKUP),
    _Meaning("tag", "! 开头的文字会被当成类型标签", f"若是内容，{_QUOTE}", at_context=True, code=Code.MARKUP),
)
_OF_NODE = _Meaning("tag handle", "! 开头的文字会被当成类型标签", f"若是内容，{_QUOTE}", code=Code.MARKUP)
_UNKNOWN = _Meaning("", "这里的写法不是 YAML", "检查这一行和上一行的缩进、引号、括号和冒号")
_NO_KEY = _Meaning("", "冒号前面没有键", "在冒号前写上键名", code=Code.KEY)
_TAB = _Meaning("", "缩进用了制表符（Tab）", "改用空格缩进，每层两个空格", code=Code.INDENT)


def add_syntax_error(error: YAMLError, text: str, remarks: Remarks) -> None:
    """Note down what stopped libyaml; gives way to a suspicious line at that place."""
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    at = _index(error, "problem_mark", len(text))
    began = _index(error, "context_mark", at)
    meaning = _meaning(problem, context, text[at : at + 1])
    index = began if meaning.at_context else at
    if _swallowed_by_quotes(text, at, remarks):
        return
    remarks.add(index, meaning.code, meaning.message, meaning.fix, gives_way=_around(text, index, at))


def _swallowed_by_quotes(text: str, at: int, remarks: Remarks) -> bool:
    """Whether a quoted text of several lines ended where libyaml stumbled: its quotes are the mistake.

    An unquoted one that ended there is forgotten instead: the syntax error says more.
    """
    for remark in remarks.listed:
        if remark.gives_way and not text[remark.gives_way[1] : at].strip() and remark.gives_way[1] <= at:
            if text[remark.index] in "\"'":
                return True
            remarks.listed.remove(remark)
            return False
    return False


def _meaning(problem: str, context: str, character: str) -> _Meaning:
    if "cannot start any token" in problem:
        return _TAB if character == "\t" else _reserved(character)
    if "tag handle" in problem:
        return _OF_NODE
    if "expected key" in problem and character == ":":
        return _NO_KEY
    for row in _BY_CONTEXT:
        if context.startswith("while") and context.endswith(row.said):
            return row
    return next((row for row in _MEANINGS if row.said in problem), _UNKNOWN)


def _reserved(character: str) -> _Meaning:
    return _Meaning("", f"没有引号的文字不能以 {character} 开头", _QUOTE)


def _index(error: YAMLError, name: str, otherwise: int) -> int:
    mark = getattr(error, name, None) if isinstance(error, MarkedYAMLError) else None
    return otherwise if mark is None else min(int(mark.index), otherwise)


def _around(text: str, index: int, at: int) -> tuple[int, int]:
    """From the last line with content before the error to the error's own line."""
    line = text.rfind("\n", 0, index) + 1
    before = text.rfind("\n", 0, len(text[:line].rstrip())) + 1 if text[:line].strip() else line
    end = text.find("\n", at)
    return before, len(text) if end < 0 else end
