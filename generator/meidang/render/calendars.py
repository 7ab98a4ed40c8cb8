"""Matters -> calendars (iCalendar, RFC 5545): one event for each on its day, with alarms before it. Pure: bytes.

The event of a matter keeps its UID whatever its day, so that a renewal moves it. The same matters on the same day give
the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from meidang import __version__
from meidang.agenda import Found, Turn
from meidang.agenda.stages import lead_days
from meidang.agenda.whose import names_of
from meidang.archive.privacy import hide

#: Alarms ring in the morning of their day.
_MORNING: Final = timedelta(hours=9)
#: How often a program that follows the file looks again.
_AGAIN: Final = timedelta(days=1)
#: A title is read at a glance; the whole stands in the description.
_LONGEST: Final = 120
#: How far off a day is, as findings say it on the day on which they are made.
_COUNTED: Final = re.compile(r"，(?:还有 [0-9]+ 天|今天到期)$|(?:还有 [0-9]+ 天|当天)(?=到期)")
#: What a calendar cannot hold: controls and what nobody sees.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Calendars:
    """Calendars of what was found on a day. Each event is made once, however many calendars it stands in."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._events: dict[str, bytes] = {}
        # Why not as parts of the events: the alarms are the same in all of them, and made once.
        self._alarms = {lead: _alarm(lead) for lead in lead_days(found)}

    def of(self, turns: Iterable[Turn], title: str) -> bytes:
        """The calendar called ``title`` of the matters that have a day.

        One without any is a calendar, too: a program that follows it would keep what is done if the file were gone.
        """
        once = {turn.matter.identity: turn for turn in reversed(list(turns)) if turn.matter.due}
        head, foot = _frame(title, is_empty=not once)
        return b"".join((head, *(self._event(turn) for turn in sorted(once.values(), key=_order)), foot))

    def _event(self, turn: Turn) -> bytes:
        key = turn.matter.identity
        if key not in self._events:
            event = _event(self._found, turn).removesuffix(_END)
            self._events[key] = b"".join((event, *self._ringing(turn), _END))
        return self._events[key]

    def _ringing(self, turn: Turn) -> Iterator[bytes]:
        """The alarms that are still to come; Outlook would ring at once for those that are past."""
        left = (turn.matter.due or date.min) - self._found.as_of
        return (alarm for lead, alarm in self._alarms.items() if timedelta(days=lead) <= left)


_END: Final = b"END:VEVENT\r\n"


def _frame(title: str, *, is_empty: bool) -> tuple[bytes, bytes]:
    """What stands before the events, and behind them; without events the zone, as RFC 5545 wants something in it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//meidang//{__version__}//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = _plain(title).replace("\n", " ")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    if is_empty:
        calendar.add_component(_zone())
    foot = b"END:VCALENDAR\r\n"
    return bytes(calendar.to_ical()).removesuffix(foot), foot


def _zone() -> Timezone:
    """Shanghai, where clocks have not been changed since 1991."""
    hours = TimezoneStandard()
    hours.add("dtstart", datetime(1991, 9, 15, 2))  # noqa: DTZ001 - the standard wants the time before the change
    hours.add("tzoffsetfrom", timedelta(hours=9))
    hours.add("tzoffsetto", timedelta(hours=8))
    hours.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", "Asia/Shanghai")
    zone.add_component(hours)
    return zone


def _order(turn: Turn) -> tuple[object, ...]:
    return turn.matter.due or date.max, turn.matter.identity


def _event(found: Found, turn: Turn) -> bytes:
    matter, day = turn.matter, turn.matter.due or found.as_of
    event = Event()
    event.add("uid", f"{hashlib.sha256(matter.identity.encode()).hexdigest()[:32]}@meidang")
    event.add("dtstamp", datetime.combine(found.as_of, time(), UTC))
    # Why: of two files that somebody took in one after the other, programs keep the later.
    event.add("sequence", found.as_of.toordinal())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _title(turn, is_late=matter.is_late(found.as_of)))
    event.add("description", _description(found, turn))
    event.add("categories", [matter.severity.label if matter.severity else "到期"])
    event.add("transp", "TRANSPARENT")
    return bytes(event.to_ical())


def _alarm(lead: int) -> bytes:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _MORNING - timedelta(days=lead))
    alarm.add("description", f"还有 {lead} 天到期")
    return bytes(alarm.to_ical())


def _lasting(turn: Turn) -> str:
    """What the matter is, without how far off it is: the calendar shows the day, and is read on others."""
    return _COUNTED.sub("", turn.said).replace(f"（{turn.matter.due}）", "")


def _title(turn: Turn, *, is_late: bool) -> str:
    words = _plain(_lasting(turn)).replace("\n", " ")
    short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return f"【已逾期】{short}" if is_late else short


def _description(found: Found, turn: Turn) -> str:
    matter = turn.matter
    whose = names_of(found, turn.whose)
    parts = (
        _lasting(turn),
        f"程度：{matter.severity.label}" if matter.severity else "",
        f"办法：{matter.fix}" if matter.fix else "",
        f"责任：{whose}" if whose else "",
        f"位置：{matter.location}" if matter.location else "",
        f"规则：{matter.code}" if matter.code else "",
        f"截至 {found.as_of}",
    )
    return _plain("\n".join(part for part in parts if part))


def _plain(text: str) -> str:
    """Without what a calendar cannot hold; no number that names a person."""
    return hide(_UNSEEN.sub("", text.replace("\r\n", "\n")))
