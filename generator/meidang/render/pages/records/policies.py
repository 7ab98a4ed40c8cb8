"""Policies: their list, and a page each with the text, whatever its Markdown tries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from meidang.archive import Item
from meidang.archive.policies import in_force
from meidang.kinds import KINDS
from meidang.models.policy import Policy
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.book import Book, list_path, path_of
from meidang.render.pages.heads import finding_boxes, nothing_yet, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.listing import badges, broken_files
from meidang.render.pages.records.lists import Pick, Row, list_table
from meidang.render.pages.records.record import groups, record_facts
from meidang.render.pages.records.referrers import references
from meidang.render.pages.review.cited import cited_section, clauses_citing
from meidang.render.pages.search_words import search_words, weight
from meidang.render.word.package import is_safe_link

_KIND: Final = KINDS["policies"]
#: Categories by their place in the list; another one comes last.
_PLACES: Final = {name: at for at, name in enumerate(("制度", "规范", "流程", "操作步骤指南", "预案", "方案", "手册"))}


def policies_page(book: Book) -> Page:
    """All policies by category, with their terms."""
    here = list_path(_KIND)
    items = sorted(book.archive.of(Policy), key=lambda one: (_PLACES.get(one.record.category, len(_PLACES)), one.id))
    rows = [
        Row(
            (
                f'<span class="mid">{markup.text(item.record.document_no)}</span>',
                f'<span class="mid">{markup.link(here, path_of(item), item.label)}</span>',
                markup.text(item.record.category),
                markup.text(item.record.version or ""),
                markup.text(item.record.owner_dept or ""),
                markup.day(item.record.effective_on) if item.record.effective_on else "",
                markup.day(item.record.next_review_on) if item.record.next_review_on else "",
                policy_badge(book, item.record),
                badges(book.findings_of(item.key), markup.address(here, path_of(item))),
            )
        )
        for item in items
    ]
    heads = (
        "文号",
        "文件名",
        Pick("类别", "category"),
        "版本",
        Pick("责任部门", "owner"),
        "生效日期",
        "下次复核",
        Pick("状态", "status"),
        Pick("检查结果", "severity"),
    )
    body = markup.blocks(
        markup.title(_KIND.plural),
        stamp(book, f"共 {len(items)} 份"),
        broken_files(book, _KIND, here),
        list_table(heads, rows, "policies") or nothing_yet(book, here, _KIND),
    )
    return Page(_KIND.plural, body, has_toc=False)


def policy_badge(book: Book, policy: Policy) -> str:
    """In force, not yet, abolished, or overdue for review."""
    if policy.abolished_on and policy.abolished_on <= book.as_of:
        return markup.badge("notice", "已废止")
    if not in_force(policy, book.as_of):
        return markup.badge("minor", "未生效")
    if policy.next_review_on and policy.next_review_on < book.as_of:
        return markup.badge("major", "逾期未复核")
    return markup.badge("fine", "有效")


def policy_page(book: Book, item: Item[Policy]) -> Page:
    """A policy: its terms, its text, who names it."""
    here = path_of(item)
    body = markup.blocks(
        markup.title(item.label, markup.text(item.record.document_no)),
        stamp(
            book, f"{markup.link(here, list_path(_KIND), _KIND.title)}　{_state(book, item)}", item.source.path, here
        ),
        finding_boxes(book, here, book.findings_of(item.key)),
        record_facts(book, here, item, leave_out=("body",)),
        *groups(book, here, item),
        *text_of(book, item.record.body or ""),
        cited_section(book, here, "policies", item.id),
        references(book, here, item),
    )
    return Page(item.label, body, _KIND.plural, weight(item), search_words(item), item.record.document_no)


def _state(book: Book, item: Item[Policy]) -> str:
    cited = len(clauses_citing(book, "policies", item.id))
    words = f"　为 {cited} 个条款的证据" if cited else ""
    return f"{policy_badge(book, item.record)}{words}"


# --- the text --------------------------------------------------------------------------------------------------------

#: A picture in the archive: read as one, so that its words stand there and not its marks. No link leads to it.
_PICTURE = re.compile(r"(?![a-z]+:|/)[^:\s]+\.(?:png|jpe?g)", re.IGNORECASE)
_POLICY = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,63})\.md")
_BLANK_LINES = re.compile(r"\n\s*\n")
#: The body's first level of headings stands below the page's title.
_TOP: Final = 2
_DEEPEST: Final = 6


def text_of(book: Book, text: str) -> Iterator[str]:
    """The text as HTML, by a parser that lets no HTML through; headings of its first level stand below the title.

    Pictures become their words: files that records name are not published.
    """
    tokens = _parser(book).parse(escape.xml_text(text))
    shallowest = min((_level(one) for one in tokens if one.type == "heading_open" and one.level == 0), default=_TOP)
    number, start, level = 0, 0, _TOP - 1
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            yield _html(book, tokens[start:index])
            number, start = number + 1, index + 3
            # Why no deeper than one below the last: people skip levels for the look of it.
            level = min(_level(token) - shallowest + _TOP, level + 1, _DEEPEST)
            yield markup.heading(level, _words(tokens[index + 1]) or "（无标题）", f"section-{number}")
    yield _html(book, tokens[start:])


def _level(heading: Token) -> int:
    return int(heading.tag[1:])


def _words(inline: Token) -> str:
    """What a line says, without its marks."""
    return "".join(child.content or _words(child) for child in inline.children or ()).strip()


def _html(book: Book, tokens: Sequence[Token]) -> str:
    if not tokens:
        return ""
    parser = _parser(book)
    made = parser.renderer.render(list(tokens), parser.options, {})
    return f'<div class="policy">\n{_BLANK_LINES.sub(chr(10), made).strip()}\n</div>'


def _parser(book: Book) -> MarkdownIt:
    """CommonMark with tables; no HTML, no addresses made of plain text, links only to where they may lead."""
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False, "xhtmlOut": True})
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    parser.validateLink = lambda url: _leads_somewhere(book, url)  # type: ignore[method-assign]
    return parser


def _leads_somewhere(book: Book, address: str) -> bool:
    """Whether a link may stay: to a page elsewhere or another policy; the parser leaves no blank in an address."""
    if _PICTURE.fullmatch(address):
        return True
    policy = _POLICY.fullmatch(address)
    if policy:
        return f"{_KIND.name}/{policy[1]}" in book.archive.items
    return is_safe_link(address)


def _text(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return escape.html(tokens[index].content)


def _code(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f"<code>{escape.html(tokens[index].content)}</code>"


def _code_block(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f"<pre><code>{escape.html(tokens[index].content)}</code></pre>"


def _image(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    words = _words(tokens[index]) or tokens[index].content
    return f"（图：{escape.html(words)}）" if words else "（图）"


def _link_open(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    address = str(tokens[index].attrGet("href") or "")
    if _PICTURE.fullmatch(address):
        return "<a>"
    policy = _POLICY.fullmatch(address)
    shown = f"{policy[1]}.html" if policy else address
    return f'<a href="{escape.html_attribute(shown)}">'


def _inner_heading(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    """A heading inside a quotation or a list is none of the page's."""
    return "<p><strong>" if tokens[index].nesting > 0 else "</strong></p>\n"


#: How words become HTML: every mark an entity, so that nothing that reads the page after us finds a meaning in one.
_RULES: Final[Mapping[str, Callable[..., str]]] = {
    "text": _text,
    "code_inline": _code,
    "code_block": _code_block,
    "fence": _code_block,
    "image": _image,
    "link_open": _link_open,
    "heading_open": _inner_heading,
    "heading_close": _inner_heading,
}
