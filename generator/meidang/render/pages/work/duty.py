"""The page of one duty: what it asks for, and for each period by each who owes it whether it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from meidang.agenda.dues import DAILY, is_late
from meidang.archive import Item
from meidang.archive.collections import COLLECTIONS, Entered
from meidang.archive.conditions import way
from meidang.archive.obligations import SUBJECTS, Owed, Slot
from meidang.kinds import KINDS
from meidang.models.base import Model
from meidang.models.duties import Condition, Duties, Duty
from meidang.render.pages import markup
from meidang.render.pages.addresses import DUTIES, page_of
from meidang.render.pages.book import Book
from meidang.render.pages.heads import finding_boxes, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.review.cited import cited_section
from meidang.render.pages.search_words import WORK
from meidang.render.pages.work.duties import by_duty, cadence, is_small, slot_words, state_badge, status

#: So many periods, and so many who owe, are shown at most; those in arrears come first.
_MOST_PERIODS: Final = 13
_MOST_SUBJECTS: Final = 300
#: So many entries are linked in one cell.
_MOST_LINKS: Final = 4


def duty_pages(book: Book, item: Item[Duties]) -> Iterator[tuple[str, Page]]:
    """Path and text of each duty's page."""
    grouped = by_duty(book)
    for duty in item.record.duties:
        here = page_of("duties", duty.id) or DUTIES
        yield here, _page(book, here, duty, grouped.get(duty.id, ()))


def _page(book: Book, here: str, duty: Duty, mine: Sequence[Owed]) -> Page:
    back = markup.link(here, DUTIES, "应办事项")
    body = markup.blocks(
        markup.title(duty.name),
        stamp(book, f"{back}　{status(book, duty, mine)}"),
        finding_boxes(book, here, book.findings_of(f"duties/{duty.id}")),
        _facts(book, here, duty),
        markup.heading(2, "完成情况", "periods"),
        _periods(book, here, duty, mine),
        cited_section(book, here, "duties", duty.id),
    )
    return Page(duty.name, body, weight=WORK)


def _facts(book: Book, here: str, duty: Duty) -> str:
    collection = COLLECTIONS.get(duty.ledger)
    model = collection.model if collection else None
    subject = KINDS[SUBJECTS[duty.per]].model if duty.per != "机构" else None
    complete = "、".join(label_of(model, name) for name in duty.complete)
    return markup.facts(
        [
            ("多久一次", cadence(duty)),
            ("责任部门", markup.text(duty.owner_dept)),
            ("什么算完成", f"{book.link(here, 'collection', duty.ledger)}里有记录"),
            ("记录的条件", conditions(model, duty.where)),
            ("科室", "、".join(book.link(here, "department", one) for one in duty.departments)),
            ("对象的条件", conditions(subject, duty.subjects)),
            ("最小样本", str(duty.min_sample) if duty.min_sample else ""),
            ("不能空着的内容", complete),
            ("宽限", f"{duty.grace_days} 天" if duty.grace_days else ""),
            ("起始日期", markup.day(duty.since)),
            ("结束日期", markup.day(duty.until) if duty.until else ""),
            ("缺了算什么", markup.text(duty.weight)),
            ("条款", markup.text(duty.clause)),
            ("依据", markup.text(duty.basis or "")),
            ("备注", markup.text(duty.note or "")),
        ]
    )


def conditions(model: type[Model] | None, asked: Sequence[Condition]) -> str:
    """Conditions in the words that people see: 类别为季度评价或年度总结."""
    parts = []
    for one in asked:
        label = label_of(model, one.key)
        if one.given is not None:
            parts.append(f"「{label}」{'已填写' if one.given else '没有填写'}")
        if one.values:
            parts.append(f"「{label}」为{'或'.join(markup.text(value) for value in one.values)}")
        if one.not_after:
            parts.append(f"「{label}」不晚于「{label_of(model, one.not_after)}」")
    return "，".join(parts)


def label_of(model: type[Model] | None, key: str) -> str:
    """What people call a field of a ledger's entries; the key where there is none."""
    steps = way(model, key) if model else None
    return markup.text(" › ".join(step.label for step in steps) if steps else key)


# --- period by period ------------------------------------------------------------------------------------------------


def _periods(book: Book, here: str, duty: Duty, mine: Sequence[Owed]) -> str:
    if not mine:
        return "现在没有谁须办这一项。"
    ordered = sorted(mine, key=lambda one: (not is_late(one, book.as_of), one.subject.id if one.subject else ""))
    shown = ordered[:_MOST_SUBJECTS]
    more = f"另有 {len(ordered) - len(shown)} 个对象没有列出。" if len(ordered) > len(shown) else ""
    if duty.every is None:
        return markup.blocks(_intervals(book, here, shown), more)
    if duty.every == DAILY:
        return markup.blocks(_daily(book, here, shown), more)
    if len(shown) == 1 and shown[0].subject is None:
        return _one_by_one(book, here, shown[0])
    return markup.blocks(_matrix(book, here, shown), more)


