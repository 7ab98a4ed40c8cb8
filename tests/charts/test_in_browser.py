"""The charts with their style sheet in Chromium: readable on a phone, in line with their axis, reached by keyboard."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from browser import chromium
from meidang.render.charts import About, Bar, Day, Group, Month, Point, Row, Span, bars, course, days, months, timeline

pytestmark = pytest.mark.browser

STYLES = Path(__file__).parents[2] / "site" / "assets" / "stylesheets"
TODAY = date(2026, 5, 30)
DESKTOP, PHONE = 1200, 390
LONG = "一张名字特别长的证照：设有麻醉科的医疗美容门诊部大型仪器操作上岗合格证（含补充说明）"


def _timeline():
    rows = [
        Row(LONG, (Span(TODAY, date(2028, 3, 31), "fine", ""),), "<span>有效</span>", "2026-05-30 至 2028-03-31"),
        Row("短名", (Span(date(2021, 1, 1), None, "fine", ""),), "<span>在册</span>", "2021-01-01 起", "#there"),
    ]
    return timeline([Group("证照", rows)], About("时间线", "", "t"), today=TODAY, inspection=date(2026, 6, 15))


def _course(count):
    points = [
        Point(
            f"{2023 + index // 12}-{index % 12 + 1:02}",
            "",
            90 + index % 7,
            f"{90 + index % 7}.5%",
            80,
            100,
            link="#there",
        )
        for index in range(count)
    ]
    return course(points, About("走势", "", f"c{count}"), target=95, unit="%")


def _others():
    figures = [Bar(str(2020 + index), 612 - index, "", 1.47, "1.47%", "9/612", "#there") for index in range(6)]
    every = [Month(f"2026-{number:02}", 300 + number, "", 120, "#there") for number in range(1, 13)]
    due = {31: Day("veto", "缺 12", "", "#there")}
    return "".join(
        (
            bars(figures, About("年度", "", "b"), rate_name="并发症发生率"),
            months(every, caption="到期"),
            f'<div class="month">{days(2026, 5, due, caption="五月", today=30)}<ul class="dues"></ul></div>',
        )
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The address of a page with every chart."""
    links = "".join(
        f'<link rel="stylesheet" href="{(STYLES / name).as_uri()}">'
        for name in ("frame.css", "meidang.css", "charts.css")
    )
    charts = "".join((_timeline(), _course(4), _course(24), _course(60), _others()))
    html = f'<!doctype html><html lang="zh"><meta charset="utf-8">{links}<body><main class="md-typeset">{charts}</main>'
    target = tmp_path_factory.mktemp("charts") / "charts.html"
    target.write_text(html, encoding="utf-8")
    return target.as_uri()


@pytest.fixture(scope="module")
def chrome():
    with chromium("--hide-scrollbars") as driver:
        yield driver


@pytest.fixture(params=[DESKTOP, PHONE])
def shown(request, chrome, page):
    """The page in a window of a desktop's width and of a phone's."""
    metrics = {"width": request.param, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chrome.get(page)
    return chrome


def _boxes(chrome, selector):
    """Left, top, right and bottom of everything visible that a selector finds."""
    return chrome.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map(one => one.getBoundingClientRect())"
        ".filter(box => box.width).map(box => [box.left, box.top, box.right, box.bottom])",
        selector,
    )


def test_nothing_is_wider_than_the_window(shown):
    assert shown.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_no_word_is_too_small_to_read(shown):
    sizes = shown.execute_script(
        "return [...document.querySelectorAll('svg text')].map(one => parseFloat(getComputedStyle(one).fontSize)"
        " * one.getScreenCTM().a)"
    )
    assert len(sizes) > 100
    assert min(sizes) >= 11


def test_a_bar_that_begins_today_begins_at_today_s_line(shown):
    (line,) = shown.execute_script(
        "return [...document.querySelectorAll('line.today')].map(one => one.getBoundingClientRect().left)"
    )
    first = _boxes(shown, ".track .span")[0]
    assert first[0] == pytest.approx(line, abs=1.5)


def test_today_s_line_runs_down_to_the_last_row(shown):
    (bottom,) = shown.execute_script(
        "return [...document.querySelectorAll('line.today')].map(one => one.getBoundingClientRect().bottom)"
    )
    assert bottom >= _boxes(shown, ".track .span")[-1][3]


def test_bars_stay_between_the_first_and_the_last_day(shown):
    (axis,) = _boxes(shown, "svg.axis")
    assert all(axis[0] - 1 <= left and right <= axis[2] + 1 for left, _, right, _ in _boxes(shown, ".track .span"))


@pytest.mark.parametrize("chart", [".course", ".bars", ".months td"])
def test_words_do_not_cover_each_other(shown, chart):
    for one in shown.find_elements("css selector", chart):
        found = shown.execute_script(
            "return [...arguments[0].querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()])"
            ".filter(([, box]) => box.width).map(([words, box]) => [words, box.left, box.top, box.right, box.bottom])",
            one,
        )
        for (words, *box), (others, *other) in combinations(found, 2):
            beside = box[2] <= other[0] + 1 or other[2] <= box[0] + 1
            above = box[3] <= other[1] + _LEADING or other[3] <= box[1] + _LEADING
            assert beside or above, (chart, words, others)


#: A line's box is higher than its signs, by so many pixels above and below.
_LEADING = 5


def test_links_and_the_chart_that_scrolls_are_reached_by_keyboard(shown):
    reached = shown.execute_script(
        "return [...document.querySelectorAll('figure a, .months a, .days a, .chart-scroll')]"
        ".filter(one => (one.focus(), document.activeElement !== one)).length"
    )
    assert reached == 0


def test_colours_come_from_the_style_sheet(shown):
    fills = shown.execute_script(
        "return ['.point', '.bar', '.span.fine', '.count'].map(one => getComputedStyle(document.querySelector(one)).fill)"
    )
    assert "rgb(0, 0, 0)" not in fills
