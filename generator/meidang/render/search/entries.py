"""A page as search sees it: its texts by section and row, so that a result leads to the very place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from meidang.render.pages.page import Page


@dataclass(frozen=True, slots=True)
class Section:
    """Texts under one address of a page. ``anchor``: empty at the page's head; ``heading``: empty there too.

    ``text``: paragraphs, cells and labels, a line each: no word goes on from one to the next.
    """

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the site in search; all but ``address`` and ``sections`` as its ``Page`` has them."""

    address: str
    title: str
    group: str
    weight: float
    words: tuple[str, ...]
    code: str
    sections: tuple[Section, ...]


#: What pages are called that name no group, by their folder.
_GROUPS: Final = {
    "attachment": "附件",
    "clause": "条款",
    "duty": "应办事项",
    "fields": "说明",
    "indicator": "指标",
    "ledger": "台账",
    "rule": "检查规则",
    "todo": "待办",
}
_OTHER: Final = "总览和列表"
#: Divides the parts of a page while its tags are taken out; no page can hold it.
_DIVIDER: Final = "\x01"
_UNSEARCHED: Final = re.compile(
    r"<(?:!--unsearched-->.*?<!--/unsearched--|(style|metadata|script|template)\b.*?</\1"
    r'|a class="headerlink".*?</a|!--.*?--|wbr)>',
    re.DOTALL,
)
#: A part begins at a heading with an address, at a row, and behind a row or heading.
_BEGINS: Final = ("<h2 id=", "<h3 id=", "<tr>", "<tr ")
_ENDS: Final = ("</tr>", "</h2>", "</h3>")
_SMALL: Final = re.compile(r"<small\b[^>]*>.*", re.DOTALL)
_ID: Final = re.compile(r'\sid="([^"]*)"')
_INLINE: Final = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|data|dfn|em|i|kbd|mark|q|s|small|span|strong|sub|sup|time|tspan|u|var)\b[^>]*>"
)
_TAGS: Final = re.compile(r"(?:<[^>]*>)+")
_BLANKS: Final = re.compile(r"[ \t\r\f\v]+")
_LINES: Final = re.compile(r" ?\n[ \n]*")


def entry_of(address: str, page: Page) -> Entry:
    """What search knows of a page; ``address`` is its path below the site's root.

    A title that ends in the page's code is shown without it; what else stands in the page's first heading is text.
    """
    head, ends, below = page.body.partition("</h1>")
    code = _line(page.code)
    title = _line(page.title).removesuffix(f" {code}") if code else _line(page.title)
    sections = tuple(_sections(_UNSEARCHED.sub("", _beside(head, code) + below if ends else page.body)))
    words = tuple(dict.fromkeys(filter(None, map(_line, page.words))))
    group = page.group or _GROUPS.get(address.partition("/")[0], _OTHER)
    return Entry(address, title, group, page.weight, words, code, sections)


def _beside(head: str, code: str) -> str:
    """What the first heading says beside the title and the code: a policy's number."""
    found = _SMALL.search(head)
    return f"{found[0]}\n" if found and _words(found[0]).strip() != code else ""


def _line(words: str) -> str:
    return " ".join(words.split())


def _sections(body: str) -> Iterator[Section]:
    """Sections in the order of their headings, each before its rows."""
    for mark in _BEGINS:
        body = body.replace(mark, _DIVIDER + mark)
    for mark in _ENDS:
        body = body.replace(mark, mark + _DIVIDER)
    parts, texts = body.split(_DIVIDER), _words(body).split(_DIVIDER)
    anchor, heading, texts_here, rows = "", "", list[str](), list[Section]()
    for part, text in zip(parts, texts, strict=True):
        if part.startswith("<h"):
            yield from _section(anchor, heading, texts_here, rows)
            anchor, heading, texts_here, rows = _anchor(part), text.strip("\n").replace("\n", " "), [], []
        elif part.startswith("<tr") and (own := _anchor(part)):
            rows.append(Section(own, heading, text.strip("\n")))
        else:
            texts_here.append(text)
    yield from _section(anchor, heading, texts_here, rows)


def _section(anchor: str, heading: str, texts: list[str], rows: list[Section]) -> Iterator[Section]:
    text = _LINES.sub("\n", "\n".join(texts)).strip("\n")
    if text or heading:
        yield Section(anchor, heading, text)
    yield from rows


def _anchor(part: str) -> str:
    found = _ID.search(part)
    return unescape(found[1]) if found else ""


def _words(html: str) -> str:
    """Words without tags; a line ends where a block, a cell or a label does."""
    text = unescape(_TAGS.sub("\n", _INLINE.sub("", html)))
    return _LINES.sub("\n", _BLANKS.sub(" ", text))
