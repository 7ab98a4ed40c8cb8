"""Ledgers on the site: every entry has one place, busy years are parted, findings stand beside what they are about."""

from __future__ import annotations

import re
from datetime import date

import pytest

from meidang.archive import Archive, Item
from meidang.archive.collections import COLLECTIONS
from meidang.kinds import KINDS
from meidang.models.base import adapter, changed
from meidang.models.plans import Task
from meidang.render.pages.records.derived_work import task_badge
from meidang.render.pages.work import sheets as room
from meidang.render.pages.work.sheets import sheet_of_file, sheets
from meidang.source.tree import Source
from reader import links, row, section, targets, words

AS_OF = date(2026, 6, 30)


def _ledgers(archive, months, size):
    """An archive with one file of ``size`` cases for each month."""
    old = archive.items["case/K01-2026-05"]
    items = {key: item for key, item in archive.items.items() if item.kind.name != "case"}
    for month in months:
        case = changed(old.record.entries[1], {"date": date.fromisoformat(f"{month}-15")})
        record = changed(old.record, {"period": month, "entries": (case,) * size})
        item = Item(KINDS["case"], f"K01-{month}", record, Source(f"archive/ledger/case/K01-{month}.yaml"))
        items[item.key] = item
    return Archive(items, archive.ids, ())


def test_a_year_with_few_entries_is_one_page(archive):
    assert [sheet.path for sheet in sheets(_ledgers(archive, ["2025-11", "2026-01", "2026-02"], 3), "case")] == [
        "ledger/case-2026.html",
        "ledger/case-2025.html",
    ]


def test_a_busy_year_is_a_page_for_each_month(archive, monkeypatch):
    monkeypatch.setattr(room, "MOST", 5)
    found = sheets(_ledgers(archive, ["2026-01", "2026-02"], 3), "case")
    assert [(sheet.path, sheet.title, len(sheet.entries)) for sheet in found] == [
        ("ledger/case-2026-02.html", "2026 年 2 月", 3),
        ("ledger/case-2026-01.html", "2026 年 1 月", 3),
    ]


def test_a_busy_month_is_parted_file_by_file(archive, monkeypatch):
    monkeypatch.setattr(room, "MOST", 5)
    other = _ledgers(archive, ["2026-01"], 4)
    first = other.items["case/K01-2026-01"]
    second = Item(first.kind, "K02-2026-01", first.record, first.source)
    other = Archive({**other.items, second.key: second}, archive.ids, ())
    assert [sheet.path for sheet in sheets(other, "case")] == [
        "ledger/case-2026-01-1.html",
        "ledger/case-2026-01-2.html",
    ]
    assert sheet_of_file(other)[second.key].path == "ledger/case-2026-01-2.html"


def test_a_large_gathered_ledger_is_parted_too(archive, monkeypatch):
    assert [sheet.path for sheet in sheets(archive, "technique.status_history")] == [
        "ledger/technique-status_history.html"
    ]
    monkeypatch.setattr(room, "MOST", 1)
    other = Archive(archive.items, archive.ids, archive.references)
    assert [sheet.path for sheet in sheets(other, "technique.status_history")] == [
        "ledger/technique-status_history-2019-1.html",
        "ledger/technique-status_history-2019-2.html",
    ]


def test_every_entry_stands_on_one_page(archive):
    for name, collection in COLLECTIONS.items():
        shown = [(one.item.key, one.index) for sheet in sheets(archive, name) for one in sheet.entries]
        kept = [
            (item.key, index)
            for item in archive.of(collection.kind.model)
            for index, _ in enumerate(getattr(item.record, collection.field))
        ]
        assert sorted(shown) == sorted(kept), name


def test_the_newest_entry_comes_first(pages):
    days = re.findall("2026-[0-9-]{5}", words(pages["ledger/case-2026.html"].partition("<tbody>")[2]))
    assert days.index("2026-05-20") < days.index("2026-05-06")


def test_a_finding_stands_beside_its_entry_and_links_to_it(pages):
    assert "没有术前评估" in row(pages["ledger/case-2026.html"], "C26-0002").words
    assert "ledger/case-2026.html#K01-2026-05.2" in links(pages["findings.html"])
    assert "没有术前评估" not in row(pages["ledger/case-2026.html"], "C26-0001").words


def test_the_page_of_a_year_offers_the_whole_ledger_as_a_workbook_too(pages):
    for page in ("ledger/case.html", "ledger/case-2026.html"):
        assert "../download/case.xlsx" in links(pages[page])


def test_a_ledgers_file_has_no_page_of_its_own(pages):
    assert [path for path in pages if re.search("K01-2026-05|hospital-2026", path)] == []
    assert [path for path in pages if path.startswith(("case/", "meeting/"))] == []


def test_a_ledger_counts_by_month_and_department_and_names_who_asks_for_it(pages):
    may = row(pages["ledger/case.html"], "2026 年 5 月")
    assert "2" in may.cells
    assert any(link.startswith("case-2026.html") for link in may.links)
    assert "../indicator/cases.html" in links(pages["ledger/case.html"])
    assert "../duty/audit.html" in links(pages["ledger/outpatient_record_qc.html"])


def test_who_stands_in_many_entries_is_counted_by_page(pages):
    operated = row(section(pages["staff/D01.html"], "references"), "操作者")
    assert "2026 年 2 处" in operated.words
    assert "2025 年 1 处" in operated.words
    assert {"../ledger/case-2026.html", "../ledger/case-2025.html"} <= set(operated.links)


def test_a_gathered_entry_links_to_the_record_that_holds_it(pages):
    assert "../technique/T01.html#status-history" in links(pages["ledger/technique-status_history.html"])


@pytest.mark.parametrize(
    "path", ["device/E01.html", "drug_item/botulinum.html", "committee/quality.html", "qi_plan/K01-2026.html"]
)
def test_a_record_shows_the_entries_about_it(path, pages):
    assert any(target.startswith("ledger/") for target in targets(path, pages[path]))


def test_a_technique_counts_its_cases_by_month_and_operator(pages):
    cases = section(pages["technique/T01.html"], "cases")
    assert "2 例" in words(cases)
    assert row(cases, "2026 年 5 月").links == ("../ledger/case-2026.html#K01-2026-05.1",)


def test_a_plans_tasks_say_whether_they_are_in_time(pages):
    page = words(pages["work_plan/plan-2026.html"])
    for said in ("按期完成", "逾期 30 天", "还有 184 天", "已取消"):
        assert said in page


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"status": "已完成", "completed_on": "2026-06-01", "due_on": "2026-06-01"}, "按期完成"),
        ({"status": "已完成", "completed_on": "2026-06-02", "due_on": "2026-06-01"}, "逾期完成"),
        ({"status": "已完成", "due_on": "2026-06-01"}, "已完成，没有日期"),
        ({"status": "已完成", "completed_on": "2026-07-02", "due_on": "2026-06-29"}, "逾期 1 天"),
        ({"status": "进行中", "completed_on": "2026-06-01", "due_on": "2026-06-20"}, "逾期 10 天"),
    ],
)
def test_a_task_is_in_time_only_where_no_rule_says_otherwise(facts, said):
    task = adapter(Task).validate_python({"id": "t1", "task": "修订", **facts})
    assert f">{said}<" in task_badge(task, AS_OF)
