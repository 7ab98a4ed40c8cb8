"""The site in Chromium, over http and from a folder: no request leaves the machine, nothing is stopped."""

from __future__ import annotations

import json

import pytest
from selenium.webdriver.common.by import By

from browser import chromium, served, until

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "findings.html",
    "rules.html",
    "staff/index.html",
    "staff/D03.html",
    "technique/T12.html",
    "readiness.html",
    "clause/y09.html",
    "ledger/index.html",
    "ledger/case-2026.html",
    "duties.html",
    "duty/qi_department.html",
    "indicators.html",
    "indicator/outpatient_conformity.html",
    "policies/injection-guide.html",
    "todo/index.html",
    "calendar.html",
    "expiry.html",
    "attachments.html",
    "tracer.html",
    "who.html",
    "changes.html",
    "guide.html",
)
#: At the root, below a folder, and with tables of their own state.
SEARCHED = {"index.html", "findings.html", "staff/D03.html", "ledger/case-2026.html", "tracer.html"}


@pytest.fixture(scope="module")
def http(example_site):
    with served(example_site) as address:
        yield address


@pytest.fixture(scope="module", params=["http", "file"])
def base(request, example_site):
    return request.getfixturevalue("http") if request.param == "http" else f"{example_site.as_uri()}/"


@pytest.fixture(scope="module")
def chrome():
    with chromium() as driver:
        yield driver


def _ask(chrome, question):
    """Type a question into the field in the header and wait for what is found."""
    field = (By.CSS_SELECTOR, "[data-search-input]")
    chrome.find_element(*field).send_keys(question)
    hits = (By.CSS_SELECTOR, "[data-search-list] a")
    until(chrome, lambda driver: driver.find_elements(*hits))


def _requests(chrome):
    """The addresses of all requests since the last call."""
    messages = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    return [one["request"]["url"] for one in sent]


@pytest.fixture(scope="module")
def visit(base, chrome):
    """What the browser asked for and complained of on every page, with a search on some: requests, messages."""
    _requests(chrome)
    chrome.get_log("browser")
    for page in PAGES:
        chrome.get(base + page)
        if page in SEARCHED:
            _ask(chrome, "证书")
    return _requests(chrome), [entry["message"] for entry in chrome.get_log("browser")]


def test_no_request_leaves_the_machine(base, visit):
    requests, _ = visit
    assert {base + page for page in PAGES} <= set(requests)
    assert any("search/" in address for address in requests)
    assert [address for address in requests if not address.startswith((base, "data:", "about:", "blob:"))] == []


def test_the_policy_stops_nothing_of_ours(visit):
    _, messages = visit
    assert [message for message in messages if "favicon.ico" not in message] == []


#: Deep in a list: how far below the head of the list it stands, and where in the window.
_ROW = "#aesthetic_surgery-2026-01.4"
_PLACE = """
const row = document.getElementById(arguments[0]), place = row.getBoundingClientRect();
return { deep: place.top - row.closest("table").getBoundingClientRect().top, top: place.top, most: innerHeight };
"""


def _is_in_sight(chrome):
    place = chrome.execute_script(_PLACE, _ROW[1:])
    return place["deep"] > 1_000 and 0 <= place["top"] < place["most"]


def test_a_link_to_a_row_deep_in_a_ledger_brings_it_into_sight(base, chrome):
    chrome.get("about:blank")
    chrome.get(f"{base}ledger/case-2026.html{_ROW}")
    until(chrome, _is_in_sight)
    chrome.set_window_size(1200, 800)
    chrome.set_window_size(1300, 900)
    until(chrome, _is_in_sight)
    chrome.get(f"{base}index.html")
    link = chrome.find_element(By.CSS_SELECTOR, f"a[href$='ledger/case-2026.html{_ROW}']")
    chrome.execute_script("arguments[0].click()", link)
    until(chrome, lambda driver: _ROW in driver.current_url)
    until(chrome, _is_in_sight)


def _colour(chrome):
    return chrome.execute_script("return getComputedStyle(document.body).backgroundColor")


def test_colours_follow_the_choice_of_light_and_dark_on_the_next_page_too(base, chrome):
    chrome.get(f"{base}index.html")
    before = _colour(chrome)
    chrome.find_element(By.CSS_SELECTOR, "button.scheme").click()
    chosen = _colour(chrome)
    assert chosen != before
    chrome.get(f"{base}staff/D03.html")
    assert _colour(chrome) == chosen
    chrome.find_element(By.CSS_SELECTOR, "button.scheme").click()
    assert _colour(chrome) == before


def test_a_page_is_read_where_no_script_runs(base, chrome):
    """Reading needs no script: titles, words and links stand in the page as sent."""
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chrome.get(f"{base}staff/D03.html")
        assert chrome.find_element(By.CSS_SELECTOR, "h1").text.startswith("何砚")
        assert chrome.find_element(By.CSS_SELECTOR, "article table").is_displayed()
        assert chrome.find_element(By.CSS_SELECTOR, "nav a[href$='staff/index.html'], nav a[href$='index.html']")
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
