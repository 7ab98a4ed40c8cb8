"""The folder to hand over in Chromium: double-clicked, with the network off, and in a place with blanks in its name."""

from __future__ import annotations

import base64
import json
import shutil
from urllib.parse import unquote

import pytest
from selenium.webdriver.common.by import By

from browser import chromium, until

pytestmark = pytest.mark.browser

PAGES = ("index.html", "staff/D01.html", "technique/T01.html", "readiness.html", "ledger/index.html", "expiry.html")


@pytest.fixture(scope="module")
def folder(offline, tmp_path_factory):
    """The inspector's folder, moved to where a person might put it."""
    target = tmp_path_factory.mktemp("usb") / "评审 资料（第 1 份） #2 100%"
    shutil.copytree(offline[0] / "inspector", target)
    return target


@pytest.fixture(scope="module")
def chrome():
    """A browser that can reach no machine."""
    with chromium("--host-resolver-rules=MAP * ~NOTFOUND") as driver:
        driver.execute_cdp_cmd("Network.enable", {})
        offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
        yield driver


@pytest.fixture
def start(chrome, folder):
    """The browser after a double click on the start file, with nothing logged before."""
    for log in ("browser", "performance"):
        chrome.get_log(log)
    chrome.get((folder / "打开网站.html").as_uri())
    until(chrome, lambda driver: driver.current_url.endswith("/site/index.html"))
    return chrome


def _requests(chrome):
    messages = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    sent = [
        message["params"]["request"]["url"]
        for message in messages
        if "requestWillBeSent" in message["method"] and "request" in message["params"]
    ]
    return [address for address in sent if not address.startswith(("data:", "about:", "blob:"))]


def test_it_opens_searches_shows_charts_prints_and_asks_nobody(start, folder):
    seen = []
    for page in PAGES:
        address = (folder / "site" / page).as_uri()
        start.get(address)
        assert start.current_url == address
        assert "澄光" in start.title
        seen += _requests(start)
    assert len(seen) > len(PAGES)
    below = f"{folder.as_uri()}/"
    assert [address for address in seen if not address.startswith(below)] == []
    assert [entry["message"] for entry in start.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_a_chart_is_drawn(start, folder):
    start.get((folder / "site/technique/T01.html").as_uri())
    boxes = [chart.size for chart in start.find_elements(By.CSS_SELECTOR, "article svg")]
    assert any(box["width"] > 100 and box["height"] > 30 for box in boxes)


def test_search_answers(start, folder):
    until(start, lambda driver: driver.find_element(By.CSS_SELECTOR, "[data-search-input]")).send_keys("何砚")
    follow = "const link = document.querySelector('[data-search-list] a[href*=\"staff/D03.html\"]'); link?.click(); return link"
    until(start, lambda driver: driver.execute_script(f"{follow} !== null"))
    until(start, lambda driver: "/staff/D03.html" in driver.current_url)
    assert [one for one in _requests(start) if not one.startswith(f"{folder.as_uri()}/")] == []


#: The links of a page, those of its charts too, without their places on pages.
_LINKS = """return [...document.querySelectorAll("a[href]")]
    .map((link) => new URL(link.getAttribute("href"), location).href.split("#")[0]);"""


def test_links_lead_to_pages_that_are_there(start, folder):
    for page in PAGES:
        start.get((folder / "site" / page).as_uri())
        links = set(start.execute_script(_LINKS))
        base = f"{folder.as_uri()}/"
        assert links
        assert [link for link in links if not link.startswith(base)] == []
        assert [link for link in links if not (folder / unquote(link.removeprefix(base))).is_file()] == []


def test_a_page_prints(start, folder):
    start.get((folder / "site/staff/D01.html").as_uri())
    pdf = base64.b64decode(start.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 10_000


def test_the_page_for_wrong_addresses_works_where_it_lies(start, folder):
    start.get((folder / "site/404.html").as_uri())
    assert "没有这一页" in start.find_element(By.CSS_SELECTOR, "h1").text
    link = start.find_element(By.CSS_SELECTOR, "article a[href$='staff/index.html']")
    start.execute_script("arguments[0].click()", link)
    until(start, lambda driver: driver.current_url == (folder / "site/staff/index.html").as_uri())
    assert [one for one in _requests(start) if not one.startswith(f"{folder.as_uri()}/")] == []
