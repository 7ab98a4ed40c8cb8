"""When people are told again: a matter enters a stage once, and each stage once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meidang.agenda.matter import About, Matter, Turn
from meidang.agenda.stages import news, stage_of
from meidang.findings import Severity

DAY = date(2026, 6, 30)
LEADS = (90, 30, 7)


def _matter(due, severity=None, identity="staff/N03 credentials.valid_to 护士执业证书"):
    return Matter("护士执业证书到期", "", due, severity, About("staff/N03"), "丁一", identity=identity)


@pytest.mark.parametrize(
    ("days", "severity", "stage"),
    [
        (91, None, ""),
        (90, None, "90"),
        (31, None, "90"),
        (30, None, "30"),
        (8, None, "30"),
        (7, None, "7"),
        (1, None, "7"),
        (0, None, "today"),
        (-1, Severity.VETO, "late"),
        (-400, Severity.MAJOR, "late"),
        (91, Severity.MAJOR, "found"),
        (None, Severity.MINOR, "found"),
        (None, Severity.NOTICE, "found"),
        (None, None, ""),
    ],
)
def test_a_matter_stands_in_the_shortest_lead_time_that_has_begun(days, severity, stage):
    due = None if days is None else DAY + timedelta(days=days)
    assert stage_of(_matter(due, severity), DAY, LEADS) == stage


def test_the_key_changes_with_the_stage_and_with_the_day_but_not_with_the_words(found):
    def key(due, words="护士执业证书到期"):
        matter = Matter(words, "", due, Severity.NOTICE, About(), "", identity="one")
        (told,) = news(found(), [Turn(matter, ())])
        return told.key

    soon = DAY + timedelta(days=20)
    assert key(soon) == key(soon, "还有 20 天到期")
    assert key(soon) != key(DAY + timedelta(days=5))
    assert key(soon) != key(soon + timedelta(days=1))


def test_the_key_says_nothing_of_anybody(found):
    (told,) = news(found(), [Turn(_matter(DAY), ())])
    assert len(told.key) == 24
    assert set(told.key) <= set("0123456789abcdef")
