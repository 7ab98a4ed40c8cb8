"""Each duty of the example is one that is missed when nothing is entered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from meidang.archive import Archive
from meidang.archive.collections import COLLECTIONS
from meidang.models.base import changed
from meidang.rules import RULES, run_rules
from meidang.source.read import parse

ROOT = Path(__file__).resolve().parents[2]
DUTIES = parse((ROOT / "archive/duties.yaml").read_bytes(), "archive/duties.yaml").source.data["duties"]
#: A day on which every duty's first period is over.
LATER = date(2028, 3, 1)
MISSED = [RULES["DUT001"], RULES["DUT004"]]


def without_entries(archive: Archive, name: str) -> Archive:
    """The archive as if nobody had entered anything."""
    collection = COLLECTIONS[name]
    items = {
        key: item
        if item.kind is not collection.kind
        else type(item)(item.kind, item.id, changed(item.record, {collection.field: ()}), item.source)
        for key, item in archive.items.items()
    }
    return Archive(items, archive.ids, archive.references)


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty["id"])
def test_without_entries_it_is_missed(archive, duty):
    findings = run_rules(without_entries(archive, duty["ledger"]), MISSED, LATER)
    assert f"duties/{duty['id']}" in {finding.about for finding in findings}
