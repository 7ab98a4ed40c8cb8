"""Numbers as Excel shows them -> as a record says them. What a person sees in the cell is what counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from unicodedata import normalize

_ZEROS = re.compile(r"0{2,20}")
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
#: Places behind the point that a record keeps; what lies behind is the noise of binary fractions.
_PLACES: Final = Decimal("0.0000001")
_UNITS = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(例|人|次|份|张|分|学分|学时|小时|台|℃|%|个|件|条|级|岁|年)")


@dataclass(frozen=True, slots=True)
class Number:
    """The text of a record, and how it was read where that is not what stands there."""

    text: str
    remark: str = ""


def shown_number(value: Any, shown_as: str = "General") -> str:
    """A number as text: without noise, with the zeros in front that its format shows."""
    if isinstance(value, float) and not value.is_integer():
        try:
            plain = Decimal(repr(value)).quantize(_PLACES).normalize()
        except InvalidOperation:
            return repr(value)
        return f"{plain:f}"
    whole = str(int(value))
    return whole.zfill(len(shown_as)) if _ZEROS.fullmatch(shown_as) and value >= 0 else whole


def number_words(value: Any, shown_as: str) -> Number:
    """An amount or a count; a share is what is shown, times a hundred."""
    if isinstance(value, str):
        return _typed(value)
    if "%" in shown_as:
        text = shown_number(float(Decimal(repr(value)) * 100))
        return Number(text, f"是百分比格式，按显示的 {text} 读取")
    return Number(shown_number(value))


def _typed(words: str) -> Number:
    text = "".join(normalize("NFKC", words).split())
    if _GROUPED.fullmatch(text):
        plain = text.replace(",", "")
        return Number(plain, f"读作 {plain}")
    if unit := _UNITS.fullmatch(text):
        return Number(unit[1], f"读作 {unit[1]}")
    return Number(text)
