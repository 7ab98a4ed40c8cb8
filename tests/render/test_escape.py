"""Hostile data keeps its text and makes no tag, wherever it stands in a page, a link, front matter or XML."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from markdown import Markdown
from mkdocs.utils.meta import get_data

from meidang.render.escape import front_matter, html, html_attribute, html_lines, url_path, xml_text
from meidang.render.site_config import EXTENSIONS

HOSTILE = [
    "<script>alert(1)</script>",
    "</td></tr></table><h1>x",
    "<img src=x onerror=alert(1)>",
    "<!-- x",
    "--> x",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "<div markdown='1'>\n\n# x\n\n</div>",
    "& &amp; &lt; &#60; &copy",
    "a | b || c",
    "|---|---|",
    "`x` ``x``",
    "```\nx\n```",
    "~~~ python\nx\n~~~",
    "**x** __x__ *x* _x_ ~~x~~ ==x== ^^x^^",
    "[x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "[x][y]\n\n[y]: https://example.org",
    "[TOC]",
    "[^1]",
    "[^1]: x",
    "*[甲]: x",
    "[[x]]",
    "{: .x onclick=alert(1) }",
    "{.x}",
    "x {#here}",
    "{{ config }} {% raw %}",
    "--8<-- 'mkdocs.yml'",
    ";--8<-- 'x'",
    "!!! danger\n    x",
    "??? x\n    y",
    "=== x\n    y",
    "/// note\nx\n///",
    "    code",
    "\tcode",
    "1. x",
    "10) x",
    "a. x",
    "- x",
    "* x",
    "+ x",
    "# x",
    "## x ##",
    "x\n===",
    "x\n---",
    "---",
    "***",
    "> x",
    ":   x",
    "x\n:   y",
    ":smile: :material-account:",
    "++ctrl+c++",
    "$x$ $$y$$ \\(z\\)",
    "(c) (tm) +/- --> 1/2 1st 22nd 3rd",
    "{++x++} {--y--} {~~a~>b~~}",
    "[=50% '50%']",
    "https://example.org www.example.org x@example.org",
    "@user #1 user/repo#1",
    "\"x\" 'y' ... -- ---",
    "\\ \\* \\<",
    "x\\",
    "x  \ny",
    "x\r\ny\rz",
    "\n\nx\n\n",
    " x ",
    "\u3000x\u3000\u3000y\u3000",
    "a  b\u00a0c\td",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03",
    "\x00\x07\x1b[31m\x7f\x9b",
    "x\u2028y\u2029z\x85w\x0bv\x0cu",
    "\ud800",
    "\ufffe\uffff",
    "title: x",
    "key: value\n\nx",
    "双眼皮（<b>主任</b>）｜甲",
    "%0A::error::x",
    "=1+1",
]

TEXTS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.lists(st.sampled_from([*HOSTILE, " ", "\n", "甲", "x", "1", "<", "|", "`"]), min_size=1, max_size=4).map(
        "".join
    ),
    st.text("".join(map(chr, range(0x20, 0x7F))) + "\n\t甲", min_size=1, max_size=30),
)


class Page(HTMLParser):
    """The visible text of a page, ``<br>`` as a newline, and its tags; ids made from headings left out."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", list[tuple[str, tuple[tuple[str, str | None], ...]]]()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.text += "\n"
        else:
            self.tags.append(
                (tag, tuple(pair for pair in attrs if not (re.fullmatch("h[1-6]", tag) and pair[0] == "id")))
            )

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append(("!", ()))

    handle_decl = handle_pi = handle_comment


def seen(text: str) -> str:
    """What a reader of the page must see."""
    text = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def test_no_ascii_punctuation_that_any_language_reads_is_left() -> None:
    assert re.findall(r"[^\w&#;]", html("".join(map(chr, range(33, 127))))) == list("%(),-./:")


def test_plain_words_stay_readable_in_the_source() -> None:
    assert html("双眼皮 成形术，2026-06-30（一级）") == "双眼皮 成形术，2026-06-30（一级）"


@given(TEXTS)
def test_any_text_is_kept_in_html_and_in_attributes(text: str) -> None:
    page = Page(f'<p title="{html_attribute(text)}">{html(text)}</p>')
    assert page.tags == [("p", (("title", seen(text)),))]
    assert page.text == seen(text)


