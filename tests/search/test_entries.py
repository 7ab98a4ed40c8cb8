"""A page's texts come apart where people see them apart, and each leads to its own place."""

from __future__ import annotations

from meidang.render.pages.page import Page
from meidang.render.search import Section, entry_of


def sections(body, **page):
    return entry_of("staff/D01.html", Page("何砚 D01", body, code="D01", **page)).sections


def test_the_page_names_itself_without_its_code():
    page = Page("何砚 D01", "<h1>何砚 <small>D01</small></h1>", "人员", 4.0, ("砚", "heyan", "砚", ""), "D01")
    entry = entry_of("staff/D01.html", page)
    assert (entry.title, entry.code, entry.group, entry.weight) == ("何砚", "D01", "人员", 4.0)
    assert entry.words == ("砚", "heyan")
    assert entry.sections == ()


def test_what_stands_beside_the_title_is_found():
    page = Page("手术安全核查制度", "<h1>手术安全核查制度 <small>澄光医〔2026〕7号</small></h1><p>正文</p>")
    assert entry_of("policies/a.html", page).sections == (Section("", "", "澄光医〔2026〕7号\n正文"),)


def test_texts_belong_to_the_heading_above_them():
    body = '<h1>何砚</h1><p>甲</p><h2 id="one">一 <small>（2）</small><a class="headerlink" href="#one">#</a></h2><p>乙</p><h3 id="two">二</h3><p>丙</p>'
    assert sections(body) == (
        Section("", "", "甲"),
        Section("one", "一 （2）", "乙"),
        Section("two", "二", "丙"),
    )


def test_a_row_with_an_address_is_a_place_of_its_own():
    body = (
        '<h1>台账</h1><h2 id="y">2026 年</h2><table><thead><tr><th>日期</th><th>术者</th></tr></thead><tbody>'
        '<tr><td><span class="day" id="a&#45;1.1"><time>2026-05-20</time></span></td><td>何砚</td></tr>'
        '<tr id="row-b"><td>2026-05-21</td><td>陆文岚</td></tr>'
        "<tr><td>合计</td><td>2</td></tr></tbody></table><p>说明</p>"
    )
    assert sections(body) == (
        Section("y", "2026 年", "日期\n术者\n合计\n2\n说明"),
        Section("a-1.1", "2026 年", "2026-05-20\n何砚"),
        Section("row-b", "2026 年", "2026-05-21\n陆文岚"),
    )


def test_cells_and_lines_are_apart_and_words_in_a_line_together():
    body = "<h1>何砚</h1><ul><li>重<b>睑</b>成<wbr>形<a href='x'>术</a></li><li>甲<br>乙</li></ul><table><tr><td>丙</td><td>丁</td></tr></table>"
    assert sections(body) == (Section("", "", "重睑成形术\n甲\n乙\n丙\n丁"),)


def test_entities_are_read_as_people_see_them():
    assert sections("<h1>何砚</h1><p>A&amp;B &#60;5&#109;m&gt;&#10;C26&#45;0118</p>") == (
        Section("", "", "A&B <5mm>\nC26-0118"),
    )


def test_what_is_marked_as_unsearched_is_not_found():
    body = "<h1>何砚</h1><p>甲<!--unsearched-->版本 0123<!--/unsearched--></p><!-- 注 --><style>td { color: red }</style><p>乙</p>"
    assert sections(body) == (Section("", "", "甲\n乙"),)


def test_the_words_of_a_chart_are_found():
    body = '<h1>指标</h1><figure><svg><style>text{}</style><metadata>x</metadata><title>历期数值</title><desc>2026 年 93%</desc><g><text x="1">一季度</text></g></svg></figure>'
    assert sections(body) == (Section("", "", "历期数值\n2026 年 93%\n一季度"),)


def test_a_page_without_a_first_heading_is_read_whole():
    assert sections("<p>甲</p>") == (Section("", "", "甲"),)


def test_a_page_that_names_no_group_is_called_by_its_place():
    assert entry_of("clause/c1.html", Page("术前评估", "<h1>术前评估</h1>")).group == "条款"
    assert entry_of("index.html", Page("总览", "<h1>总览</h1>")).group == "总览和列表"
