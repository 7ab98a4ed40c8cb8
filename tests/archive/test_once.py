"""A fact is computed once for each archive and its arguments."""

from meidang.archive import Archive
from meidang.archive.once import once


def test_a_fact_is_computed_once_for_an_archive_and_its_arguments():
    asked = []

    @once
    def fact(archive, number):
        asked.append(number)
        return [number]

    one, other = Archive({}), Archive({})
    assert fact(one, 1) is fact(one, 1)
    assert fact(one, 2) == [2]
    assert fact(other, 1) is not fact(one, 1)
    assert asked == [1, 2, 1]
