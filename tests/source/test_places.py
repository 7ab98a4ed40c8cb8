"""Every part of a record can be found again in its file, whatever pydantic puts into a path."""

from __future__ import annotations

import pytest
from hypothesis import given
from yaml import CBaseLoader, compose

from meidang.source.read import parse
from meidang.source.tree import Source
from meidang.source.write import dump
from source.strategies import trees

TEXT = """\
# 头注
id: D01
name:
credentials:
  - type: 执业证书
    number: '110'
  - {type: 资格证书, number: "120"}
address:
  city: 北京
note: |
  一
  二
last: 1
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("id",), (2, 5), (2, 1)),
        (("name",), (3, 6), (3, 1)),
        (("credentials",), (5, 3), (4, 1)),
        (("credentials", 0), (5, 5), (5, 5)),
        (("credentials", 0, "number"), (6, 13), (6, 5)),
        (("credentials", 1), (7, 5), (7, 5)),
        (("credentials", 1, "number"), (7, 26), (7, 18)),
        (("note",), (10, 7), (10, 1)),
        (("last",), (13, 7), (13, 1)),
    ],
)
def test_a_path_leads_to_its_value_and_its_key(path, value, key):
    source = parse(TEXT, "f").source
    assert (source.locate(path).line, source.locate(path).column) == value
    assert (source.locate(path, key=True).line, source.locate(path, key=True).column) == key


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), "f:1:1"),
        (("missing",), "f:1:1"),
        (("address", "street"), "f:8:1"),
        (("credentials", 0, "issuer"), "f:5:5"),
        (("credentials", 9), "f:4:1"),
        (("credentials", -1), "f:4:1"),
        (("credentials", "0"), "f:4:1"),
    ],
)
def test_a_path_that_stops_early_yields_what_is_there(path, place):
    assert str(parse(TEXT, "f").source.locate(path)) == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("License", "id"), "f:2:5"),
        (("credentials", 1, "License", "number"), "f:7:26"),
        (("id", "str"), "f:2:5"),
        (("id", "function-after[check(), str]", 3), "f:2:5"),
    ],
)
def test_union_tags_in_a_path_are_passed_over(path, place):
    assert str(parse(TEXT, "f").source.locate(path)) == place


def test_a_file_without_data_is_pointed_at_from_its_beginning():
    assert str(Source("f").locate(("id",))) == "f:1:1"


def test_positions_cost_little_memory():
    source = parse("".join(f"k{n}: v\n" for n in range(100)), "f").source
    assert source._starts.itemsize * len(source._starts) + source._lengths.itemsize * len(source._lengths) < 1_300


@given(trees())
def test_every_place_is_the_one_that_libyaml_marks(tree):
    text = dump(tree)
    _same_places(compose(text, Loader=CBaseLoader), parse(text, "f").source, ())


def _same_places(node, source, path):
    mark = node.start_mark
    place = source.locate(path)
    if path:
        assert (place.line, place.column) == (mark.line + 1, mark.column + 1)
    if node.id == "mapping":
        for key, value in node.value:
            at = source.locate((*path, key.value), key=True)
            assert (at.line, at.column) == (key.start_mark.line + 1, key.start_mark.column + 1)
            _same_places(value, source, (*path, key.value))
    elif node.id == "sequence":
        for number, value in enumerate(node.value):
            _same_places(value, source, (*path, number))
