"""The field and the panel below it: typing, choosing, coming back; by keyboard, on a phone, over http and from a folder."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import until
from meidang.render.pages.page import Page

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='pwned'\">"
_ESCAPED = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
_ROWS = "".join(
    f'<tr><td><span id="K01.{n}">2026-05-20</span></td><td>周启航</td><td>C26-{n:04d}</td></tr>' for n in range(80)
)
PAGES = {
    "index.html": Page("总览", "<h1>总览</h1><p>从这里开始</p>"),
    "staff/D03.html": Page(
        "何砚", '<h1>何砚</h1><p>主治医师</p><h2 id="c">证照</h2><p>术者证</p>', "人员", 4.0, ("砚", "heyan"), "D03"
    ),
    "technique/T01.html": Page(
        "重睑成形术",
        f"<h1>重睑成形术</h1>{'<p>空行</p>' * 80}<p>术者何<b>砚</b>和何砚。</p>",
        "技术项目",
        4.0,
        ("双眼皮",),
        "T01",
    ),
    "ledger/case.html": Page("病例台账", f"<h1>病例台账</h1><table>{_ROWS}</table>", "台账"),
    "bad.html": Page(f"坏页 {HOSTILE}", f"<h1>坏页</h1><p>正文 {_ESCAPED} 结束</p>", HOSTILE, 1.0, (HOSTILE,), HOSTILE),
    **{
        f"clause/c{n}.html": Page(f"条款{n}", f"<h1>条款{n}</h1><p>检查第{n}项，何砚负责</p>", "条款", 0.4)
        for n in range(30)
    },
}


@pytest.fixture(scope="module")
def folder(written):
    return written(PAGES)


@pytest.fixture(scope="module", params=["http", "file"])
def base(request, folder, serve):
    return serve(folder) if request.param == "http" else f"{folder.as_uri()}/"


@pytest.fixture
def page(base, chrome):
    """The first page, visited anew: the same address again would be a reload, which keeps what Back returns to."""
    chrome.get("about:blank")
    chrome.get(f"{base}index.html")
    return chrome


def part(chrome, name):
    return chrome.find_element(By.CSS_SELECTOR, f"[data-search-{name}]")


def options(chrome):
    return chrome.find_elements(By.CSS_SELECTOR, "[role=option]")


def search(chrome, question, says="找到"):
    part(chrome, "input").send_keys(question)
    until(chrome, lambda _: part(chrome, "status").text.startswith(says))
    return options(chrome)


def test_what_is_typed_is_found_and_counted(page):
    first = search(page, "何砚")[0]
    assert part(page, "status").text == "找到 32 页。"
    assert first.text.split("\n")[0] == "人员 何砚 D03"
    assert [mark.text for mark in first.find_elements(By.TAG_NAME, "mark")] == ["何砚"]


def test_readers_of_the_screen_hear_what_is_open_and_chosen(page):
    field = part(page, "input")
    assert (field.get_attribute("role"), field.get_attribute("aria-expanded")) == ("combobox", "false")
    search(page, "何砚")
    assert field.get_attribute("aria-expanded") == "true"
    field.send_keys(Keys.ARROW_DOWN)
    [chosen] = page.find_elements(By.CSS_SELECTOR, "[role=option][aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert part(page, "list").get_attribute("role") == "listbox"
    assert part(page, "status").get_attribute("role") == "status"


@pytest.mark.parametrize("keys", [("/",), (Keys.CONTROL, "k")], ids=["slash", "ctrl-k"])
def test_a_key_leads_to_the_field(page, keys):
    *held, key = keys
    actions = ActionChains(page)
    for one in held:
        actions.key_down(one)
    actions.send_keys(key)
    for one in held:
        actions.key_up(one)
    actions.perform()
    assert page.switch_to.active_element == part(page, "input")
    assert part(page, "input").get_property("value") == ""


def test_arrows_choose_and_enter_goes_there(page, base):
    search(page, "何砚")
    part(page, "input").send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    until(page, lambda _: page.current_url.startswith(f"{base}staff/D03.html"))


def test_enter_right_after_typing_goes_to_the_first(page, base):
    part(page, "input").send_keys("双眼皮", Keys.ENTER)
    until(page, lambda _: page.current_url.startswith(f"{base}technique/T01.html"))


def test_escape_closes_and_leaves_the_words(page):
    search(page, "何砚")
    part(page, "input").send_keys(Keys.ESCAPE)
    assert not part(page, "panel").is_displayed()
    assert part(page, "input").get_property("value") == "何砚"


def test_whoever_goes_on_leaves_the_panel_closed(page):
    search(page, "双眼皮")
    page.execute_script(
        "const link = document.createElement('a'); link.href = '#'; link.id = 'after'; link.textContent = '后面'; document.body.append(link);"
    )
    page.execute_script("document.getElementById('after').focus()")
    assert not part(page, "panel").is_displayed()


def test_back_returns_to_the_results(page, base):
    search(page, "何砚")
    [facet] = [
        one
        for one in page.find_elements(By.CSS_SELECTOR, "[data-group]")
        if one.get_property("dataset")["group"] == "条款"
    ]
    facet.click()
    until(page, lambda _: "条款" in options(page)[0].text)
    before = [one.text for one in options(page)]
    part(page, "input").send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    until(page, lambda _: page.current_url.startswith(f"{base}clause/"))
    page.back()
    until(page, lambda _: options(page) and part(page, "status").text.startswith("找到"))
    assert part(page, "input").get_property("value") == "何砚"
    assert [one.text for one in options(page)] == before


def test_a_closed_search_stays_closed_on_the_way_back(page, base):
    search(page, "双眼皮")
    part(page, "input").send_keys(Keys.ESCAPE)
    page.get(f"{base}bad.html")
    page.back()
    assert not part(page, "panel").is_displayed()


def test_a_kind_alone_can_be_looked_at(page):
    search(page, "何砚")
    facets = {one.text.split()[0]: one for one in page.find_elements(By.CSS_SELECTOR, "[data-group]")}
    assert [one.text for one in facets.values()] == ["全部 32", "条款 30", "人员 1", "技术项目 1"]
    facets["技术项目"].click()
    until(page, lambda _: len(options(page)) == 1)
    assert "重睑成形术" in options(page)[0].text
    [pressed] = page.find_elements(By.CSS_SELECTOR, "[data-group][aria-pressed=true]")
    assert pressed.text == "技术项目 1"


def test_more_results_come_when_asked_for(page):
    assert len(search(page, "何砚")) == 10
    part(page, "more").click()
    until(page, lambda _: len(options(page)) == 20)
    assert options(page)[10].get_attribute("aria-selected") == "true"


def test_the_last_arrow_brings_more(page):
    search(page, "何砚")
    part(page, "input").send_keys(*[Keys.ARROW_DOWN] * 11)
    until(page, lambda _: len(options(page)) == 20)


def test_nothing_found_says_what_to_try(page):
    search(page, "重睑术者", "没有找到")
    tips = part(page, "tips")
    assert "拼音" in tips.text
    [button] = tips.find_elements(By.TAG_NAME, "button")
    assert button.text == "重睑 术者 1"
    button.click()
    until(page, lambda _: options(page))
    assert part(page, "input").get_property("value") == "重睑 术者"


def test_a_single_character_is_told_to_go_on(page):
    search(page, "砚")
    assert "再输入一个字就找正文" in part(page, "status").text


def test_half_composed_words_are_not_looked_for(page):
    compose = """const field = document.querySelector("[data-search-input]"); field.focus();
        field.dispatchEvent(new CompositionEvent("compositionstart"));
        field.value = "heyan"; field.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));"""
    page.execute_script(compose)
    page.execute_async_script("setTimeout(arguments[0], 400)")
    assert not part(page, "panel").is_displayed()
    page.execute_script(
        """const field = document.querySelector("[data-search-input]"); field.value = "何砚";
        field.dispatchEvent(new CompositionEvent("compositionend")); field.dispatchEvent(new InputEvent("input", { bubbles: true }));"""
    )
    until(page, lambda _: part(page, "status").text.startswith("找到 32"))


def test_an_address_can_ask(base, chrome):
    chrome.get("about:blank")
    chrome.get(f"{base}index.html#search=%E5%8F%8C%E7%9C%BC%E7%9A%AE")
    until(chrome, lambda _: part(chrome, "status").text.startswith("找到"))
    assert "又名 双眼皮" in options(chrome)[0].text


def test_data_is_shown_and_never_run(page):
    first = search(page, "坏页")[0]
    assert HOSTILE in first.text
    assert first.find_elements(By.TAG_NAME, "img") == []
    part(page, "input").clear()
    search(page, HOSTILE, "找到 1 页")
    assert HOSTILE in part(page, "panel").text
    assert part(page, "panel").find_elements(By.TAG_NAME, "img") == []
    assert page.title == "总览"


def test_the_page_shows_where_it_was_found(page, base):
    search(page, "术者何砚")
    part(page, "input").send_keys(Keys.ENTER)
    until(page, lambda _: page.current_url.startswith(f"{base}technique/T01.html"))
    until(page, lambda _: page.execute_script("return document.documentElement.dataset.marked"))
    marked = "return [...CSS.highlights.get('meidang-search')].map((range) => range.toString())"
    assert page.execute_script(marked) == ["术者何砚"]
    seen = "const box = [...CSS.highlights.get('meidang-search')][0].getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight"
    until(page, lambda _: page.execute_script(seen))


def test_a_row_is_scrolled_to(page, base):
    search(page, "C26-0077")
    part(page, "input").send_keys(Keys.ENTER)
    until(page, lambda _: page.current_url.endswith("#K01.77"))
    until(page, lambda _: page.execute_script("return document.documentElement.dataset.marked"))
    seen = "const box = document.getElementById('K01.77').getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight"
    until(page, lambda _: page.execute_script(seen))


def test_missing_files_are_told(written, chrome):
    folder = written({"index.html": PAGES["index.html"]})
    (folder / "search/names.js").unlink()
    chrome.get(f"{folder.as_uri()}/index.html")
    part(chrome, "input").send_keys("何砚")
    until(chrome, lambda _: part(chrome, "panel").is_displayed())
    assert "search/names.js" in part(chrome, "status").text


def test_on_a_phone_the_field_opens_over_the_header(base, chrome):
    chrome.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        chrome.get(f"{base}index.html")
        assert not part(chrome, "input").is_displayed()
        part(chrome, "open").click()
        search(chrome, "何砚")
        assert chrome.execute_script("return document.documentElement.scrollWidth") == 390
        assert all(one.rect["x"] >= 0 and one.rect["x"] + one.rect["width"] <= 390 for one in options(chrome))
        part(chrome, "close").click()
        assert not part(chrome, "input").is_displayed()
        assert not part(chrome, "panel").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_nothing_is_asked_before_the_field_is_used(page):
    loaded = "return performance.getEntriesByType('resource').map((one) => one.name).filter((name) => name.includes('/search/'))"
    assert page.execute_script(loaded) == []
