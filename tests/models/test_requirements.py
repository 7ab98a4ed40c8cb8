"""Each kind says which requirements it holds the data of; the ids are read back, and a child has only its own."""

from __future__ import annotations

import re

import pytest

from meidang.archive.collections import COLLECTIONS
from meidang.kinds import KINDS
from meidang.models.base import Model, Record, declare, requirements_of
from meidang.models.technique import Technique, YearFigures

RECORDS = [kind.model for kind in KINDS.values() if kind.is_record and kind.name != "standard"]
ENTRIES = dict.fromkeys(one.model for one in COLLECTIONS.values())


def test_the_ids_are_read_back():
    assert requirements_of(YearFigures) == ("S1-13.5",)


def test_what_is_declared_without_ids_has_none():
    @declare("试用")
    class Plain(Technique):
        """A child of a kind that has some."""

    assert requirements_of(Plain) == ()
    assert requirements_of(Model) == ()


@pytest.mark.parametrize("model", [*RECORDS, *ENTRIES], ids=lambda one: one.__name__)
def test_a_record_and_an_entry_say_what_they_are_for(model):
    ids = requirements_of(model)
    assert ids
    assert all(re.fullmatch(r"S[01]-[0-9]{2}(\.[0-9]{1,2}|[a-z])?", one) for one in ids)


def test_what_all_records_hold_is_said_once():
    assert requirements_of(Record) == ("S1-01", "S1-02", "S1-15")
