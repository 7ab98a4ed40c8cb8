"""What lies after the day is a plan: for the rules it is as if it were left out."""

from __future__ import annotations

import pytest

from meidang.rules import RULES, run_rules
from rules.harness import AS_OF, base_texts, changed_texts, lines, load

BASE = load(base_texts())[0]
LATER = "2026-12-01"


@pytest.mark.parametrize(
    ("record", "path"),
    [
        ("technique/T03", "new_technique.approved_on"),
        ("technique/T03", "new_technique.first_case_on"),
        ("technique/T03", "admission.first_case_on"),
        ("technique/T02", "admission.filed_on"),
        ("technique/T03", "new_technique.evaluated_on"),
        ("staff/A01", "privileges.1.exam_on"),
        ("restriction/own", "self_restriction.released_on"),
    ],
)
def test_a_later_day_counts_as_none(record, path):
    assert _said({record: {path: LATER}}) == _said({record: {path: None}} if _is_given(record, path) else {})


#: They compare two dates of one paper, whatever the day.
_ORDER = {"PRV018", "NEW004", "TEC026"}


def _is_given(record, path):
    value = BASE.items[record].record
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else getattr(value, step)
    return value is not None


def _said(edit):
    archive, _ = load(changed_texts({"edit": edit}))
    findings = run_rules(archive, [rule for code, rule in RULES.items() if code not in _ORDER], AS_OF)
    return [line.split(" ", 1)[1] for line in lines(findings)]
