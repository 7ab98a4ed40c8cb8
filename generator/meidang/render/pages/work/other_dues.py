"""What findings say should have been done or falls due, apart from what merely ends: evaluations, reviews, checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from meidang.agenda.endings import AHEAD_DAYS, endings, expired, expiring, falling_due, overdue
from meidang.findings import Finding
from meidang.render.pages import markup
from meidang.render.pages.addresses import CALENDAR, EXPIRY, FINDINGS
from meidang.render.pages.book import Book
from meidang.render.pages.records.lists import Row, list_table

#: So many stand on the page; the rest where the list of findings is whole.
_MOST: Final = 60
_ANCHOR: Final = "others"
_TITLE: Final = "其他逾期或将到期的事项"


def what_is_here(book: Book) -> str:
    """What the page of endings lists, and where the rest is."""
    calendar = markup.link(EXPIRY, CALENDAR, "应办日历")
    findings = markup.link(EXPIRY, FINDINGS, "检查结果")
    others = markup.link(EXPIRY, EXPIRY, _TITLE, _ANCHOR) if any(_found(book)) else ""
    return markup.para(
        "按月列出的是证照、授权、协议等写明的有效期。"
        f"校验、校准、复核、评价等定期要做的事，见{calendar}和{findings}"
        + (f"；其中已逾期或 {AHEAD_DAYS} 天内到期的列在本页末尾：{others}。" if others else "。")
    )


def others_section(book: Book) -> str:
    """The section of what is late or falls due and does not merely end, the soonest first; empty without any."""
    late, soon = _found(book)
    every = sorted((*late, *soon), key=lambda one: (one.due, one.sort_key))
    if not every:
        return ""
    rows = [
        Row((markup.due(one.due, book.as_of), book.about_link(EXPIRY, one), _message(one)))
        for one in every[:_MOST]
        if one.due
    ]
    more = f"，这里列出前 {_MOST} 项，全部见{markup.link(EXPIRY, FINDINGS, '检查结果')}" if len(every) > _MOST else ""
    return markup.blocks(
        markup.heading(2, f"{_TITLE}（{len(every)}）", _ANCHOR),
        f"检查发现的、不是有效期的事项：逾期未改 {len(late)} 项，{AHEAD_DAYS} 天内到期 {len(soon)} 项{more}。",
        list_table(("期限", "记录", "问题"), rows, _ANCHOR),
    )


def _found(book: Book) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """What is late, as the landing page counts it, and what comes."""
    every = endings(book.archive, book.as_of)
    return overdue(book.found, expired(every, book.as_of)), falling_due(
        book.found, expiring(every, book.as_of, AHEAD_DAYS)
    )


def _message(finding: Finding) -> str:
    return f'<span class="long">{markup.text(finding.message)}</span>'
