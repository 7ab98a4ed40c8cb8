"""Lists in Chromium, over http and from a folder: sorted, narrowed, long, linked into, walked with Back, printed."""

from __future__ import annotations

import json

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from browser import chromium, until
from meidang.findings import Severity
from meidang.render.pages import markup
from meidang.render.pages.records.lists import MOST, LongList, Part, Pick, Row, list_table, preset

pytestmark = pytest.mark.browser

_VETO = markup.severity_badge(Severity.VETO, 1)
_MAJOR = markup.severity_badge(Severity.MAJOR, 12)
_FINE = markup.badge("fine", "无问题")
_PEOPLE = (
    ("D10", "赵敏", "美容外科", "医师、主诊医师", "2027-01-05<br><small>护士执业证书</small>", "9", "二级", _FINE),
    ("D02", "安然", "美容皮肤科", "医师", "2026-04-30", "10 例", "一级", _VETO),
    ("D1", "白鹭", "美容外科", "护士", "", "", "三级", _MAJOR),
    ("D03", "褚阳", "植发科", "护士、医美护士", "2026-09-18", "100", "", f"{_VETO} {_MAJOR}"),
    ("D04", "何砚", "美容外科", "医师", "2026-08-14", "0", "四级", _FINE),
    ("D05", "Ａda Li", "美容外科", "医师", "2026-08-15", "2", "不分级", _FINE),
    ("D06", "方静", "手术室", "护士", "2026-08-16", "3", "", _FINE),
    ("D07", "许可", "麻醉科", "医师", "2026-08-17", "4", "", _FINE),
)
_HEADS = (
    "编号",
    "姓名",
    Pick("科室", "department"),
    Pick("岗位", "posts"),
    Pick("到期", "month", 7),
    "例数",
    "级别",
    Pick("检查结果", "severity"),
)


def _short():
    rows = [Row((cells[0], f'<a href="other.html">{cells[1]}</a>', *cells[2:]), cells[0]) for cells in _PEOPLE]
    rows[4] = Row(rows[4].cells, "D04", "heyan hy")
    counts = f'<p><span id="veto">{preset("否决", severity="veto")}</span></p>'
    return f"<h1>人员</h1>\n{counts}\n{list_table(_HEADS, rows)}"


class _Book:
    as_of, revision, edition = "2026-06-30", "", None


def _long(count):
    rows = [
        Row((f"P{n:05}", f"人{n}", "甲科" if n % 2 else "乙科"), f"P{n:05}", part=Part("all", "全部"))
        for n in range(count)
    ]
    return LongList(_Book(), "long.html", "人员", ("编号", "姓名", Pick("科室", "department")), rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, write_pages, site):
    long, medium = _long(2_000), list_table(("编号", "姓名"), [Row((f"M{n}", "某"), f"M{n}") for n in range(MOST)])
    addresses = (
        "findings.html",
        "readiness.html",
        "ledger/case.html",
        "ledger/case-2026.html",
        "clause/c3.html",
        "ledger/index.html",
    )
    pages = {address: site.pages[address].body for address in addresses}
    pages |= {"short.html": _short(), "other.html": "<h1>别处</h1>"}
    pages |= {"long.html": f"<h1>人员</h1>{long.table()}", "medium.html": f"<h1>某</h1>{medium}"}
    pages |= {path: page.body for path, page in long.pages()}
    return write_pages(tmp_path_factory.mktemp("lists"), pages, long.files())


@pytest.fixture(scope="module", params=["http", "file"])
def base(request, folder, serve):
    return serve(folder) if request.param == "http" else f"{folder.as_uri()}/"


@pytest.fixture(scope="module")
def browser():
    with chromium() as driver:
        yield driver


@pytest.fixture
def chrome(browser):
    """No page may leave a message of an error behind."""
    yield browser
    assert [entry for entry in browser.get_log("browser") if "favicon" not in entry["message"]] == []


def _open(chrome, address):
    """A page as if it were opened for the first time: a mere change of the place would not load it again."""
    chrome.get("about:blank")
    chrome.get(address)


