"""Whatever people type is read as it was typed: no tag, no link, no attribute comes of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from meidang.models.audience import Edition
from meidang.render.pages import markup
from meidang.render.pages.addresses import TRACER, WHO
from meidang.render.pages.page import Page
from meidang.render.pages.records import policies
from meidang.render.site_config import EXTENSIONS

NOTE = (
    "<script>alert(1)</script> | 竖线 | [链接](javascript:alert(1)) ![图](https://example.invalid/x.png)",
    "{: onclick=alert(1) } **粗** `代码` <img src=x onerror=alert(1)>",
    '# 标题 {{ config.site_name }} --8<-- "x"',
)

#: No page of ours has one of these because of what a record says.
HARMFUL = {"script", "img", "iframe", "object", "embed", "form", "style", "link", "base", "meta"}


class _Seen(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.addresses, self.words = set(), set(), [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name in ("href", "src", "action", "xlink:href")]

    def handle_data(self, data):
        self.words.append(data)


#: Where we ourselves lead out of the site: to where a record is edited, and to a message without an address.
OURS = ("https://example.invalid/archive/edit/main/", "mailto:?subject=")


def _outside(seen):
    return [one for one in seen.addresses if re.match(r"[a-z]+:|//", one) and not one.startswith(OURS)]


@pytest.mark.parametrize("edition", Edition)
def test_hostile_records_make_no_markup(edition, sites):
    for address, page in sites[edition].pages.items():
        seen = _Seen(page.body)
        # Two forms are ours: they draw a sample and answer a question on the page, and send nothing anywhere.
        assert seen.tags.isdisjoint(HARMFUL - {"form"} if address in {TRACER, WHO} else HARMFUL), address
        assert "<b>宁" not in page.body, address
        assert not any(name.startswith("on") or name == "srcdoc" for name in seen.attributes), address
        if address.startswith("policies/"):
            continue
        assert _outside(seen) == [], address


def test_hostile_words_are_shown_as_typed(pages):
    words = "".join(_Seen(pages["staff/N01.html"]).words)
    assert all(line in words for line in NOTE)
    assert "欧阳小<b>宁</b>" in words


def test_a_hostile_title_is_plain_words_for_whatever_frames_the_page(sites):
    title = sites[Edition.INTERNAL].pages["staff/N01.html"].title
    assert title.startswith("欧阳小<b>宁</b>")


def test_a_hostile_heading_is_words_in_a_table_of_contents():
    (heading,) = Page("甲", markup.heading(2, "<b>甲</b> & 乙", "here")).headings
    assert (heading.level, heading.anchor, heading.words) == (2, "here", "<b>甲</b> & 乙")


def test_a_hostile_policy_is_text_with_its_own_headings_and_the_one_link_that_may_lead_out(pages):
    seen = _Seen(pages["policies/follow-up.html"])
    assert _outside(seen) == ["https://example.invalid/a?b=1&c=2"]
    words = "".join(seen.words)
    for typed in ("<img src=x onerror=alert(1)>", "[点我](javascript:alert(1))", "{{ config.site_name }}", "</div>"):
        assert typed in words
    assert "{: onclick=alert(1) }" in words


def test_a_heading_inside_a_quotation_is_none_of_the_pages(pages):
    assert re.findall(r"<h[1-6](?! id=)[^>]*>", pages["policies/follow-up.html"].partition("</h1>")[2]) == []


PIECES = [*"<>&\"'`*_#[](){}|!:/\\-+=~. \n\tabj1", "script", "javascript:", "onclick=", "</div>", "https://x.invalid"]
TYPED = st.lists(st.sampled_from(PIECES)).map("".join)


def _policy(text):
    return markup.blocks(
        markup.title("甲"), *policies.text_of(SimpleNamespace(archive=SimpleNamespace(items={})), text)
    )


@given(TYPED)
def test_whatever_a_policy_says_no_tag_but_ours_comes_of_it(text):
    seen = _Seen(_policy(text))
    assert seen.tags.isdisjoint(HARMFUL)
    assert seen.attributes <= {"href", "class", "id", "title", "aria-label", "start", "style"}
    assert all(one.startswith(("#", "http://", "https://", "mailto:", "tel:")) for one in seen.addresses)


@given(TYPED)
def test_whatever_a_policy_says_an_engine_that_reads_markdown_leaves_the_page_alone(text):
    page = _policy(text)
    assert markdown(page, extensions=list(EXTENSIONS), extension_configs=EXTENSIONS) == page


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2))
def test_a_table_keeps_its_cells_whatever_they_hold(texts):
    seen = _Seen(markup.table(("一", "二"), [[markup.text(text) for text in texts]]))
    assert seen.tags <= {"div", "table", "thead", "tbody", "tr", "th", "td", "br", "time"}
    assert seen.addresses == []
