"""Whole sites, large and small, of every edition: every link leads somewhere, and every page is sound HTML."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from html5lib import HTMLParser
from html5lib.treebuilders import getTreeBuilder

from links import anchors, broken_links
from meidang.models.audience import Edition
from meidang.pipeline import check
from meidang.pipeline.explanations import explanations
from meidang.project import Project
from meidang.readiness import judge
from meidang.render.pages import Page
from meidang.render.pages.pages import render_site

ROOT = Path(__file__).parents[2]
#: The hand-written pages of this repository, and what browsers find without our help.
BESIDE = {f"{page.stem}.html" for page in (ROOT / "site").glob("*.md")}
_HEADING = re.compile(r"<h([1-6])\b")
_ID = re.compile(r'<[a-zA-Z][^<>]*?\sid="([^"]*)"')


def _site(root, edition):
    checked = check(Project(root), as_of=None, today=None)
    return render_site(
        checked.archive,
        checked.findings,
        edition=edition,
        as_of=checked.as_of,
        revision="0123456789",
        explanations=explanations(),
        judgements=judge(checked.archive, checked.findings, checked.as_of),
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """The folder of an archive with 200 people and techniques beside the example's other records."""
    spec = importlib.util.spec_from_file_location("archives", ROOT / "benchmarks" / "archives.py")
    archives = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(archives)
    return archives.make_archive(200, tmp_path_factory.mktemp("many"))


@pytest.fixture(
    scope="module",
    params=[(source, edition) for source in ("small", "example", "many") for edition in Edition],
    ids=lambda parameter: f"{parameter[0]}-{parameter[1].word}",
)
def site(request, sites):
    """Each archive in each edition."""
    source, edition = request.param
    if source == "small":
        return sites[edition]
    return _site(ROOT if source == "example" else request.getfixturevalue("many"), edition)


def test_every_link_leads_somewhere(site):
    assert list(map(str, broken_links(site.pages, {*site.files, *BESIDE}))) == []


def test_every_address_on_a_page_is_there_once(site):
    for address, page in site.pages.items():
        found = _ID.findall(page.body)
        assert len(found) == len(set(found)), (address, sorted(one for one in set(found) if found.count(one) > 1)[:5])


def test_every_page_has_one_title_and_no_level_is_skipped(site):
    for address, page in site.pages.items():
        levels = [int(level) for level in _HEADING.findall(page.body)]
        assert (levels[0], levels.count(1)) == (1, 1), address
        assert page.body.startswith("<h1"), address
        assert all(after <= before + 1 for before, after in pairwise(levels)), (address, levels)


def test_no_page_has_a_blank_line(site):
    """It would end a piece of HTML for an engine that reads Markdown."""
    assert [address for address, page in site.pages.items() if re.search(r"\n\s*(?:\n|$)", page.body)] == []


def test_nothing_that_is_none_is_printed(site):
    found = re.compile(r">[^<]*\b(?:None|nan|Undefined)\b|&amp;(?:#|amp)|<p></p>|<li></li>|class=\"\"|href=\"\"")
    assert [(address, match[0]) for address, page in site.pages.items() if (match := found.search(page.body))] == []


def test_every_page_is_html_that_no_browser_mends(site):
    for address, page in site.pages.items():
        assert _faults(page.body) == [], address


#: What the HTML standard lets stand inside a line.
PHRASING = {
    *("a", "abbr", "b", "br", "button", "code", "data", "datalist", "dfn", "em", "i", "img", "input", "kbd", "label"),
    *("mark", "meter", "output", "progress", "q", "s", "samp", "select", "small", "span", "strong", "sub", "sup"),
    *("svg", "time", "u", "var", "wbr", "option"),
}
#: What holds lines only.
LINES = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "small", "strong", "code", "time", "label", "summary", "pre")
}


#: What has no end.
VOID = {"br", "col", "hr", "img", "input", "wbr"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*?(/?)>")


def _unclosed(body):
    """Ends that are left out, which HTML allows and an engine for Markdown does not understand."""
    opened = []
    for end, tag, closed in _TAG.findall(re.sub("<!--.*?-->", "", body, flags=re.DOTALL)):
        if end and (not opened or opened.pop() != tag):
            return [f"</{tag}> where none is open"]
        if not end and not closed and tag not in VOID:
            opened.append(tag)
    return [f"<{tag}> without an end" for tag in opened]


@cache
def _faults(body):
    """What a browser would mend, what has no end, and blocks inside lines."""
    parser = HTMLParser(tree=getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parseFragment(body)
    return (
        [str(error) for error in parser.errors]
        + _unclosed(body)
        + [
            f"<{child.tag}> in <{parent.tag}>"
            for parent in tree.iter()
            if isinstance(parent.tag, str) and parent.tag in LINES
            for child in parent.iter()
            if child is not parent and isinstance(child.tag, str) and not _is_phrasing(child.tag)
        ]
    )


def _is_phrasing(tag):
    return tag in PHRASING or tag.startswith("{http://www.w3.org/2000/svg}")


# --- that these tests find what is wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    ["<p>甲", "<p>甲</b></p>", "<b><i>甲</b></i>", "<table><p>甲</p></table>", "<p><div>甲</div></p>", "<span/>甲"],
)
def test_html_that_a_browser_would_mend_is_found(body):
    assert _faults(body)


def test_a_block_inside_a_line_is_found():
    assert _faults("<span><table><tr><td>甲</td></tr></table></span>") != []


def _pages(**bodies):
    return {f"{name}/index.html": Page(name, body) for name, body in bodies.items()}


@pytest.mark.parametrize(
    "link",
    ["", "#here", "index.html", "../b/index.html#there", "../b/index.html", "../files/a.svg", "mailto:?x", "//x"],
)
def test_a_link_that_leads_somewhere_is_not_broken(link):
    pages = _pages(a=f'<p id="here"><a class="x" href="{link}">甲</a></p>', b='<span id="there">乙</span>')
    assert broken_links(pages, {"files/a.svg"}) == []


@pytest.mark.parametrize("link", ["#there", "b.html", "../b/index.html#here", "../../b/index.html", "../files/b.svg"])
def test_a_link_that_leads_nowhere_is_broken(link):
    pages = _pages(a=f'<p id="here"><a href="{link}">甲</a></p>', b='<span id="there">乙</span>')
    (found,) = broken_links(pages, {"files/a.svg"})
    assert (found.page, found.link) == ("a/index.html", link)
    assert link in str(found)


def test_addresses_are_compared_as_they_are_meant():
    pages = _pages(a='<a href="../%E4%B9%99/index.html#%E4%B8%99">甲</a>')
    pages["乙/index.html"] = Page("乙", '<p id="&#19993;">丙</p>')
    assert broken_links(pages) == []
    assert anchors('<p id="&#19993;">丙</p>') == {"丙"}