@given(TEXTS)
def test_lines_of_a_text_end_in_the_only_tag_made(text: str) -> None:
    page = Page(f"<p>{html_lines(text)}</p>")
    assert page.tags == [("p", ())]
    assert page.text == seen(text)


#: Pieces of a page as we make them; DATA and ATTRIBUTE are replaced.
PIECES = (
    "<h1>DATA</h1>",
    "<p>DATA</p>",
    '<p title="ATTRIBUTE">DATA</p>',
    "<table>\n<tr><td>DATA</td><td><b>DATA</b></td></tr>\n</table>",
    '<div class="policy">\n<ul>\n<li>DATA</li>\n</ul>\n<pre><code>DATA</code></pre>\n</div>',
    "<details><summary>DATA</summary>DATA</details>",
)


@pytest.mark.parametrize("extensions", [(), tuple(EXTENSIONS)], ids=["plain", "with the extensions of our own pages"])
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=4))
def test_an_engine_that_reads_markdown_leaves_a_page_as_it_is(
    extensions: tuple[str, ...], texts: list[str], pieces: list[str]
) -> None:
    left = cycle(texts)

    def data(match: re.Match[str]) -> str:
        text = next(left)
        return html_attribute(text) if match[0] == "ATTRIBUTE" else html_lines(text)

    page = re.sub("ATTRIBUTE|DATA", data, "\n".join(("<h1>甲</h1>", *pieces)))
    assert Markdown(extensions=[*extensions]).convert(page) == page


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("//example.org/x")
@example("javascript:alert(1)")
@example('x" onclick="y')
@example("../staff/D01 张三(1).md")
def test_a_link_stays_a_relative_path(path: str) -> None:
    link = url_path(path)
    assert urlsplit(link).scheme == urlsplit(link).netloc == ""
    assert not link.startswith("/")
    assert unquote(link) == path.lstrip("/")
    if link:
        assert Page(f'<a href="{link}">x</a>').tags == [("a", (("href", link),))]


# What YAML can hold: everything that XML can, but for one line end.
YAML_TEXTS = TEXTS.map(lambda text: xml_text(text).replace("\x85", "\n"))
VALUES = st.recursive(
    st.one_of(YAML_TEXTS, st.integers(), st.booleans(), st.dates(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(YAML_TEXTS, inner, max_size=3)),
    max_leaves=6,
)


@given(st.dictionaries(YAML_TEXTS.map("my {}".format), VALUES, min_size=1, max_size=4))
def test_front_matter_gives_back_what_it_was_given(values: dict[str, object]) -> None:
    page, read = get_data(front_matter(values) + "\n# 甲\n")
    assert page == "# 甲\n"
    assert read == values


@given(TEXTS)
def test_front_matter_that_templates_print_is_html(text: str) -> None:
    _page, read = get_data(front_matter({"title": text, "tags": [text], "hide": ["navigation"], "template": "a.html"}))
    assert read["hide"] == ["navigation"]
    assert read["template"] == "a.html"
    for printed in (read["title"], *read["tags"]):
        assert Page(printed).tags == []
        assert Page(printed).text == seen(text)


@given(TEXTS)
def test_any_text_is_valid_front_matter(text: str) -> None:
    _page, read = get_data(front_matter({"note": [{text: text}], "x": text}))
    kept = xml_text(text).replace("\x85", "\n")
    assert read == {"note": [{kept: kept}], "x": kept}


def test_front_matter_keeps_order_and_han() -> None:
    assert front_matter({"b": "双眼皮", "a": date(2026, 1, 2)}) == "---\nb: 双眼皮\na: 2026-01-02\n---\n"


def test_front_matter_makes_no_objects() -> None:
    with pytest.raises(yaml.representer.RepresenterError):
        front_matter({"a": object()})


@given(st.text())
@example("".join(HOSTILE))
def test_any_text_fits_into_xml(text: str) -> None:
    element = etree.Element("t")
    element.text = xml_text(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == xml_text(text)
    assert len(xml_text(text)) == len(text)


def test_what_xml_cannot_hold_is_seen() -> None:
    assert xml_text("a\x00\x1f\ud800\uffffb\t\r\n双") == "a\ufffd\ufffd\ufffd\ufffdb\t\r\n双"
