"""Charts on the pages: validity of persons and licences, years of techniques, what ends, what is due and when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from meidang.archive import Archive
from meidang.models.audience import Edition
from meidang.models.base import adapter, changed
from meidang.models.staff import Suspension
from reader import links, row, section, words


@pytest.fixture(scope="module")
def with_person(archive, make_pages):
    """The pages of an archive in which the doctor's record is another."""

    def make(**update):
        item = archive.items["staff/D01"]
        told = replace(item, record=changed(item.record, update))
        return make_pages(Archive({**archive.items, item.key: told}, archive.ids, archive.references))

    return make


def _rows(page):
    """The rows of the timeline as words, in order."""
    return [
        words(one) for one in re.findall(r"<li>(<span class=\"name\">.*?)</li>", section(page, "timeline"), re.DOTALL)
    ]


# --- validity --------------------------------------------------------------------------------------------------------


def test_a_person_s_credentials_and_privileges_stand_on_a_timeline_the_soonest_to_end_first(pages):
    said = _rows(pages["staff/D01.html"])
    assert [each.split()[0] for each in said[:2]] == ["主诊医师备案（美容外科）", "医师执业证书"]
    assert "至 2026-08-20" in said[0]
    assert "2012-01-10 起，长期" in said[1]
    assert "过期" in said[2]
    assert "2024-01-01 至 2026-03-31" in said[2]
    assert "截至 2026-06-30" in section(pages["staff/D01.html"], "timeline")


def test_a_privilege_leads_to_its_technique(pages):
    assert "../technique/T01.html" in links(section(pages["staff/D01.html"], "timeline"))


def test_the_timeline_says_in_a_few_words_what_has_ended(pages):
    (told,) = re.findall(r"<desc[^>]*>(.*?)</desc>", section(pages["staff/D01.html"], "timeline"))
    assert told.startswith("证照与资质 2 项；授权 3 项；已过期：抗生素 非限制使用级")


def test_a_renewed_privilege_shares_the_row_of_the_one_that_it_replaced(with_person, archive):
    first = archive.items["staff/D01"].record.privileges[0]
    old = changed(first, {"granted_on": date(2022, 1, 1), "valid_to": date(2024, 12, 31)})
    page = with_person(privileges=(first, old))["staff/D01.html"]
    (said,) = [one for one in _rows(page) if "重睑" in one]
    assert "有效 2025-01-01 至 2026-12-31" in said
    assert "2022-01-01 至 2024-12-31，已换新；2025-01-01 至 2026-12-31，有效" in section(page, "timeline")


def test_a_suspension_of_the_person_interrupts_every_privilege(with_person):
    stop = adapter(Suspension).validate_python({"reason": "超范围", "suspended_on": "2026-05-01"})
    page = section(with_person(suspensions=(stop,))["staff/D01.html"], "timeline")
    assert page.count('class="gap"') == 2
    assert "2026-05-01 起暂停" in page


def test_somebody_without_anything_that_ends_has_no_timeline(pages):
    assert "有效期时间线" not in pages["staff/N01.html"]


def test_the_institution_s_licences_and_agreements_stand_on_a_timeline(pages):
    said = _rows(pages["institution.html"])
    assert "至 2026-05-28 已过 33 天" in said[0]
    assert any("虚构医学检验所" in each and "2025-04-01 至 2026-03-31" in each for each in said)
    assert "agreement/lab.html" in links(section(pages["institution.html"], "timeline"))


def test_the_public_is_shown_no_validity(sites):
    assert not [path for path, page in sites[Edition.PUBLIC].pages.items() if 'class="timeline"' in page.body]


# --- techniques ------------------------------------------------------------------------------------------------------


def test_a_technique_s_years_lead_to_its_cases(pages):
    yearly = section(pages["technique/T01.html"], "yearly")
    assert re.findall(r'class="value"[^>]*>(.*?)<', yearly) == ["0", "45"]
    assert "2025 年：开展 45 例，并发症 1 例，并发症发生率 2.22%（1/45）" in yearly
    assert "../ledger/case-2025.html#K01-2025-12.1" in links(yearly)
    assert "#figures" in links(yearly)


def test_who_may_do_a_technique_and_until_when(pages):
    found = row(section(pages["technique/T01.html"], "performers"), "何砚")
    assert found.cells == ("何砚", "美容外科", "主治医师", "手术 一级 在开展", "2026-12-31")
    assert found.links[0] == "../staff/D01.html"


