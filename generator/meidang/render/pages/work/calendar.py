"""The calendar of duties: what was due in the last months, done or not, and what comes within a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from meidang.agenda.dues import AHEAD, BACK, DAILY, Due, dues, edges
from meidang.archive.calendar import add_months
from meidang.archive.obligations import Owed, owed
from meidang.archive.spans import span_words
from meidang.models.duties import Duties, Duty
from meidang.render.charts import Day, Month, days, months
from meidang.render.pages import markup
from meidang.render.pages.addresses import CALENDAR, DUTIES, page_of
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.search_words import CLAUSES

#: So many months from the present one on are told line by line; later ones day by day.
_NEAR: Final = 3
#: So many who have not done it are named.
_MOST_NAMES: Final = 6
#: Of no more than so many who all have still to do it, too.
_FEW: Final = 2

# --- the page --------------------------------------------------------------------------------------------------------


def calendar_page(book: Book) -> Page:
    """Month by month, the present one after the last three."""
    grouped: dict[str, list[Due]] = {month: [] for month in _months(book)}
    daily = _daily(book)
    for due in dues(book.archive, book.as_of):
        grouped[f"{due.day:%Y-%m}"].append(due)
    body = markup.blocks(
        markup.title("应办日历"),
        stamp(book, markup.link(CALENDAR, DUTIES, "应办事项")),
        _strip(book, grouped) if any(grouped.values()) else _nothing(book),
        _long_overdue(book),
        *(_section(book, month, found, daily.get(month, ())) for month, found in grouped.items()),
    )
    return Page("应办日历", body, weight=CLAUSES)


def _nothing(book: Book) -> str:
    """Of an archive that is just begun, everything lies ahead of the first day from which it is owed."""
    later = min((row.since for item in book.archive.of(Duties) for row in item.record.duties), default=None)
    if later is None or later <= book.as_of:
        return "没有应办的事项。"
    listed = markup.link(CALENDAR, DUTIES, "应办事项")
    return markup.para(
        f"现在没有应办的事项。定期的工作自 {markup.day(later)} 起算，到时候列在这里；有哪些，见{listed}。"
    )


def _months(book: Book) -> Sequence[str]:
    first, _ = edges(book.as_of)
    return [f"{add_months(first, number):%Y-%m}" for number in range(BACK + AHEAD + 1)]


def _strip(book: Book, grouped: Mapping[str, Sequence[Due]]) -> str:
    caption = "每个月有几项应办；「缺」是到期没有办、或有对象没有办的。"
    return months([_month(book, month, found) for month, found in grouped.items()], caption=caption, late_word="缺")


def _month(book: Book, month: str, found: Sequence[Due]) -> Month:
    late = sum(bool(due.missed) for due in found)
    said = f"{span_words(month)}：{len(found)} 项" + (f"，其中 {late} 项缺" if late else "")
    is_now = month == f"{book.as_of:%Y-%m}"
    return Month(month, len(found), said, late, f"#month-{month}" if found else "", is_now)


def _long_overdue(book: Book) -> str:
    """What has been owed since before the calendar begins."""
    first, _ = edges(book.as_of)
    count = sum(
        any(slot.due < first for slot in one.missed(book.as_of)) or bool(one.next_due and one.next_due < first)
        for one in owed(book.archive, book.as_of)
    )
    words = f"更早就逾期、还没有办的 {count} 项"
    return markup.para(markup.link(CALENDAR, DUTIES, words, "late")) if count else ""


def _section(book: Book, month: str, found: Sequence[Due], daily: Sequence[str]) -> str:
    if not found and not daily:
        return ""
    late = sum(bool(due.missed) for due in found)
    missing = f"，缺 {late} 项" if late else ""
    title = f"{span_words(month)}（{len(found)} 项{missing}）"
    is_far = month >= f"{add_months(book.as_of.replace(day=1), _NEAR):%Y-%m}"
    lines = "\n".join((*daily, *(_days_ahead if is_far else _lines)(book, found)))
    grid = markup.unsearched(_grid(book, month, found))
    listed = f'<ul class="dues">\n{lines}\n</ul>'
    return markup.blocks(markup.heading(2, title, f"month-{month}"), f'<div class="month">{grid}{listed}</div>')


def _grid(book: Book, month: str, found: Sequence[Due]) -> str:
    by_day: dict[int, list[Due]] = {}
    for due in found:
        by_day.setdefault(due.day.day, []).append(due)
    year, number = (int(part) for part in month.split("-"))
    cells = {day: _day(each) for day, each in by_day.items()}
    today = book.as_of.day if month == f"{book.as_of:%Y-%m}" else 0
    return days(year, number, cells, caption=f"{span_words(month)}每天应办几项", today=today)


def _day(found: Sequence[Due]) -> Day:
    late, ahead = sum(bool(due.missed) for due in found), any(due.ahead for due in found)
    day = found[0].day
    style = "veto" if late else "notice" if ahead else "fine"
    words = f"缺 {late}" if late else f"{len(found)} 项" if ahead else f"✓ {len(found)}"
    end = f"，缺 {late} 项" if late else "" if ahead else "，都已办"
    return Day(style, words, f"{day.month} 月 {day.day} 日：{len(found)} 项{end}", f"#day-{day}")


# --- lines -----------------------------------------------------------------------------------------------------------


def _lines(book: Book, found: Sequence[Due]) -> Iterator[str]:
    seen: set[date] = set()
    for due in found:
        anchor = "" if due.day in seen else f' id="day-{due.day}"'
        seen.add(due.day)
        period = f" <small>{due.period}</small>" if due.period else ""
        yield _line(
            anchor, markup.day(due.day), f"{_duty(book, due.duty)}{period}", _state(book, due), due.duty.owner_dept
        )


def _days_ahead(book: Book, found: Sequence[Due]) -> Iterator[str]:
    """Of a month that lies ahead: the duties of each day, and how many owe them.

    Why not as of near months: there is nothing to say of them yet but that they come, every month again.
    """
    for day, due in groupby(found, key=lambda one: one.day):
        words = "、".join(_ahead_words(book, one) for one in due)
        yield f'<li id="day-{day}"><span class="when">{markup.day(day)}</span> <span class="all">{words}</span></li>'


def _ahead_words(book: Book, due: Due) -> str:
    return f"{_duty(book, due.duty)}{f'（{len(due.ahead)}）' if len(due.ahead) > 1 else ''}"


def _line(anchor: str, when: str, what: str, state: str, owner: str) -> str:
    cells = (("when", when), ("what", what), ("state", state), ("owner", markup.text(owner)))
    shown = " ".join(f'<span class="{style}">{words}</span>' for style, words in cells)
    return f"<li{anchor}>{shown}</li>"


def _duty(book: Book, duty: Duty) -> str:
    return book.link(CALENDAR, "duties", duty.id)


def _state(book: Book, due: Due) -> str:
    """Done, missed or still to do, and by how many; those who missed it by name."""
    total = len(due.done) + len(due.missed) + len(due.ahead)
    if total == 1 and (due.done or due.missed or due.ahead)[0].subject is None:
        return _alone(book, due)
    waiting = due.ahead if len(due.ahead) < total or total <= _FEW else ()
    parts = (
        _share(due, "veto", f"缺 {len(due.missed)}/{total}", due.missed) if due.missed else "",
        _share(due, "fine", f"已办 {len(due.done)}/{total}", ()) if due.done else "",
        _share(due, "notice", f"待办 {len(due.ahead)}/{total}", waiting) if due.ahead else "",
    )
    return " ".join(part for part in parts if part)


def _share(due: Due, style: str, words: str, named: Sequence[Owed]) -> str:
    """How many, with the way to who they are, and some of them by name."""
    there = page_of("duties", due.duty.id) or DUTIES
    return f"{markup.badge(style, markup.link(CALENDAR, there, words, 'periods'))} {_names(named)}".strip()


def _alone(book: Book, due: Due) -> str:
    """Of the institution's own: done, with the way to the record; missed; or to do."""
    if due.done:
        return markup.badge("fine", book.row_link(CALENDAR, due.entry, "✓ 已办") if due.entry else "✓ 已办")
    return markup.badge("veto", "缺") if due.missed else markup.badge("notice", "待办")


