"""Duties, indicators, policies and readiness on the site: what is late, what comes, where every number comes from."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html import unescape

import pytest

from meidang.archive import Archive
from meidang.findings import Finding, Severity
from meidang.models.base import adapter, changed
from meidang.models.duties import Condition
from meidang.models.ledgers.records import ArchivingRecord, OutpatientEvaluation
from meidang.render.pages.chart import Point, draw
from meidang.render.pages.duty import conditions

POINTS = (
    Point("2026-01", 90.0, 60.0, 98.0, missed=False),
    Point("2026-02", None, None, None, missed=False),
    Point("2026-03", 80.0, 49.0, 94.0, missed=True),
)


def _section(page, anchor):
    """The lines of a section."""
    return re.split(r"\n#{1,6} ", page.partition(f"{{ #{anchor} }}")[2])[0]


# --- duties ----------------------------------------------------------------------------------------------------------


def test_what_is_late_comes_first_and_together(pages):
    late = _section(pages["duties.md"], "late")
    assert "已逾期（3）" in pages["duties.md"]
    rows = [line for line in late.splitlines() if "](duty/" in line]
    assert ["2026 年 3 月" in rows[0], "2026 年第一季度" in rows[1], "上一次" in rows[2]] == [True, True, True]


def test_the_calendar_tells_a_year_ahead(pages):
    page = pages["duties.md"]
    assert "每个工作日：高风险药品日核对。" in page
    june = _section(page, "month-2026-06")
    assert "| <time>2026-06-30</time> | [门诊病历月考评](duty/audit.md) | 2026 年 6 月 | 全院 | 质控办 |" in june
    assert "2026 年第二季度 | 美容外科" in _section(page, "month-2026-07")
    months = re.findall(r"#month-(\S+) ", page)
    assert (months[0], months[-1]) == ("2026-06", "2027-06")


def test_a_duty_shows_each_period_with_its_entries(pages):
    page = pages["duty/audit.md"]
    rows = {line.split(" | ")[0].strip("| "): line for line in page.splitlines() if line.startswith("| 2026")}
    assert ">缺<" in rows["2026 年 3 月"]
    assert ">✓<" in rows["2026 年 4 月"]
    assert "../ledger/outpatient_record_qc-2026.md#hospital-2026-04.1" in rows["2026 年 4 月"]
    assert ">进行中<" in rows["2026 年 6 月"]
    assert "门诊病历月考评：2026 年 3 月没有记录" in page


def test_nothing_is_in_time_where_a_rule_finds_a_lapse(pages, archive, make_pages):
    (may,) = [line for line in pages["duty/audit.md"].splitlines() if line.startswith("| 2026 年 5 月")]
    assert ">样本不足<" in may
    last = replace(archive.items["duties"].locate(()), path="archive/ledger/x.yaml")
    found = [
        Finding("DUT003", severity, "缺分析", last, "补上", "(一)1", "duties", about="duties/count")
        for severity in (Severity.MINOR, Severity.NOTICE)
    ]
    for findings, words in ((found, "有问题 1 项"), (found[1:], "按期")):
        page = make_pages(findings=findings)["duty/count.md"]
        assert f">{words}<" in page.partition("{ .stamp")[0]


def test_a_duty_by_interval_and_one_of_every_working_day(pages):
    assert "逾期 79 天" in pages["duty/calibrate.md"]
    assert "../device/E01.md" in pages["duty/calibrate.md"]
    assert ">1/1 天<" in pages["duty/count.md"]
    assert "没有谁须办" in pages["duty/later.md"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"key": "kind", "values": ["季度评价", "年度总结"]}, "「类别」为季度评价或年度总结"),
        ({"key": "filed_on", "given": "true"}, "「归档日期」已填写"),
        ({"key": "filed_on", "given": "false"}, "「归档日期」没有填写"),
        ({"key": "filed_on", "not_after": "due_on"}, "「归档日期」不晚于「应归档日期」"),
    ],
)
def test_conditions_are_said_in_full(asked, words):
    model = OutpatientEvaluation if asked["key"] == "kind" else ArchivingRecord
    assert conditions(model, [adapter(Condition).validate_python(asked)]) == words


def test_who_owes_it_shows_it(pages):
    assert "../duty/calibrate.md" in _section(pages["device/E01.md"], "duties")
    assert "../duty/improve.md" in _section(pages["department/K01.md"], "duties")


# --- indicators ------------------------------------------------------------------------------------------------------


def test_an_indicator_shows_numbers_intervals_and_what_they_were_counted_from(pages):
    page = pages["indicator/conformity.md"]
    (april,) = [line for line in page.splitlines() if line.startswith("| 2026 年 4 月")]
    assert "[8&#47;10](../ledger/outpatient_record_qc-2026.md#hospital-2026-04.1)" in april
    assert "80.00%" in april
    assert "49.0%–94.3%" in april
    assert "样本少" in april
    assert "[Q01](../ledger/qi_entry-2026.md#K01-2026-05.1)" in april
    (may,) = [line for line in page.splitlines() if line.startswith("| 2026 年 5 月")]
    assert "样本不足" in may
    assert "无数据" in page


def test_the_list_of_indicators_shows_the_last_period_that_is_over(pages):
    rows = [line for line in pages["indicators.md"].splitlines() if "](indicator/" in line]
    assert ["2026 年 6 月" in rows[0], "美容外科" in rows[1]] == [True, True]


def test_the_list_of_indicators_counts_every_missed_period_and_whether_something_followed(archive, make_pages, pages):
    (followed,) = [line for line in pages["indicators.md"].splitlines() if "(indicator/conformity.md)" in line]
    assert 'badge-minor">未达标 1 期</span>' in followed
    assert 'badge-veto">未达标 ' not in pages["indicators.md"]
    alone = Archive({key: item for key, item in archive.items.items() if item.kind.name != "qi_entry"})
    page = make_pages(alone)["indicators.md"]
    (unfollowed,) = [line for line in page.splitlines() if "(indicator/conformity.md)" in line]
    assert 'badge-veto">未达标 1 期</span><br><small>1 期没有改进</small>' in unfollowed
    assert 'badge-veto">未达标 1</span>' in page


def test_whose_an_indicator_is_is_said_only_where_some_are_of_departments(archive, make_pages, pages):
    assert "| 对象 |" in pages["indicators.md"]
    table = archive.items["indicators"]
    whole = tuple(one for one in table.record.indicators if one.per == "机构")
    changed_table = replace(table, record=changed(table.record, {"indicators": whole}))
    page = make_pages(Archive({**archive.items, "indicators": changed_table}))["indicators.md"]
    assert "全院" not in page
    assert "| 对象 |" not in page


def test_a_chart_is_the_same_every_time_and_needs_no_font_and_no_colour():
    chart = draw(POINTS, 90.0, "规范率", "2026 年 1 月 90%", "chart-1")
    assert chart == draw(POINTS, 90.0, "规范率", "2026 年 1 月 90%", "chart-1")
    assert "#0b0b" not in chart
    assert "currentColor" in chart
    assert "var(--mei-veto)" in chart
    assert "<style" not in chart
    assert "\n\n" not in chart
    assert not re.search(r"https?://(?!www\.w3\.org)", chart)


def test_a_chart_is_read_aloud_and_its_text_is_text():
    chart = draw(POINTS, None, "规范率 <b>", "说明", "chart-1")
    tree = ET.fromstring(chart.removeprefix('<figure class="chart" data-search-exclude>').removesuffix("</figure>\n"))
    name = "{http://www.w3.org/2000/svg}"
    assert [one.text for one in (tree.find(f"{name}title"), tree.find(f"{name}desc"))] == ["规范率 <b>", "说明"]
    assert tree.get("role") == "img"
    assert tree.get("width") is None
    assert {"2026-01", "2026-03"} <= {one.text for one in tree.iter(f"{name}text")}


# --- policies --------------------------------------------------------------------------------------------------------


def test_a_policys_headings_are_the_pages(pages):
    page = pages["policies/preop.md"]
    headings = re.findall(r"^(#+) (.*) \{ #(section-\d)", page, re.MULTILINE)
    assert [(len(marks), unescape(words), anchor) for marks, words, anchor in headings] == [
        (2, "一、目的", "section-1"),
        (3, "（一）要素", "section-2"),
        (2, "二、记录", "section-3"),
    ]
    assert '<a href="follow&#45;up&#46;html">随访规程</a>' in page
    assert "<strong>必填</strong>" in page
    assert "（图：流程图）" in page
    assert "<img" not in page


def test_the_list_of_policies_says_which_are_in_force_and_which_overdue(pages):
    (follow_up,) = [line for line in pages["policies/index.md"].splitlines() if "(follow-up.md)" in line]
    (preop,) = [line for line in pages["policies/index.md"].splitlines() if "(preop.md)" in line]
    assert "逾期未复核" in follow_up
    assert ">有效<" in preop


# --- readiness -------------------------------------------------------------------------------------------------------


def test_readiness_leads_from_the_worst_to_the_clause(pages):
    page = pages["readiness.md"]
    sections = re.findall(r"^### (\S+)（", page, re.MULTILINE)
    assert sections == [one for one in ("未达到", "评审前有风险", "已达到", "不适用") if one in sections]
    assert "(clause/c1.md)" in _section(page, "not-met-1")
    assert "(clause/c3.md)" in _section(page, "not-applicable-1")
    assert "| 状态 |" not in page


def test_a_clause_says_what_is_missing_whose_turn_it_is_and_since_when(pages):
    gaps = _section(pages["clause/c1.md"], "gaps")
    assert "2026 年 3 月没有记录" in gaps
    assert "质控办" in gaps
    assert "已过 91 天" in gaps
    evidence = _section(pages["clause/c1.md"], "evidence")
    for there in ("../staff/index.md", "../ledger/case.md", "../duty/audit.md", "../policies/preop.md"):
        assert there in evidence
    assert "../work_plan/plan-2026.md" in _section(pages["clause/c1.md"], "named-by")


def test_a_clause_that_does_not_apply_says_why(pages):
    assert "不开展植发" in pages["clause/c3.md"]


def test_the_overview_counts_clauses_and_duties(pages):
    assert 'href="readiness.html#not-met-1"' in pages["index.md"]
    assert 'href="duties.html#late"><strong>3</strong>' in pages["index.md"]
