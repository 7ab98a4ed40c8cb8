"""The charts: every number stands in them as text, at its place, and nothing that a record says becomes markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest

from meidang.render.charts import (
    About,
    Bar,
    Day,
    Group,
    Month,
    Point,
    Row,
    Span,
    bars,
    course,
    days,
    months,
    timeline,
)
from meidang.render.charts.scales import Days, days_about, heights

HOSTILE = "<script>alert('1')</script>\"& {{x}}"
ABOUT = About("某指标", "2026 年 1 月 90%", "chart-1")
TODAY = date(2026, 5, 30)


def _tree(html):
    """The chart as elements; fails where the markup is not whole."""
    return ET.fromstring(html)


def _texts(html, style):
    """The words of every SVG text with the class, in order."""
    found = (each for each in _tree(html).iter("text") if style in each.get("class").split())
    return [each.text for each in found]


def _percents(value):
    return float(value.removesuffix("%"))


# --- the course of an indicator --------------------------------------------------------------------------------------

POINTS = (
    Point("2026-01", "2026 年 1 月：90%", 90.0, "90%", low=60.0, high=98.0, link="../ledger/a.html#x.1"),
    Point("2026-02", "2026 年 2 月：没有数据", None),
    Point("2026-03", "2026 年 3 月：80%，未达标", 80.0, "80%", low=49.0, high=94.0, standing="missed"),
)


def test_a_course_tells_values_periods_and_target_as_text():
    drawn = course(POINTS, ABOUT, target=85.0, unit="%")
    assert _texts(drawn, "value") == ["90%", "无", "80%"]
    assert [words for words in _texts(drawn, "tick") if words.startswith("2026")] == ["2026-01", "2026-02", "2026-03"]
    assert _texts(drawn, "target-tick") == ["85%"]
    assert [one.text for one in _tree(drawn).iter("desc")] == [ABOUT.description]


def test_a_missed_period_has_another_shape_and_its_own_key():
    drawn = course(POINTS, ABOUT, target=85.0, unit="%")
    shapes = [point.get("class") for point in _tree(drawn).iter() if (point.get("class") or "").startswith("point")]
    assert shapes == ["point", "point missed"]
    assert "未达标（菱形）" in drawn
    assert "未达标" not in course(POINTS[:1], ABOUT, target=85.0, unit="%").partition("<figcaption>")[2]


def test_a_point_stands_higher_the_more_it_is_and_later_ones_to_the_right():
    points = [Point(str(index), "", float(value), str(value)) for index, value in enumerate((10, 40, 20))]
    marks = [one for one in _tree(course(points, ABOUT, target=None, unit="")).iter("svg") if one.get("overflow")]
    downs, across = [float(one.get("y")) for one in marks], [_percents(one.get("x")) for one in marks]
    assert downs[1] < downs[2] < downs[0]
    assert across == sorted(across)
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=0.02)


def test_a_point_leads_to_its_records_and_says_what_it_is():
    links = list(_tree(course(POINTS, ABOUT, target=None, unit="%")).iter("a"))
    assert [(one.get("href"), one.findtext("title")) for one in links] == [
        ("../ledger/a.html#x.1", "2026 年 1 月：90%")
    ]


def test_a_chart_with_links_is_no_image_so_that_they_are_read_out():
    assert 'role="group"' in course(POINTS, ABOUT, target=None, unit="%")
    assert 'role="img"' in course(POINTS[2:], ABOUT, target=None, unit="%")


def test_across_a_period_without_a_value_the_line_is_another():
    lines = [each.get("class") for each in _tree(course(POINTS, ABOUT, target=None, unit="%")).iter("line")]
    assert lines.count("course-line across") == 1
    assert "course-line" not in lines


def test_many_periods_are_scrolled_by_keyboard_too_and_name_the_newest():
    points = [Point(f"{2020 + index // 12}-{index % 12 + 1:02}", "", float(index), str(index)) for index in range(60)]
    drawn = course(points, ABOUT, target=None, unit="")
    assert 'class="chart-scroll" tabindex="0" role="region" aria-label="某指标' in drawn
    names = [words for words in _texts(drawn, "tick") if re.fullmatch(r"20[0-9]{2}-[0-9]{2}", words)]
    assert names[-1] == "2024-12"
    assert len(names) <= 13


@pytest.mark.parametrize("points", [(), (Point("2026-02", "", None),)])
def test_without_a_value_there_is_no_course(points):
    assert not course(points, ABOUT, target=85.0, unit="%")


# --- the years of a technique ----------------------------------------------------------------------------------------


def test_bars_tell_their_numbers_and_rates():
    every = [
        Bar("2024", 100, "2024 年：100 例", rate=2.0, rate_words="2.00%", rate_of="2/100", link="#figures"),
        Bar("2025", 50, "2025 年：50 例", rate=0.0, rate_words="0.00%", rate_of="0/50"),
    ]
    drawn = bars(every, ABOUT, rate_name="并发症发生率")
    assert _texts(drawn, "value") == ["2.00%", "0.00%", "100", "50"]
    assert _texts(drawn, "tick") == ["2/100", "0/50", "2024", "2025"]
    assert _texts(drawn, "band") == ["并发症发生率"]


def test_bars_are_as_high_as_their_numbers():
    drawn = _tree(bars([Bar("2024", 100, ""), Bar("2025", 50, ""), Bar("2026", 0, "")], ABOUT, rate_name=""))
    high = [float(one.get("height")) for one in drawn.iter("rect")]
    assert high[0] == pytest.approx(2 * high[1])
    assert high[2] == 0


def test_a_year_without_a_rate_interrupts_the_line():
    every = [Bar(str(year), 1, "", rate=rate) for year, rate in ((2023, 1.0), (2024, None), (2025, 1.0), (2026, 2.0))]
    lines = [one.get("class") for one in _tree(bars(every, ABOUT, rate_name="率")).iter("line")]
    assert lines.count("rate-line") == 1


def test_without_years_there_are_no_bars():
    assert not bars([], ABOUT, rate_name="率")


# --- validity --------------------------------------------------------------------------------------------------------


def _row(name="医师执业证书", *spans, **named):
    spans = spans or (Span(date(2025, 1, 1), date(2026, 12, 31), "fine", "2025-01-01 至 2026-12-31，有效"),)
    return Row(name, spans, "<b>有效</b>", "2025-01-01 至 2026-12-31", **named)


def _timeline(*rows, today=TODAY, inspection=None, title="证照"):
    return timeline([Group(title, rows)], ABOUT, today=today, inspection=inspection)


def test_a_bar_begins_and_ends_where_its_days_are():
    drawn = _tree(_timeline(_row()))
    bar = next(one for one in drawn.iter("rect"))
    # The chart holds the years 2025 and 2026: 730 days, and the bar all of them.
    assert (bar.get("x"), bar.get("width")) == ("0%", "100%")
    half = Span(date(2026, 1, 1), date(2026, 6, 30), "fine", "")
    bar = next(one for one in _tree(_timeline(_row("x", half), _row())).iter("rect"))
    assert _percents(bar.get("x")) == pytest.approx(100 * 365 / 730, abs=0.01)
    assert _percents(bar.get("width")) == pytest.approx(100 * 181 / 730, abs=0.01)


def test_today_and_the_inspection_are_lines_with_their_days():
    drawn = _timeline(_row(), inspection=date(2026, 7, 1))
    assert _texts(drawn, "today") == ["截至 2026-05-30"]
    assert _texts(drawn, "inspection") == ["评审 2026-07-01"]
    line = next(one for one in _tree(drawn).iter("line") if one.get("class") == "today")
    assert _percents(line.get("x1")) == pytest.approx(100 * (365 + 149) / 730, abs=0.01)
    assert "评审" not in _timeline(_row(), inspection=TODAY)


def test_an_open_end_runs_to_the_edge_with_an_arrow():
    drawn = _timeline(_row("资格证书", Span(date(2025, 1, 1), None, "fine", "长期")), _row())
    tree = _tree(drawn)
    assert [(one.get("class"), one.get("d")) for one in tree.iter("path")] == [("open fine", "M9 9 2 4v10z")]
    assert "没有期限" in drawn
    assert not list(_tree(_timeline(_row())).iter("path"))


def test_a_suspension_is_a_gap_of_its_own_days():
    gap = (date(2026, 1, 1), date(2026, 3, 31))
    drawn = _timeline(_row("手术", Span(date(2025, 1, 1), date(2026, 12, 31), "fine", "有效", (gap,))))
    line = next(one for one in _tree(drawn).iter("line") if one.get("class") == "gap")
    assert _percents(line.get("x1")) == pytest.approx(100 * 365 / 730, abs=0.01)
    assert _percents(line.get("x2")) == pytest.approx(100 * 455 / 730, abs=0.01)
    assert "暂停（条纹）" in drawn


def test_far_years_are_left_outside():
    spans = Span(date(1988, 7, 1), date(2099, 12, 31), "fine", "")
    years = [int(words) for words in _texts(_timeline(_row("老证", spans), _row()), "year")]
    assert (min(years), max(years)) == (2025, 2026)


def test_names_dates_and_states_are_words_of_the_page_in_the_order_given():
    drawn = _timeline(_row("甲证"), _row("乙证", link="../technique/T01.html"))
    said = ["".join(one.itertext()) for one in _tree(drawn).iter("li")]
    assert [words.split()[0] for words in said] == ["甲证", "乙证"]
    assert all("2025-01-01 至 2026-12-31" in words and "有效" in words for words in said)
    assert [one.get("href") for one in _tree(drawn).iter("a")] == ["../technique/T01.html"]


def test_a_row_of_several_times_says_them_all():
    old = Span(date(2020, 1, 1), date(2024, 12, 31), "past", "2020-01-01 至 2024-12-31，已换新")
    new = Span(date(2025, 1, 1), date(2029, 12, 31), "fine", "2025-01-01 至 2029-12-31，有效")
    track = next(one for one in _tree(_timeline(_row("执业证", old, new))).iter("svg") if one.get("class") == "track")
    assert track.get("aria-label") == f"{old.said}；{new.said}"


def test_groups_without_rows_are_left_out_and_no_rows_are_no_timeline():
    assert "授权" not in timeline([Group("证照", [_row()]), Group("授权", [])], ABOUT, today=TODAY, inspection=None)
    assert not timeline([Group("证照", [])], ABOUT, today=TODAY, inspection=None)


# --- months and days -------------------------------------------------------------------------------------------------


def test_months_stand_in_years_and_lead_to_their_sections():
    every = [
        Month("2026-12", 3, "2026 年 12 月：3 项", 1, "#month-2026-12", is_now=True),
        Month("2027-01", 0, "2027 年 1 月：0 项"),
    ]
    tree = _tree(months(every, caption="到期"))
    assert [one.text for one in tree.iter("th") if one.get("scope") == "row"] == ["2026", "2027"]
    assert [one.text for one in tree.iter("text")] == ["3", "逾1", "0"]
    assert [(one.get("href"), one.get("title")) for one in tree.iter("a")] == [
        ("#month-2026-12", "2026 年 12 月：3 项")
    ]
    assert [one.get("aria-current") for one in tree.iter("td") if one.get("class") == "now"] == ["date"]


def test_the_fullest_month_has_the_highest_column():
    high = [
        float(one.get("height"))
        for one in _tree(months([Month("2026-01", 4, ""), Month("2026-02", 2, "")], caption="")).iter("rect")
    ]
    assert high == [40.0, 20.0]


def test_without_months_there_is_no_table():
    assert not months([], caption="到期")


def test_a_month_on_the_wall_begins_on_its_weekday():
    due = {31: Day("veto", "缺 2", "5 月 31 日：3 项，缺 2 项", "#day-2026-05-31")}
    tree = _tree(days(2026, 5, due, caption="2026 年 5 月", today=30))
    weeks = [["".join(cell.itertext()) for cell in week.iter("td")] for week in tree.iter("tr")][1:]
    assert weeks[0] == ["", "", "", "", "1", "2", "3"]
    assert weeks[-1] == ["25", "26", "27", "28", "29", "30", "31 缺 2"]
    assert [one.get("href") for one in tree.iter("a")] == ["#day-2026-05-31"]


# --- all of them -----------------------------------------------------------------------------------------------------


def _hostile():
    about = About(HOSTILE, HOSTILE, "chart-1")
    span = Span(date(2025, 1, 1), None, "fine", HOSTILE, ((date(2026, 1, 1), None),))
    return {
        "course": course([Point(HOSTILE, HOSTILE, 1.0, HOSTILE, link=HOSTILE)], about, target=None, unit=""),
        "bars": bars([Bar(HOSTILE, 1, HOSTILE, 1.0, HOSTILE, HOSTILE, HOSTILE)], about, rate_name=HOSTILE),
        "timeline": timeline(
            [Group(HOSTILE, [Row(HOSTILE, (span,), "", "", HOSTILE)])], about, today=TODAY, inspection=None
        ),
        "months": months([Month("2026-05", 1, HOSTILE, 1, HOSTILE)], caption=HOSTILE, late_word=HOSTILE),
        "days": days(2026, 5, {1: Day("fine", HOSTILE, HOSTILE, HOSTILE)}, caption=HOSTILE),
    }


@pytest.mark.parametrize("name", ["course", "bars", "timeline", "months", "days"])
def test_what_a_record_says_stays_text(name):
    drawn = _hostile()[name]
    tree = _tree(drawn)
    assert "script" not in {one.tag for one in tree.iter()}
    assert HOSTILE in {words for one in tree.iter() for words in (one.text, one.get("aria-label"), one.get("title"))}
    assert "{{" not in drawn
    assert "\n\n" not in drawn


def test_the_same_numbers_give_the_same_bytes():
    assert _hostile() == _hostile()


def test_colours_are_the_style_sheets_alone():
    for drawn in (*_hostile().values(), course(POINTS, ABOUT, target=85.0, unit="%")):
        assert not re.search(r'fill="|stroke="|style="|#[0-9a-f]{6}|rgb', drawn)


# --- scales ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [[0.0], [1.0], [3.0, 3.0], [100.0], [0.4, 99.6], [1e-9], [123456.0, 7.0], []])
@pytest.mark.parametrize("most", [None, 100.0])
def test_a_scale_holds_its_values_with_few_round_numbers(values, most):
    scale = heights(values, 10, 110, most=most)
    assert scale.low <= min(values, default=0)
    assert max(values, default=0) <= scale.high
    assert 2 <= len(scale.ticks) <= 7
    assert all(low < high for low, high in pairwise(scale.ticks))
    if values:
        assert 10 <= scale.at(max(values)) <= scale.at(min(values)) <= 110


def test_counts_begin_at_nothing_and_have_no_halves():
    scale = heights([2.0, 3.0], 0, 100)
    assert (scale.low, scale.ticks[1]) == (0.0, 1.0)


def test_no_rate_is_drawn_beyond_everything():
    assert heights([97.0, 100.0], 0, 100, most=100.0).high == 100.0
    assert heights([97.0, 130.0], 0, 100, most=100.0).high >= 130.0


def test_a_day_outside_stands_at_the_edge():
    known = Days(date(2026, 1, 1), date(2026, 12, 31))
    assert (known.at(date(1999, 1, 1)), known.at(date(2050, 1, 1))) == (0.0, 1.0)
    assert (known.at(date(2026, 1, 1)), known.after(date(2026, 12, 31))) == (0.0, 1.0)
    assert known.after(date(2026, 1, 31)) == pytest.approx(31 / 365)


def test_years_about_a_day_are_whole_and_not_too_many():
    found = days_about(TODAY, [date(2024, 6, 1), date(2028, 2, 1), date(1990, 1, 1)], at_most=8)
    assert found == Days(date(2024, 1, 1), date(2028, 12, 31))
    assert days_about(TODAY, [], at_most=8) == Days(date(2026, 1, 1), date(2026, 12, 31))
    assert Days(date(2000, 1, 1), date(2030, 12, 31)).years == [2000, 2005, 2010, 2015, 2020, 2025, 2030]


def test_a_chart_costs_less_than_a_page():
    """A page takes milliseconds; its chart must not double that: bytes are counted, which no machine's load changes."""
    rows = [_row(f"证照 {number}") for number in range(60)]
    assert len(_timeline(*rows).encode()) < 40_000
