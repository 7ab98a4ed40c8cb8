"""Cells that hold text, codes and ids: layout is taken off; numbers that have lost digits are refused."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from unicodedata import normalize

from meidang.load.words import wrong_value
from meidang.models.base import Declared
from meidang.models.codes import MOBILE, NATIONAL_ID
from meidang.models.scalar import Scalar
from meidang.render.intake.numbers import shown_number
from meidang.render.intake.sheets import Cell
from meidang.render.intake.verdicts import Taken, fits, read_as, wrong_cell

_MOST_DIGITS: Final = 15


#: A person's name of two or three characters, spread to the width of longer ones; and the fields that hold one.
_CALLED: Final = frozenset({"name", "of"})
_SPREAD_NAME: Final = re.compile(r"[\u4e00-\u9fff]( +[\u4e00-\u9fff])+")


def text_cell(declared: Declared, value: Any, cell: Cell) -> Taken:
    """A text, a code or a number that is none."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _digits(declared, value, cell)
    if isinstance(value, datetime | date):
        return Taken(f"{value:%Y-%m-%d}", remark=read_as(declared, f"{value:%Y-%m-%d}"))
    if isinstance(value, time | timedelta | bool):
        return wrong_cell(declared, "是时刻或逻辑值，不是文字", "把单元格格式改成“文本”，重新填写")
    return _typed(declared, str(value))


def _typed(declared: Declared, text: str) -> Taken:
    """A text without what is only layout: blanks in a number or code, line breaks in a line."""
    leaf = declared.leaf
    if leaf is NATIONAL_ID:
        return Taken(normalize("NFKC", text).replace(" ", "").upper())
    if leaf is MOBILE:
        return Taken(re.sub(r"^\+?86(?=1\d{10}$)", "", re.sub(r"[\s-]", "", normalize("NFKC", text))))
    if not isinstance(leaf, Scalar) or leaf.many_lines:
        return Taken(text)
    if declared.name in _CALLED and _SPREAD_NAME.fullmatch(text.replace("\u3000", " ")):
        return Taken("".join(text.split()), remark=read_as(declared, "".join(text.split())))
    if "\n" in text:
        joined = re.sub(r"(?<=[^\x00-\x7f])\n+\s*(?=[^\x00-\x7f])", "", text)
        return Taken(" ".join(joined.split("\n")), remark=f"「{declared.label}」只能写一行，去掉了换行")
    return Taken(text if fits(leaf, text) else "".join(normalize("NFKC", text).split()))


def _digits(declared: Declared, value: float | Decimal, cell: Cell) -> Taken:
    """A number where text is meant: an id, a code, a version. What Excel has cut off nobody can bring back."""
    text = shown_number(value, cell.shown_as)
    advice = "先把这一列改成“文本”格式，再重新输入"
    if declared.leaf is NATIONAL_ID or (abs(value) >= 10 ** (_MOST_DIGITS - 1) and float(value).is_integer()):
        return wrong_cell(
            declared, "是数字格式，Excel 只留 15 位数字，后面的已经变成 0", f"{advice}（对照证件，不要改格式了事）"
        )
    if declared.leaf is not MOBILE and isinstance(declared.leaf, Scalar) and not fits(declared.leaf, text):
        message, fix = wrong_value(declared, text)
        return Taken(wrong=message, fix=f"{fix}。这一格是数字格式，开头的 0 和末尾的 0 会丢：{advice}")
    remark = (
        "" if declared.leaf is MOBILE else f"「{declared.label}」是数字格式，按 {text} 读取；若丢了开头的 0，{advice}"
    )
    return Taken(text, remark="" if declared.private else remark)
