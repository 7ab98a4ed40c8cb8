"""授权查询: who was authorised for a technique on a day, and what a person was authorised for, asked of the page.

Without scripts a list says from which day to which each person might do what. With one, ``who.js`` answers for any day
from the stretches that this page brings along; no rule is written there again, it only looks the day up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote

from meidang.archive import Item
from meidang.archive.authorised import Authorisation, Series, Verdict, every_series, series_of, terms
from meidang.archive.authorised_days import Stretch, course
from meidang.archive.granted import Granted
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
#: The columns of the browser's answer, about a technique and about a person.
_ANSWER_HEADS: Final = ("类别", "授权日期", "有效期至", "说明", "签批", "条件")
_VERDICTS: Final = tuple(Verdict)


def who_pages(book: Book) -> Iterator[tuple[str, Page | bytes]]:
    """The page, and of a long list its parts and the file of its rows."""
    told = [_Told(series, course(book.archive, series)) for series in sorted(every_series(book.archive), key=_order)]
    listed = LongList(book, WHO, TITLE, HEADS, [_row(book, one) for one in told], "技术")
    body = markup.blocks(
        markup.title(TITLE),
        stamp(book),
        markup.para("某一天谁有某项技术的授权，某人有哪些授权；有授权而当日不可以的，说明为什么。"),
        markup.para(f"这里按{_source(book)}回答。{_command(book)}"),
        # Why: all of it stands on the pages of the people and techniques.
        markup.unsearched("\n".join((_form(book), _answer(book, told)))),
        markup.heading(2, "全部授权的期间", "periods"),
        markup.unsearched(listed.table()) if listed.rows else "档案里还没有授权。",
    )
    yield WHO, Page(TITLE, body, "检查", words=("谁有授权", "授权", "权限", "某一天"), has_toc=False)
    yield from listed.pages()
    yield from listed.files()


@dataclass(frozen=True, slots=True)
class _Told:
    """Somebody's privileges of one type for one technique, and what they come to from day to day."""

    series: Series
    stretches: Sequence[Stretch]


def _source(book: Book) -> str:
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


def _row(book: Book, told: _Told) -> Row:
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


def _answer(book: Book, told: Sequence[_Told]) -> str:
    said = json.dumps(_Brought(book).data(told), ensure_ascii=False, separators=(",", ":"))
    return f'<section id="who-answer" aria-label="查询结果" data-who="{escape.html_attribute(said)}" hidden></section>'


@dataclass
class _Brought:
    """What the page brings along. Texts, which come again and again, are written once and named by their number."""

    book: Book
    texts: dict[str, int] = field(default_factory=dict)

    def data(self, told: Sequence[_Told]) -> dict[str, Any]:
        """Rows: technique, its name, person, type, the privileges, and from which day on which answer holds."""
        rows = [self._row(one) for one in told]
        return {
            "source": _source(self.book),
            "verdicts": [one.value for one in _VERDICTS],
            "heads": _ANSWER_HEADS,
            "rows": rows,
            "texts": list(self.texts),
        }

    def _row(self, told: _Told) -> list[Any]:
        series, first = told.series, told.series[0]
        what = first.technique.label if first.technique else first.privilege.operation_name or first.privilege.tier
        privileges = {one.index: number for number, one in enumerate(series)}
        return [
            self._text(first.technique.id if first.technique else ""),
            self._text(what or "—"),
            self._text(markup.address(WHO, path_of(first.technique)) if first.technique else ""),
            self._text(first.item.id),
            self._text(first.item.label),
            self._text(markup.address(WHO, path_of(first.item))),
            self._text(first.privilege.privilege_type),
            [self._privilege(one) for one in series],
            [self._stretch(one, privileges) for one in told.stretches],
        ]

    def _privilege(self, held: Granted) -> list[Any]:
        privilege = held.privilege
        until = "长期" if privilege.valid_to == NEVER else str(privilege.valid_to or "")
        said = "；".join(terms(self.book.archive, held))
        texts = (str(privilege.granted_on or ""), until, privilege.granted_by or "", said)
        return [held.index, *map(self._text, texts)]

    def _stretch(self, one: Stretch, privileges: dict[int, int]) -> list[Any]:
        answer = one.answer
        against = [self._text(words) for words in answer.against]
        reason = [self._text(f"原因：{answer.reason}")] if answer.reason else []
        since = self._text(str(one.since) if one.since else "")
        return [since, _VERDICTS.index(answer.verdict), privileges[answer.held.index], against, reason]

    def _text(self, words: str) -> int:
        return self.texts.setdefault(words, len(self.texts))
