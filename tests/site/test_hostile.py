"""Whatever people type is read as it was typed: no tag, no link, no attribute comes of it."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.render.pages import markup
from meidang.render.site_config import EXTENSIONS

NOTE = (
    "<script>alert(1)</script> | 竖线 | [链接](javascript:alert(1)) ![图](https://example.invalid/x.png)",
    "{: onclick=alert(1) } **粗** `代码` <img src=x onerror=alert(1)>",
    '# 标题 {{ config.site_name }} --8<-- "x"',
)


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


@pytest.mark.parametrize("path", ["staff/N01.md", "staff/index.md", "department/K01.md"])
def test_hostile_records_make_no_markup(pages, path):
    page = _Page(_html(pages[path].partition("\n---\n")[2]))
    assert page.tags.isdisjoint({"script", "img", "iframe", "strong", "b", "object", "form"})
    assert page.attributes <= {"href", "class", "id", "title", "data-search-exclude"}
    assert all(
        address.startswith(("https://example.invalid/archive/edit/main/", "#")) or ".md" in address
        for address in page.addresses
    )


def test_hostile_words_are_shown_as_typed(pages):
    page = _Page(_html(pages["staff/N01.md"].partition("\n---\n")[2]))
    words = "".join(page.words)
    assert all(line in words for line in NOTE)
    assert "欧阳小<b>宁</b>" in words


def test_hostile_titles_are_entities_in_front_matter(pages):
    assert "<b>" not in pages["staff/N01.md"].partition("\n---\n")[0]


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2))
def test_a_table_keeps_its_cells_whatever_they_hold(texts):
    page = _Page(_html(markup.table(("一", "二"), [[markup.text(text) for text in texts]])))
    assert page.tags <= {"table", "thead", "tbody", "tr", "th", "td", "br", "time"}
