"""Everybody's own page: what is missing or due from a person, a department or an office; to print and to send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote

from meidang.agenda import AHEAD, OFFICE, YEAR, Matter, Waiting, Who, by_who, turns, waiting
from meidang.kinds import KINDS
from meidang.render import escape
from meidang.render.calendars import Calendars
from meidang.render.pages import markup
from meidang.render.pages.addresses import TODO, calendar_path, path_of, todo_path
from meidang.render.pages.book import Book
from meidang.render.pages.heads import edit_link, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.lists import Row, list_table
from meidang.render.pages.search_words import CLAUSES
from meidang.render.pages.work.seen import matter_link

#: So many matters stand on a page; of more the page says how many.
_MOST: Final = 200
#: So long may the address of a message be; Windows and old mail programs cut longer ones off.
_LONGEST_ADDRESS: Final = 1_900
#: So many of each are copied.
_MOST_SENT: Final = 50
_GROUPS: Final = (("staff", "人员", "people"), ("department", "科室", "departments"), (OFFICE, "职能部门", "offices"))


def todo_pages(book: Book) -> Iterator[tuple[str, Page | bytes]]:
    """Address and page of the list, and of everybody; beside each the calendar of the same matters."""
    every = turns(book.found, YEAR)
    dated = by_who(turn for turn in every if turn.matter.due)
    found, calendars = waiting(book.found, every), Calendars(book.found)
    yield TODO, _list(found, book)
    for one in found:
        mine = dated.get(Who(one.kind, one.id), ())
        yield todo_path(one.kind, one.id), _page(book, one)
        yield calendar_path(one.kind, one.id), calendars.of(mine, f"{one.name}的待办")


def _list(found: Sequence[Waiting], book: Book) -> Page:
    parts = []
    for kind, title, anchor in _GROUPS:
        rows = [
            Row(
                (
                    markup.link(TODO, todo_path(one.kind, one.id), one.name),
                    _home(book, TODO, one),
                    str(len(one.wrong)),
                    str(len(one.soon)),
                )
            )
            for one in sorted(found, key=lambda one: (-len(one.wrong), -len(one.soon)))
            if one.kind == kind
        ]
        if rows:
            parts += [markup.heading(2, title, anchor)]
            parts += [list_table(("待办", "档案", "要改的", "快到期的"), rows, anchor)]
    body = markup.blocks(
        markup.title("待办"),
        stamp(book, f"今后 {AHEAD.days} 天"),
        "每个人、每个科室一页：哪些要改，哪些快到期。可以打印，也可以发给本人。",
        *parts,
    )
    return Page("待办", body, weight=CLAUSES)


def _home(book: Book, here: str, one: Waiting) -> str:
    """The record of the person, by number, or of the department."""
    item = book.archive.items.get(f"{one.kind}/{one.id}")
    if item is None:
        return ""
    return markup.link(here, path_of(item), item.id if one.kind == "staff" else item.kind.title)


def _page(book: Book, one: Waiting) -> Page:
    here = todo_path(one.kind, one.id)
    parts = [
        *_section(book, here, "要改的问题", "wrong", one.wrong),
        *_section(book, here, f"今后 {AHEAD.days} 天到期", "soon", one.soon),
    ]
    title = f"{one.name}的待办"
    home = _home(book, here, one)
    number = f"{KINDS[one.kind].title} " if one.kind == "staff" else ""
    body = markup.blocks(
        markup.title(title),
        stamp(book, "　".join(part for part in (markup.link(here, TODO, "待办"), home and number + home) if part)),
        _actions(book, one, title, is_idle=not parts),
        *(parts or [f"截至 {book.as_of}，没有要改的问题，今后 {AHEAD.days} 天也没有到期的事项。"]),
    )
    return Page(title, body, "待办", CLAUSES, has_toc=False)


def _section(book: Book, here: str, title: str, anchor: str, found: Sequence[Matter]) -> Iterator[str]:
    if not found:
        return
    rows = [
        (
            markup.severity_badge(one.severity) if one.severity else "",
            markup.problem(one.words, one.fix),
            markup.due(one.due, book.as_of) if one.due else "",
            matter_link(book, here, one),
            edit_link(book, one.file, "去改", here) if one.file else "",
        )
        for one in found[:_MOST]
    ]
    yield markup.heading(2, f"{title}（{len(found)}）", anchor)
    yield markup.full_table(("程度", "内容", "期限", "在哪里看", "修改"), rows)
    if len(found) > _MOST:
        yield f"另有 {len(found) - _MOST} 项没有列出。"


# --- print and send --------------------------------------------------------------------------------------------------


def _actions(book: Book, one: Waiting, title: str, *, is_idle: bool) -> str:
    """Buttons that need the site's script, and links that any mail or calendar program understands.

    ``is_idle``: there is nothing to print or to send; who has the calendar goes on asking for it.
    """
    calendar = markup.address(todo_path(one.kind, one.id), calendar_path(one.kind, one.id))
    sending = "" if is_idle else _sending(book, one, title)
    return markup.unsearched(
        f'<p class="actions">{sending}<a class="action" href="{calendar}" download>加入日历</a></p>'
    )


def _sending(book: Book, one: Waiting, title: str) -> str:
    text = _message(book, one, title, _MOST_SENT)
    return (
        '<button type="button" class="action" data-print hidden>打印</button> '
        f'<a class="action" href="{escape.html_attribute(_mail(book, one, title))}">用邮件发送</a> '
        f'<button type="button" class="action" data-copy="{escape.html_attribute(text)}" hidden>复制文字</button> '
    )


def _mail(book: Book, one: Waiting, title: str) -> str:
    """An address with as much of the message as a mail program takes; the rest is there to be copied."""
    subject = quote(f"{title}（截至 {book.as_of}）")
    for most in (_MOST_SENT, 8, 4, 2, 1):
        address = f"mailto:?subject={subject}&body={quote(_message(book, one, title, most))}"
        if len(address) <= _LONGEST_ADDRESS:
            return address
    count = len(one.wrong) + len(one.soon)
    return f"mailto:?subject={subject}&body={quote(f'共 {count} 项，请在待办页上复制全文。')}"


def _message(book: Book, one: Waiting, title: str, most: int) -> str:
    """What is sent: plain text, the gravest first, ``most`` of what is wrong and of what falls due."""
    lines = [f"{title}，截至 {book.as_of}"]
    for head, found in (("要改的问题", one.wrong), (f"今后 {AHEAD.days} 天到期", one.soon)):
        if found:
            lines += ["", f"{head}（{len(found)}）"]
            lines += [f"{number}. {_line(each)}" for number, each in enumerate(found[:most], 1)]
            lines += [f"……另有 {len(found) - most} 项"] if len(found) > most else []
    return "\r\n".join(lines)


def _line(one: Matter) -> str:
    severity = f"[{one.severity.label}] " if one.severity else ""
    due = f"（{one.due}）" if one.due else ""
    fix = f"　改法：{one.fix}" if one.fix else ""
    return f"{severity}{one.words}{due}{fix}"