def _first(chrome):
    """The first cell of each row shown."""
    script = "return [...document.querySelectorAll('table[data-list] tbody tr')].map((row) => row.cells[0].textContent)"
    return chrome.execute_script(script)


def _click(chrome, element):
    """Where it stands far down, the page would still be gliding there."""
    chrome.execute_script("arguments[0].click()", element)


def _head(chrome, words):
    buttons = chrome.find_elements(By.CSS_SELECTOR, "table[data-list] th button")
    return next(button for button in buttons if button.text.strip() == words)


def _count(chrome):
    return chrome.find_element(By.CSS_SELECTOR, ".list-bar output").text


def _select(chrome, words):
    for label in chrome.find_elements(By.CSS_SELECTOR, ".list-bar label"):
        if label.find_element(By.TAG_NAME, "span").text == words:
            return Select(label.find_element(By.TAG_NAME, "select"))
    raise AssertionError(words)


def _settled(chrome, words):
    """The address is written a moment after the last change."""
    until(chrome, lambda driver: words in driver.current_url)


# --- sorting ---------------------------------------------------------------------------------------------------------

_SORTED = {
    "姓名": ["D02", "D1", "D03", "D06", "D04", "D07", "D10", "D05"],
    "编号": ["D1", "D02", "D03", "D04", "D05", "D06", "D07", "D10"],
    "到期": ["D02", "D04", "D05", "D06", "D07", "D03", "D10", "D1"],
    "例数": ["D04", "D05", "D06", "D07", "D10", "D02", "D03", "D1"],
}


@pytest.mark.parametrize("head", _SORTED)
def test_a_click_on_a_head_sorts_by_pinyin_date_or_number(head, base, chrome):
    _open(chrome, f"{base}short.html")
    _head(chrome, head).click()
    assert _first(chrome) == _SORTED[head]


def test_what_says_nothing_stands_last_both_ways(base, chrome):
    _open(chrome, f"{base}short.html")
    for _ in range(2):
        _head(chrome, "到期").click()
        assert _first(chrome)[-1] == "D1"


def test_the_gravest_result_stands_first_and_more_of_it_before_less(base, chrome):
    _open(chrome, f"{base}short.html")
    _head(chrome, "检查结果").click()
    assert _first(chrome)[:3] == ["D02", "D03", "D1"]


def test_heads_are_buttons_for_the_keyboard_and_say_how_the_list_is_sorted(base, chrome):
    _open(chrome, f"{base}short.html")
    before = _first(chrome)
    head = _head(chrome, "编号").find_element(By.XPATH, "./..")
    states = []
    for _ in range(3):
        _head(chrome, "编号").send_keys(Keys.ENTER)
        states.append((head.get_attribute("aria-sort"), _first(chrome)[0]))
    assert states == [("ascending", "D1"), ("descending", "D10"), (None, before[0])]
    assert _first(chrome) == before


# --- narrowing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("何", ["D04"]),
        ("heyan", ["D04"]),
        ("美容外科 医师", ["D10", "D04", "D05"]),
        ("ada li", ["D05"]),
        ("护士执业证书", ["D10"]),
        ("查无此人", []),
    ],
)
def test_the_filter_finds_rows_that_hold_all_words(query, found, base, chrome):
    _open(chrome, f"{base}short.html")
    chrome.find_element(By.CSS_SELECTOR, ".list-bar input").send_keys(query)
    assert _first(chrome) == found
    assert _count(chrome) == f"8 行中符合 {len(found)} 行"


def test_the_count_is_announced(base, chrome):
    _open(chrome, f"{base}short.html")
    output = chrome.find_element(By.CSS_SELECTOR, ".list-bar output")
    assert output.get_attribute("aria-live") == "polite"
    assert output.text == "共 8 行"


def test_a_column_with_few_values_offers_them_each_with_its_count(base, chrome):
    _open(chrome, f"{base}short.html")
    posts = [option.text for option in _select(chrome, "岗位").options]
    assert posts == ["全部", "护士（3）", "医美护士（1）", "医师（5）", "主诊医师（1）"]
    assert [option.text for option in _select(chrome, "检查结果").options][:3] == ["全部", "否决（2）", "重要（2）"]
    assert [option.text for option in _select(chrome, "月份").options][1:3] == ["2027-01（1）", "2026-09（1）"]
    _select(chrome, "岗位").select_by_value("护士")
    _select(chrome, "检查结果").select_by_value("重要")
    assert _first(chrome) == ["D1", "D03"]


