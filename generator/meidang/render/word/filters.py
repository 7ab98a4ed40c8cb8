"""What a template may do to a value before it is printed: ``{{ sex|box("男") }}``. Arguments are checked early.

A filter gets what a view holds: a text, a list of groups, or nothing; and never fails, so that a document is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2.filters import FILTERS as _JINJA

from meidang.load.nearest import nearest

#: Between the words of a field that holds several.
_SEPARATOR: Final = "、"
_DATE = re.compile(r"([0-9]{4})\s*[-年/.]\s*([0-9]{1,2})(?:\s*[-月/.]\s*([0-9]{1,2}))?")
_MOST_ROWS, _MOST_DIGITS, _WIDEST = 99, 60, 25.0
TICKED, EMPTY = "☑", "☐"


class Blank(str):
    """A row without content: an empty text, in which whatever is looked up is blank again."""

    __slots__ = ()


BLANK: Final = Blank()


@dataclass(frozen=True, slots=True)
class Given:
    """What a filter is applied to, as far as it is declared: how a template writes it, what people call it."""

    path: str
    label: str
    many: bool = False
    form: str = ""
    choices: tuple[str, ...] = ()
    #: The most letters and digits that it holds; 0 where nobody knows.
    longest: int = 0

    def __str__(self) -> str:
        """``“valid_to”（有效期至）``."""
        return f"“{self.path}”" + (f"（{self.label}）" if self.label else "")


#: What is wrong with a use, and what to write; None where it is right.
Fault = tuple[str, str] | None
Check = Callable[[Given, Sequence[Any]], Fault]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: what it does, how it is checked, and for people an example and what it is for."""

    function: Callable[..., Any]
    check: Check
    example: str
    meaning: str


def text_of(value: Any) -> str:
    """What would be printed; nothing for what is absent."""
    return "" if value is None else str(value)


# --- what they do ----------------------------------------------------------------------------------------------------


def box(value: Any, *wanted: str) -> str:
    """A ticked box where the value, or one of several, is one of the words wanted."""
    return TICKED if {*wanted} & {*text_of(value).split(_SEPARATOR)} else EMPTY


def rows(value: Any, least: int) -> list[Any]:
    """A list of at least so many rows, blank ones at its end."""
    listed = list(value) if isinstance(value, list) else []
    return [*listed, *[BLANK] * (least - len(listed))]


def _part(number: int) -> Callable[[Any], str]:
    def part(value: Any) -> str:
        found = _DATE.match(text_of(value).strip())
        return str(int(found[number])) if found and found[number] else ""

    return part


def date_long(value: Any) -> str:
    """``2026年4月30日``; what is no date stays as it is."""
    text = text_of(value)
    found = _DATE.match(text.strip())
    if found is None:
        return text
    day = f"{int(found[3])}日" if found[3] else ""
    return f"{int(found[1])}年{int(found[2])}月{day}"


def digit(value: Any, number: int) -> str:
    """The so-manieth letter or digit, for forms with a box for each."""
    marks = [mark for mark in text_of(value) if mark.isalnum()]
    return marks[number - 1] if number <= len(marks) else ""


def picture(_value: Any, _width: float) -> str:
    """Nothing here: whoever prints pictures replaces it."""
    return ""


# --- how they are checked --------------------------------------------------------------------------------------------


def _plain(name: str) -> Check:
    def check(given: Given, arguments: Sequence[Any]) -> Fault:
        if arguments:
            return f"过滤器 {name} 后面不带括号", f"写成 {{{{ {given.path}|{name} }}}}"
        if given.many and name != "length":
            return f"{given}是列表，不能用过滤器 {name}", f"先用 {{%tr for x in {given.path} %}} 循环"
        return None

    return check


def _dated(name: str) -> Check:
    def check(given: Given, arguments: Sequence[Any]) -> Fault:
        if fault := _plain(name)(given, arguments):
            return fault
        if given.form in ("", "date"):
            return None
        return f"{given}不是日期，不能用过滤器 {name}", f"直接写 {{{{ {given.path} }}}}"

    return check


