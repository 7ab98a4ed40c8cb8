"""A month as people hang it on the wall: a week a line, and on each day how much is due."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from meidang.render import escape

_WEEK: Final = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Day:
    """``count`` things on a day. ``style``: fine (all done), veto (some missed), notice (still to do).

    ``words`` stand below the day's number (缺 2); ``said``: the whole in words; ``link``: an address.
    """

    style: str
    words: str
    said: str
    link: str


def days(year: int, month: int, due: Mapping[int, Day], *, caption: str, today: int = 0) -> str:
    """A table of the month; ``due``: what falls on which day of it; ``today``: its day, if it lies in the month."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in _WEEK)
    weeks = Calendar().monthdayscalendar(year, month)
    rows = "".join(f"<tr>{''.join(_cell(day, due.get(day), today) for day in week)}</tr>" for week in weeks)
    return (
        f'<table class="days"><caption>{escape.html(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(day: int, due: Day | None, today: int) -> str:
    if not day:
        return "<td></td>"
    now = ' class="now" aria-current="date"' if day == today else ""
    if due is None:
        return f"<td{now}>{day}</td>"
    said, link = escape.html_attribute(due.said), escape.html_attribute(due.link)
    inside = f"<strong>{day}</strong> <small>{escape.html(due.words)}</small>"
    return f'<td{now}><a class="due-{due.style}" href="{link}" title="{said}">{inside}</a></td>'