def test_clearing_brings_everything_back(base, chrome):
    _open(chrome, f"{base}short.html#department=植发科&q=阳")
    assert _first(chrome) == ["D03"]
    chrome.find_element(By.XPATH, "//button[text()='清除筛选']").click()
    assert len(_first(chrome)) == len(_PEOPLE)
    assert _count(chrome) == "共 8 行"


# --- the address -----------------------------------------------------------------------------------------------------


def test_back_keeps_what_was_chosen(base, chrome):
    _open(chrome, f"{base}short.html")
    _select(chrome, "科室").select_by_value("美容外科")
    _head(chrome, "姓名").click()
    _settled(chrome, "sort=")
    shown = _first(chrome)
    chrome.find_element(By.CSS_SELECTOR, "tbody a").click()
    until(chrome, lambda driver: driver.current_url.endswith("other.html"))
    chrome.back()
    until(chrome, lambda driver: driver.find_elements(By.CSS_SELECTOR, ".list-bar"))
    assert _first(chrome) == shown == ["D1", "D04", "D10", "D05"]
    assert _select(chrome, "科室").first_selected_option.get_attribute("value") == "美容外科"


def test_a_place_of_the_page_leaves_what_was_chosen_though_one_came_from_a_search(base, chrome):
    _open(chrome, f"{base}findings.html?h=%E5%A4%8D%E5%88%B6")
    every = _count(chrome)
    chrome.find_element(By.CSS_SELECTOR, ".list-bar input").send_keys("证")
    narrowed = _count(chrome)
    assert narrowed != every
    chrome.execute_async_script(
        "const d = arguments[0]; addEventListener('hashchange', () => setTimeout(d), { once: true }); location.hash = 'nav'"
    )
    assert _count(chrome) == narrowed


def test_two_lists_of_a_page_are_narrowed_each_for_itself_and_both_are_kept(base, chrome):
    _open(chrome, f"{base}ledger/index.html")
    first, second = chrome.find_elements(By.CSS_SELECTOR, ".list-bar input")
    first.send_keys("病例")
    second.send_keys("证照")
    _settled(chrome, "q-gathered=")
    chrome.refresh()
    shown = _first(chrome)
    assert {"病例台账", "人员证照台账"} <= set(shown)
    assert len(shown) < 10


@pytest.mark.parametrize("place", ["#severity=veto", "?severity=veto", "#veto"])
def test_a_link_can_narrow_the_list(place, base, chrome):
    _open(chrome, f"{base}short.html{place}")
    assert _first(chrome) == ["D02", "D03"]


def test_a_click_on_a_count_narrows_the_list_of_its_page(base, chrome):
    _open(chrome, f"{base}findings.html")
    card = chrome.find_element(By.CSS_SELECTOR, ".card-veto")
    count = int(card.find_element(By.TAG_NAME, "strong").text)
    card.click()
    until(chrome, lambda driver: len(_first(driver)) == count)
    assert set(_first(chrome)) == {"否决"}


# --- links into lists ------------------------------------------------------------------------------------------------


def _is_marked(chrome, anchor):
    script = """const row = document.getElementById(arguments[0]);
        if (!row || !row.classList.contains("row-target")) return false;
        const place = row.getBoundingClientRect();
        return place.top >= 0 && place.bottom <= innerHeight;"""
    return chrome.execute_script(script, anchor)


@pytest.mark.parametrize("page", ["short.html#D04", "medium.html#M399", "long.html#P01999"])
def test_a_link_to_a_row_shows_it_wherever_it_stands(page, base, chrome):
    _open(chrome, base + page)
    until(chrome, lambda driver: _is_marked(driver, page.partition("#")[2]))


