"""What people write for a day, in whatever way: the one reader for records, forms, sheets and commands."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final
from unicodedata import normalize

#: The years that a record may speak of.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_LOOSE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(\s+[0-9:]+)?")
_RUN_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
#: What looks like a day and is none: what is wrong with it, and what to do.
_UNCLEAR: Final = (
    (re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2}|[0-9]{4})"), "分不清年月日", "写成 年-月-日"),
    (re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?"), "缺少日", "写全年月日"),
    (re.compile(r"([0-9]{1,2})[-/.月]([0-9]{1,2})日?"), "缺少年", "写全年月日"),
)


def day_in(words: str) -> dt.date | str | None:
    """The day that is meant: 2026.3.14 is one; why no record can hold it; or None for what is no whole day."""
    plain = normalize("NFKC", words).strip().rstrip("。.，,")
    loose = _LOOSE.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain)
    if loose is None:
        return None
    year, month, day = (int(part) for part in loose.groups()[:3])
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return "没有这一天，请核对月份和日期"
    in_range = _FIRST_YEAR <= year <= _LAST_YEAR
    return found if in_range else f"年份应在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间"


def unclear(words: str) -> tuple[str, str]:
    """Why words that look like a day are none, and what to do: the order is unclear, or a part is missing."""
    compact = "".join(normalize("NFKC", words).split())
    return next(((why, fix) for pattern, why, fix in _UNCLEAR if pattern.fullmatch(compact)), ("", ""))
