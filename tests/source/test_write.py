"""What an edit changes, and above all what it leaves alone."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meidang.source.read import parse
from meidang.source.write import DELETE, dump, edit
from source.strategies import texts, trees

TEXT = """\
# 头注
id: D01
born: 1984-3-7
code: 012
empty:
tilde: ~
list:
  - x: 1
    y: '2'  # 行尾

# 关于 b
b: |
  多行
# 关于 c
c: [1, 2]  # 方括号
# 关于 d
d:
  e: 1
  # d 里面
  f:
    - p
    - q
# 末尾
"""

ARCHIVE = Path(__file__).parents[2] / "archive"


def changed(text, changes):
    """The changed lines alone."""
    lines = unified_diff(text.splitlines(), edit(text, changes).splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({("id",): "D02"}, ["-id: D01", "+id: D02"]),
        ({("id",): "007"}, ["-id: D01", '+id: "007"']),
        ({("code",): "no"}, ["-code: 012", '+code: "no"']),
        ({("empty",): "x"}, ["-empty:", "+empty: x"]),
        ({("id",): None}, ["-id: D01", "+id:"]),
        ({("list", 0, "x"): "3"}, ["-  - x: 1", '+  - x: "3"']),
        ({("list", 0, "y"): "三"}, ["-    y: '2'  # 行尾", '+    y: "三"  # 行尾']),
        ({("list", 1): {"x": "甲"}}, ["+  - x: 甲"]),
        ({("list", 0): DELETE}, ["-list:", "-  - x: 1", "-    y: '2'  # 行尾", "+list: []"]),
        ({("b",): DELETE}, ["-b: |", "-  多行"]),
        ({("b",): "短"}, ["-b: |", "-  多行", "+b: 短"]),
        ({("b",): "一\n二\n"}, ["-  多行", "+  一", "+  二"]),
        ({("c", 2): "三，四"}, ["-c: [1, 2]  # 方括号", '+c: [1, 2, "三，四"] # 方括号']),
        ({("c",): DELETE}, ["-c: [1, 2]  # 方括号"]),
        ({("d", "e"): DELETE}, ["-  e: 1"]),
        ({("d", "f", 1): DELETE}, ["-    - q"]),
        ({("d", "f", 2): "r"}, ["+    - r"]),
        ({("d", "g"): {"h": ["i"]}}, ["+  g:", "+    h:", "+      - i"]),
        ({("new",): "v"}, ["+new: v"]),
        ({("id",): DELETE}, ["-id: D01"]),
        ({("id",): "A", ("code",): DELETE}, ["-id: D01", "+id: A", "-code: 012"]),
    ],
)  # fmt: skip
def test_an_edit_changes_these_lines_only(changes, expected):
    assert changed(TEXT, changes) == expected


COMMENTS = [line.strip() for line in TEXT.splitlines() if line.strip().startswith("#")]


@pytest.mark.parametrize("key", [key for key in parse(TEXT, "f").source.data if key != "d"])
@pytest.mark.parametrize("value", [DELETE, "短", "一\n二\n", ["甲", {"乙": "丙"}], {"k": None}, {}, []])
def test_comments_stay_whatever_is_set_or_removed(key, value):
    edited = edit(TEXT, {(key,): value})
    assert [comment for comment in COMMENTS if comment not in edited] == []
    before, after = parse(TEXT, "f").source.data, parse(edited, "f").source.data
    assert after == {name: value if name == key else before[name] for name in before if name in after}


def test_the_files_own_way_of_indenting_lists_and_ending_lines_is_kept():
    text = "a:\r\n- b: 1\r\n  c: 2\r\n- b: 3\r\nd: |\r\n  e\r\n"
    assert edit(text, {}) == text
    assert edit(text, {("a", 1, "b"): "4"}) == text.replace("b: 3", 'b: "4"')
    assert edit("\ufeff---\na: 1\n", {("a",): "甲"}) == "\ufeff---\na: 甲\n"


def test_every_record_of_the_example_comes_through_an_empty_edit_unchanged():
    records = sorted(ARCHIVE.rglob("*.yaml"))
    assert records
    for record in records:
        text = record.read_text("utf-8")
        assert edit(text, {}) == text, record


def test_misuse_raises():
    with pytest.raises(ValueError, match="readable"):
        edit("a: 1\na: 2\n", {})
    with pytest.raises(KeyError):
        edit("a: 1\n", {("b", "c"): "x"})


def test_multi_line_text_is_written_as_a_block():
    assert dump({"a": "一\n二\n", "b": "一\n\n二"}) == "a: |\n  一\n  二\nb: |-\n  一\n\n  二\n"


def test_what_the_reader_refuses_is_written_all_the_same_and_then_named():
    (finding,) = parse(dump({"a": "张\u200b三"}), "f").findings
    assert finding.code == "SRC006"


@st.composite
def paths_into(draw, tree):
    """A path to something in ``tree``."""
    path, value = [], tree
    while isinstance(value, dict | list) and value and (not path or draw(st.booleans())):
        step = draw(st.sampled_from(list(value))) if isinstance(value, dict) else draw(st.integers(0, len(value) - 1))
        path.append(step)
        value = value[step]
    return tuple(path)


@given(st.data(), trees().filter(bool))
@settings(max_examples=300)
def test_an_edited_text_reads_as_the_edited_tree(data, tree):
    path = data.draw(paths_into(tree))
    value = data.draw(st.one_of(st.just(DELETE), texts(), trees()))
    edited = edit(dump(tree), {path: value})
    parent = tree
    for step in path[:-1]:
        parent = parent[step]
    if value is DELETE:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    reading = parse(edited, "f")
    assert reading.findings == ()
    assert reading.source.data == tree
