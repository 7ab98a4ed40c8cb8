"""授权查询: who was authorised for a technique on a day, and what a person was authorised for, asked of the page.

Without scripts a list says from which day to which each person might do what. With one, ``who.js`` answers for any day
from the stretches that this page brings along; no rule is written there again, it only looks the day up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote

from meidang.archive import Item
from meidang.archive.authorised import WEIGHED, Authorisation, Series, Verdict, every_series, series_of, terms
from meidang.archive.authorised_days import Side, Stretch, course, institution_course, technique_course
from meidang.models.audience import Edition
from meidang.models.scalars import NEVER
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.addresses import WHO, path_of
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.lists import LongList, Part, Pick, Row
from meidang.render.pages.review.who_data import Told, answer_place

TITLE: Final = "授权查询"
HEADS: Final = (
    Pick("技术", "what"),
    Pick("人员", "whom"),
    Pick("类别", "type"),
    "可以的日期",
    "有授权而不可以的日期",
    "签批",
    "条件",
)


def who_pages(book: Book) -> Iterator[tuple[str, Page | bytes]]:
    """The page, and of a long list its parts and the file of its rows."""
    told = [Told(series, course(book.archive, series)) for series in sorted(every_series(book.archive), key=_order)]
    listed = LongList(book, WHO, TITLE, HEADS, [_row(book, one) for one in told], "技术")
    lacks = list(_lacks(book, told))
    body = markup.blocks(
        markup.title(TITLE),
        stamp(book),
        markup.para("某一天谁有某项技术的授权，某人有哪些授权；有授权而当日不可以的，说明为什么。"),
        markup.para(f"这里按{source_of(book)}回答。{_command(book)}"),
        # Why: all of it stands on the pages of the people and techniques.
        markup.unsearched("\n".join((_form(book), answer_place(book, told, source_of(book))))),
        markup.heading(2, "全部授权的期间", "periods"),
        markup.unsearched(listed.table()) if listed.rows else "档案里还没有授权。",
        markup.heading(2, "机构方面有欠缺的期间", "institution"),
        markup.para("这些期间里，上面的“可以”只是就个人而言。"),
        markup.unsearched(markup.table(("机构、技术", "期间和欠缺"), lacks)) if lacks else "没有。",
        markup.para(WEIGHED),
    )
    yield WHO, Page(TITLE, body, "检查", words=("谁有授权", "授权", "权限", "某一天"), has_toc=False)
    yield from listed.pages()
    yield from listed.files()


def source_of(book: Book) -> str:
    """Which archive answers; as data, and of nothing that a record says."""
    revision = f"（版本 {book.revision}）" if book.revision else ""
    return f"{'过去' if book.is_past else '本站'}的档案{revision}"


def _command(book: Book) -> str:
    """How to ask what the records of the day said; for those who have the program."""
    if book.edition is not Edition.INTERNAL:
        return ""
    return "那一天的档案当时写的是什么，用 <code>meidang who --technique 技术 --on 日期</code> 查。"


def who_link(book: Book, here: str, item: Item[Any]) -> str:
    """From a technique or a person to the question about them; empty where nobody was ever granted it."""
    if book.is_public or item.key not in series_of(book.archive):
        return ""
    words = "某一天有哪些授权" if item.kind.name == "staff" else "某一天谁有授权"
    # Why no escape of the equals sign: the script and the page's own places read it as it stands.
    there = markup.address(here, WHO)
    return f'<a href="{there}#{_place(item)}">{words}</a>'


def _place(item: Item[Any]) -> str:
    """As an address says it, and as safe between quotes."""
    key = "person" if item.kind.name == "staff" else "technique"
    return f"{key}={quote(item.id, safe='')}"


# --- for those without scripts ---------------------------------------------------------------------------------------


def _row(book: Book, told: Told) -> Row:
    """What is said of the last privilege, and every period."""
    held = max(told.series, key=lambda one: (one.privilege.valid_to or NEVER, one.index))
    technique, privilege = held.technique, held.privilege
    return Row(
        (
            _what(technique, privilege.operation_name or privilege.tier or ""),
            markup.link(WHO, path_of(held.item), held.item.label, code=held.item.id),
            privilege.privilege_type,
            _days(told.stretches, Verdict.MAY),
            _days(told.stretches, Verdict.BARRED),
            markup.text(privilege.granted_by or ""),
            markup.text("；".join(terms(book.archive, held))),
        ),
        words=f"{technique.id if technique else ''} {held.item.id}",
        part=Part(technique.id if technique else "other", technique.label if technique else "其他授权"),
    )


def _order(series: Series) -> tuple[bool, str, str, int]:
    first = series[0]
    return first.technique is None, first.technique.id if first.technique else "", first.item.id, first.index


def _what(technique: Item[Technique] | None, else_words: str) -> str:
    if technique is None:
        return markup.text(else_words)
    return markup.link(WHO, path_of(technique), technique.label, code=technique.id)


def _days(stretches: Sequence[Stretch], verdict: Verdict) -> str:
    """The periods in which the answer was this; those that follow one another with the same words are one."""
    found = []
    for at, one in enumerate(stretches):
        if one.answer.verdict is verdict:
            ends = stretches[at + 1].since if at + 1 < len(stretches) else None
            found.append(_Period(one.since, ends, markup.text("；".join(_why(one.answer)))))
    return "<br>".join(_joined(found))


def _lacks(book: Book, told: Sequence[Told]) -> Iterator[tuple[str, str]]:
    """What the institution and each technique lacked, while somebody was granted something."""
    begun: dict[str, date] = {}
    for one in (held for each in told for held in each.series):
        since = one.privilege.granted_on or date.min
        for key in ("", one.technique.id if one.technique else ""):
            begun[key] = min(since, begun.get(key, since))
    if words := _lacking(institution_course(book.archive), begun.get("")):
        yield "机构", words
    for item in book.archive.of(Technique):
        if words := _lacking(technique_course(book.archive, item.id), begun.get(item.id)):
            yield _what(item, ""), words


def _lacking(course: Sequence[Side], began: date | None) -> str:
    """The periods since the first privilege began; empty where nobody was granted any."""
    ends = [*(one.since for one in course[1:]), None]
    found = [
        _Period(one.since, end, markup.text("；".join(one.words)))
        for one, end in zip(course, ends, strict=True)
        if one.words and began and (end is None or end > began)
    ]
    return "<br>".join(_joined(found))


@dataclass(slots=True)
class _Period:
    """``ends``: the first day that is no part of it; None where it goes on."""

    since: date | None
    ends: date | None
    words: str


def _joined(periods: Sequence[_Period]) -> Iterator[str]:
    kept: list[_Period] = []
    for one in periods:
        if kept and kept[-1].ends == one.since and kept[-1].words == one.words:
            kept[-1].ends = one.ends
        else:
            kept.append(one)
    for one in kept:
        since = markup.day(one.since) if one.since else "一直"
        until = markup.day(one.ends - timedelta(days=1)) if one.ends else "今后"
        yield f"{since} 至 {until}" + (f"：{one.words}" if one.words else "")


def _why(answer: Authorisation) -> Sequence[str]:
    return (*answer.against, *([f"原因：{answer.reason}"] if answer.reason else []))


# --- for the script --------------------------------------------------------------------------------------------------


def _form(book: Book) -> str:
    """Hidden until the script that serves it is there."""
    techniques = _options(book.archive.of(Technique))
    people = _options(book.archive.of(Staff))
    return "\n".join(
        (
            '<form id="who-form" class="who-form" hidden>',
            f'<label>技术 <select name="technique"><option value="">（不选）</option>{techniques}</select></label>',
            f'<label>或人员 <select name="person"><option value="">（不选）</option>{people}</select></label>',
            f'<label>日期 <input name="on" type="date" min="1900-01-01" max="2200-12-31" value="{book.as_of}"></label>',
            '<button type="submit">查询</button> <button type="button" name="print">打印</button>',
            '<p role="status"></p>',
            "</form>",
        )
    )


def _options(items: Sequence[Item[Any]]) -> str:
    """Each is the place to which links lead that ask about it."""
    return "".join(
        f'<option id="{_place(one)}" value="{escape.html_attribute(one.id)}">'
        f"{markup.text(one.id)} {markup.text(one.label)}</option>"
        for one in items
    )
