"""What people write for a day, a month or a period -> how a record says it, or why nobody could tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from unicodedata import normalize

from meidang.models.days import unclear
from meidang.models.scalars import DATE, EXPIRY, dated
from meidang.render.intake.numbers import shown_number
from meidang.render.intake.verdicts import fits

#: Excel's days, counted from the last one before 1900 that its calendar knows.
_FIRST: Final = date(1899, 12, 30)
_SERIALS: Final = range(20_000, 80_000)
_FROM_TO = re.compile(r"至|到|~|—+|--|(?<=[0-9日])-(?=[0-9]{4}[^0-9]|长期)")
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = re.compile(r"([0-9]{4})年?[-/]?(?:第?([一二三四1-4])季度?|q([1-4]))", re.IGNORECASE)
_HALF = re.compile(r"([0-9]{4})年?[-/]?(?:(上|下)半年|h([12]))", re.IGNORECASE)
_MONTH = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})月?(?:[-/.]?[0-9]{1,2}日?)?")


@dataclass(frozen=True, slots=True)
class Said:
    """The text of a record, or what is wrong with the words and what to write."""

    text: str = ""
    wrong: str = ""
    fix: str = ""


def day_words(words: str, *, may_never: bool) -> Said:
    """A day. What the field's own type suggests is not asked for here."""
    text = normalize("NFKC", words).strip()
    why, fix = unclear(text)
    if why:
        optional = "；查不到就空着" if why == "缺少日" else ""
        return Said(wrong=f"“{''.join(text.split())}”{why}", fix=f"{fix}，例如 2026-04-30{optional}")
    return Said(dated(EXPIRY if may_never else DATE, text))


def last_day(words: str) -> str:
    """The end of a span that stands where a last day is meant: 2026-01-01至2031-01-01. Empty for anything else."""
    parts = _FROM_TO.split("".join(normalize("NFKC", words).split()).removesuffix("止"))
    if len(parts) != len(("from", "to")):
        return ""
    first, last = day_words(parts[0].lstrip("自从"), may_never=False), day_words(parts[1], may_never=True)
    return last.text if fits(DATE, first.text) and fits(EXPIRY, last.text) else ""


def serial_day(value: float) -> str:
    """The day that Excel would show for a number; nothing where no record could hold it."""
    return (_FIRST + timedelta(days=int(value))).isoformat() if int(value) in _SERIALS else ""


def month_words(value: Any) -> Said:
    """A month of birth."""
    text = shown_number(value) if isinstance(value, int | float) else "".join(normalize("NFKC", str(value)).split())
    if isinstance(value, float) and re.fullmatch(r"[0-9]{4}\.[0-9]", text):
        return Said(wrong="是小数，分不清是 1 月还是 10 月", fix="把单元格改成“文本”格式，写成 1985-03 这样")
    if not isinstance(value, str) and re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        return Said(wrong="是数字，不是年月", fix="若是日期，把单元格格式改成“日期”；也可以写成 1985-03 这样")
    if found := _MONTH.fullmatch(text):
        return Said(f"{found[1]}-{int(found[2]):02}")
    return Said(text)


def span_words(words: str) -> str:
    """A year, half year, quarter or month; other words as they are."""
    text = "".join(normalize("NFKC", words).split())
    if found := _QUARTER.fullmatch(text):
        return f"{found[1]}-Q{_QUARTERS[found[2] or found[3]]}"
    if found := _HALF.fullmatch(text):
        return f"{found[1]}-H{1 if (found[2] or found[3]) in ('上', '1') else 2}"
    if found := re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})月?", text):
        return f"{found[1]}-{int(found[2]):02}"
    return text.removesuffix("全年").removesuffix("年度").removesuffix("年")
