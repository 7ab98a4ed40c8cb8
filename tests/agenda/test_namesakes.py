"""Two people of one name are told apart wherever somebody is to act; that another of the name came changes no finding."""

from __future__ import annotations

from datetime import date

import pytest

from commands import meidang
from meidang.pipeline import check
from meidang.pipeline.differences import differences
from meidang.project import Project

FIRST, OTHER = "何砚（D01）", "何砚（D09）"


@pytest.fixture
def namesake(root):
    """Somebody else called 何砚 begins to work in the folder."""
    (root / "archive/staff/D09.yaml").write_text(
        (root / "archive/staff/D01.yaml").read_text("utf-8").replace("110105198804121238", "110105198804123372"),
        "utf-8",
    )
    return root


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("due", "--all"),
        ("due", "--all", "--by", "person"),
        ("due", "--digest", "--to", "all"),
        ("due", "--digest", "--to", "person"),
    ],
    ids=" ".join,
)
def test_lines_about_two_people_of_one_name_say_whose_they_are(namesake, monkeypatch, words):
    monkeypatch.setenv("MEIDANG_NOTIFY", "json://localhost")
    for one in ("D01", "D09"):
        monkeypatch.setenv(f"MEIDANG_NOTIFY_STAFF_{one}", "json://localhost")
    said = meidang(*words, "--root", namesake).stdout
    assert FIRST in said
    assert OTHER in said
    assert [line for line in said.splitlines() if "何砚的" in line] == []


def test_a_name_that_nobody_shares_stands_without_a_code(root):
    said = meidang("check", "--root", root).stdout
    assert "何砚的" in said
    assert FIRST not in said


def test_a_second_of_the_name_neither_brings_nor_takes_a_finding_of_the_first(root, request):
    before = check(Project(root), today=date(2026, 6, 30))
    request.getfixturevalue("namesake")
    after = check(Project(root), today=date(2026, 6, 30))
    assert any(FIRST in one.message for one in after.findings)
    assert [one for each in differences(before, after) for one in each if one.record == "staff/D01"] == []
