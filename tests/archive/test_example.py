"""The example archive records the facts of the example hospital, and has nothing in it that cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from meidang.archive import facts
from meidang.archive.permits import performers
from meidang.findings import Severity
from meidang.models.department import Department
from meidang.models.restriction import Restriction
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.pipeline import check
from meidang.project import Project

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def checked():
    return check(Project(ROOT), today=date(2030, 1, 1))


@pytest.fixture(scope="module")
def archive(checked):
    return checked.archive


def test_every_file_can_be_read(checked):
    assert [finding for finding in checked.findings if finding.severity is Severity.ERROR] == []


def test_the_day_is_pinned(checked):
    assert checked.as_of == AS_OF


def test_the_counts_are_those_of_the_hospital(archive):
    departments = archive.of(Department)
    assert len(departments) == 18
    assert sum(item.record.in_use for item in departments) == 16
    assert len(archive.of(Staff)) == 17
    assert len(archive.of(Technique)) == 16
    assert len(archive.credential_types) == 24
    assert len(archive.projects) == 76


def test_the_figures_of_2025_are_those_of_the_hospital(archive):
    """Cases, cured, improved, ineffective, complications, disputes."""
    assert {item.id: _figures(item.record, 2025) for item in archive.of(Technique)} == {
        "T01": (612, 548, 58, 6, 9, 3),
        "T02": (238, 196, 38, 4, 7, 4),
        "T03": (86, 74, 11, 1, 4, 2),
        "T04": (154, 118, 34, 2, 5, 1),
        "T05": (22, 16, 6, 0, 2, 1),
        "T06": (0, 0, 0, 0, 0, 0),
        "T07": (2140, 1702, 421, 17, 21, 2),
        "T08": (1386, 1012, 361, 13, 24, 5),
        "T09": (96, 71, 24, 1, 2, 0),
        "T10": (41, 38, 3, 0, 1, 0),
        "T11": (3260, 1980, 1242, 38, 18, 1),
        "T12": (428, 214, 197, 17, 6, 1),
        "T13": (73, 35, 36, 2, 1, 0),
        "T14": (64, 29, 31, 4, 0, 0),
        "T15": (118, 110, 8, 0, 2, 0),
        "T16": (205, 178, 25, 2, 3, 1),
    }


def _figures(technique, year):
    row = next(row for row in technique.figures if row.year == year)
    return row.cases, row.cured, row.improved, row.ineffective, row.complications, row.disputes


def test_figures_add_up(archive):
    for item in archive.of(Technique):
        for row in item.record.figures:
            assert row.cured + row.improved + row.ineffective == row.cases, (item.id, row.year)


def test_operators_together_did_the_cases_of_each_year(archive):
    for item in archive.of(Technique):
        for row in item.record.figures:
            done = sum(
                part.cases
                for person in archive.of(Staff)
                for part in person.record.participation
                if (part.technique_id, part.year, part.role) == (item.id, row.year, "术者")
            )
            assert done == row.cases, (item.id, row.year)


@pytest.mark.parametrize(
    ("person", "total"),
    [
        ("D01", 31),
        ("D02", 28),
        ("D03", 18),
        ("D04", 27),
        ("D05", 26),
        ("D06", 30),
        ("D07", 25),
        ("D08", 29),
        ("A01", 33),
        ("A02", 26),
    ],
)
def test_credits_of_2025(archive, person, total):
    record = archive.get(Staff, person).record
    assert sum(item.credits for item in record.continuing_education if item.year == 2025) == total


@pytest.mark.parametrize(("person", "hours"), [("N01", 236), ("N02", 128), ("N03", 174)])
def test_hours_of_training_in_aesthetics(archive, person, hours):
    assert facts.aesthetic_hours(archive.get(Staff, person).record, AS_OF) == hours


def test_nobody_may_perform_the_technique_that_the_hospital_has_restricted_itself(archive):
    assert list(performers(archive, "T06", AS_OF)) == []


def test_the_released_restriction_binds_nobody(archive):
    restricted = {item.record.self_restriction.technique_id for item, _ in facts.open_self_restrictions(archive, AS_OF)}
    assert restricted == {"T06"}
    assert archive.get(Restriction, "self-T05-2021").record.self_restriction.released_on == date(2022, 9, 15)
