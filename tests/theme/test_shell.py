"""The frame in a browser: colours, drawer, keyboard, tables that scroll, long names, and all of it without scripts."""

from __future__ import annotations

import re
import shutil

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from meidang.models.audience import Edition
from meidang.project import Project
from theme.kinds_of_pages import PAGES, ROOT

pytestmark = pytest.mark.browser
PHONE = 390
_TOO_WIDE = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
_GROUND = "return getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def unscripted(chrome):
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield chrome
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("page", PAGES[Edition.INTERNAL])
def test_nothing_overflows_on_a_phone_and_no_cell_is_a_character_wide(page, internal, screen):
    chrome = screen(PHONE)
    chrome.get(f"{internal.as_uri()}/{page}")
    assert chrome.execute_script(_TOO_WIDE) == 0
    narrow = """
      return [...document.querySelectorAll("article .scroll > table td")].filter((cell) => {
        const style = getComputedStyle(cell);
        const room = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return cell.textContent.trim().length > 3 && room < 2.5 * parseFloat(style.fontSize);
      }).map((cell) => cell.textContent.trim().slice(0, 20));
    """
    assert chrome.execute_script(narrow) == []


def test_dark_follows_the_system_and_then_the_readers_choice(http, screen):
    chrome = screen(dark=True)
    chrome.get(f"{http}index.html")
    dark = chrome.execute_script(_GROUND)
    button = chrome.find_element(By.CSS_SELECTOR, "button.scheme")
    assert button.text == "浅色"
    button.click()
    assert chrome.execute_script(_GROUND) != dark
    chrome.get(f"{http}staff/D03.html")
    assert chrome.execute_script(_GROUND) != dark
    chrome.execute_script("localStorage.clear()")


def test_without_scripts_dark_follows_the_system(internal, screen, unscripted):
    chrome = screen(dark=False)
    chrome.get(f"{internal.as_uri()}/index.html")
    light = chrome.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
    screen(dark=True)
    chrome.get(f"{internal.as_uri()}/index.html")
    assert chrome.find_element(By.TAG_NAME, "body").value_of_css_property("background-color") != light


def test_the_drawer_of_a_phone_opens_and_closes_by_keyboard(internal, screen):
    chrome = screen(PHONE)
    chrome.get(f"{internal.as_uri()}/staff/D03.html")
    menu, nav = chrome.find_element(By.CSS_SELECTOR, "a.menu"), chrome.find_element(By.ID, "nav")
    assert (nav.is_displayed(), menu.get_attribute("aria-expanded")) == (False, "false")
    menu.send_keys(Keys.ENTER)
    assert (nav.is_displayed(), menu.get_attribute("aria-expanded")) == (True, "true")
    assert chrome.execute_script("return document.getElementById('nav').contains(document.activeElement)")
    chrome.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not nav.is_displayed()
    assert chrome.switch_to.active_element == menu


def test_without_scripts_the_drawer_opens_and_leads_to_every_section(internal, screen, unscripted):
    chrome = screen(PHONE)
    chrome.get(f"{internal.as_uri()}/staff/D03.html")
    chrome.find_element(By.CSS_SELECTOR, "a.menu").click()
    assert chrome.find_element(By.ID, "nav").is_displayed()
    chrome.find_element(By.XPATH, "//summary[text()='运行']").click()
    chrome.find_element(By.LINK_TEXT, "应办事项").click()
    assert chrome.current_url.endswith("/duties.html")


def test_the_first_tab_leads_past_the_frame(internal, screen):
    chrome = screen()
    chrome.get(f"{internal.as_uri()}/staff/D03.html")
    chrome.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    first = chrome.switch_to.active_element
    assert first.text == "跳到正文"
    first.send_keys(Keys.ENTER)
    assert chrome.execute_script("return document.activeElement.id") == "main"


def test_the_keyboard_leaves_every_part_of_a_page(internal, screen):
    """No trap: going on with Tab one comes to the end of the page."""
    chrome = screen()
    chrome.get(f"{internal.as_uri()}/clause/c8-6.html")
    chrome.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    seen = []
    for _ in range(400):
        active = chrome.switch_to.active_element
        if "top" in (active.get_attribute("class") or "").split():
            break
        seen.append(active.id)
        active.send_keys(Keys.TAB)
    else:
        pytest.fail("the end of the page was not reached")
    assert len(set(seen)) > 20


def test_a_table_that_scrolls_is_reached_by_keyboard_and_has_a_name(internal, screen):
    chrome = screen(PHONE)
    chrome.get(f"{internal.as_uri()}/staff/D03.html")
    frames = chrome.find_elements(By.CSS_SELECTOR, ".scroll.wide")
    names = [frame.get_attribute("aria-label") for frame in frames]
    assert frames
    assert all(frame.get_attribute("tabindex") == "0" for frame in frames)
    assert len(set(names)) == len(names)
    assert any("证照与资质" in name for name in names)


def test_the_head_of_a_table_stays_in_sight(internal, screen):
    chrome = screen()
    chrome.get(f"{internal.as_uri()}/rules.html")
    chrome.execute_script("window.scrollTo({ top: 3000, behavior: 'instant' })")
    top = chrome.execute_script("return document.querySelector('article thead th').getBoundingClientRect().top")
    assert 0 < top < 100


def test_the_list_of_headings_shows_where_one_reads(internal, screen):
    chrome = screen(1500)
    chrome.get(f"{internal.as_uri()}/staff/D03.html#credentials")
    chrome.execute_async_script("setTimeout(arguments[0], 400)")
    assert chrome.find_element(By.CSS_SELECTOR, ".toc [aria-current]").text == "证照与资质"


def test_long_names_break_no_page(build, tmp_path, screen):
    project = tmp_path / "project"
    for folder in ("archive", "site"):
        shutil.copytree(ROOT / folder, project / folder)
    for name, field in (("staff/D03", "name"), ("technique/T01", "standard_name"), ("institution", "name")):
        file = project / f"archive/{name}.yaml"
        long = "阿卜杜热合曼江·买买提托合提尼牙孜" * 3 + "Supercalifragilisticexpialidocious" * 3
        text, count = re.subn(rf"(?m)^{field}: .*$", f"{field}: {long}", file.read_text())
        assert count == 1, name
        file.write_text(text)
    site = build(Project(project), Edition.INTERNAL)
    for width in (1300, PHONE):
        chrome = screen(width)
        for page in ("index.html", "staff/index.html", "staff/D03.html", "technique/T01.html", "findings.html"):
            chrome.get(f"{site.as_uri()}/{page}")
            assert chrome.execute_script(_TOO_WIDE) == 0, (width, page)


def test_nothing_of_the_frame_is_stopped_by_the_policy(internal, screen):
    chrome = screen()
    chrome.get_log("browser")
    for page in ("index.html", "staff/D03.html", "findings.html"):
        chrome.get(f"{internal.as_uri()}/{page}")
    assert [entry["message"] for entry in chrome.get_log("browser")] == []
