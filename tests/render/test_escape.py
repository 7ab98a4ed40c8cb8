"""Hostile data keeps its text and makes no tag, wherever it stands in a page, a link, front matter or XML."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown import Markdown
from mkdocs.utils.meta import get_data

from meidang.render.escape import front_matter, html, html_attribute, markdown, url_path, xml_text

PYTHON_MARKDOWN = "abbr admonition attr_list def_list footnotes md_in_html meta sane_lists smarty tables toc wikilinks"
PYMDOWNX = (
    "arithmatex b64 betterem blocks.admonition blocks.caption blocks.definition blocks.details blocks.html blocks.tab "
    "caret critic details emoji escapeall fancylists highlight inlinehilite keys magiclink mark progressbar quotes "
    "saneheaders smartsymbols snippets superfences tabbed tasklist tilde"
)
EXTENSIONS = [
    *PYTHON_MARKDOWN.split(),
    *(f"pymdownx.{name}" for name in PYMDOWNX.split()),
]

#: Where data stands in a page; DATA is replaced.
PLACES = {
    "paragraph": "DATA",
    "middle of a paragraph": "前 DATA 后\n再 DATA",
    "heading": "# DATA",
    "heading with attributes": "## DATA {#here .big}",
    "underlined heading": "DATA\n====",
    "list": "- DATA\n- DATA",
    "numbered list": "1. DATA\n2. DATA",
    "task": "- [x] DATA",
    "nested list": "- 甲\n\n    - DATA\n\n    DATA",
    "quotation": "> DATA",
    "table": "| 甲 | 乙 |\n|---|---|\n| DATA | DATA |\n| 丙 | DATA |",
    "table head": "| DATA | 乙 |\n|---|---|\n| 丙 | 丁 |",
    "link text": "[DATA](D01.md)",
    "strong": "**DATA** *DATA*",
    "definition": "DATA\n\n:   DATA",
    "admonition": "!!! note\n\n    DATA",
    "details": "??? note\n\n    DATA",
    "tab": '=== "甲"\n\n    DATA',
    "footnote": "甲[^1]\n\n[^1]: DATA",
    "markdown in html": '<div markdown="1">\n\nDATA\n\n</div>',
    "html block": "<div>DATA</div>",
    "inline html": "甲 <span>DATA</span>",
    "last after a paragraph": "甲\n\nDATA",
}

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


@pytest.fixture(scope="module")
def converter() -> Markdown:
    """Python-Markdown with every extension at once."""
    return Markdown(extensions=EXTENSIONS, extension_configs={"pymdownx.snippets": {"check_paths": True}})


def check_place(converter: Markdown, place: str, text: str) -> None:
    """``text`` at ``place`` makes the page that a harmless word makes, with ``text`` for the word."""
    baseline = Page(converter.reset().convert(place.replace("DATA", "word")))
    page = Page(converter.reset().convert(place.replace("DATA", markdown(text))))
    assert page.tags == baseline.tags
    assert page.text == baseline.text.replace("word", seen(text))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_hostile_data_keeps_its_text_and_makes_no_tag_in_a(converter: Markdown, place: str) -> None:
    for text in HOSTILE:
        check_place(converter, place, text)


@settings(max_examples=1000)
@given(st.sampled_from(sorted(PLACES.values())), TEXTS)
def test_any_text_is_kept_in_markdown(converter: Markdown, place: str, text: str) -> None:
    check_place(converter, place, text)


def test_no_ascii_punctuation_of_data_is_left_in_markdown() -> None:
    assert re.findall(r"[^\w&#;]", markdown("".join(map(chr, range(33, 127))))) == []


def test_plain_words_stay_readable_in_the_source() -> None:
    assert markdown("双眼皮 成形术，2026年") == "双眼皮 成形术，2026年"


@given(TEXTS)
def test_any_text_is_kept_in_html_and_in_attributes(text: str) -> None:
    page = Page(f'<p title="{html_attribute(text)}">{html(text)}</p>')
    assert page.tags == [("p", (("title", seen(text)),))]
    assert page.text == seen(text)


@given(TEXTS)
@pytest.mark.parametrize(
    "place", ["甲 <i title=ATTRIBUTE>DATA</i>", "<div title=ATTRIBUTE>DATA</div>", "- <b>DATA</b>"]
)
def test_any_text_is_kept_in_html_inside_markdown(converter: Markdown, place: str, text: str) -> None:
    into = {"ATTRIBUTE": f'"{html_attribute(text)}"', "DATA": html(text)}
    page = Page(converter.reset().convert(re.sub("ATTRIBUTE|DATA", lambda match: into[match[0]], place)))
    baseline = Page(converter.reset().convert(place.replace("ATTRIBUTE", '"word"').replace("DATA", "word")))
    assert page.tags == [
        (tag, tuple((key, seen(text) if value == "word" else value) for key, value in attributes))
        for tag, attributes in baseline.tags
    ]
    assert page.text == baseline.text.replace("word", seen(text))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("//example.org/x")
@example("javascript:alert(1)")
@example('x" onclick="y')
@example("../staff/D01 张三(1).md")
def test_a_link_stays_a_relative_path(converter: Markdown, path: str) -> None:
    link = url_path(path)
    assert urlsplit(link).scheme == urlsplit(link).netloc == ""
    assert not link.startswith("/")
    assert unquote(link) == path.lstrip("/")
    if link:
        assert Page(converter.reset().convert(f"[x]({link})")).tags == [("p", ()), ("a", (("href", link),))]


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