def test_who_was_granted_a_technique_and_may_not_do_it_is_told_with_the_reason(with_person, archive):
    first = archive.items["staff/D01"].record.privileges[0]
    stopped = changed(first, {"suspended_on": date(2026, 6, 1), "suspended_for": "复训 | <b>"})
    page = with_person(privileges=(stopped,))["technique/T01.html"]
    assert "截至当天没有人获得有效授权。" in words(section(page, "performers"))
    found = row(section(page, "not-performers"), "何砚")
    assert found.cells == ("何砚", "手术 一级 在开展", "暂停", "2026-12-31", "2026-06-01", "复训 | <b>")


# --- what ends -------------------------------------------------------------------------------------------------------


def test_what_has_ended_comes_first_then_month_by_month(pages):
    page = pages["expiry.html"]
    parts = re.findall(r'<h2 id="([^"]+)"', page)
    assert parts[0] == "overdue"
    assert parts[1:] == sorted(parts[1:])
    gone = section(page, "overdue")
    assert row(gone, "虚构医学检验所").cells[0].startswith("2026-03-31 已过 91 天")
    assert row(gone, "何砚").cells[3] == "美容外科"
    coming = row(section(page, "month-2026-08"), "备案")
    assert coming.cells[0].startswith("2026-08-20 还有 51 天")
    assert coming.links[0] == "staff/D01.html#credentials"


def test_what_is_late_or_due_without_being_an_expiry_stands_there_too(pages):
    page, overview = pages["expiry.html"], pages["index.html"]
    assert {"calendar.html", "findings.html", "#others"} <= set(links(page.partition("<h2")[0]))
    said = words(section(page, "others"))
    (counted,) = re.findall(r'href="#overdue"><strong>(\d+)</strong> <span>逾期未改', overview)
    assert f"逾期未改 {counted} 项" in said
    assert said.count("已过 ") == int(counted)
    assert "虚构医学检验所" not in said


def test_every_month_with_something_in_it_leads_there(pages):
    page = pages["expiry.html"]
    strip = page.partition("</table>")[0]
    targets = [one.removeprefix("#") for one in links(strip) if one.startswith("#")]
    assert "past-2026-03" in targets
    assert "month-2026-08" in targets
    assert all(f'id="{one}"' in page for one in targets)


def test_of_more_overdue_endings_than_a_page_holds_each_month_still_leads_to_the_first_of_its_rows(archive, make_pages):
    item = next(one for one in archive.items.values() if one.kind.name == "agreement" and one.record.valid_to)
    days = [date(2026, 1, 31)] * 20 + [date(2026, 2, 28)] * 500 + [date(2026, 3, 31)]
    ended = {
        f"agreement/X{number}": replace(
            item, id=f"X{number}", record=changed(item.record, {"valid_to": day, "personal_credentials": ()})
        )
        for number, day in enumerate(days)
    }
    pages = make_pages(Archive({**archive.items, **ended}, archive.ids, archive.references))
    strip = pages["expiry.html"].partition("</table>")[0]
    targets = [one.rpartition("#")[::2] for one in links(strip) if "#past-" in one]
    assert {"past-2026-01", "past-2026-02", "past-2026-03"} <= {anchor for _, anchor in targets}
    assert all(f'id="{anchor}"' in pages[page or "expiry.html"] for page, anchor in targets)


def test_a_month_in_which_too_much_ends_has_pages_of_its_own(archive, make_pages):
    item = archive.items["staff/D01"]
    clones = {f"staff/X{number}": replace(item, id=f"X{number}") for number in range(450)}
    pages = make_pages(Archive({**archive.items, **clones}, archive.ids, archive.references))
    short = section(pages["expiry.html"], "month-2026-08")
    assert "expiry/2026-08.html" in links(short)
    assert row(short, "美容外科").cells[1] == "451"
    assert words(pages["expiry/2026-08.html"]).count("2026-08-20") == 400
    assert words(pages["expiry/2026-08-2.html"]).count("2026-08-20") == 51
    assert len(pages["expiry.html"].encode()) < 40_000


