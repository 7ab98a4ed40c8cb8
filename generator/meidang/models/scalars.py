"""The scalar types of a record: from the text that the reader gives to a checked value, and back to words for people.

Each is declared once, here: what text it accepts (one regular expression, shared with the exported JSON Schema, so that
an editor and we give the same verdict), what it becomes, how it is shown, and the sentence that says what to write.
The reader yields text only, so ``21.8504`` typed without quotes arrives as typed; the JSON Schema therefore accepts
unquoted numbers where text is meant, and quoted ones where numbers are.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Final
from unicodedata import normalize

from pydantic_core import core_schema as cs

from meidang.models.days import day_in
from meidang.models.scalar import Scalar, coded, text_core, then_core, whole

#: "Valid without end" as a value: later than every day that a record may hold.
NEVER: Final = dt.date.max
#: The one word for it in a record.
NEVER_WORD: Final = "长期"


def calendar_pattern(wrap: str = "{}") -> str:
    """One pattern for the real days of 1900 to 2200, leap years and all, so that no validator can disagree."""
    year = r"(19[0-9]{2}|2[01][0-9]{2}|2200)"
    long, short = r"(01|03|05|07|08|10|12)-(0[1-9]|[12][0-9]|3[01])", r"(04|06|09|11)-(0[1-9]|[12][0-9]|30)"
    leap = r"((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29"
    return "^" + wrap.format(rf"({year}-({long}|{short}|02-(0[1-9]|1[0-9]|2[0-8]))|{leap})") + "$"


# --- text ------------------------------------------------------------------------------------------------------------

_LINE = r"^[^\r\n]*[^\s][^\r\n]*$"
_LONG = r"[^\s]"
_PLAIN = ["string", "number", "boolean"]


def _no_line(text: str) -> str | None:
    if not text.strip():
        return "不能空着；没有内容就删掉这一行"
    return "只能写一行，长内容请写到「备注」" if "\n" in text else None


LINE = Scalar("文字", text_core(_LINE), {"type": _PLAIN, "pattern": _LINE}, "一行文字", explain=_no_line)
LONG = Scalar(
    "长文字",
    text_core(_LONG),
    {"type": _PLAIN, "pattern": _LONG},
    "文字（可以分行）",
    explain=_no_line,
    many_lines=True,
)
#: The text of a policy; the reader bounds its length.
MARKDOWN = Scalar("正文", text_core(_LONG), {"type": _PLAIN, "pattern": _LONG}, "Markdown 文字", many_lines=True)
Text = Annotated[str, LINE]
Markdown = Annotated[str, MARKDOWN]
LongText = Annotated[str, LONG]


# --- numbers ---------------------------------------------------------------------------------------------------------

COUNT = whole("数量", 0, 999_999_999, "0 或正整数")
YEAR = whole("年份", 1900, 2200, "四位年份，例如 2025")
Count = Annotated[int, COUNT]
Year = Annotated[int, YEAR]
#: Days, months or times a year, few enough that no date leaves the calendar.
Period = Annotated[int, whole("期限", 0, 999, "0 到 999 的整数")]
#: How often in a year.
PerYear = Annotated[int, whole("每年次数", 1, 12, "1 到 12 的整数")]
DeptNo = Annotated[int, whole("科室编号", 1, 18, "1 到 18 的科室编号")]
Rank = Annotated[int, whole("职称序", 1, 5, "1 到 5 的职称序（1–2 初级，3 中级，4 副高，5 正高）")]
MaxGrade = Annotated[int, whole("最高级别", 1, 4, "1 到 4 的手术级别", unit=" 级")]
MaxAsa = Annotated[int, whole("ASA 上限", 1, 5, "1 到 5 的 ASA 分级")]


def _decimal(name: str, low: int, high: int, expected: str) -> Scalar:
    sign, digits = "-?" if low < 0 else "", len(str(high)) - 1
    pattern = rf"^{sign}(0|[1-9][0-9]{{0,{digits}}})(\.[0-9]{{1,4}})?$"
    number = {"type": "number", "minimum": low, "maximum": high}
    json = {"anyOf": [number, {"type": "string", "pattern": pattern}]}
    core = then_core(pattern, cs.decimal_schema())
    return Scalar(name, core, json, expected, show=lambda value: f"{value.normalize():f}")


AMOUNT = _decimal("数值", 0, 9_999_999_999, "不小于 0 的数字，例如 25 或 12.5")
Amount = Annotated[Decimal, AMOUNT]
Temperature = Annotated[Decimal, _decimal("温度", -999, 999, "温度（℃），例如 22.5 或 -18")]

UNGRADED: Final = 0
_GRADES: Final = {1: "一级", 2: "二级", 3: "三级", 4: "四级", UNGRADED: "不分级"}
_GRADE = r"^([1-4]|不分级)$"
GRADE = Scalar(
    "级别",
    cs.no_info_after_validator_function(lambda text: UNGRADED if text == "不分级" else int(text), text_core(_GRADE)),
    {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 4}, {"type": "string", "pattern": _GRADE}]},
    "1、2、3、4 或 不分级",
    show=lambda value: _GRADES[value],
)
#: 1 to 4, or ``UNGRADED``: dentistry, dermatology and TCM are not graded by the national catalogue of 2009.
Grade = Annotated[int, GRADE]

_BOOLS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
BOOL = Scalar(
    "是否",
    cs.no_info_after_validator_function(_BOOLS.__getitem__, text_core(r"^(true|True|TRUE|false|False|FALSE)$")),
    {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": "^(true|True|TRUE|false|False|FALSE)$"}]},
    "“是”（true）或“否”（false）",
    show=lambda value: "是" if value else "否",
    explain={"是": "请写成 true（是）", "否": "请写成 false（否）"}.get,
)
Bool = Annotated[bool, BOOL]


# --- dates -----------------------------------------------------------------------------------------------------------

#: How a hint begins that says the very text to write.
_WRITE_IT: Final = "请写成 "
_NEVER_ALIKE = frozenset({"长期有效", "永久", "永久有效", "无期限", "终身", "终身有效", "无限期"})


def _explain_date(text: str) -> str | None:
    found = day_in(text)
    return f"{_WRITE_IT}{found}" if isinstance(found, dt.date) else found


def _explain_expiry(text: str) -> str | None:
    return f"{_WRITE_IT}{NEVER_WORD}" if text.strip() in _NEVER_ALIKE else _explain_date(text)


_DATE, _EXPIRY = calendar_pattern(), calendar_pattern("({}|" + NEVER_WORD + ")")
DATE = Scalar(
    "日期",
    then_core(_DATE, cs.date_schema()),
    {"type": "string", "pattern": _DATE},
    "日期，写成 年-月-日，例如 2026-04-30",
    explain=_explain_date,
)
EXPIRY = Scalar(
    "有效期",
    cs.union_schema(
        [
            then_core(_DATE, cs.date_schema()),
            then_core(f"^{NEVER_WORD}$", cs.no_info_plain_validator_function(lambda _: NEVER)),
        ],
        mode="left_to_right",
    ),
    {"type": "string", "pattern": _EXPIRY},
    f"日期（例如 2031-04-30）或 {NEVER_WORD}",
    show=lambda value: NEVER_WORD if value == NEVER else str(value),
    explain=_explain_expiry,
)
Date = Annotated[dt.date, DATE]
#: A last valid day, or ``NEVER``.
Expiry = Annotated[dt.date, EXPIRY]

_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_MOMENT = calendar_pattern("({})T" + _CLOCK)
_LOOSE_MOMENT = re.compile(r"(.*[0-9日])[T\s]+([0-9]{1,2})[:：]([0-9]{2})(?::[0-9]{2})?")


def _explain_moment(text: str) -> str | None:
    loose = _LOOSE_MOMENT.fullmatch(normalize("NFKC", text).strip())
    if loose is None:
        return "还要写时刻，例如 2026-03-02T10:10" if re.fullmatch(_DATE, text) else None
    day = loose[1] if re.fullmatch(_DATE, loose[1]) else (_explain_date(loose[1]) or "").removeprefix(_WRITE_IT)
    written = f"{day}T{int(loose[2]):02}:{loose[3]}"
    return f"{_WRITE_IT}{written}" if re.fullmatch(_MOMENT, written) else None


#: A day and a time of day, in the institution's zone.
MOMENT = Scalar(
    "时间",
    then_core(_MOMENT, cs.datetime_schema()),
    {"type": "string", "pattern": _MOMENT},
    "日期和时刻，例如 2026-03-02T10:10",
    show=lambda value: f"{value:%Y-%m-%d %H:%M}",
    explain=_explain_moment,
)
Moment = Annotated[dt.datetime, MOMENT]


def dated(scalar: Scalar, text: str) -> str:
    """The text of a record for a day, a last day or a moment, in whatever way it is written; others as they are."""
    hint = (scalar.explain(text) if scalar in (DATE, EXPIRY, MOMENT) else None) or ""
    return hint.removeprefix(_WRITE_IT) if hint.startswith(_WRITE_IT) else text


#: A year, half year, quarter or month; ``archive.spans`` knows its first and last day.
SPAN = coded(
    "期间",
    r"^(19[0-9]{2}|2[01][0-9]{2})(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$",
    "一段期间：2026（年）、2026-H1（半年）、2026-Q2（季度）或 2026-05（月）",
    number={"type": "integer", "minimum": 1900, "maximum": 2199},
)
Span = Annotated[str, SPAN]

BIRTH_MONTH = coded(
    "出生年月", r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", "出生年月，写成 年-月，例如 1985-03", private=True
)
BirthMonth = Annotated[str, BIRTH_MONTH]
