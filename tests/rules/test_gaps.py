"""A record that is broken, or has gaps, stops no rule: user data never raises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meidang.archive import Archive
from meidang.models.base import changed
from meidang.rules import RULES, run_rules
from rules.harness import AS_OF, base_texts, load

BASE = load(base_texts())[0]


def _gaps():
    """Each optional value of each record of the base, left out."""
    for key, item in BASE.items.items():
        for name, info in type(item.record).__pydantic_fields__.items():
            empty = info.get_default(call_default_factory=True)
            if not info.is_required() and getattr(item.record, name) != empty:
                yield pytest.param(key, name, empty, id=f"{key}.{name}")


@pytest.mark.parametrize("path", base_texts())
def test_rules_run_without_this_file(path):
    texts = {other: text for other, text in base_texts().items() if other != path}
    run_rules(load(texts)[0], RULES.values(), AS_OF)


def test_rules_run_on_nothing():
    assert run_rules(Archive({}), RULES.values(), AS_OF) == ()


@pytest.mark.parametrize(("key", "name", "empty"), list(_gaps()))
def test_rules_run_without_this_value(key, name, empty):
    item = BASE.items[key]
    other = replace(item, record=changed(item.record, {name: empty}))
    run_rules(Archive({**BASE.items, key: other}, BASE.ids, BASE.references), RULES.values(), AS_OF)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2024, 2, 29), date(2200, 12, 31)], ids=str)
def test_rules_run_on_any_day_of_a_record(day):
    run_rules(BASE, RULES.values(), day)