def _box(given: Given, arguments: Sequence[Any]) -> Fault:
    example = given.choices[0] if given.choices else "选项"
    if not arguments or not all(isinstance(one, str) for one in arguments):
        return "过滤器 box 要写明选项", f'写成 {{{{ {given.path}|box("{example}") }}}}'
    if given.many:
        return f"{given}是列表，不能打勾", f"先用 {{%tr for x in {given.path} %}} 循环，再写 x 里面的名称"
    return next(filter(None, (no_choice(given, one) for one in arguments)), None)


def no_choice(given: Given, word: str) -> Fault:
    """A word that the field never holds."""
    if not given.choices or word in given.choices:
        return None
    close = nearest(word, given.choices) or next((one for one in given.choices if one in word or word in one), None)
    listed = f"可选的有：{_SEPARATOR.join(given.choices)}"
    return f"{given}没有“{word}”这个选项", f"是不是“{close}”？{listed}" if close else listed


def _rows(given: Given, arguments: Sequence[Any]) -> Fault:
    if not given.many:
        return f"{given}不是列表，不能补足行数", "rows 只用在循环里：{%tr for x in 列表|rows(6) %}"
    if len(arguments) != 1 or type(arguments[0]) is not int or not 1 <= arguments[0] <= _MOST_ROWS:
        return f"过滤器 rows 要写明行数，1 到 {_MOST_ROWS}", f"写成 {{%tr for x in {given.path}|rows(6) %}}"
    return None


def _digit(given: Given, arguments: Sequence[Any]) -> Fault:
    if given.many:
        return f"{given}是列表，不能取某一位", f"先用 {{%tr for x in {given.path} %}} 循环"
    if len(arguments) != 1 or type(arguments[0]) is not int or not 1 <= arguments[0] <= _MOST_DIGITS:
        return f"过滤器 digit 要写明第几位，1 到 {_MOST_DIGITS}", f"写成 {{{{ {given.path}|digit(1) }}}}"
    if given.longest and arguments[0] > given.longest:
        return f"{given}只有 {given.longest} 位，没有第 {arguments[0]} 位", f"第几位写 1 到 {given.longest}"
    return None


def _picture(given: Given, arguments: Sequence[Any]) -> Fault:
    if given.form != "file":
        return f"{given}不是附件，不能打印成图片", "只有附件的文件可以打印成图片，例如 {{ x.file|picture(3.5) }}"
    width = arguments[0] if len(arguments) == 1 else None
    example = f"{{{{ {given.path}|picture(3.5) }}}}"
    if isinstance(width, bool) or not isinstance(width, int | float) or width <= 0:
        return "过滤器 picture 要写明宽度（厘米）", f"写成 {example}"
    return (f"图片宽 {width:g} 厘米，太大", f"最宽 {_WIDEST:g} 厘米，例如 {example}") if width > _WIDEST else None


FILTERS: Final[Mapping[str, Filter]] = {
    "box": Filter(box, _box, '{{ sex|box("男") }}', "方框：内容是所写的选项（可写几个）时为 ☑，否则为 ☐"),
    "rows": Filter(rows, _rows, "{%tr for x in titles|rows(6) %}", "固定行数：不足 6 行时用空行补足，多的照样列出"),
    "year": Filter(_part(1), _dated("year"), "{{ valid_to|year }}", "日期的年：2026"),
    "month": Filter(_part(2), _dated("month"), "{{ valid_to|month }}", "日期的月：4"),
    "day": Filter(_part(3), _dated("day"), "{{ valid_to|day }}", "日期的日：30"),
    "date_long": Filter(date_long, _dated("date_long"), "{{ valid_to|date_long }}", "日期写成 2026年4月30日"),
    "digit": Filter(digit, _digit, "{{ national_id|digit(3) }}", "第几个字（不算横线和空格），供一字一格的表格"),
    "picture": Filter(picture, _picture, "{{ x.file|picture(3.5) }}", "附件打印成图片，宽 3.5 厘米；PDF 为第一页"),
    "length": Filter(_JINJA["length"], _plain("length"), "{{ titles|length }}", "列表有几项"),
    "trim": Filter(_JINJA["trim"], _plain("trim"), "{{ name|trim }}", "去掉前后的空格"),
    "upper": Filter(_JINJA["upper"], _plain("upper"), "{{ id|upper }}", "字母改为大写"),
}
#: Filters that leave a list a list.
LISTS: Final = frozenset({"rows"})
