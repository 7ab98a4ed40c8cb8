"""The landing page: the state in one sentence and one screen, and every number leads to what it counts."""

from __future__ import annotations

import re
from html import unescape

import pytest

from meidang.models.audience import Edition

_TAG = re.compile(r"<[^>]*>")


def _article(folder):
    page = (folder / "index.html").read_text()
    return page[page.index("<article") : page.index("</article>")]


def _words(html):
    return unescape(_TAG.sub("", html))


def test_the_state_is_one_sentence(internal):
    verdict = re.search(r'<p class="verdict verdict-(\w+)">(.*?)</p>', _article(internal))
    assert verdict[1] == "veto"
    assert re.fullmatch(
        r"医疗美容机构评审标准（本院执行版） \d+ 条：\d+ 条未达到，其中否决项 \d+ 条；\d+ 条现在达到，到评审那天有风险。"
        r"距评审日期 2026-09-15 还有 77 天。",
        _words(verdict[2]),
    )


def test_the_parts_of_a_bar_are_all_its_clauses(internal):
    article = _article(internal)
    total = int(re.search(r"</a> (\d+) 条：", article)[1])
    first = re.search(r'<div class="bar">(.*?)</div>', article)[1]
    assert sum(map(int, re.findall(r"<strong>(\d+)</strong>", first))) == total


@pytest.mark.parametrize("edition", [Edition.INTERNAL, Edition.INSPECTOR])
def test_every_number_leads_to_its_records(edition, sites):
    folder = sites[edition]
    article = _article(folder)
    numbers = re.findall(r'<(a|span) class="(?:card|seg)[^"]*"([^>]*)><strong>(\d+)</strong>', article)
    assert numbers
    for tag, attributes, number in numbers:
        address = re.search(r'href="([^"]*)"', attributes)
        assert (tag == "a" and address) or number == "0"
        if address:
            page, _, anchor = address[1].partition("#")
            assert f'id="{anchor}"' in (folder / (page or "index.html")).read_text()


@pytest.mark.parametrize("edition", [Edition.INTERNAL, Edition.INSPECTOR])
def test_the_walks_lead_to_pages(edition, sites):
    walks = re.search(r'<nav class="walks".*?</nav>', _article(sites[edition]))[0]
    addresses = re.findall(r'href="([^"]*)"', walks)
    assert len(addresses) >= 7
    assert [address for address in addresses if not (sites[edition] / address).exists()] == []


def test_the_public_is_told_what_is_offered_and_no_faults(sites):
    words = _words(_article(sites[Edition.PUBLIC]))
    for expected in ("美容外科", "重睑成形术", "诊疗科目", "医疗机构执业许可证", "岚江市"):
        assert expected in words
    for fault in ("否决", "未达到", "逾期", "过期", "检查结果", "风险"):
        assert fault not in words


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1300, 900), (390, 844)])
def test_state_and_counts_are_on_the_first_screen(width, height, internal, screen):
    chrome = screen(width, height)
    chrome.get(f"{internal.as_uri()}/index.html")
    bottom = "return document.querySelector(arguments[0]).getBoundingClientRect().bottom"
    for part in ("h1", ".stamp", ".verdict", ".bar", ".cards"):
        assert chrome.execute_script(bottom, part) <= height, part
