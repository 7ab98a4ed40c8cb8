"""Requirement -> fields -> checks -> clauses -> documents -> tests, generated from the code and the archive."""

from __future__ import annotations

from collections.abc import Iterable

from meidang.kinds import KINDS
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.addresses import REQUIREMENTS, clause_path, fields_path
from meidang.render.pages.book import Book
from meidang.render.pages.heads import rule_link, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.search_words import ABOUT
from meidang.trace import Trace, trace

#: So many kinds are called "all".
_MANY = 5


def requirements_page(book: Book) -> Page:
    """All 93, in their order; what cannot be checked says why."""
    traced = trace(book.archive)
    body = markup.blocks(
        markup.title("需求追溯"),
        stamp(book, f"共 {len(traced)} 条"),
        "评审要点（S1）和年度计划（S0）的每一条要求，由哪些数据、检查、条款、文档和测试落实。本页由程序和本档案生成。",
        markup.table(
            ("编号", "条款", "要求", "数据", "检查", "评审标准条款", "文档", "测试"),
            [_row(book, one) for one in traced],
        ),
    )
    return Page("需求追溯", body, weight=ABOUT, has_toc=False)


def _row(book: Book, one: Trace) -> tuple[str, ...]:
    requirement = one.requirement
    name = f'<span id="{escape.html_attribute(requirement.id)}">{markup.text(requirement.id)}</span>'
    if requirement.uncheckable:
        why = f'<span class="long">不能核对：{markup.text(requirement.uncheckable)}</span>'
        known = (name, markup.text(requirement.clause), markup.text(requirement.title))
        return *known, "", why, _clauses(book, one), "", ""
    return (
        name,
        markup.text(requirement.clause),
        f'<span class="mid">{markup.text(requirement.title)}</span>',
        f'<span class="mid">{_row_of(_fields(one))}</span>',
        f'<span class="long">{_row_of(_checks(book, one))}</span>',
        _clauses(book, one),
        _row_of(_documents(one)),
        f'<span class="long">{"；".join(_tests(one))}</span>',
    )


def _row_of(words: Iterable[str]) -> str:
    return "、".join(words)


def _fields(one: Trace) -> Iterable[str]:
    """Groups of fields by kind; what many kinds hold is said once."""
    kinds: dict[str, list[str]] = {}
    for kind, title in one.fields:
        kinds.setdefault(title, []).append(kind)
    for title, holding in kinds.items():
        if len(holding) > _MANY:
            yield f"各类档案 › {markup.text(title)}"
            continue
        for kind in holding:
            words = title if KINDS[kind].title == title else f"{KINDS[kind].title} › {title}"
            yield markup.link(REQUIREMENTS, fields_path(kind), words)


def _documents(one: Trace) -> Iterable[str]:
    records = [kind for kind in one.documents if kind.is_record]
    if len(records) > _MANY:
        yield "各类档案"
    else:
        yield from (markup.text(kind.plural) for kind in records)
    yield from (markup.text(kind.plural) for kind in one.documents if not kind.is_record)


def _tests(one: Trace) -> Iterable[str]:
    """Folder by folder: the codes and ids whose tests lie there."""
    folders: dict[str, list[str]] = {}
    for test in one.tests:
        folder, _, name = test.rstrip("]").replace("[", "/").rpartition("/")
        folders.setdefault(folder, []).append(name)
    for folder, names in folders.items():
        yield f"<small><code>{escape.html(folder)}</code> {markup.text('、'.join(names))}</small>"


def _checks(book: Book, one: Trace) -> Iterable[str]:
    yield from (rule_link(book, REQUIREMENTS, code) for code in one.rules)
    for table, names in (("duties", one.duties), ("indicators", one.indicators)):
        yield from (book.link(REQUIREMENTS, table, name) for name in names)


def _clauses(book: Book, one: Trace) -> str:
    found = ((clause_path(name), book.clauses[name][1].clause_no) for name in one.clauses)
    return _row_of(markup.link(REQUIREMENTS, there, number) for there, number in found)
