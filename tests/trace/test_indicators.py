"""Each indicator of the example is computed from entries that are there, and says so when its target is missed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from meidang.archive import Archive
from meidang.archive.indicators import State, series
from meidang.models.base import changed
from meidang.models.duties import Indicators
from meidang.rules import RULES, run_rules
from meidang.source.read import parse

ROOT = Path(__file__).resolve().parents[2]
PATH = "archive/indicators.yaml"
NAMES = [row["id"] for row in parse((ROOT / PATH).read_bytes(), PATH).source.data["indicators"]]
#: No rate reaches it, and no number.
BEYOND = Decimal(1_000_000)


@pytest.fixture(scope="module")
def demanding(archive):
    """The archive with targets that nothing reaches."""
    (table,) = archive.of(Indicators)
    rows = tuple(changed(row, {"target": BEYOND, "direction": "不低于"}) for row in table.record.indicators)
    raised = type(table)(table.kind, table.id, changed(table.record, {"indicators": rows}), table.source)
    return Archive(archive.items | {table.key: raised}, archive.ids, archive.references)


@pytest.mark.parametrize("name", NAMES)
def test_a_target_that_is_missed_is_found(demanding, checked, name):
    findings = run_rules(demanding, [RULES["IND001"], RULES["IND002"]], checked.as_of)
    assert f"indicators/{name}" in {finding.about for finding in findings}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_counted_from_entries(archive, checked, name):
    """But for numbers that should be nil: there an absence is the good news."""
    mine = [one for one in series(archive, checked.as_of) if one.indicator.id == name]
    judged = [value for one in mine for value in one.values if value.state is not State.RUNNING]
    assert judged
    assert any(value.evidence for value in judged) or not mine[0].indicator.denominator