def _names(every: Sequence[Owed]) -> str:
    names = [one.subject.label for one in every if one.subject]
    if not names:
        return ""
    shown = "、".join(markup.text(name) for name in names[:_MOST_NAMES])
    more = f" 等 {len(names)} 个" if len(names) > _MOST_NAMES else ""
    return f"<small>{shown}{more}</small>"


# --- working days ----------------------------------------------------------------------------------------------------


def _daily(book: Book) -> Mapping[str, Sequence[str]]:
    """By month: a line for each duty of every working day, with how many of its days were done."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    known: dict[str, Duty] = {}
    first, _ = edges(book.as_of)
    for one in owed(book.archive, book.as_of):
        if one.duty.every == DAILY:
            known[one.duty.id] = one.duty
            for slot in one.slots:
                if slot.period.first >= first and (slot.entries or slot.due < book.as_of):
                    state = "done" if len(slot.entries) >= one.duty.times else "missed"
                    counts.setdefault((f"{slot.period.first:%Y-%m}", one.duty.id), Counter())[state] += 1
    lines: dict[str, list[str]] = {}
    for (month, name), count in counts.items():
        what, owner = _duty(book, known[name]), known[name].owner_dept
        lines.setdefault(month, []).append(_line("", DAILY, what, _days_done(count), owner))
    return lines


def _days_done(count: Counter[str]) -> str:
    style = "veto" if count["missed"] else "fine"
    missing = f"，缺 {count['missed']}" if count["missed"] else ""
    return markup.badge(style, f"已办 {count['done']}/{count.total()} 天{missing}")
