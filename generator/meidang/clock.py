"""The clock, read once for a command. China has one time zone; "today" is today there, wherever the program runs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day in Shanghai."""
    return datetime.now(_ZONE).date()