def test_of_many_departments_those_with_most_are_named(archive, make_pages):
    person, room = archive.items["staff/D01"], archive.items["department/K01"]
    rooms = {f"department/Y{number}": replace(room, id=f"Y{number}") for number in range(100)}
    people = {
        f"staff/X{number}": replace(
            person, id=f"X{number}", record=changed(person.record, {"department_id": f"Y{number}"})
        )
        for number in range(100)
    }
    pages = make_pages(Archive({**archive.items, **rooms, **people}, archive.ids, archive.references))
    assert row(section(pages["expiry.html"], "month-2026-08"), "其余 89 个科室").cells[1] == "89"


# --- what is due -----------------------------------------------------------------------------------------------------


def _dues(page, month):
    return [words(one) for one in re.findall(r"<li[ >].*?</li>", section(page, f"month-{month}"), re.DOTALL)]


def test_the_calendar_tells_what_was_done_and_what_was_not(pages):
    page = pages["calendar.html"]
    assert any("门诊病历月考评" in each and "缺" in each for each in _dues(page, "2026-03"))
    april = section(page, "month-2026-04")
    assert "ledger/outpatient_record_qc-2026.html#hospital-2026-04.1" in links(april)
    assert any("门诊病历月考评" in each and "已办" in each for each in _dues(page, "2026-04"))


def test_the_calendar_looks_three_months_back_and_a_year_ahead(pages):
    months = re.findall(r'<h2 id="month-([0-9-]+)"', pages["calendar.html"])
    assert (months[0], months[-1]) == ("2026-03", "2027-06")
    far = section(pages["calendar.html"], "month-2027-01")
    assert "duty/audit.html" in links(far)
    assert "2027-01-31" in words(far)


def test_what_lies_ahead_is_told_with_its_period_and_who_must_do_it(pages):
    page = pages["calendar.html"]
    (audit,) = [each for each in _dues(page, "2026-06") if "门诊病历月考评" in each]
    assert audit == "2026-06-30 门诊病历月考评 2026 年 6 月 待办 质控办"
    (improve,) = [each for each in _dues(page, "2026-07") if "科级持续改进" in each]
    assert improve.startswith("2026-07-10 科级持续改进 2026 年第二季度")
    assert "美容外科" in improve


def test_the_calendar_s_strip_and_days_lead_to_its_lines(pages):
    page = pages["calendar.html"]
    targets = [one.removeprefix("#") for one in links(page) if one.startswith("#") and "headerlink" not in one]
    assert {"month-2026-06", "day-2026-06-30"} <= set(targets)
    assert all(f'id="{one}"' in page for one in targets)


def test_a_duty_of_every_working_day_is_told_by_the_month(pages):
    (daily,) = [each for each in _dues(pages["calendar.html"], "2026-06") if "高风险药品日核对" in each]
    assert re.search(r"工作日.*已办 \d+/\d+ 天", daily)


def test_many_who_owe_a_duty_are_counted_not_listed(archive, make_pages):
    item = archive.items["department/K01"]
    clones = {f"department/Y{number:03}": replace(item, id=f"Y{number:03}") for number in range(200)}
    pages = make_pages(Archive({**archive.items, **clones}, archive.ids, archive.references))
    (owed,) = [each for each in _dues(pages["calendar.html"], "2026-04") if "科级持续改进" in each]
    assert "缺 201/201" in owed
    assert "等 201 个" in owed
    assert len(pages["calendar.html"].encode()) < 60_000


def test_without_duties_the_calendar_says_so(archive, make_pages):
    items = {key: item for key, item in archive.items.items() if key != "duties"}
    assert "没有应办的事项。" in make_pages(Archive(items, archive.ids, archive.references))["calendar.html"]


def test_duties_that_begin_later_are_announced(archive, make_pages):
    table = archive.items["duties"]
    later = tuple(changed(duty, {"since": date(2026, 12, 1)}) for duty in table.record.duties)
    begun = {**archive.items, "duties": replace(table, record=changed(table.record, {"duties": later}))}
    page = make_pages(Archive(begun, archive.ids, archive.references))["calendar.html"]
    assert "自 2026-12-01 起算" in words(page)


# --- indicators ------------------------------------------------------------------------------------------------------


def test_an_indicator_s_points_lead_to_what_was_counted(pages):
    (chart,) = re.findall(
        r'<svg class="course".*?</svg><figcaption|<svg class="course".*', pages["indicator/conformity.html"]
    )
    assert any(link.startswith("../ledger/") for link in links(chart))
