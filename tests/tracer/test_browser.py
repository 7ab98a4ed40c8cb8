"""The browser draws what the command draws, from a folder and without a network; the sheet is fit to print."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path
from unicodedata import normalize

import pytest
from selenium.webdriver.common.by import By

from browser import chromium, until
from documents.example import CHECKOUT
from meidang.render.pages import markup
from meidang.render.pages.review.tracer import TRACER, inspection_of, tracer_files, tracer_page
from meidang.render.pages.review.tracer_sample import sample_html
from meidang.render.tracer.sample import sample
from tools import require_tool
from tracer.made import REVISION, book, text_of

pytestmark = pytest.mark.browser

SEEDS = (0, 1, 7, 42, 20260630, 987654321, 10**12)
ASKED = [
    *((seed, {}, None) for seed in SEEDS),
    (5, {"people": 3, "techniques": 0, "cases": 1}, None),
    (5, {"people": 40, "techniques": 40, "cases": 20}, None),
    (3, {}, "aesthetic_surgery"),
    (9, {"cases": 2}, "laboratory"),
]
_SIZES = {"people": 8, "techniques": 6, "cases": 8}
_FRAME = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>追踪检查</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'self' file:; script-src 'self' file:; base-uri 'none'">
<link rel="stylesheet" href="assets/stylesheets/tracer.css"></head><body class="md-typeset">
{}<script src="assets/javascripts/pieces.js"></script>
<script src="assets/javascripts/tracer-draw.js"></script><script src="assets/javascripts/tracer.js"></script></body></html>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The page and its data, in a frame of no theme."""
    target = tmp_path_factory.mktemp("tracer")
    shutil.copytree(CHECKOUT / "site/assets", target / "assets")
    (target / "tracer").mkdir()
    for path, content in tracer_files(book()).items():
        (target / path).write_bytes(content)
    (target / TRACER).write_text(_FRAME.format(tracer_page(book()).body), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def chrome():
    with chromium() as driver:
        yield driver


@pytest.fixture
def page(chrome, folder):
    chrome.get("about:blank")
    chrome.get((folder / TRACER).as_uri())
    return chrome


def ask(chrome, seed, sizes=None, department=None):
    """Fill in the form, send it, and wait for what it says."""
    fields = {"seed": str(seed), "department": department or "", **_SIZES, **(sizes or {})}
    for name, value in fields.items():
        chrome.execute_script(f"document.getElementById('tracer-form').elements[{name!r}].value = {str(value)!r}")
    chrome.find_element(By.CSS_SELECTOR, "#tracer-form [type=submit]").click()
    status = chrome.find_element(By.CSS_SELECTOR, "#tracer-form [role=status]")
    until(chrome, lambda _: status.text not in ("", "正在抽取…"))
    return status.text


def expected(seed, sizes, department):
    """What the command draws of what inspectors see, with its links."""
    drawn = sample(inspection_of(book()), seed, REVISION, {**_SIZES, **sizes}, department)

    def link(place, words):
        return markup.link(TRACER, place.page, words, place.anchor) if place.page else markup.text(words)

    return sample_html(drawn, link)


def links_in(html):
    return [piece.split('"')[0] for piece in html.split('href="')[1:]]


@pytest.mark.parametrize(("seed", "sizes", "department"), ASKED)
def test_the_browser_draws_what_the_command_draws(seed, sizes, department, page):
    said = ask(page, seed, sizes, department)
    assert said.startswith(f"已按种子 {seed} 抽取：人员 ")
    here = page.find_element(By.ID, "tracer")
    wanted = expected(seed, sizes, department)
    assert "".join(here.get_attribute("textContent").split()) == text_of(wanted)
    assert links_in(here.get_attribute("innerHTML")) == links_in(wanted)


def test_the_sample_of_the_day_is_what_stands_there_without_scripts(page):
    before = "".join(page.find_element(By.ID, "tracer").get_attribute("textContent").split())
    ask(page, 20260630)
    assert "".join(page.find_element(By.ID, "tracer").get_attribute("textContent").split()) == before


def test_its_ranks_are_those_of_sha_256(page):
    """Members sort alike only if every rank is right; a population of 81 would show one that is not."""
    ask(page, 123456789012, {"people": 17, "techniques": 16, "cases": 81})
    titles = [one.text for one in page.find_elements(By.CSS_SELECTOR, ".tracer-drawn td:nth-child(2)")]
    drawn = sample(inspection_of(book()), 123456789012, REVISION, {"people": 17, "techniques": 16, "cases": 81})
    assert titles == [one.sheet.title for part in drawn.parts for one in part.drawn]


@pytest.mark.parametrize("typed", ["", "　 "])
def test_without_a_seed_one_is_asked_for(typed, page):
    assert ask(page, typed) == "请写一个种子"


@pytest.mark.parametrize("typed", ["七", "-1", "1.5", "1000000000001", "1e3"])
def test_what_is_no_seed_is_answered_in_chinese(typed, page):
    assert ask(page, typed) == "种子是 0 到 1000000000000 的整数"


def test_full_width_figures_are_figures(page):
    assert ask(page, "　００４２").startswith("已按种子 42 抽取：")


def test_an_address_with_a_seed_shows_its_sample(chrome, folder):
    chrome.get("about:blank")
    chrome.get(f"{(folder / TRACER).as_uri()}#seed=42&people=3&department=aesthetic_surgery")
    status = chrome.find_element(By.CSS_SELECTOR, "[role=status]")
    until(chrome, lambda _: status.text.startswith("已按种子 42"))
    assert "范围美容外科" in "".join(chrome.find_element(By.CSS_SELECTOR, "#tracer .facts").text.split())
    chrome.execute_script("location.hash = 'seed=43'")
    until(chrome, lambda _: status.text.startswith("已按种子 43"))


def test_a_file_of_sheets_is_read_once_for_all_that_are_drawn_of_it(page):
    page.get_log("performance")
    ask(page, 8)
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    sent = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    sheets = [address for address in sent if "/tracer/" in address]
    assert sheets
    assert len(sheets) == len(set(sheets))


def test_only_what_is_drawn_is_fetched_and_nothing_from_elsewhere(page, folder):
    page.get_log("performance")
    page.get_log("browser")
    ask(page, 1, {"people": 1, "techniques": 1, "cases": 1})
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    sent = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    fetched = [address for address in sent if "/tracer/" in address]
    assert len(fetched) <= 4
    assert all(address.startswith(folder.as_uri()) for address in sent)
    assert page.get_log("browser") == []


def test_each_sheet_is_printed_on_a_page_of_its_own(page, tmp_path):
    ask(page, 7, {"people": 2, "techniques": 1, "cases": 1})
    printed = page.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "paperWidth": 8.27, "paperHeight": 11.69}
    )
    file = tmp_path / "page.pdf"
    file.write_bytes(base64.b64decode(printed["data"]))
    text = subprocess.run(
        [require_tool("pdftotext"), str(file), "-"], check=True, capture_output=True, text=True
    ).stdout
    # Why: Chromium's PDFs say some characters by the radicals that look the same.
    heads = ["".join(normalize("NFKC", one).split())[:40] for one in text.split("\f")]
    for name in ("人员1周启航", "人员2许可", "技术项目1全颜面", "病例1病例C26"):
        assert len([head for head in heads if head.removeprefix("核查表").startswith(name)]) == 1, heads
