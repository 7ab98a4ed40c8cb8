"""Whatever people type is read as it was typed: no tag, no link, no attribute comes of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.render.pages import markup, policies
from meidang.render.site_config import EXTENSIONS

NOTE = (
    "<script>alert(1)</script> | 竖线 | [链接](javascript:alert(1)) ![图](https://example.invalid/x.png)",
    "{: onclick=alert(1) } **粗** `代码` <img src=x onerror=alert(1)>",
    '# 标题 {{ config.site_name }} --8<-- "x"',
)

EDIT = "https://example.invalid/archive/edit/main/"


class _Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.addresses, self.words = set(), set(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.words.append(data)


def _html(text):
    return markdown.markdown(text, extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)


HOSTILE = (
    "staff/N01.md",
    "staff/index.md",
    "department/K01.md",
    "ledger/case-2026.md",
    "clause/c1.md",
    "policies/index.md",
)


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_records_make_no_markup(pages, path):
    page = _Page(_html(pages[path].partition("\n---\n")[2]))
    assert page.tags.isdisjoint({"script", "img", "iframe", "strong", "b", "object", "form"})
    assert page.attributes <= {"href", "class", "id", "title", "data-search-exclude"}
    assert all(address.startswith((EDIT, "#")) or ".md" in address for address in page.addresses)


def test_hostile_words_are_shown_as_typed(pages):
    page = _Page(_html(pages["staff/N01.md"].partition("\n---\n")[2]))
    words = "".join(page.words)
    assert all(line in words for line in NOTE)
    assert "欧阳小<b>宁</b>" in words


def test_hostile_titles_are_entities_in_front_matter(pages):
    assert "<b>" not in pages["staff/N01.md"].partition("\n---\n")[0]


def test_a_hostile_policy_is_text_with_its_own_headings_and_the_one_link_that_may_lead_out(pages):
    text = pages["policies/follow-up.md"].partition("\n---\n")[2]
    page = _Page(_html(text))
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "form", "b"})
    assert page.attributes <= {"href", "class", "id", "title", "data-search-exclude"}
    outside = [one for one in page.addresses if not one.startswith(("#", "../", "index.md", EDIT))]
    assert outside == ["https://example.invalid/a?b=1&c=2"]
    words = "".join(page.words)
    for typed in ("<img src=x onerror=alert(1)>", "[点我](javascript:alert(1))", "{{ config.site_name }}", "</div>"):
        assert typed in words
    assert "{: onclick=alert(1) }" in words


def test_no_markdown_is_left_for_a_second_reader_of_a_policy(pages):
    """What is raw HTML to one version of Markdown may be text to the next."""
    body = pages["policies/follow-up.md"].partition('<div class="policy">')[2].partition("\n## 对应条款")[0]
    assert re.findall(r"[\[\]`*!|]", re.sub(r"<[^<>]*>", "", body.replace("## ", ""))) == []


PIECES = [*"<>&\"'`*_#[](){}|!:/\\-+=~. \n\tabj1", "script", "javascript:", "onclick=", "</div>", "https://x.invalid"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_a_policy_says_no_tag_but_ours_comes_of_it(text):
    book = SimpleNamespace(archive=SimpleNamespace(items={}))
    page = _Page(_html(markup.blocks(*policies.body(book, text))))
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "form", "style", "link"})
    assert page.attributes <= {"href", "class", "id", "title", "start", "style"}
    assert all(one.startswith(("#", "http://", "https://", "mailto:", "tel:")) for one in page.addresses)


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2))
def test_a_table_keeps_its_cells_whatever_they_hold(texts):
    page = _Page(_html(markup.table(("一", "二"), [[markup.text(text) for text in texts]])))
    assert page.tags <= {"table", "thead", "tbody", "tr", "th", "td", "br", "time"}
