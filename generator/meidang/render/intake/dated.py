"""Cells that say when: real days and moments, what people type for them, and numbers that are none."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from unicodedata import normalize

from meidang.models.base import Declared
from meidang.models.scalars import DATE, EXPIRY, MOMENT
from meidang.render.intake.days import day_words, last_day, month_words, serial_day, span_words
from meidang.render.intake.numbers import shown_number
from meidang.render.intake.sheets import Cell
from meidang.render.intake.verdicts import Taken, fits, read_as, wrong_cell


def day_cell(declared: Declared, value: Any, _: Cell) -> Taken:
    """A day, or the last day of something."""
    if isinstance(value, datetime | date):
        remark = ""
        if isinstance(value, datetime) and value.time() != time():
            remark = f"「{declared.label}」只取日期，时刻不带入"
        return Taken(f"{value:%Y-%m-%d}", remark=remark)
    if isinstance(value, bool | time | timedelta):
        return wrong_cell(declared, "不是日期", "写成 2026-04-30 这样")
    if isinstance(value, int | float):
        return _serial(declared, value)
    if end := last_day(str(value)):
        return _end(declared, end)
    said = day_words(str(value), may_never=declared.leaf is EXPIRY)
    if said.wrong:
        return wrong_cell(declared, said.wrong, said.fix)
    return Taken(said.text, remark="" if said.text == value else read_as(declared, said.text))


def _end(declared: Declared, end: str) -> Taken:
    """Two days in a cell: of a last valid day the second one counts, of any other nobody can tell."""
    if declared.leaf is EXPIRY:
        return Taken(end, remark=f"{read_as(declared, end)}，开始的日子不带入")
    return wrong_cell(declared, "写了起止两个日期", "只写一个，例如 2026-04-30")


def _serial(declared: Declared, value: float) -> Taken:
    text = shown_number(value)
    said = day_words(text, may_never=False)
    if fits(DATE, said.text):
        return Taken(said.text, remark=read_as(declared, said.text))
    day = serial_day(value)
    perhaps = f"；若是日期（{day}），把单元格格式改成“日期”，或写成 {day}" if day else ""
    return wrong_cell(declared, f"是数字 {text}，不是日期", f"写成 2026-04-30 这样{perhaps}")


def moment_cell(declared: Declared, value: Any, _: Cell) -> Taken:
    """A day and a time of day."""
    if isinstance(value, datetime):
        # Why half a minute: a time of day is a fraction of a day, and programs round it in their own ways.
        return Taken(f"{value + timedelta(seconds=30):%Y-%m-%dT%H:%M}")
    if isinstance(value, int | float | time | timedelta):
        return wrong_cell(declared, "不是日期和时刻", "写成 2026-03-02 10:10 这样")
    text = normalize("NFKC", str(value))
    return Taken(re.sub(r"(?<=\d)\s+(?=\d{1,2}:)", "T", text) if fits(MOMENT, text.replace(" ", "T", 1)) else text)


def span_cell(_: Declared, value: Any, __: Cell) -> Taken:
    """A period."""
    if isinstance(value, datetime | date):
        return Taken(f"{value:%Y-%m}", remark=f"「期间」读作 {value:%Y-%m}")
    return Taken(span_words(shown_number(value) if isinstance(value, int | float) else str(value)))


def month_cell(declared: Declared, value: Any, _: Cell) -> Taken:
    """A month of birth."""
    if isinstance(value, datetime | date):
        return Taken(f"{value:%Y-%m}")
    said = month_words(value)
    return wrong_cell(declared, said.wrong, said.fix) if said.wrong else Taken(said.text)
