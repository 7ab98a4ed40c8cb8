"""The page of changes in Chromium, over http and from a folder: a day and a kind are chosen, nothing is reloaded."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from browser import chromium, served
from meidang.load import load_archive
from meidang.models.audience import Edition
from meidang.render.content_security import guard
from meidang.render.pages.book import Book
from meidang.render.pages.review.changes import changes_page
from meidang.source.commits import Sort
from meidang.source.differing import Difference
from meidang.source.history import Change, History

pytestmark = pytest.mark.browser

SITE = Path(__file__).parents[2] / "site"
FRAME = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>改动</title>
<link rel="stylesheet" href="assets/stylesheets/meidang.css"><link rel="stylesheet" href="assets/stylesheets/changes.css">
</head><body><main class="md-typeset">{body}</main>
<script src="assets/javascripts/changes.js"></script></body></html>"""


def change(day, sort, path, *ways):
    difference = Difference(tuple((way,) for way in ways)) if ways else None
    return Change(date.fromisoformat(day), f"{day.replace('-', '')}ab", sort, path, "", "a" * 40, "b" * 40, difference)


HISTORY = History(
    changes=(
        change("2026-06-25", Sort.MODIFIED, "archive/staff/D01.yaml", "posts"),
        *(
            replace(change("2026-06-11", Sort.MODIFIED, "archive/technique/T01.yaml", "note"), commit=f"{number:010}")
            for number in range(150)
        ),
        change("2026-06-10", Sort.DELETED, "archive/device/E02.yaml"),
        change("2026-04-02", Sort.MODIFIED, "archive/device/E01.yaml", "note"),
        change("2026-03-01", Sort.MODIFIED, "archive/staff/D01.yaml", "name"),
        *(change("2026-01-05", Sort.ADDED, f"archive/staff/D{number:02}.yaml") for number in range(60)),
    )
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The page as it comes out of a build: under its policy, with the site's own script and styles."""
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(SITE / "assets", root / "assets")
    book = Book(Edition.INTERNAL, load_archive(()).archive, (), date(2026, 6, 30), "", {}, lambda key, path: None)
    page = guard(FRAME.format(body=changes_page(book, HISTORY).body), "mark")
    (root / "changes.html").write_text(page, encoding="utf-8")
    return root


@pytest.fixture(scope="module", params=["http", "file"])
def address(request, folder):
    if request.param == "file":
        yield f"{folder.as_uri()}/changes.html"
        return
    with served(folder) as address:
        yield f"{address}changes.html"


@pytest.fixture(scope="module")
def chrome():
    with chromium(size="1200,900") as driver:
        yield driver


@pytest.fixture
def opened(chrome, address):
    chrome.get(address)
    return chrome


def shown(driver):
    return [
        one.text.splitlines()[0]
        for one in driver.find_elements(By.CSS_SELECTOR, "#changes section li")
        if one.is_displayed()
    ]


def total(driver):
    return driver.find_element(By.CSS_SELECTOR, ".change-total").text


def press(driver, words):
    driver.find_element(By.XPATH, f"//button[text()='{words}']").click()


def test_thirty_days_are_shown_at_first(opened):
    assert shown(opened) == [
        "修改 人员 D01（读不出来） 期间改动 1 次，共 3 次",
        "修改 技术项目 T01（读不出来） 期间改动 100 次以上，共 150 次",
        "删除 设备 E02（已删除）",
    ]
    assert total(opened) == "自 2026-05-31 以来，3 条记录有改动。"
    assert [one.text for one in opened.find_elements(By.CSS_SELECTOR, ".change-kinds li") if one.is_displayed()] == [
        "人员 1",
        "技术项目 1",
        "设备 1",
    ]


def test_a_shorter_time_leaves_less(opened):
    press(opened, "7 天")
    assert len(shown(opened)) == 1
    assert opened.find_element(By.XPATH, "//button[text()='7 天']").get_attribute("aria-pressed") == "true"
    assert opened.find_element(By.XPATH, "//button[text()='30 天']").get_attribute("aria-pressed") == "false"


def test_earlier_changes_of_a_record_come_with_an_earlier_day(opened):
    assert "2026-03-01" not in opened.find_element(By.ID, "changes").text
    press(opened, "全部")
    words = opened.find_element(By.ID, "changes").text
    assert "2026-03-01 修改：姓名" in words
    assert "成批新增 60 条" in words
    assert "4 条记录有改动，另有 1 次成批改动。" in words


def test_a_day_is_typed(opened):
    opened.execute_script(
        "const field = document.querySelector('input[type=date]'); field.value = '2026-04-01';"
        "field.dispatchEvent(new Event('input', {bubbles: true}));"
    )
    assert len(shown(opened)) == 4
    assert total(opened).startswith("自 2026-04-01 以来，4 条")


def test_a_kind_is_chosen(opened):
    press(opened, "全部")
    Select(opened.find_element(By.NAME, "kind")).select_by_visible_text("设备")
    assert [words.split()[1] for words in shown(opened)] == ["设备", "设备"]
    assert total(opened) == "2 条记录有改动。"
    heads = [one.text for one in opened.find_elements(By.TAG_NAME, "h2") if one.is_displayed()]
    assert [head.rstrip("#") for head in heads] == ["2026-06-10", "2026-04-02"]


def test_nothing_is_written_to_the_console(opened):
    assert [entry for entry in opened.get_log("browser") if "favicon" not in entry["message"]] == []


def test_all_of_it_is_there_without_a_script(address):
    with chromium(size="1200,900", scripts=False) as driver:
        driver.get(address)
        assert len(shown(driver)) == 5
        assert not driver.find_element(By.TAG_NAME, "form").is_displayed()
        assert "2026-03-01 修改：姓名" in driver.find_element(By.ID, "changes").text
