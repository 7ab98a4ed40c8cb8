"""How a tree is written; ``test_laws`` holds it to every reader."""

from __future__ import annotations

from meidang.source.read import parse
from meidang.source.write import dump


def test_what_a_reader_could_take_for_something_else_is_quoted():
    tree = {
        "a": "012",
        "b": "2024-03-15",
        "c": "no",
        "d": "张三",
        "e": ["1", "甲，乙"],
        "f": [{"g": "12:30"}],
        "h": None,
    }
    assert dump(tree) == ("a: '012'\nb: '2024-03-15'\nc: 'no'\nd: 张三\ne: ['1', '甲，乙']\nf:\n  - g: '12:30'\nh:\n")


def test_nothing_is_written_as_brackets():
    assert dump({}) == "{}\n"
    assert dump({"a": [], "b": {}}) == "a: []\nb: {}\n"


def test_multi_line_text_is_written_as_a_block():
    assert dump({"a": "一\n二\n", "b": "一\n\n二"}) == "a: |\n  一\n  二\nb: |-\n  一\n\n  二\n"


def test_what_the_reader_refuses_is_written_all_the_same_and_then_named():
    (finding,) = parse(dump({"a": "张\u200b三"}), "f").findings
    assert finding.code == "SRC006"
