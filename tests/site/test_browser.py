"""The site in Chromium, over http and from a folder: search finds Chinese, and no request leaves the machine."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tools import require_tool

pytestmark = pytest.mark.browser

QUERIES = {
    "肉毒毒素": "technique/T07.html",
    "重睑": "technique/T01.html",
    "何砚": "staff/D03.html",
    "砚": "staff/D03.html",
    "heyan": "staff/D03.html",
    "示例-执业-0001": "institution.html",
    "停电应急预案": "policies/power-failure.html",
    "门诊病历规范率": "indicator/outpatient_conformity.html",
}
#: What people look for stands first: before the clauses and rules that speak of it.
FIRST = {
    "重睑": "technique/T01.html",
    "停气": "duty/drill_gas.html",
    "护士执业证书": "staff/",
    "C26-0118": "ledger/",
}
#: A result may stand below a few others.
_FIRST = 5
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
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def http(example_site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(example_site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=["http", "file"])
def base(request, example_site):
    return request.getfixturevalue("http") if request.param == "http" else f"{example_site.as_uri()}/"


@pytest.fixture(scope="module")
def chrome():
    options = webdriver.ChromeOptions()
    options.binary_location = require_tool("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1300,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(require_tool("chromedriver")))
    yield driver
    driver.quit()


def _results(chrome, query):
    chrome.execute_script("document.querySelector('[data-md-toggle=search]').click()")
    chrome.find_element(By.CSS_SELECTOR, "[data-md-component=search-query]").send_keys(query)
    links = (By.CSS_SELECTOR, ".md-search-result__item > .md-search-result__link")
    WebDriverWait(chrome, 30).until(lambda driver: driver.find_elements(*links))
    return [link.get_attribute("href").split("?")[0].split("#")[0] for link in chrome.find_elements(*links)]


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds(query, base, chrome):
    chrome.get(f"{base}index.html")
    assert f"{base}{QUERIES[query]}" in _results(chrome, query)[:_FIRST]


@pytest.mark.parametrize("query", FIRST)
def test_search_finds_first(query, base, chrome):
    chrome.get(f"{base}index.html")
    assert _results(chrome, query)[0].startswith(f"{base}{FIRST[query]}")


def _requests(chrome):
    """The addresses of all requests since the last call."""
    messages = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    return [one["request"]["url"] for one in sent]


def test_no_request_leaves_the_machine(base, chrome):
    _requests(chrome)
    for page in PAGES:
        chrome.get(base + page)
        _results(chrome, "证书")
    requests = _requests(chrome)
    assert any("search" in address for address in requests)
    assert [address for address in requests if not address.startswith((base, "data:", "about:", "blob:"))] == []


def test_the_policy_stops_nothing_of_ours(base, chrome):
    chrome.get_log("browser")
    for page in PAGES:
        chrome.get(base + page)
        _results(chrome, "手术")
    assert [entry["message"] for entry in chrome.get_log("browser") if "favicon.ico" not in entry["message"]] == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_overflows_on_a_phone(page, base, chrome):
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        chrome.get(base + page)
        assert chrome.execute_script("return document.documentElement.scrollWidth") == metrics["width"]
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_colours_follow_the_choice_of_light_and_dark(base, chrome):
    chrome.get(f"{base}index.html")
    before = chrome.execute_script("return document.body.dataset.mdColorScheme")
    chrome.find_element(By.CSS_SELECTOR, "label[for^=__palette_]:not([hidden])").click()
    assert {before, chrome.execute_script("return document.body.dataset.mdColorScheme")} == {"default", "slate"}
