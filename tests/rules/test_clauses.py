"""A finding cites the article that asks for what it found, where one rule serves several articles."""

from __future__ import annotations

import pytest

from meidang.rules import RULES, run_rules
from rules.harness import changed_texts, load, read_cases

CASES = {case.name: case for case in read_cases()}


@pytest.mark.parametrize(
    ("name", "clauses"),
    [
        ("CRD001/bad-institution", {"(一)"}),
        ("CRD001/bad-nurse", {"(八)6"}),
        ("TEC019/bad-no-basis", {"(六)2"}),
        ("TEC020/bad-single-disease", {"(六)6"}),
    ],
)
def test_a_finding_cites_its_own_article(name, clauses):
    case = CASES[name]
    found = run_rules(load(changed_texts(case.data))[0], [RULES[case.code]], case.as_of)
    assert {finding.clause for finding in found} == clauses
