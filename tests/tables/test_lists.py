"""Lists of thousands stay readable without a script: in parts, each row once, and all of it in the file of rows."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from links import anchors
from meidang.models.audience import Edition
from meidang.render.pages.records.lists import MOST, LongList, Part, Pick, Row, list_table, preset


@pytest.fixture
def book():
    return SimpleNamespace(as_of="2026-06-30", revision="", edition=Edition.INTERNAL)


def _people(count):
    parts = (Part("a", "甲科"), Part("b", "乙科"))
    return [Row((f'<a href="P{n}.html">P{n}</a>', "甲" if n % 2 else "乙"), part=parts[n % 2]) for n in range(count)]


def _long(book, count):
    return LongList(book, "staff/index.html", "人员", ("编号", Pick("科室", "department")), _people(count), "科室")


def test_a_short_list_stands_on_its_own_page(book):
    short = _long(book, MOST)
    assert short.table().count("<tr>") == MOST + 1
    assert [*short.pages(), *short.files()] == []


def test_the_pages_of_a_long_list_hold_every_row_once(book):
    every = _long(book, 3 * MOST)
    pages = dict(every.pages())
    held = re.findall(r'href="(P\d+)\.html"', "".join(page.body for page in pages.values()))
    assert sorted(held) == sorted(f"P{n}" for n in range(3 * MOST))
    assert max(page.body.count("<tr") for page in pages.values()) <= MOST + 1
    assert [*pages] == [f"staff/index.{part}-{number}.html" for part in "ab" for number in (1, 2)]


def test_a_long_list_names_its_pages_and_how_many_they_hold(book):
    table = _long(book, MOST + 100).table()
    assert '<td><a href="index.b.html">乙科</a></td><td>250</td>' in table
    assert '<td><a href="index.a.html">甲科</a></td><td>250</td>' in table


def test_the_file_of_rows_holds_what_the_pages_hold(book):
    every = _long(book, 2 * MOST)
    ((path, content),) = every.files()
    assert path == "staff/index.rows.js"
    call = content.decode().strip()
    name, rows = json.loads(f"[{call.removeprefix('meidang.tables.rows(').removesuffix(');')}]")
    assert f'data-list="{name}"' in every.table()
    assert 'data-rows="index.rows.js"' in every.table()
    assert [cells for _, _, *cells in rows] == [list(row.cells) for row in every.rows]


def test_a_column_that_no_row_fills_is_left_out():
    table = list_table(("甲", Pick("乙", "b"), "丙"), [Row(("1", "", "3"))])
    assert "乙" not in table
    assert "<td>1</td><td>3</td>" in table


def test_hostile_words_of_a_row_stay_inside_its_attribute():
    class Attributes(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append((tag, dict(attrs)))

    seen = []
    Attributes().feed(list_table(("甲",), [Row(("1",), words='"><script>x</script>')]))
    assert ("tr", {"data-words": '"><script>x</script>'}) in seen
    assert "script" not in [tag for tag, _ in seen]


def test_a_link_that_narrows_is_its_own_place():
    link = preset("25", owner="医务部&科", severity="veto")
    assert 'href="#owner=%E5%8C%BB%E5%8A%A1%E9%83%A8%26%E7%A7%91&amp;severity=veto"' in link
    assert anchors(link) == {"owner=医务部&科&severity=veto"}
