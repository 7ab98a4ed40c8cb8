"""Calendars that every program takes: RFC 5545 to the letter, the same bytes every time, nothing private."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from meidang.agenda import Who
from meidang.agenda.matter import About, Matter, Turn
from meidang.findings import Location, Severity
from meidang.render.calendars import Calendars
from meidang.render.pages import PrivateValue, leaks

AS_OF = date(2026, 6, 30)
HOSTILE = '重睑; 术, \\ "引号"\nBEGIN:VEVENT\r\nSUMMARY:假的\x00\x07\u2028\u202e😀 13800138000'


def _turn(due, words="护士执业证书到期", severity=None, identity="one", fix=""):
    place = Location("archive/staff/N03.yaml", 30, 15)
    matter = Matter(words, fix, due, severity, About("staff/N03"), "丁一", "", identity, "CRD001", place)
    return Turn(matter, (Who("staff", "N01"),))


def _events(content):
    return Calendar.from_ical(content).walk("VEVENT")


def test_an_event_lasts_the_day_on_which_it_falls_due(found):
    (event,) = _events(Calendars(found()).of([_turn(date(2026, 8, 15))], "丁一的待办"))
    assert event.decoded("dtstart") == date(2026, 8, 15)
    assert event.decoded("dtend") == date(2026, 8, 16)
    assert str(event["summary"]) == "丁一：护士执业证书到期"
    assert event["dtstamp"].to_ical() == b"20260630T000000Z"


def test_alarms_ring_in_the_morning_of_each_lead_time(found):
    (event,) = _events(Calendars(found()).of([_turn(date(2026, 12, 15))], "丁一的待办"))
    rings = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert rings == [timedelta(days=-lead, hours=9) for lead in (90, 30, 7)]
    assert [alarm["action"] for alarm in event.walk("VALARM")] == ["DISPLAY"] * 3


def test_no_alarm_lies_in_the_past(found):
    """Outlook would ring at once for each of them."""

    def rings(due):
        (event,) = _events(Calendars(found()).of([_turn(due)], "丁一的待办"))
        return [alarm.decoded("trigger") for alarm in event.walk("VALARM")]

    assert rings(AS_OF + timedelta(days=30)) == [timedelta(days=-30, hours=9), timedelta(days=-7, hours=9)]
    assert rings(AS_OF + timedelta(days=29)) == [timedelta(days=-7, hours=9)]
    assert rings(AS_OF) == []


@pytest.mark.parametrize(
    ("words", "lasting"),
    [
        ("周启航的处方权还有 46 天到期（2026-08-15）", "周启航的处方权到期"),
        ("周启航的处方权当天到期（2026-08-15）", "周启航的处方权到期"),
        ("委托协议将于 2026-08-15 到期，还有 46 天", "委托协议将于 2026-08-15 到期"),
        ("丁一应在 2026-08-15 前完成，今天到期", "丁一应在 2026-08-15 前完成"),
    ],
)
def test_an_event_does_not_count_the_days_that_were_left_when_it_was_written(found, words, lasting):
    (event,) = _events(Calendars(found()).of([_turn(date(2026, 8, 15), words, Severity.NOTICE)], "待办"))
    assert str(event["summary"]) == f"丁一：{lasting}".replace("丁一：丁一", "丁一")
    assert "还有" not in str(event["description"])


def test_what_is_late_stands_on_its_day_says_so_and_rings_no_more(found):
    (event,) = _events(Calendars(found()).of([_turn(date(2026, 4, 30), severity=Severity.VETO)], "待办"))
    assert event.decoded("dtstart") == date(2026, 4, 30)
    assert str(event["summary"]).startswith("【已逾期】")
    assert not event.walk("VALARM")


def test_a_renewal_moves_the_event(found):
    (before,) = _events(Calendars(found()).of([_turn(date(2026, 8, 15))], "待办"))
    (after,) = _events(Calendars(found(day=date(2026, 8, 1))).of([_turn(date(2031, 8, 15))], "待办"))
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


@pytest.mark.parametrize("words", [HOSTILE, "长" * 3_000, "a" * 200, "é" * 75, "😀" * 40])
def test_any_text_comes_back_and_no_line_is_longer_than_75_octets(found, words):
    content = Calendars(found()).of([_turn(date(2026, 8, 15), words, fix=words)], words)
    (event,) = _events(content)
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert lines.count(b"BEGIN:VEVENT") == 1
    kept = "".join(char for char in words if char not in "\r\x00\x07\u2028\u202e").replace("13800138000", "（已隐去）")
    assert kept in str(event["description"])


def test_no_number_that_names_a_person_is_in_it(found):
    content = Calendars(found()).of([_turn(date(2026, 8, 15), HOSTILE, fix=HOSTILE)], HOSTILE)
    unfolded = content.replace(b"\r\n ", b"")
    assert b"13800138000" not in unfolded


def test_the_head_says_what_it_is_and_how_often_to_look_again(found):
    content = Calendars(found()).of([_turn(date(2026, 8, 15))], "丁一的待办").decode()
    head, _, _ = content.partition("BEGIN:VEVENT")
    for line in (
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:丁一的待办",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-WR-TIMEZONE:Asia/Shanghai",
    ):
        assert f"\r\n{line}\r\n" in head
    assert head.count("PRODID:") == 1


def test_the_order_of_what_comes_in_does_not_matter(found):
    several = [_turn(date(2026, 8, 15), identity=name) for name in "abc"]
    first = Calendars(found()).of(several, "待办")
    assert Calendars(found()).of(several[::-1], "待办") == first


def test_uids_are_unique_and_what_has_no_day_is_left_out(found):
    turns = [_turn(date(2026, 8, 15)), _turn(date(2026, 8, 15)), _turn(None, identity="other")]
    assert len(_events(Calendars(found()).of(turns, "待办"))) == 1


def test_it_says_whose_turn_it_is_and_where_to_change_what(found, archive):
    (event,) = _events(Calendars(found()).of([_turn(date(2026, 8, 15), fix="办理延续")], "待办"))
    for words in ("办法：办理延续", f"责任：{archive.items['staff/N01'].label}", "位置：archive/staff/N03.yaml:30:15"):
        assert words in str(event["description"]).splitlines()


@pytest.mark.parametrize("value", ["虚构市虚构区虚构路, 七号; 二单元三零一室", "GEHEIM-0123456789"])
def test_the_gate_finds_what_is_private_though_the_line_is_broken_within_it(found, value):
    private = [PrivateValue("staff/D01", "家庭住址", value)]
    for before in range(0, 80, 7):
        content = Calendars(found()).of([_turn(date(2026, 8, 15), f"{'x' * before}{value}")], "待办")
        assert [str(leak) for leak in leaks([("todo/staff-D01.ics", content)], private)]
    assert leaks([("a.ics", Calendars(found()).of([_turn(date(2026, 8, 15))], "待办"))], private) == []
