"""What is wrong in a table of duties or indicators is told apart by its clause."""

from __future__ import annotations

import pytest

from meidang.rules import RULES, run_rules
from rules.harness import AS_OF, changed_texts, load, read_cases

CASES = {case.name: case for case in read_cases() if case.code == "DUT007"}


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("bad-field", "应办事项"),
        ("bad-indicator", "指标"),
        ("bad-not-after", "指标"),
        ("bad-target-over-hundred", "指标"),
    ],
)
def test_the_clause_is_that_of_the_table(name, clause):
    archive, _ = load(changed_texts(CASES[f"DUT007/{name}"].data))
    assert {finding.clause for finding in run_rules(archive, [RULES["DUT007"]], AS_OF)} == {clause}
