"""Volumes split between parts where they can, and never inside a document; pages add up."""

from __future__ import annotations

import pytest

from binder.made import plan_of
from meidang.models.base import adapter
from meidang.models.binder import BinderAppendix
from meidang.render.binder.scope import Scope
from meidang.render.binder.sheets import Part, Plan, Sheet
from meidang.render.binder.units import chunks, first_pages, units, volumes


def made(*parts: tuple[str, int]) -> tuple:
    """Parts with so many documents."""
    built = tuple(
        Part(name, name, "", tuple(Sheet("staff", f"{name}{at}", "", f"{name}{at}") for at in range(count)))
        for name, count in parts
    )
    return units(Plan(Scope(), built, 300, adapter(BinderAppendix).validate_python({})))


def split(every, size: int, most: int) -> list[str]:
    """Every document takes ``size`` pages, a divider one."""
    pages = {unit.number: 1 if unit.sheet is None else size for unit in every}
    return [" ".join(unit.title for unit in volume.units) for volume in volumes(every, pages, most, known=True)]


@pytest.mark.parametrize(
    ("parts", "size", "most", "expected"),
    [
        ((("a", 2), ("b", 2)), 2, 10, ["a a0 a1 b b0 b1"]),
        ((("a", 2), ("b", 2)), 2, 9, ["a a0 a1", "b b0 b1"]),
        ((("a", 3),), 4, 9, ["a a0 a1", "a（续） a2"]),
        ((("a", 1), ("b", 3)), 4, 10, ["a a0 b b0", "b（续） b1 b2"]),
        ((("a", 1),), 50, 10, ["a a0"]),
        ((("a", 2), ("b", 2)), 2, 0, ["a a0 a1 b b0 b1"]),
    ],
    ids=["fits", "between-parts", "inside-a-part", "part-larger-than-a-volume", "document-larger", "no-limit"],
)
def test_volumes(parts, size, most, expected):
    assert split(made(*parts), size, most) == expected


def test_the_documents_of_a_record_stay_in_one_volume():
    sheets = [Sheet("staff", who, template, f"{who}{template}", key=who) for who in "ab" for template in "xy"]
    part = Part("p", "p", "", tuple(sheets))
    every = units(Plan(Scope(), (part,), 300, adapter(BinderAppendix).validate_python({})))
    assert split(every, 3, 10) == ["p ax ay", "p（续） bx by"]


def test_pages_go_on_through_all_volumes():
    every = made(("a", 2), ("b", 2))
    pages = {unit.number: 3 for unit in every}
    bound = volumes(every, pages, 9, known=True)
    assert [(volume.first, volume.last) for volume in bound] == [(1, 9), (10, 18)]
    assert first_pages(bound, pages) == {1: 1, 2: 4, 3: 7, 4: 10, 5: 13, 6: 16}
    assert [volume.words for volume in bound] == ["a", "b"]


def test_a_part_that_goes_on_has_a_divider_of_one_page_in_each_volume():
    every = made(("a", 3))
    pages = dict.fromkeys(range(1, 5), 4)
    bound = volumes(every, pages, 12, known=True)
    assert [volume.words for volume in bound] == ["a", "a（续）"]
    assert [(volume.first, volume.last) for volume in bound] == [(1, 12), (13, 17)]
    assert first_pages(bound, pages) == {1: 1, 2: 5, 3: 9, 5: 13, 4: 14}
    assert len({unit.bookmark for volume in bound for unit in volume.units}) == 5


def test_chunks_hold_everything_once_and_no_more_than_asked():
    every = units(plan_of("institution"))
    runs = list(chunks(every, 12))
    assert [unit for run in runs for unit in run] == list(every)
    assert max(map(len, runs)) <= 12


def test_bookmarks_are_unique():
    every = units(plan_of("institution"))
    assert len({unit.bookmark for unit in every}) == len(every)


def test_the_divider_of_a_part_that_goes_on_knows_what_is_behind_it():
    every = made(("a", 4))
    cut = volumes(every, {unit.number: 4 if unit.sheet else 1 for unit in every}, 9, known=True)
    again = cut[1].units[0]
    assert again.again
    assert again.following == {unit.number for unit in cut[1].units[1:]}
