"""The page for wrong addresses: below any folder, at any depth, with style, search and what may have been meant."""

from __future__ import annotations

import shutil

import pytest
from selenium.webdriver.common.by import By

from browser import until

pytestmark = pytest.mark.browser


def _settled(chrome):
    """Wait until it has found the root: its links no longer begin with the mark."""
    until(chrome, lambda one: one.execute_script("return document.querySelectorAll('#nearest li').length"))
    return chrome.find_element(By.ID, "missing").text, [
        link.get_attribute("href") for link in chrome.find_elements(By.CSS_SELECTOR, "#nearest a")
    ]


def test_a_wrong_id_is_answered_with_the_list_and_the_nearest(http, chrome):
    chrome.get(f"{http}staff/D99.html")
    said, links = _settled(chrome)
    assert "「人员」里没有 D99" in said
    assert links[0] == f"{http}staff/index.html"
    assert f"{http}staff/D01.html" in links


def test_a_right_name_in_a_wrong_folder_is_found(http, chrome):
    chrome.get(f"{http}people/old/D03.html")
    _, links = _settled(chrome)
    assert f"{http}staff/D03.html" in links


def test_it_looks_like_every_other_page_and_its_links_work(http, chrome):
    chrome.get(f"{http}staff/D99.html")
    _settled(chrome)
    until(
        chrome,
        lambda one: (
            one.execute_script("return getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
        ),
    )
    chrome.find_element(By.LINK_TEXT, "技术项目").click()
    assert chrome.current_url == f"{http}technique/index.html"


def test_one_can_search_on_it(http, chrome):
    chrome.get(f"{http}staff/D99.html")
    _settled(chrome)
    until(chrome, lambda one: one.execute_script("return !!(window.meidang.search.query)"))
    found = chrome.execute_async_script(
        "const done = arguments[0]; meidang.search.query('何砚').then((a) => done(JSON.stringify(a)))"
    )
    assert "staff/D03.html" in found


def test_opened_from_a_folder_it_has_its_style(internal, chrome):
    chrome.get(f"{internal.as_uri()}/404.html")
    until(
        chrome,
        lambda one: (
            one.execute_script("return getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
        ),
    )


def test_without_the_names_it_still_says_where_to_look(internal, tmp_path, chrome):
    shutil.copy(internal / "404.html", tmp_path)
    chrome.get(f"{tmp_path.as_uri()}/404.html")
    assert "总览" in chrome.find_element(By.CSS_SELECTOR, "article").text
