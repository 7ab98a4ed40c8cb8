"""Readings of rooms: which figures lie beyond the institution's limits (S0-14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from meidang.models.ledgers.pharmacy import MonitorReading
from meidang.models.settings import RoomTerms

#: Points with limits of their own, which those of rooms do not fit; there only a written deviation counts.
_COLD: Final = ("冷藏", "冷柜", "冰箱", "冷库", "冷冻", "阴凉")


@dataclass(frozen=True, slots=True)
class Beyond:
    """A figure that lies beyond its limits, which are allowed themselves."""

    name: str
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str


def beyond(reading: MonitorReading, room: RoomTerms) -> Iterator[Beyond]:
    """The figures of a room's reading that lie beyond the limits."""
    figures = (
        ("温度", reading.temperature_c, room.temperature_min_c, room.temperature_max_c, "℃"),
        ("湿度", reading.humidity_pct, room.humidity_min_pct, room.humidity_max_pct, "%"),
    )
    for name, value, low, high, unit in figures:
        if value is not None and not low <= value <= high and not any(word in reading.monitor_point for word in _COLD):
            yield Beyond(name, value, low, high, unit)
