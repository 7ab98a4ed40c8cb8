"""What must be done: what is overdue, and every duty with its state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from meidang.agenda.dues import DAILY, is_late, late, late_since
from meidang.archive import Archive, Item
from meidang.archive.obligations import Owed, Slot, owed
from meidang.archive.once import once
from meidang.findings import Severity
from meidang.models.duties import Duties, Duty
from meidang.render.pages import markup
from meidang.render.pages.addresses import CALENDAR, DUTIES
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.review.cited import cited_line

#: So many names stand in one cell.
_MOST_NAMES = 6


def by_duty(book: Book) -> Mapping[str, Sequence[Owed]]:
    """What is owed, by the duty's id."""
    return _by_duty(book.archive, book.as_of)


@once
def _by_duty(archive: Archive, day: date) -> Mapping[str, Sequence[Owed]]:
    grouped: dict[str, list[Owed]] = {}
    for one in owed(archive, day):
        grouped.setdefault(one.duty.id, []).append(one)
    return grouped


def is_small(one: Owed, slot: Slot, day: date) -> bool:
    """Whether a period that is over was done with fewer than it takes (DUT002)."""
    return bool(slot.entries) and slot.due <= day and slot.sample(one.duty) < (one.duty.min_sample or 0)


def state_badge(one: Owed, day: date) -> str:
    """Where a duty of one subject stands, as a coloured word."""
    if is_late(one, day):
        return markup.badge("veto", "逾期")
    if any(is_small(one, slot, day) for slot in one.slots):
        return markup.badge("major", "样本不足")
    return markup.badge("fine", "按期") if one.entries else markup.badge("minor", "进行中")


def duties_page(book: Book, item: Item[Duties]) -> Page:
    """What is overdue, then the table of duties."""
    overdue = late(book.archive, book.as_of)
    body = markup.blocks(
        markup.title("应办事项"),
        stamp(book, f"{len(item.record.duties)} 项", item.source.path, DUTIES),
        f"过去几个月办了没有、今后一年什么时候要办，逐月见{markup.link(DUTIES, CALENDAR, '应办日历')}。",
        markup.heading(2, f"已逾期（{len(overdue)}）", "late"),
        _late_table(book, overdue),
        markup.heading(2, "全部事项", "all"),
        _all(book, item),
    )
    return Page("应办事项", body)


def _late_table(book: Book, overdue: Sequence[Owed]) -> str:
    together: dict[tuple[str, str, date], list[Owed]] = {}
    for one in overdue:
        since = late_since(one, book.as_of)
        together.setdefault((one.duty.id, missed_words(one, book.as_of), since), []).append(one)
    rows = [
        (
            book.link(DUTIES, "duties", duty),
            _names([one.subject.label for one in found if one.subject]),
            missed,
            markup.due(since, book.as_of),
            markup.text(found[0].duty.owner_dept),
        )
        for (duty, missed, since), found in together.items()
    ]
    return markup.table(("事项", "对象", "缺什么", "应在", "责任部门"), rows) or "没有逾期的事项。"


def _names(names: Sequence[str]) -> str:
    if not names:
        return "全院"
    shown = "、".join(markup.text(name) for name in names[:_MOST_NAMES])
    return f"{shown} 等 {len(names)} 个" if len(names) > _MOST_NAMES else shown


def missed_words(one: Owed, day: date) -> str:
    """The periods without an entry, or since when the interval has passed."""
    missed = one.missed(day)
    if not missed:
        return f"上一次 {markup.day(one.last)}" if one.last else "没有记录"
    if one.duty.every == "月":
        return "；".join(_months(missed))
    names = [slot_words(one.duty, slot) for slot in missed]
    return "、".join(names[:_MOST_NAMES]) + (f" 等 {len(names)} 期" if len(names) > _MOST_NAMES else "")


def _months(slots: Sequence[Slot]) -> Iterator[str]:
    """Months of one year together: 2026 年 1、2、5 月."""
    years: dict[int, list[str]] = {}
    for slot in slots:
        years.setdefault(slot.period.first.year, []).append(str(slot.period.first.month))
    return (f"{year} 年 {'、'.join(months)} 月" for year, months in years.items())


def slot_words(duty: Duty, slot: Slot) -> str:
    """A period in words; of a working day its date."""
    return markup.day(slot.period.first) if duty.every == DAILY else slot.period.words


# --- all of them -----------------------------------------------------------------------------------------------------


def _all(book: Book, item: Item[Duties]) -> str:
    grouped = by_duty(book)
    rows = [
        (
            book.link(DUTIES, "duties", duty.id),
            cadence(duty),
            book.link(DUTIES, "collection", duty.ledger),
            markup.text(duty.owner_dept),
            status(book, duty, grouped.get(duty.id, ())),
            cited_line(book, DUTIES, "duties", duty.id) or markup.text(duty.clause),
        )
        for duty in item.record.duties
    ]
    return markup.table(("事项", "多久一次", "台账", "责任部门", "状态", "对应条款"), rows) or "还没有登记。"


def cadence(duty: Duty) -> str:
    """How often, and by whom: 每季度每个科室 2 次."""
    often = f"每{_EVERY[duty.every]}" if duty.every else f"间隔不超过 {duty.within_months} 个月"
    whom = "" if duty.per == "机构" else f"每个{duty.per}"
    times = f" {duty.times} 次" if duty.times > 1 else ""
    return f"{often}{'，' if whom else ''}{whom}{times}"


_EVERY = {DAILY: "个工作日", "月": "月", "季度": "季度", "半年": "半年", "年": "年"}


def status(book: Book, duty: Duty, mine: Sequence[Owed]) -> str:
    """The duty's state over all who owe it; never in time where a rule finds something else in what was done."""
    if duty.since > book.as_of:
        return markup.badge("notice", f"{duty.since} 起")
    if not mine:
        return markup.badge("notice", "没有对象")
    wrong = sum(is_late(one, book.as_of) for one in mine)
    if wrong:
        return markup.badge("veto", f"逾期 {wrong}/{len(mine)}" if len(mine) > 1 else "逾期")
    if found := [one.severity for one in book.findings_of(f"duties/{duty.id}") if one.severity > Severity.NOTICE]:
        return markup.badge(markup.SEVERITY_CLASS[max(found)], f"有问题 {len(found)} 项")
    missing = any(not one.entries for one in mine)
    return markup.badge("minor", "进行中") if missing else markup.badge("fine", "按期")
