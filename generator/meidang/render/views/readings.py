"""Readings of rooms: what of one is out of its limits, and how far that was put right, as rule MON001 judges it."""

from __future__ import annotations

from datetime import date

from meidang.archive.readings import beyond
from meidang.models.ledgers.pharmacy import MonitorReading
from meidang.models.settings import RoomTerms


def deviation(one: MonitorReading, room: RoomTerms) -> str:
    """As it was written, else which figures are beyond the limits; empty where there is none."""
    return one.deviation or "、".join(f"{figure.name}超限" for figure in beyond(one, room))


def rectified(one: MonitorReading, day: date) -> str:
    """How far a deviation was put right on the day."""
    due = one.rectify_due
    if one.closed_on and one.closed_on <= day:
        late = "（未定期限）" if due is None else "（超期）" if one.closed_on > due else ""
        return f"已整改{late}"
    if due is None:
        return "未定整改期限"
    return "逾期未整改" if due < day else "整改中"
