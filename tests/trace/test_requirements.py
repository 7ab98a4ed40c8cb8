"""Each of the 93 requirements has its data, its check, its clause, its document and its test; none is dropped."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from meidang.archive.collections import COLLECTIONS
from meidang.models.duties import Duties, Indicators
from meidang.rules import RULES
from meidang.trace import REQUIREMENTS, trace

ROOT = Path(__file__).resolve().parents[2]
#: The clause that the notes cite and that nobody was given.
UNCHECKABLE = "S1-16"
CHECKABLE = [name for name in REQUIREMENTS if name != UNCHECKABLE]


@pytest.fixture(scope="module")
def traces(archive):
    return {one.requirement.id: one for one in trace(archive)}


def test_there_are_93():
    """64 of the evaluation notes and 29 of the annual plan."""
    notes = [name for name in REQUIREMENTS if name.startswith("S1-")]
    plan = [name for name in REQUIREMENTS if name.startswith("S0-")]
    assert (len(notes), len(plan)) == (64, 29)
    assert plan == [f"S0-{number:02}" for number in range(1, 30)]


@pytest.mark.parametrize("name", CHECKABLE)
def test_it_has_data(traces, name):
    assert traces[name].fields


@pytest.mark.parametrize("name", CHECKABLE)
def test_it_has_a_check(traces, name):
    one = traces[name]
    assert one.rules or one.duties or one.indicators


@pytest.mark.parametrize("name", list(REQUIREMENTS))
def test_a_clause_of_the_example_asks_for_it(traces, name):
    assert traces[name].clauses


@pytest.mark.parametrize("name", CHECKABLE)
def test_it_stands_in_a_document(traces, name):
    """A kind's Word template; a table's rows stand in other documents."""
    templates = {path.name.split(".")[0] for path in (ROOT / "templates").glob("*.docx")}
    assert {kind.name for kind in traces[name].documents} & templates


@pytest.mark.parametrize("name", CHECKABLE)
def test_its_checks_are_tested(traces, name):
    """By bad cases of its rules, by the tests of duties and indicators, which fail without what they check."""
    one = traces[name]
    for code in one.rules:
        assert list((ROOT / "tests/rules/cases" / code).glob("bad-*.yaml")), code
    assert one.tests


def test_what_cannot_be_checked_says_why(traces):
    one = traces[UNCHECKABLE]
    assert "第 34 条" in REQUIREMENTS[UNCHECKABLE].uncheckable
    assert (one.rules, one.duties, one.indicators) == ((), (), ())


def test_nothing_names_a_requirement_that_does_not_exist(archive):
    named = {one for rule in RULES.values() for one in rule.requirements}
    for item in (*archive.of(Duties), *archive.of(Indicators)):
        named |= {one for row in (*getattr(item.record, item.record.rows_field),) for one in row.requirements}
    assert named <= set(REQUIREMENTS)


@pytest.mark.parametrize("name", ["models", "rules"])
def test_no_id_is_misspelt_in_the_code(name):
    """Every text in the code that looks like an id is one."""
    for path in sorted((ROOT / "generator/meidang" / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:3] in ("S1-", "S0-"):
                assert node.value in REQUIREMENTS, (path.name, node.value)


def test_every_ledger_is_asked_for_by_a_clause(archive):
    """Nobody keeps a ledger that no inspection opens."""
    cited = {
        name for standard in archive.items.values() if standard.kind.name == "standard" for name in _cited(standard)
    }
    assert {one.name for one in COLLECTIONS.values() if one.kind.is_ledger} <= cited


def _cited(standard):
    for clause in standard.record.clauses:
        if clause.evidence:
            yield from clause.evidence.ledgers
