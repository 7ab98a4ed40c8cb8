"""The frame of every page, read as text: small, Chinese, the same way in from everywhere, and nothing of another's."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from meidang.models.audience import Edition
from theme.colours import contrast
from theme.kinds_of_pages import EVERY

ENGLISH = re.compile(r"[A-Za-z]{3,}")
#: Words that Chinese readers know so.
KNOWN = {"Excel", "Word", "YAML", "ICD", "PDF"}
#: The page for wrong addresses finds out in the browser where its links lead.
FRAMED = [(edition, page) for edition, page in EVERY if page != "404.html"]
#: A page may weigh this much on average, in bytes.
MEAN = 40 * 1024


class _Seen(HTMLParser):
    """What a page says to people outside its article: words, and labels that are spoken or shown on pointing."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.words, self.links, self.ids, self.levels, self.labels = [], [], [], [], []
        self.landmarks = Counter()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag not in {"meta", "link", "img", "input", "br", "hr", "source", "path", "circle", "wbr", "col"}:
            self.open.append(tag)
        self.landmarks[tag] += 1
        if "id" in given:
            self.ids.append(given["id"])
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "a":
            self.links.append((given.get("href", ""), given.get("aria-current")))
        self.labels += [given[name] for name in ("aria-label", "title", "placeholder", "alt") if given.get(name)]

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"article", "script", "style", "title"} & set(self.open):
            self.words.append(data)


def _read(folder, page):
    seen = _Seen()
    seen.feed((folder / page).read_text())
    return seen


@pytest.mark.parametrize("edition", Edition)
def test_a_page_weighs_little(edition, sites):
    sizes = [file.stat().st_size for file in sites[edition].rglob("*.html")]
    assert sum(sizes) / len(sizes) <= MEAN


def test_the_frame_around_a_page_is_a_few_kilobytes(internal):
    page = (internal / "staff/D03.html").read_text()
    article = page[page.index("<article") : page.index("</article>")]
    assert len(page.encode()) - len(article.encode()) < 10_000


@pytest.mark.parametrize(("edition", "page"), EVERY, ids=lambda one: one.word if isinstance(one, Edition) else one)
def test_the_frame_speaks_chinese(edition, page, sites):
    seen = _read(sites[edition], page)
    said = [*(words for words in seen.words if not words.strip().startswith("archive/")), *seen.labels]
    english = [word for words in said for word in ENGLISH.findall(words.replace("0123456789ab", ""))]
    own = re.compile(r"archive/|\.(ya?ml|pdf|png|jpg)", re.IGNORECASE)
    assert [
        word for word in english if word not in KNOWN and not any(own.search(words) for words in said if word in words)
    ] == []


@pytest.mark.parametrize(("edition", "page"), EVERY, ids=lambda one: one.word if isinstance(one, Edition) else one)
def test_a_page_has_its_landmarks_and_headings_in_order(edition, page, sites):
    seen = _read(sites[edition], page)
    assert (seen.landmarks["main"], seen.landmarks["header"], seen.landmarks["footer"]) == (1, 1, 1)
    assert seen.levels.count(1) == 1
    assert seen.levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(seen.levels, seen.levels[1:], strict=False))
    assert [name for name, count in Counter(seen.ids).items() if count > 1] == []


@pytest.mark.parametrize(("edition", "page"), FRAMED, ids=lambda one: one.word if isinstance(one, Edition) else one)
def test_every_index_page_is_reached_from_every_page(edition, page, sites):
    folder = sites[edition]
    up = "../" * page.count("/")
    reached = {address.removeprefix(up) for address, _ in _read(folder, page).links}
    lists = {file.relative_to(folder).as_posix() for file in folder.glob("*/index.html")}
    assert lists - reached - {page} <= {page for page in lists if page.startswith(("fields/", "rule/"))}


def test_the_navigation_says_where_one_is(internal):
    assert [address for address, current in _read(internal, "staff/D03.html").links if current] == [
        "../staff/index.html"
    ]
    assert ("../staff/index.html", "page") in _read(internal, "staff/index.html").links


def test_the_section_that_one_is_in_is_open(internal):
    nav = re.search(r'<nav class="md-nav".*?</nav>', (internal / "staff/D03.html").read_text(), re.DOTALL)[0]
    opened = re.findall(r"<details open><summary>(.*?)</summary>", nav)
    assert opened == ["档案"]


def test_nothing_of_a_theme_is_shipped(internal):
    shipped = {
        file.relative_to(internal).as_posix()
        for file in internal.rglob("*")
        if file.suffix in {".js", ".css", ".map", ".woff2"}
    }
    assert [name for name in shipped if "lunr" in name or ".min." in name or "bundle" in name] == []


# --- colours ---------------------------------------------------------------------------------------------------------


def _colours(internal, sheet):
    rules = (internal / "assets/stylesheets" / sheet).read_text()
    first = rules[rules.index(":root {") : rules.index("}\n", rules.index(":root {"))]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", first))
    return {
        name: value if len(value) == 7 else "#" + "".join(letter * 2 for letter in value[1:])
        for name, value in found.items()
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_is_easy_to_read_on_what_it_stands(scheme, internal):
    colours = _colours(internal, "meidang.css")
    if scheme == "dark":
        colours |= _colours(internal, "dark.css")
    grounds = [colours["md-default-bg-color"], colours["mei-stripe"]]
    words = ["md-default-fg-color", "md-default-fg-color--light", "md-typeset-a-color", "md-accent-fg-color"]
    pairs = [(colours[word], ground) for word in words for ground in grounds]
    pairs += [
        (colours[f"mei-{name}"], colours[f"mei-{name}-bg"])
        for name in ("fine", "notice", "minor", "major", "veto", "error")
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_dark_changes_every_colour_that_light_sets(internal):
    light, dark = _colours(internal, "meidang.css"), _colours(internal, "dark.css")
    assert set(light) - set(dark) <= {"md-primary-bg-color"}
