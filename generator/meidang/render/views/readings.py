"""Readings of rooms: what of one is out of its limits, and how far that was put right, as rule MON001 judges it."""

from __future__ import annotations

from datetime import date
from typing import Final

from meidang.models.ledgers.pharmacy import MonitorReading
from meidang.models.settings import RoomTerms

#: Points with limits of their own, which those of rooms do not fit; there only a written deviation counts.
_COLD: Final = ("冷藏", "冷柜", "冰箱", "冷库", "冷冻", "阴凉")


def deviation(one: MonitorReading, room: RoomTerms) -> str:
    """As it was written, else which figures are beyond the limits; empty where there is none."""
    if one.deviation or any(word in one.monitor_point for word in _COLD):
        return one.deviation or ""
    figures = (
        ("温度超限", one.temperature_c, room.temperature_min_c, room.temperature_max_c),
        ("湿度超限", one.humidity_pct, room.humidity_min_pct, room.humidity_max_pct),
    )
    return "、".join(words for words, value, low, high in figures if value is not None and not low <= value <= high)


def rectified(one: MonitorReading, day: date) -> str:
    """How far a deviation was put right on the day."""
    due = one.rectify_due
    if one.closed_on and one.closed_on <= day:
        late = "（未定期限）" if due is None else "（超期）" if one.closed_on > due else ""
        return f"已整改{late}"
    if due is None:
        return "未定整改期限"
    return "逾期未整改" if due < day else "整改中"
