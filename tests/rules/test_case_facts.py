"""What a broken ledger leaves open, and what the case rules take from the case's own day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meidang.archive.cases import done_cases
from meidang.archive.follow_ups import visits_due
from meidang.rules import RULES, run_rules
from rules.harness import AS_OF, base_texts, changed_texts, load, record_path

FOLLOW_UP = "follow_up/K01-2026-06"
CASES = "case/K01-2026-06"


@pytest.mark.parametrize(
    ("broken", "edit", "code"),
    [
        (FOLLOW_UP, {}, "FUP001"),
        ("calibration/K11-2026", {}, "CAS019"),
        ("drug_lot/hospital-2026", {}, "CAS020"),
        (CASES, {FOLLOW_UP: {"entries.0.done_on": None, "entries.0.outcome": None}}, "FUP001"),
    ],
)
def test_nothing_is_called_missing_while_a_ledger_is_broken(broken, edit, code):
    texts = changed_texts({"edit": edit})
    whole = {path: text for path, text in texts.items() if path != record_path(broken)}
    assert run_rules(load(whole)[0], [RULES[code]], AS_OF) != ()
    archive, errors = load({**texts, record_path(broken): "entries: 坏的\n"})
    assert errors
    assert run_rules(archive, [RULES[code]], AS_OF) == ()


@pytest.mark.parametrize("broken", ["staff/D01", "technique/T01", "device/E01", "drug_item/botulinum"])
def test_a_case_that_names_a_broken_record_is_not_judged_by_it(broken):
    archive, _ = load({**base_texts(), record_path(broken): "name: [坏的]\n"})
    rules = [rule for code, rule in RULES.items() if code.startswith(("CAS", "FUP"))]
    assert [finding.code for finding in run_rules(archive, rules, AS_OF)] == []


def test_a_broken_count_breaks_the_running_account():
    edit = {"drug_daily_count/K12-2026-06": {"entries.1.qty_in": "5"}}
    texts = changed_texts({"edit": edit})
    assert run_rules(load(texts)[0], [RULES["DRG001"]], AS_OF) != ()
    texts[record_path("drug_daily_count/K12-2026-05")] = "entries: 坏的\n"
    assert run_rules(load(texts)[0], [RULES["DRG001"]], AS_OF) == ()


@pytest.mark.parametrize(("until", "days"), [("2026-06-28", []), ("2026-06-29", [3]), ("2026-07-26", [3, 7, 30])])
def test_a_visit_is_due_when_its_days_of_grace_are_over(until, days):
    archive, _ = load(base_texts())
    first = done_cases(archive, AS_OF)[0]
    assert [visit.days for visit in visits_due(archive, first, date.fromisoformat(until))] == days


def test_one_entry_answers_to_one_visit_only():
    archive, _ = load(changed_texts({"edit": {"settings": {"follow_up": {"surgical_days": ["2", "3"]}}}}))
    found = [visit.entered is not None for visit in visits_due(archive, done_cases(archive, AS_OF)[0], AS_OF)]
    assert sorted(found) == [False, True]


def test_later_cases_are_plans():
    archive, _ = load(base_texts())
    assert done_cases(archive, date(2026, 6, 21)) == ()
    assert replace(done_cases(archive, date(2026, 6, 22))[0], technique=None).operation == "T01"
