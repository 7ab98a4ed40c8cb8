"""The files of search: the same bytes for the same pages, scripts whatever the pages hold, small however many there are."""

from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.render.search import Entry, Section, search_files
from meidang.render.search.postings import encode

CALL = re.compile(r"meidang\.search\.(names|pieces|texts)\((.*)\)\n", re.DOTALL)


def entries(count, text="重睑成形术操作规范"):
    return [
        Entry(
            f"staff/S{n:04d}.html",
            f"何{n}",
            "人员",
            4.0 - n % 3,
            (f"word{n}",),
            f"S{n}",
            (Section("", "", f"{text}{n}"),),
        )
        for n in range(count)
    ]


def files(pages):
    return dict(search_files(pages))


def values(content):
    found = CALL.fullmatch(content.decode())
    assert found, content[:200]
    return json.loads(f"[{found[2]}]")


def test_the_order_of_pages_changes_no_byte():
    pages = entries(40)
    shuffled = random.Random(1).sample(pages, len(pages))
    assert list(search_files(pages)) == list(search_files(shuffled))


def test_every_file_of_a_build_says_so():
    made = files(entries(40))
    version = values(made.pop("search/names.js"))[0]["version"]
    assert {values(content)[0] for content in made.values()} == {version}
    assert values(files(entries(41))["search/names.js"])[0]["version"] != version


def test_files_stay_small_as_the_archive_grows():
    chosen = random.Random(2)
    texts = [
        "".join(chosen.choices("何砚重睑成形术操作规范证照有效期至检查台账病例术者日期", k=600)) for _ in range(400)
    ]
    made = files(
        [Entry(f"{n}.html", f"页{n}", "人员", 1.0, (), "", (Section("", "", text),)) for n, text in enumerate(texts)]
    )
    made.pop("search/names.js")
    assert len(made) > 20
    assert max(map(len, made.values())) < 60_000


def test_a_name_is_written_once():
    [line] = values(files(entries(1))["search/names.js"])[0]["names"].split("\n")
    assert line.split("\t") == ["何0", "S0", "word0"]


def test_headings_of_one_page_only_are_names():
    shared, own = Section("a", "证照（2）", "甲"), Section("b", "CRD001 证照过期", "乙")
    pages = [
        Entry("one.html", "甲", "人员", 1.0, (), "", (shared, own)),
        Entry("two.html", "乙", "人员", 1.0, (), "", (Section("a", "证照（15）", "甲"),)),
    ]
    assert values(files(pages)["search/names.js"])[0]["places"] == "0\tb\tCRD001 证照过期"


def test_whatever_pages_hold_the_files_are_scripts():
    bad = "</script>\u2028\u2029\"\\'\ud800 <!-- ${x} `"
    made = files([Entry("a.html", bad.replace("\u2028", ""), bad, 1.0, (bad,), "", (Section(bad, bad, bad),))])
    for content in made.values():
        assert "\u2028" not in content.decode()
        assert "\u2029" not in content.decode()
        values(content)


def test_no_pages_give_files_that_find_nothing():
    assert values(files([])["search/names.js"])[0]["kind"] == []


def decoded(coded):
    """As search-index.js reads it."""
    if coded.startswith("!"):
        bits = [ord(sign) - 35 - (sign > "\\") for sign in coded[1:]]
        return [at * 6 + bit for at, code in enumerate(bits) for bit in range(6) if code >> bit & 1]
    pages, page = [], -1
    for sign in coded:
        code = ord(sign)
        if sign == "~":
            page += 50_000
        else:
            page += code - 34 - (code > 92) if code < 126 else code - (2 if code > 0x2029 else 0) - 0xA1 + 91
            pages.append(page)
    return pages


@given(st.sets(st.integers(0, 119_999), min_size=1, max_size=60), st.integers(0, 3))
def test_page_numbers_come_back(pages, run):
    pages = sorted(pages | {first + more for first in pages for more in range(run)})
    coded = encode(pages, pages[-1] + 1)
    assert decoded(coded) == pages
    assert not set(coded) & set('"\\\u2028\u2029\n')


@pytest.mark.parametrize("total", [1, 6, 7, 100, 8_000, 60_000])
def test_every_distance_comes_back(total):
    for pages in ([total - 1], [0, total - 1], list(range(total)), list(range(0, total, 7))):
        assert decoded(encode(sorted(set(pages)), total)) == sorted(set(pages))
