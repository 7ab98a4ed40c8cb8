"""Duties, indicators, policies and readiness on the site: what is late, what comes, where every number comes from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from meidang.archive import Archive
from meidang.findings import Finding, Severity
from meidang.models.audience import Edition
from meidang.models.base import adapter, changed
from meidang.models.duties import Condition
from meidang.models.ledgers.records import ArchivingRecord, OutpatientEvaluation
from meidang.readiness import judge
from meidang.render.pages.work.duty import conditions
from reader import links, row, rows, section, words

# --- duties ----------------------------------------------------------------------------------------------------------


def test_what_is_late_comes_first_and_together(pages):
    late = section(pages["duties.html"], "late")
    assert "（3）" in words(late)
    found = [one.words for one in rows(late) if one.links]
    assert ["2026 年 3 月" in found[0], "2026 年第一季度" in found[1], "上一次" in found[2]] == [True, True, True]
    assert pages["duties.html"].index('id="late"') < pages["duties.html"].index('id="all"')
    assert "calendar.html" in links(pages["duties.html"])


def test_a_duty_shows_each_period_with_its_entries(pages):
    page = pages["duty/audit.html"]
    periods = section(page, "periods")
    assert "缺" in row(periods, "2026 年 3 月").cells
    april = row(periods, "2026 年 4 月")
    assert "✓" in april.cells
    assert "../ledger/outpatient_record_qc-2026.html#hospital-2026-04.1" in april.links
    assert "进行中" in row(periods, "2026 年 6 月").cells
    assert "门诊病历月考评：2026 年 3 月没有记录" in words(page)


def test_nothing_is_in_time_where_a_rule_finds_a_lapse(pages, archive, make_pages):
    assert "样本不足" in row(section(pages["duty/audit.html"], "periods"), "2026 年 5 月").cells
    last = replace(archive.items["duties"].locate(()), path="archive/ledger/x.yaml")
    found = [
        Finding("DUT003", severity, "缺分析", last, "补上", "(一)1", "duties", about="duties/count")
        for severity in (Severity.MINOR, Severity.NOTICE)
    ]
    for findings, said in ((found, "有问题 1 项"), (found[1:], "按期")):
        page = make_pages(findings=findings)["duty/count.html"]
        assert f">{said}<" in page.partition('class="stamp"')[2].partition("</p>")[0]


def test_a_duty_by_interval_and_one_of_every_working_day(pages):
    assert "逾期 79 天" in words(pages["duty/calibrate.html"])
    assert "../device/E01.html" in links(pages["duty/calibrate.html"])
    assert "1/1 天" in words(pages["duty/count.html"])
    assert "没有谁须办" in words(pages["duty/later.html"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"key": "kind", "values": ["季度评价", "年度总结"]}, "「类别」为季度评价或年度总结"),
        ({"key": "filed_on", "given": "true"}, "「归档日期」已填写"),
        ({"key": "filed_on", "given": "false"}, "「归档日期」没有填写"),
        ({"key": "filed_on", "not_after": "due_on"}, "「归档日期」不晚于「应归档日期」"),
    ],
)
def test_conditions_are_said_in_full(asked, said):
    model = OutpatientEvaluation if asked["key"] == "kind" else ArchivingRecord
    assert conditions(model, [adapter(Condition).validate_python(asked)]) == said


def test_who_owes_it_shows_it(pages):
    assert "../duty/calibrate.html" in links(section(pages["device/E01.html"], "duties"))
    assert "../duty/improve.html" in links(section(pages["department/K01.html"], "duties"))


# --- indicators ------------------------------------------------------------------------------------------------------


def test_an_indicator_shows_numbers_intervals_and_what_they_were_counted_from(pages):
    page = pages["indicator/conformity.html"]
    april = row(section(page, "series-1"), "2026 年 4 月")
    for said in ("8/10", "80.00%", "49.0%–94.3%", "样本少", "Q01"):
        assert said in april.words
    assert {
        "../ledger/outpatient_record_qc-2026.html#hospital-2026-04.1",
        "../ledger/qi_entry-2026.html#K01-2026-05.1",
    } <= set(april.links)
    assert "样本不足" in row(section(page, "series-1"), "2026 年 5 月").words
    assert "无数据" in words(page)


def test_a_chart_of_an_indicator_is_read_aloud_and_its_words_are_words(pages):
    (chart,) = re.findall('<svg class="course".*?<figcaption', pages["indicator/conformity.html"], re.DOTALL)
    title, description = re.findall("<(?:title|desc) [^>]*>(.*?)</", chart)[:2]
    assert "门诊病历规范率" in unescape(title)
    assert "2026 年 4 月：80.00%（8/10）" in unescape(description)
    assert "2026" in "".join(re.findall(r"<text[^>]*>(.*?)</text>", chart, re.DOTALL))
    assert not re.search(r"https?://(?!www\.w3\.org)", chart)


def test_the_list_of_indicators_shows_the_last_period_that_is_over(pages):
    assert "2026 年 6 月" in row(pages["indicators.html"], "门诊病历规范率").words
    assert "美容外科" in row(pages["indicators.html"], "科室手术例数").words


def test_the_list_of_indicators_counts_every_missed_period_and_whether_something_followed(archive, make_pages, pages):
    followed = row(pages["indicators.html"], "门诊病历规范率").words
    assert "未达标 1 期" in followed
    assert "没有改进" not in followed
    alone = Archive({key: item for key, item in archive.items.items() if item.kind.name != "qi_entry"})
    unfollowed = row(make_pages(alone)["indicators.html"], "门诊病历规范率").words
    assert "未达标 1 期 1 期没有改进" in unfollowed


def test_whose_an_indicator_is_is_said_only_where_some_are_of_departments(archive, make_pages, pages):
    assert "对象" in rows(pages["indicators.html"])[0].cells
    table = archive.items["indicators"]
    whole = tuple(one for one in table.record.indicators if one.per == "机构")
    changed_table = replace(table, record=changed(table.record, {"indicators": whole}))
    page = make_pages(Archive({**archive.items, "indicators": changed_table}))["indicators.html"]
    assert "全院" not in words(page)
    assert "对象" not in rows(page)[0].cells


# --- policies --------------------------------------------------------------------------------------------------------


def test_a_policys_headings_are_the_pages(sites):
    page = sites[Edition.INTERNAL].pages["policies/preop.html"]
    assert [(one.level, one.words, one.anchor) for one in page.headings if one.anchor.startswith("section-")] == [
        (2, "一、目的", "section-1"),
        (3, "（一）要素", "section-2"),
        (2, "二、记录", "section-3"),
    ]
    assert '<a href="follow-up.html">随访规程</a>' in page.body
    assert "<strong>必填</strong>" in page.body
    assert "（图：流程图）" in page.body
    assert "<img" not in page.body


def test_the_list_of_policies_says_which_are_in_force_and_which_overdue(pages):
    found = {link: one.words for one in rows(pages["policies/index.html"]) for link in one.links}
    assert "逾期未复核" in found["follow-up.html"]
    assert "有效" in found["preop.html"]


# --- readiness -------------------------------------------------------------------------------------------------------


def test_readiness_leads_from_the_worst_to_the_clause(pages):
    found = [one for one in rows(section(pages["readiness.html"], "standard-1")) if one.links]
    assert [one.links[0] for one in found] == ["clause/c1.html", "clause/c2.html", "clause/c3.html"]
    assert [state in one.words for one, state in zip(found, ("未达到", "有风险", "不适用"), strict=True)] == [True] * 3


def test_a_clause_says_what_is_missing_whose_turn_it_is_and_since_when(pages):
    gaps = words(section(pages["clause/c1.html"], "gaps"))
    for said in ("2026 年 3 月没有记录", "质控办", "已过 91 天"):
        assert said in gaps
    evidence = links(section(pages["clause/c1.html"], "evidence"))
    assert {"../staff/index.html", "../ledger/case.html", "../duty/audit.html", "../policies/preop.html"} <= set(
        evidence
    )
    assert "../work_plan/plan-2026.html" in links(section(pages["clause/c1.html"], "named-by"))


AS_OF = date(2026, 6, 30)


def _with_evidence(archive, **evidence):
    item = next(one for one in archive.items.values() if one.kind.name == "standard")
    clauses = tuple(
        changed(one, {"evidence": changed(one.evidence, evidence)}) if one.id == "c1" else one
        for one in item.record.clauses
    )
    items = {**archive.items, item.key: replace(item, record=changed(item.record, {"clauses": clauses}))}
    return Archive(items, archive.ids, archive.references)


def _judged(make_pages, archive):
    pages = make_pages(archive, (), judgements=judge(archive, (), AS_OF))
    return section(pages["clause/c1.html"], "evidence")


def test_a_field_that_is_asked_for_is_linked_where_it_stands(archive, make_pages):
    evidence = _judged(make_pages, _with_evidence(archive, fields=("institution.licences", "institution.phone")))
    assert row(evidence, "证照").links == ("../institution.html#licences",) * 2
    assert row(evidence, "电话").links == ("../institution.html",) * 2


def test_a_clause_that_speaks_of_no_record_of_a_kind_names_none(archive, make_pages):
    evidence = _judged(make_pages, _with_evidence(archive, records=("staff",), only=("institution",)))
    assert row(evidence, "人员").links == ("../staff/index.html",)


def test_a_clause_that_does_not_apply_says_why(pages):
    assert "不开展植发" in words(pages["clause/c3.html"])


def test_the_overview_counts_clauses_and_duties(pages):
    page = pages["index.html"]
    assert "readiness.html#not-met-1" in links(page)
    (late,) = re.findall(r'<a [^>]*href="duties\.html#late".*?</a>', page, re.DOTALL)
    assert "3" in words(late)
