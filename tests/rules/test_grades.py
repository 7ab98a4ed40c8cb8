"""The highest grade is known for every type of institution."""

from typing import get_args

from meidang.models.institution import MAX_GRADE, InstitutionType


def test_every_type_of_institution_has_a_highest_grade():
    assert set(MAX_GRADE) == set(get_args(InstitutionType))
