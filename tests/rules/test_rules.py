"""Every rule says exactly what its cases expect, is silent on the clean archive, and has a page."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re

import pytest

import meidang.rules
from meidang.findings import Severity
from meidang.rules import RULES, Rule, run_rules
from meidang.source.read import parse
from rules.harness import AS_OF, CASES, base_texts, found, lines, load, read_cases, rewrite

ALL_CASES = read_cases()
UPDATE = os.environ.get("MEIDANG_UPDATE_GOLDEN") == "1"

#: Rules that stop rendering: a name that must never become an address; declarations that name what does not exist.
DATA_RULES = {"PRI002", "BND001", "DUT007", "STD001", "STD002"}


@pytest.fixture(scope="session")
def base():
    return load(base_texts())


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_a_rule_says_exactly_this(case):
    said = found(case, RULES[case.code])
    if UPDATE and said != case.expected:
        rewrite(case, said)
        pytest.skip("rewritten")
    assert said == case.expected
    assert case.is_good == (said == [])


def test_the_clean_archive_has_no_finding(base):
    archive, errors = base
    assert lines([*errors, *run_rules(archive, RULES.values(), AS_OF)]) == []


@pytest.mark.parametrize("code", RULES)
def test_a_rule_has_a_bad_and_a_good_case(code):
    kinds = {case.path.name.partition("-")[0] for case in ALL_CASES if case.code == code}
    assert kinds == {"bad", "good"}


def test_no_case_is_left_without_its_rule():
    assert {folder.name for folder in CASES.iterdir()} <= set(RULES)


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_a_case_says_in_one_line_what_it_shows(case):
    assert case.data.get("says")
    assert "\n" not in case.data["says"]
    assert set(case.data) <= {"says", "as_of", "edit", "add", "remove", "expect"}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_a_page(rule):
    assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule.code)
    assert rule.severity is not Severity.ERROR or rule.code in DATA_RULES
    assert all((rule.clause, rule.title, rule.why, rule.bad, rule.good))
    assert "\n" not in rule.title


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_snippets_of_a_page_can_be_read(rule):
    for snippet in (rule.bad, rule.good):
        reading = parse(snippet, rule.code)
        assert reading.findings == ()
        assert reading.source.data


def test_every_file_of_rules_is_collected():
    written = {
        value.code
        for found in pkgutil.iter_modules(meidang.rules.__path__, "meidang.rules.")
        for value in vars(importlib.import_module(found.name)).values()
        if isinstance(value, Rule)
    }
    assert written - set(RULES) == set(), "name the file in rules/__init__.py"
