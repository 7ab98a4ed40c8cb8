"""A file that cannot be read breeds no finding that something is missing."""

import pytest

from meidang.rules import RULES, run_rules
from rules.harness import AS_OF, base_texts, changed_texts, load, record_path

NO_CATALOGUE = {"technique/T01": {"catalogue": None}, "technique/T02": {"catalogue": None}}


@pytest.mark.parametrize(
    ("broken", "edit", "code"),
    [
        ("staff/D01", {}, "TEC005"),
        ("technique/T03", NO_CATALOGUE, "TEC021"),
        ("restriction/city", {}, "RST001"),
        ("restriction/grade", {}, "RST003"),
    ],
)
def test_nothing_is_called_missing_while_a_file_is_broken(broken, edit, code):
    texts = {**changed_texts({"edit": edit}), record_path(broken): "name: [坏的]\n"}
    archive, errors = load(texts)
    assert errors
    assert run_rules(archive, [RULES[code]], AS_OF) == ()


@pytest.mark.parametrize(
    ("gone", "edit", "code"),
    [
        ("staff/D01", {}, "TEC005"),
        ("technique/T03", NO_CATALOGUE, "TEC021"),
        ("restriction/city", {}, "RST001"),
        ("restriction/grade", {}, "RST003"),
    ],
)
def test_it_is_called_missing_when_there_is_no_file(gone, edit, code):
    texts = changed_texts({"edit": edit, "remove": [gone]})
    assert record_path(gone) in base_texts()
    assert run_rules(load(texts)[0], [RULES[code]], AS_OF) != ()
