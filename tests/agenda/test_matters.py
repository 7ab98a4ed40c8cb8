"""What waits for whom is one list: nothing is lost, nothing is told twice, and it is known by the same name every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from meidang.agenda import Who, found_in, together, turns, waiting
from meidang.agenda.endings import endings
from meidang.agenda.groups import groups
from meidang.findings import Finding, Location, Severity
from meidang.models.base import changed
from meidang.pipeline import read_archive
from meidang.project import Project
from meidang.rules import RULES, run_rules

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 6, 30)
YEARS = timedelta(days=4_000)


def _of(every, record):
    return [turn for turn in every if turn.matter.about.record == record]


@pytest.fixture
def doctor(archive, with_fields):
    """An archive whose doctor's registration ends on the day; several are renewals of one another, written below."""

    def make(*days):
        first = archive.items["staff/D01"].record.credentials[1]
        credentials = tuple(
            changed(first, {"valid_to": day, "obtained_on": date(2020 + at, 1, 1)}) for at, day in enumerate(days)
        )
        return with_fields("staff/D01", credentials=credentials, privileges=())

    return make


def test_two_things_that_end_on_one_day_are_both_told(found, with_fields, archive):
    day = AS_OF + timedelta(days=20)
    licences = archive.items["institution"].record.licences
    told = with_fields("institution", licences=tuple(changed(one, {"valid_to": day}) for one in licences))
    every = [turn for turn in _of(turns(found(told)), "institution") if turn.matter.due == day]
    assert len(every) == len({turn.matter.identity for turn in every}) == len(licences) > 1


def test_a_renewal_moves_the_day_and_keeps_the_identity(found, doctor):
    one, later = AS_OF + timedelta(days=20), AS_OF + timedelta(days=2_000)
    (before,) = _of(turns(found(doctor(one)), YEARS), "staff/D01")
    (corrected,) = _of(turns(found(doctor(later)), YEARS), "staff/D01")
    (added,) = _of(turns(found(doctor(one, later)), YEARS), "staff/D01")
    assert {turn.matter.identity for turn in (before, corrected, added)} == {before.matter.identity}
    assert [turn.matter.due for turn in (before, corrected, added)] == [one, later, later]


@pytest.mark.parametrize(
    ("severity", "words"),
    [(Severity.NOTICE, "护士执业证书还有 20 天到期"), (Severity.VETO, "护士执业证书已于 2026-06-01 过期")],
)
def test_what_was_found_of_an_ending_is_known_by_the_name_of_the_ending(found, doctor, severity, words):
    archive = doctor(AS_OF + timedelta(days=20))
    (ending,) = [one for one in endings(archive, AS_OF) if one.item.key == "staff/D01"]
    (coming,) = _of(turns(found(archive)), "staff/D01")
    place = ending.item.locate(ending.path)
    finding = Finding("CRD001", severity, words, place, record="staff/D01", due=ending.day)
    told = _of(turns(found(archive, [finding])), "staff/D01")
    assert told[0].matter.identity == coming.matter.identity
    assert told[0].matter.words == words


def test_what_ends_is_called_as_people_call_it(found):
    said = {turn.said for turn in turns(found(), YEARS)}
    assert "何砚：手术授权（重睑成形术）到期" in said
    assert "755nm 皮秒激光治疗仪：注册证到期" in said


def test_a_notice_of_what_ends_is_told_instead_of_the_ending(found, doctor):
    archive = doctor(AS_OF + timedelta(days=20))
    (ending,) = [one for one in endings(archive, AS_OF) if one.item.key == "staff/D01"]
    notice = Finding(
        "CRD002",
        Severity.NOTICE,
        "护士执业证书还有 20 天到期",
        ending.item.locate(ending.path),
        record="staff/D01",
        due=ending.day,
    )
    every = together(turns(found(archive, [notice])))
    assert [turn.matter.words for turn in _of(every, "staff/D01")] == ["护士执业证书还有 20 天到期"]


def test_counts_of_days_do_not_make_another_matter_but_numbers_of_cases_do(found):
    def identity(message):
        finding = Finding("X01", Severity.MAJOR, message, Location("archive/staff/D01.yaml"), record="staff/D01")
        return turns(found(findings=[finding]))[0].matter.identity

    assert identity("还有 29 天") == identity("还有 28 天")
    assert identity("2026-05-01 起") == identity("2026-05-02 起")
    assert identity("病例 C26-0001 没有评估") != identity("病例 C26-0002 没有评估")


def test_no_two_findings_share_an_identity(found):
    one = Finding("X01", Severity.MAJOR, "没有评估", Location("archive/staff/D01.yaml", 3), record="staff/D01")
    every = turns(found(findings=[one, replace(one, location=Location("archive/staff/D01.yaml", 9))]))
    named = [turn.matter.identity for turn in every]
    assert len(set(named[:2])) == 2


def test_what_is_nobodys_is_told_under_a_heading_of_its_own(found):
    lost = Finding("DAT001", Severity.ERROR, "读不出来", Location("archive/staff/X09.yaml", 3, 1))
    start = found(findings=[lost])
    for by, title in (("person", "没有写明责任人"), ("department", "没有写明责任部门")):
        (group,) = [one for one in groups(start, turns(start), by) if one.title == title]
        assert "读不出来" in [turn.matter.words for turn in group.turns]


def test_months_begin_with_what_is_late_and_end_with_what_has_no_day(found):
    at = Location("archive/staff/D01.yaml")
    days = (None, AS_OF - timedelta(days=1), AS_OF, date(2026, 8, 1))
    findings = [
        Finding("X01", Severity.MAJOR, f"第{n}件", at, record="staff/D01", due=day) for n, day in enumerate(days)
    ]
    start = found(findings=findings)
    wrong = [turn for turn in turns(start) if turn.matter.is_wrong]
    titles = [one.title for one in groups(start, wrong, "month")]
    assert titles == ["已逾期", "2026 年 6 月", "2026 年 8 月", "没有期限"]


def test_what_is_several_peoples_is_one_matter_of_all_of_them(found):
    start = found()
    every = turns(start, YEARS)
    once = together([*every, *(replace(turn, whose=(Who("office", "院办"),)) for turn in every)])
    assert len(once) == len({turn.matter.identity for turn in every})
    assert all(Who("office", "院办") in turn.whose for turn in once)


def test_what_waits_for_somebody_lies_within_the_days_asked_for(found):
    start = found()
    every = turns(start, YEARS)
    for one in waiting(start, every, timedelta(days=30)):
        assert all(matter.due is None or matter.due <= AS_OF + timedelta(days=30) for matter in one.soon)
    assert any(one.soon for one in waiting(start, every, YEARS))


def test_whoever_was_told_of_it_before_keeps_it_when_it_is_late():
    archive = read_archive(Project(ROOT)).archive

    def told(day):
        start = found_in(archive, run_rules(archive, RULES.values(), day), day)
        return {turn.matter.identity: turn for turn in together(turns(start))}

    late = set()
    for day in (date(2026, 7, 31), date(2026, 8, 14), date(2026, 9, 30)):
        before, after = told(day), told(day + timedelta(days=1))
        for identity in before.keys() & after.keys():
            one, other = before[identity], after[identity]
            assert set(one.whose) <= set(other.whose), other.said
            if not one.matter.is_late(day) and other.matter.is_late(day + timedelta(days=1)):
                late.add(other.matter.code)
    assert {"CRD002", "PRV001", "DUT001", "PLN003"} <= late
