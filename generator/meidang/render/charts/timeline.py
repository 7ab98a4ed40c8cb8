"""What is valid from when to when: a row each, bars over years, today and the day of the inspection.

The names and dates are text of the page beside the bars, so that long ones wrap and a phone puts them above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.render import escape
from meidang.render.charts import shapes
from meidang.render.charts.scales import Days, days_about

#: The chart shows so many years at most before the day, and after it.
_YEARS: Final = 8
_TALL: Final = 18.0
_BAR_TOP, _BAR_HEIGHT = 4.0, 10.0
#: The names of the days stand in lines of their own above the years, in pixels.
_LINE: Final = 16.0


@dataclass(frozen=True, slots=True)
class Span:
    """A time of validity: ``last`` is its last day; None: unknown beginning, or no end. ``said``: in words.

    ``style``: fine, minor (ends soon), veto (ended), notice (not begun), past (renewed). ``gaps``: when it was
    suspended, each with its last day or None.
    """

    first: date | None
    last: date | None
    style: str
    said: str
    gaps: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One thing with its spans. ``state`` and ``dates`` are HTML that stands beside the bars; ``link``: an address."""

    name: str
    spans: tuple[Span, ...]
    state: str
    dates: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a name; a group without rows is left out."""

    title: str
    rows: Sequence[Row]


def timeline(groups: Sequence[Group], about: shapes.About, *, today: date, inspection: date | None) -> str:
    """The chart as a figure; empty without rows. ``inspection``: another day to mark."""
    filled = [group for group in groups if group.rows]
    if not filled:
        return ""
    days = _days(filled, today, inspection)
    marks = [("today", "截至", today)]
    if inspection is not None and inspection != today and days.first <= inspection <= days.last:
        marks.append(("inspection", "评审", inspection))
    top = _LINE * (len(marks) + 1)
    axis = shapes.drawing("axis", top, about, "".join(_axis(days, marks, top)))
    parts = "".join(_group(group, days) for group in filled)
    style = f"timeline-figure marks-{len(marks)}"
    return shapes.figure(style, f'<div class="timeline">{axis}{parts}</div>', _key(parts))


#: What the signs mean.
_KEY: Final = {
    "fine": "有效",
    "minor": "快到期（浅底带框）",
    "veto": "已过期（空心）",
    "notice": "还没有开始（虚框）",
    "past": "已换新（细条）",
    "gap": "暂停（条纹）",
    "open": "◂ ▸ 没有期限，或在图外",
}


def _key(drawn: str) -> str:
    """Only the signs that are there."""
    shown = {sign: words for sign, words in _KEY.items() if f'class="span {sign}"' in drawn}
    shown |= {sign: words for sign, words in _KEY.items() if f'class="{sign}' in drawn}
    return "".join(f'<span class="key key-{sign}">{words}</span>' for sign, words in shown.items())


def _days(groups: Sequence[Group], today: date, inspection: date | None) -> Days:
    named = [inspection] if inspection else []
    for group in groups:
        for row in group.rows:
            for one in row.spans:
                named += [day for day in (one.first, one.last) if day]
    return days_about(today, named, at_most=_YEARS)


def _axis(days: Days, marks: Sequence[tuple[str, str, date]], top: float) -> Iterator[str]:
    """The years, today and the day of the inspection, down through all rows."""
    for year in days.years:
        share = days.at(date(year, 1, 1))
        yield shapes.upright("grid", share, top - _LINE)
        yield shapes.text("tick year", share, top - 5, str(year), "start")
    for number, (style, words, day) in enumerate(marks, 1):
        share = days.at(day)
        align = "start" if share < _EDGE else "end" if share > 1 - _EDGE else "middle"
        yield shapes.upright(style, share, _LINE * number - 3)
        yield shapes.text(f"tick {style}", share, _LINE * number - 5, f"{words} {day}", align)


#: Nearer to an edge than this a day's name is not centred, or it would be cut.
_EDGE: Final = 0.2


def _group(group: Group, days: Days) -> str:
    rows = "".join(_row(row, days) for row in group.rows)
    return f'<p class="group">{escape.html(group.title)}</p><ul class="rows">{rows}</ul>'


def _row(row: Row, days: Days) -> str:
    name = escape.html(row.name)
    shown = f'<a href="{escape.html_attribute(row.link)}">{name}</a>' if row.link else name
    # Why not always: of a single span the words beside it say everything.
    several = len(row.spans) > 1 or any(one.gaps for one in row.spans)
    bars = "".join(bar for one in row.spans for bar in _bars(one, days, one.said if several else ""))
    said = escape.html_attribute("；".join(one.said for one in row.spans))
    role = f'role="img" aria-label="{said}"' if several else 'aria-hidden="true"'
    track = f'<svg class="track" width="100%" height="{shapes.pixels(_TALL)}" {role}>{bars}</svg>'
    return f'<li><span class="name">{shown}</span> {track} <span class="state">{row.state} {row.dates}</span></li>'


def _bars(one: Span, days: Days, said: str) -> Iterator[str]:
    """The span, what interrupts it, and an arrow at an end that is open or lies outside."""
    left = days.at(one.first) if one.first else 0.0
    right = days.after(one.last) if one.last else 1.0
    yield shapes.box(f"span {one.style}", (left, max(0.0, right - left)), (_BAR_TOP, _BAR_HEIGHT), said)
    for first, last in one.gaps:
        begins, ends = max(left, days.at(first)), min(right, days.after(last) if last else 1.0)
        if ends > begins:
            middle = _BAR_TOP + _BAR_HEIGHT / 2
            yield shapes.line("gap", (begins, middle), (ends, middle))
    if one.first is None or one.first < days.first:
        yield shapes.at(0, 0, f'<path class="open {one.style}" d="M-9 9-2 4v10z"/>')
    if one.last is None or one.last > days.last:
        yield shapes.at(1, 0, f'<path class="open {one.style}" d="M9 9 2 4v10z"/>')
