"""Every code is explained, and every explanation has a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import meidang.source
from meidang.source.problems import EXPLANATIONS, PROBLEMS, Code

ROOM = Path(meidang.source.__file__).parent


def test_every_code_has_one_row_in_order():
    assert list(PROBLEMS) == [code.value for code in Code] == sorted(PROBLEMS)
    assert len(EXPLANATIONS) == len(PROBLEMS)


def test_no_finding_is_made_with_a_code_outside_the_table():
    for module in ROOM.glob("*.py"):
        if module.name != "problems.py":
            assert not re.search(r"SRC\d|Finding\(", module.read_text("utf-8")), module


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_row_explains_in_chinese(code):
    row = PROBLEMS[code]
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in (row.title, row.why))
    assert row.bad
    assert row.good
    assert row.bad != row.good


def test_every_code_is_used():
    used = "".join(module.read_text("utf-8") for module in ROOM.glob("*.py") if module.name != "problems.py")
    assert [code.name for code in Code if f"Code.{code.name}" not in used] == []