def test_a_link_to_a_row_shows_it_though_it_was_filtered_out(base, chrome):
    _open(chrome, f"{base}short.html#q=何砚")
    assert _first(chrome) == ["D04"]
    chrome.execute_script("location.hash = 'D02'")
    until(chrome, lambda driver: _is_marked(driver, "D02"))
    assert len(_first(chrome)) == len(_PEOPLE)


def test_one_walks_from_a_clause_to_the_entry_that_breaks_it(base, chrome):
    _open(chrome, f"{base}clause/c3.html")
    link = chrome.find_element(By.CSS_SELECTOR, "a[href*='ledger/case-2026.html#']")
    anchor = link.get_attribute("href").partition("#")[2]
    _click(chrome, link)
    until(chrome, lambda driver: _is_marked(driver, anchor))
    assert "C26-0240" in chrome.find_element(By.ID, anchor).text


def test_a_number_of_a_ledger_shows_so_many_entries(base, chrome):
    _open(chrome, f"{base}ledger/case.html")
    link = max(
        chrome.find_elements(By.CSS_SELECTOR, "a[href*='month=']"),
        key=lambda one: int(one.text),
    )
    count = int(link.text)
    _click(chrome, link)
    until(chrome, lambda driver: driver.find_elements(By.CSS_SELECTOR, ".list-bar"))
    assert len(_first(chrome)) == count < 81
    chrome.find_element(By.XPATH, "//button[text()='清除筛选']").click()
    _settled(chrome, "#q=")
    chrome.refresh()
    assert _count(chrome) == "共 81 行"


# --- long lists ------------------------------------------------------------------------------------------------------


def test_a_long_list_is_drawn_a_part_at_a_time_and_searched_whole(base, chrome):
    _open(chrome, f"{base}long.html")
    until(chrome, _first)
    assert len(_first(chrome)) == 100
    assert _count(chrome) == "共 2000 行，先显示 100 行"
    _click(chrome, chrome.find_element(By.XPATH, "//button[starts-with(text(),'再显示')]"))
    assert len(_first(chrome)) == 300
    chrome.find_element(By.CSS_SELECTOR, ".list-bar input").send_keys("人1999")
    assert _first(chrome) == ["P01999"]


def test_the_pages_of_a_long_list_are_in_sight_only_without_the_script(base, chrome):
    _open(chrome, f"{base}long.html")
    until(chrome, _first)
    assert not chrome.find_element(By.CSS_SELECTOR, ".list-parts table").is_displayed()
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chrome.get(f"{base}long.html?plain")
        pages = chrome.find_elements(By.CSS_SELECTOR, ".list-parts a")
        assert [page.is_displayed() for page in pages] == [True] * 5
        assert not chrome.find_element(By.CSS_SELECTOR, "[data-full]").is_displayed()
        pages[-1].click()
        rows = chrome.find_elements(By.CSS_SELECTOR, "tbody tr")
        assert rows[-1].text.startswith("P01999")
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_all_of_a_long_list_can_be_shown(base, chrome):
    _open(chrome, f"{base}long.html#department=甲科")
    until(chrome, _first)
    _click(chrome, chrome.find_element(By.XPATH, "//button[text()='显示全部']"))
    assert len(_first(chrome)) == 1_000
    assert not chrome.find_element(By.CSS_SELECTOR, ".list-more").is_displayed()


# --- paper -----------------------------------------------------------------------------------------------------------


def test_paper_shows_what_the_screen_shows_and_says_what_was_chosen(base, chrome):
    _open(chrome, f"{base}short.html#department=美容外科&q=医师")
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert _first(chrome) == ["D10", "D04", "D05"]
        assert not chrome.find_element(By.CSS_SELECTOR, ".list-bar select").is_displayed()
        assert chrome.find_element(By.CSS_SELECTOR, ".list-printed").text == "科室：美容外科；含“医师”"
        assert _count(chrome) == "8 行中符合 3 行"
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_controls_have_names(base, chrome):
    _open(chrome, f"{base}short.html")
    tree = chrome.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = {"searchbox", "combobox", "button"}
    found = [node for node in tree if node.get("role", {}).get("value") in roles]
    assert len(found) > len(_HEADS)
    assert [json.dumps(node["role"]) for node in found if not node["name"]["value"]] == []