def _whose(book: Book, here: str, one: Owed) -> str:
    return book.link_key(here, one.subject.key) if one.subject else "全院"


def mark(one: Owed, slot: Slot, day: date) -> str:
    """Whether a period was done, as a coloured word."""
    if len(slot.entries) >= one.duty.times:
        return markup.badge("major", "样本不足") if is_small(one, slot, day) else markup.badge("fine", "✓")
    done = f" {len(slot.entries)}/{one.duty.times}" if one.duty.times > 1 else ""
    return markup.badge("veto", f"缺{done}") if slot.due < day else markup.badge("minor", f"进行中{done}")


def _links(book: Book, here: str, found: Sequence[Entered]) -> str:
    links = [book.row_link(here, one, str(one.day)) for one in found[-_MOST_LINKS:]]
    return "、".join(links) + (f" 等 {len(found)} 条" if len(found) > _MOST_LINKS else "")


def _one_by_one(book: Book, here: str, one: Owed) -> str:
    rows = [
        (
            slot.period.words,
            markup.day(slot.due),
            mark(one, slot, book.as_of),
            _links(book, here, slot.entries),
            str(slot.sample(one.duty)) if one.duty.min_sample and slot.entries else "",
        )
        for slot in reversed(one.slots)
    ]
    heads = ["期间", "期限", "完成", "记录", "样本"]
    wide = len(heads) if one.duty.min_sample else len(heads) - 1
    return markup.table(heads[:wide], [row[:wide] for row in rows]) or "还没有到第一期。"


def _matrix(book: Book, here: str, mine: Sequence[Owed]) -> str:
    """Who owes it by period, the newest period first."""
    every = {slot.period.name: slot for one in mine for slot in one.slots}
    names = sorted(every, key=lambda name: every[name].period.first, reverse=True)[:_MOST_PERIODS]
    rows = []
    for one in mine:
        own = {slot.period.name: slot for slot in one.slots}
        rows.append((_whose(book, here, one), *(_cell(book, here, one, own.get(name)) for name in names)))
    heads = ("对象", *(every[name].period.words for name in names))
    return markup.table(heads, rows) if names else "还没有到第一期。"


def _cell(book: Book, here: str, one: Owed, slot: Slot | None) -> str:
    if slot is None:
        return "—"
    shown = mark(one, slot, book.as_of)
    return f"{shown}<br><small>{_links(book, here, slot.entries[-1:])}</small>" if slot.entries else shown


def _daily(book: Book, here: str, mine: Sequence[Owed]) -> str:
    """By month: how many of its working days were done, and which are missing."""
    rows = []
    for one in mine:
        months: dict[str, list[Slot]] = {}
        for slot in one.slots:
            months.setdefault(slot.period.name[:7], []).append(slot)
        for month in sorted(months, reverse=True):
            over = [slot for slot in months[month] if slot.due < book.as_of or slot.entries]
            done = sum(len(slot.entries) >= one.duty.times for slot in over)
            missing = [slot_words(one.duty, slot) for slot in over if len(slot.entries) < one.duty.times]
            style = "veto" if missing else "fine"
            found = [each for slot in months[month] for each in slot.entries]
            link = book.row_link(here, found[-1], "看记录") if found else ""
            badge = markup.badge(style, f"{done}/{len(over)} 天")
            rows.append((_whose(book, here, one), month, badge, "、".join(missing), link))
    return markup.table(("对象", "月份", "已办", "缺哪几天", "记录"), rows) or "还没有到第一天。"


def _intervals(book: Book, here: str, mine: Sequence[Owed]) -> str:
    rows = [
        (
            _whose(book, here, one),
            _links(book, here, one.entries[-1:]) or "没有记录",
            f"{one.months} 个月",
            markup.day(one.next_due) if one.next_due else "",
            _interval_mark(one, book.as_of),
            str(len(one.entries)),
        )
        for one in mine
    ]
    return markup.table(("对象", "上一次", "间隔", "下一次最迟", "状态", "共几次"), rows)


def _interval_mark(one: Owed, day: date) -> str:
    if is_late(one, day):
        return markup.badge("veto", f"逾期 {(day - one.next_due).days} 天" if one.next_due else "逾期")
    return state_badge(one, day)
