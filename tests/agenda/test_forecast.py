"""A day that has not come: what lapses before the inspection, in which order; a check that does not cry too early."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from meidang.agenda.forecast import forecast
from meidang.cli import main
from meidang.findings import Explanation
from meidang.models.audience import Edition
from meidang.readiness import judge
from meidang.render.pages.pages import render_site

AS_OF = date(2026, 6, 30)
EXPLANATIONS = {"TST001": Explanation("TST001", "证照已过期", "过期不能执业。", "a: 1", "a: 2")}


@pytest.fixture
def page(archive):
    def make(other=archive, day=AS_OF):
        site = render_site(
            other,
            (),
            edition=Edition.INTERNAL,
            as_of=day,
            revision="",
            explanations=EXPLANATIONS,
            judgements=judge(other, (), day),
        )
        return site.pages["forecast.html"].body

    return make


def _text(html):
    return re.sub(r"<[^>]*>", "", html)


def test_steps_come_by_their_day_and_say_by_when_to_begin(found, archive):
    until = AS_OF + timedelta(days=200)
    ahead = forecast(found(), judge(archive, (), AS_OF, until), until)
    days = [step.due for step in ahead.steps]
    assert days == sorted(days)
    assert days
    assert all(AS_OF <= day <= until for day in days)
    assert {step.due - step.begin_by for step in ahead.steps} == {timedelta(days=30)}


def test_what_falls_due_after_the_inspection_is_none_of_it(found, archive):
    until = date(2026, 8, 19)
    ahead = forecast(found(), judge(archive, (), AS_OF, until), until)
    assert date(2026, 8, 20) not in [step.due for step in ahead.steps]


def test_the_page_tells_the_day_of_the_settings(page, with_fields):
    text = _text(page(with_fields("settings", inspection_on=date(2026, 9, 15))))
    assert "距评审日期 2026-09-15 还有 77 天" in text
    assert "先办哪一件" in text
    assert "2026-08-20" in text
    assert "最迟 2026-07-21 动手" in text
    assert "没有写评审日期" not in text


def test_without_a_day_the_page_says_so_and_looks_ninety_days_ahead(page):
    text = _text(page())
    assert "设置里没有写评审日期，这里按今后 90 天预测；定了日期，请写在设置里的「评审日期」" in text
    assert "2026-08-20" in text


def test_a_day_that_is_past_is_said_and_nothing_is_foreseen(page, with_fields):
    text = _text(page(with_fields("settings", inspection_on=date(2026, 6, 1))))
    assert "评审日期 2026-06-01 已过去 29 天" in text
    assert "先办哪一件" not in text


def test_on_the_day_itself_it_says_so(page, with_fields):
    assert "今天就是评审日期" in _text(page(with_fields("settings", inspection_on=AS_OF)))


def test_only_the_internal_edition_foresees(archive):
    for edition in (Edition.INSPECTOR, Edition.PUBLIC):
        site = render_site(archive, (), edition=edition, as_of=AS_OF, revision="", explanations=EXPLANATIONS)
        assert "forecast.html" not in site.pages
        assert not [address for address in site.files if address.endswith(".ics")]


def test_each_page_of_what_waits_offers_the_calendar_beside_it(archive):
    site = render_site(archive, (), edition=Edition.INTERNAL, as_of=AS_OF, revision="", explanations=EXPLANATIONS)
    offered = {address for address in site.files if address.endswith(".ics")}
    linked = {f"todo/{name}" for page in site.pages.values() for name in re.findall(r'href="([^"/]*\.ics)"', page.body)}
    assert offered == linked != set()


# --- check of a day ahead --------------------------------------------------------------------------------------------


@pytest.fixture
def check(root, capsys):
    def run(*words):
        code = main(["check", "--root", str(root), *words])
        return code, capsys.readouterr().out

    return run


def test_a_check_of_a_day_ahead_says_that_it_foresees(check):
    _, said = check("--as-of", "2026-09-15")
    assert "按 2026-09-15（77 天后）预测" in said
    assert "截至 2026-09-15" not in said


@pytest.mark.parametrize("words", [(), ("--as-of", "2026-06-30"), ("--as-of", "2026-05-01")])
def test_a_check_of_today_or_a_past_day_foresees_nothing(check, words):
    said = check(*words)[1]
    assert "预测" not in said
    assert "截至 2026-0" in said


def test_work_that_nobody_could_have_done_yet_is_counted_apart(check):
    _, said = check("--as-of", "2026-12-31")
    told = re.search(r"另有 (\d+) 项是其间才应办的定期工作", said)
    assert told
    assert int(told[1]) > 0
    assert "2026 年 11 月" not in said


def test_what_is_late_already_stays_in_the_list_of_a_day_ahead(check):
    now = set(re.findall(r"\[DUT001\] ([^：]*)：", check("--as-of", "2026-06-30")[1]))
    later = set(re.findall(r"\[DUT001\] ([^：]*)：", check("--as-of", "2026-12-31")[1]))
    assert now
    assert now <= later
