"""What an edit changes, and that every other line stays as people wrote it."""

from __future__ import annotations

import json
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meidang.source.edit import Insert, Remove, Set, Unwritable, edited
from meidang.source.layout import Layout
from meidang.source.read import parse
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
    e:   "1"
    # d 里面
    f:
    - p
    - q
rows:
  - {k: 甲, at: 2026-01-01}
  - # 第二行
    k: 乙
# 末尾
"""

ARCHIVE = Path(__file__).parents[2] / "archive"


def changed(edits, text=TEXT, name=""):
    """The changed lines alone."""
    lines = unified_diff(text.splitlines(), edited(text, edits, name=name).splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Set(("id",), "D02"), ["-id: D01", "+id: D02"]),
        (Set(("id",), "007"), ["-id: D01", "+id: '007'"]),
        (Set(("id",), "no"), ["-id: D01", "+id: 'no'"]),
        (Set(("id",), "1.10"), ["-id: D01", "+id: '1.10'"]),
        (Set(("id",), "12.5"), ["-id: D01", "+id: 12.5"]),
        (Set(("id",), "true"), ["-id: D01", "+id: true"]),
        (Set(("born",), "1984-03-07"), ["-born: 1984-3-7", "+born: 1984-03-07"]),
        (Set(("born",), "2026-03-02T10:10"), ["-born: 1984-3-7", "+born: 2026-03-02T10:10"]),
        (Set(("empty",), "x"), ["-empty:", "+empty: x"]),
        (Set(("tilde",), "x"), ["-tilde: ~", "+tilde: x"]),
        (Set(("id",), None), ["-id: D01", "+id:"]),
        (Set(("list", 0, "x"), "3"), ["-  - x: 1", "+  - x: 3"]),
        (Set(("list", 0, "y"), "三"), ["-    y: '2'  # 行尾", "+    y: '三'  # 行尾"]),
        (Set(("list", 0, "y"), "a\nb"), ["-    y: '2'  # 行尾", '+    y: "a\\nb"  # 行尾']),
        (Set(("list",), "x"), ["-list:", "-  - x: 1", "-    y: '2'  # 行尾", "+list: x"]),
        (Set(("b",), "短"), ["-b: |", "-  多行", "+b: 短"]),
        (Set(("b",), "一\n二\n"), ["-  多行", "+  一", "+  二"]),
        (Set(("id",), "一\n二"), ["-id: D01", "+id: |-", "+  一", "+  二"]),
        (Set(("d", "e"), "二"), ['-    e:   "1"', '+    e:   "二"']),
        (Set(("c",), {"a": "b"}), ["-c: [1, 2]  # 方括号", "+c: {a: b}  # 方括号"]),
        (Set(("rows", 0, "k"), "丙，丁"), ["-  - {k: 甲, at: 2026-01-01}", "+  - {k: '丙，丁', at: 2026-01-01}"]),
        (Set(("rows", 0, "at"), "2031-04-30"), ["-  - {k: 甲, at: 2026-01-01}", "+  - {k: 甲, at: 2031-04-30}"]),
        (Set(("rows", 0, "m"), "x", ("k", "m", "at")), ["-  - {k: 甲, at: 2026-01-01}", "+  - {k: 甲, m: x, at: 2026-01-01}"]),
        (Set(("new",), "v", ("id", "new", "born")), ["+new: v"]),
        (Set(("new",), "v"), ["+new: v"]),
        (Set(("d", "g"), {"h": ["i", "j"], "k": [{"l": "m"}]}), ["+    g:", "+      h: [i, j]", "+      k:", "+      - l: m"]),
        (Insert(("list", 1), {"x": "甲", "z": None}), ["+  - x: 甲", "+    z:"]),
        (Insert(("list", 0), {"x": "甲"}), ["+  - x: 甲"]),
        (Insert(("rows", 1), {"k": "丙", "at": "2026-02-01"}), ["+  - {k: 丙, at: 2026-02-01}"]),
        (Insert(("rows", 2), {"k": "丙", "at": "3"}), ["+  - k: 丙", "+    at: 3"]),
        (Insert(("c", 2), "三"), ["-c: [1, 2]  # 方括号", "+c: [1, 2, 三]  # 方括号"]),
        (Insert(("c", 0), "三"), ["-c: [1, 2]  # 方括号", "+c: [三, 1, 2]  # 方括号"]),
        (Insert(("d", "f", 1), "r"), ["+    - r"]),
        (Insert(("fresh", 0), {"a": "2020-01-01"}, ("id", "fresh")), ["+fresh:", "+- a: 2020-01-01"]),
        (Insert(("empty", 0), "甲"), ["-empty:", "+empty: [甲]"]),
        (Remove(("list", 0)), ["-list:", "-  - x: 1", "-    y: '2'  # 行尾", "+list: []"]),
        (Remove(("list", 0, "x")), ["-  - x: 1", "-    y: '2'  # 行尾", "+  - y: '2'  # 行尾"]),
        (Remove(("rows", 1)), ["-  - # 第二行", "-    k: 乙"]),
        (Remove(("rows", 0, "k")), ["-  - {k: 甲, at: 2026-01-01}", "+  - {at: 2026-01-01}"]),
        (Remove(("rows", 0, "at")), ["-  - {k: 甲, at: 2026-01-01}", "+  - {k: 甲}"]),
        (Remove(("b",)), ["-b: |", "-  多行"]),
        (Remove(("c",)), ["-c: [1, 2]  # 方括号"]),
        (Remove(("c", 0)), ["-c: [1, 2]  # 方括号", "+c: [2]  # 方括号"]),
        (Remove(("d", "f", 0)), ["-    - p"]),
        (Remove(("id",)), ["-id: D01"]),
    ],
)  # fmt: skip
def test_an_edit_changes_these_lines_only(edit, expected):
    assert changed([edit]) == expected


def test_edits_apply_one_after_the_other():
    edits = [Insert(("list", 0), {"x": "0"}), Set(("list", 1, "x"), "一"), Remove(("list", 0)), Remove(("id",))]
    assert changed(edits) == ["-id: D01", "-  - x: 1", "+  - x: 一"]


def counted(monkeypatch):
    made = []

    class Counted(Layout):
        def __init__(self, text):
            made.append(text)
            super().__init__(text)

    for module in ("edit", "setting"):
        monkeypatch.setattr(f"meidang.source.{module}.Layout", Counted)
    return made


@pytest.mark.parametrize("name", ["list", "rows", "c", "fresh"])
@pytest.mark.parametrize("value", [{"x": "甲"}, "乙", "一\n二\n", None, {"x": ["1", "2"]}])
def test_items_behind_one_another_are_put_in_at_once_as_one_by_one(monkeypatch, name, value):
    place = {"list": 1, "rows": 2, "c": 0, "fresh": 0}[name]
    edits = [Insert((name, place + at), value) for at in range(4)]
    one_by_one = parse(edited(TEXT, edits[:1]), "").source.data
    made = counted(monkeypatch)
    together = edited(TEXT, edits)
    assert len(made) == 1
    wanted = one_by_one[name]
    assert parse(together, "").source.data[name] == [*wanted[: place + 1], *[value] * 3, *wanted[place + 1 :]]


def test_words_are_put_in_at_once_and_what_is_none_after_them(monkeypatch):
    edits = [
        Set(("rows", 0, "k"), "丙"),
        Set(("b",), "短"),
        Set(("rows", 1, "k"), "丁"),
        Set(("id",), "D02"),
        Set(("rows", 1, "new"), "戊"),
        Set(("rows", 0, "k"), "己"),
    ]
    one_by_one = TEXT
    for edit in edits:
        one_by_one = edited(one_by_one, [edit])
    made = counted(monkeypatch)
    assert edited(TEXT, edits) == one_by_one
    assert len(made) == 3


def test_a_comment_behind_a_word_stays_at_the_dash_of_the_mapping_that_takes_its_place():
    made = edited("a:\n  - 'x'  # 行尾\n  - y\n", [Set(("a", 0), {"k": "v", "l": {"m": "w"}})])
    assert made == "a:\n  -  # 行尾\n    k: v\n    l:\n      m: w\n  - y\n"


def test_a_key_without_a_place_in_the_order_stands_first_or_last():
    assert edited("b: 1\nc: 2", [Set(("a",), "0", ("a", "b", "c"))]) == "a: 0\nb: 1\nc: 2"
    assert edited("b: 1\nc: 2", [Set(("x",), "0", ("a", "b", "c"))]) == "b: 1\nc: 2\nx: 0"
    assert edited("l:\n  - b: 1", [Set(("l", 0, "a"), "0", ("a", "b"))]) == "l:\n  - a: 0\n    b: 1"
    assert edited("l: {}\n", [Set(("l", "a"), "0")]) == "l: {a: 0}\n"


def test_comments_between_the_first_entry_behind_a_dash_and_the_next_stay():
    assert edited("l:\n  - a: 1\n    # 关于 b\n    b: 2\n", [Remove(("l", 0, "a"))]) == "l:\n    # 关于 b\n  - b: 2\n"
    assert edited("l:\n  # 关于 1\n  - 1\nm: 2\n", [Remove(("l", 0))]) == "l: []\n  # 关于 1\nm: 2\n"


@pytest.mark.parametrize(
    ("place", "made"),
    [
        (0, "l:  # 名单\n  - 0\n  # 关于 1\n  - 1\n  # 关于 2\n  - 2\n"),
        (1, "l:  # 名单\n  # 关于 1\n  - 1\n  - 0\n  # 关于 2\n  - 2\n"),
    ],
)
def test_a_new_item_leaves_comments_with_the_items_below_them(place, made):
    assert edited("l:  # 名单\n  # 关于 1\n  - 1\n  # 关于 2\n  - 2\n", [Insert(("l", place), "0")]) == made


def test_line_ends_and_a_byte_order_mark_are_kept():
    text = "a:\r\n- b: 1\r\n  c: 2\r\n- b: 3\r\nd: |\r\n  e\r\n"
    made = edited(text, [Set(("a", 1, "b"), "4"), Insert(("a", 1), {"b": "甲", "c": "乙"}), Set(("d",), "x\ny\n")])
    assert made == "a:\r\n- b: 1\r\n  c: 2\r\n- b: 甲\r\n  c: 乙\r\n- b: 4\r\nd: |\r\n  x\r\n  y\r\n"
    assert edited("\ufeff---\na: 1\n", [Set(("a",), "甲")]) == "\ufeff---\na: 甲\n"
    assert edited("a: 1\nb: 2", [Remove(("b",))]) == "a: 1"


def test_of_markdown_only_the_front_matter_changes():
    text = "---\nname: 旧\n# 注\nv: 1\n---\n\nname: 正文里的\n\n---\nv: 1\n"
    assert edited(text, [Set(("name",), "新"), Remove(("v",)), Set(("w",), "2")], name="a.md") == (
        "---\nname: 新\nw: 2\n# 注\n---\n\nname: 正文里的\n\n---\nv: 1\n"
    )
    with pytest.raises(KeyError):
        edited(text, [Set(("body",), "新")], name="a.md")


def test_misuse_raises():
    with pytest.raises(ValueError, match="readable"):
        edited("a: 1\na: 2\n", [])
    with pytest.raises(KeyError):
        edited("a: 1\n", [Set(("b", "c"), "x")])
    with pytest.raises(IndexError):
        edited("a: [1]\n", [Insert(("a", 3), "x")])
    with pytest.raises(Unwritable):
        edited("a: 1\n", [Set(("a",), "张\u200b三")])


def test_every_record_of_the_example_comes_through_no_edit_unchanged():
    for record in (*sorted(ARCHIVE.rglob("*.yaml")), *sorted(ARCHIVE.glob("policies/*.md"))):
        text = record.read_text("utf-8")
        assert edited(text, [], name=record.name) == text


# --- laws ------------------------------------------------------------------------------------------------------------


@st.composite
def layouts(draw, tree):
    """A tree as people might have written it: indented by two or four, brackets and lines mixed, remarked on."""
    lines = []
    _mapping(draw, tree, 0, lines)
    ends = ["\n", "\n\n# 末尾\n"] if any(line.endswith(" |") for line in lines) else ["\n", ""]
    return "\n".join(lines) + draw(st.sampled_from(ends))


def _mapping(draw, tree, indent, lines, first=""):
    for key, value in tree.items():
        if not first and draw(st.integers(0, 5)) == 0:
            lines.append(draw(st.sampled_from(["", " " * indent + "# 说明: x"])))
        begin = first or " " * indent
        first = ""
        _value(draw, value, indent, lines, f"{begin}{json.dumps(key, ensure_ascii=False)}:")


def _value(draw, value, indent, lines, begin):
    remark = draw(st.sampled_from(["", "", "  # 行尾"]))
    if isinstance(value, dict | list) and value and draw(st.integers(0, 3)):
        lines.append(begin + remark)
        deeper = indent + draw(st.sampled_from([2, 4]))
        if isinstance(value, dict):
            _mapping(draw, value, deeper, lines)
            return
        dash = deeper if begin.lstrip().startswith("- -") else draw(st.sampled_from([indent, deeper]))
        for each in value:
            if isinstance(each, dict) and each and draw(st.booleans()):
                _mapping(draw, each, dash + 2, lines, first=" " * dash + "- ")
            else:
                _value(draw, each, dash + 2, lines, " " * dash + "-")
    elif isinstance(value, str) and draw(st.booleans()) and _fits_block(value):
        lines.append(f"{begin} |")
        lines.extend(f"{' ' * (indent + 2)}{line}" for line in value.splitlines())
    else:
        lines.append(f"{begin} {_flow(value)}{'' if value is None else remark}")


def _fits_block(value):
    return value.endswith("\n") and all(line and line[0].isalpha() for line in value[:-1].split("\n"))


def _flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "~" if value is None else json.dumps(value, ensure_ascii=False)


@st.composite
def places(draw, tree):
    """A path to something in ``tree``, and the mapping or list that holds it."""
    path, value, parent = [], tree, None
    while isinstance(value, dict | list) and value and (not path or draw(st.booleans())):
        step = draw(st.sampled_from(list(value))) if isinstance(value, dict) else draw(st.integers(0, len(value) - 1))
        path.append(step)
        parent, value = value, value[step]
    return tuple(path), parent


@given(st.data(), trees().filter(bool))
@settings(max_examples=300)
def test_an_edited_text_reads_as_the_edited_tree_and_the_lines_around_stay(data, tree):
    text = data.draw(layouts(tree))
    before = parse(text, "f").source
    assert before.data == tree
    path, parent = data.draw(places(tree))
    value = data.draw(st.one_of(texts(), trees()))
    edit = data.draw(
        st.sampled_from([Set(path, value), Remove(path)] + [Insert(path, value)] * isinstance(parent, list))
    )
    made = edited(text, [edit])
    rest = _line_behind(before, tree, path, len(text.split("\n")))
    is_only = len(parent) == 1
    assert parse(made, "f").source.data == _applied(tree, edit)
    lines, now = text.split("\n"), made.split("\n")
    # Where the only entry goes, its parent is written anew.
    above = path[:-1] if isinstance(edit, Remove) and is_only else path
    if above and isinstance(above[-1], int):  # the dash may stand above the item
        above = (*above[:-1], above[-1] - 1) if above[-1] else above[:-1]
    start = before.locate(above, key=True).line - 1
    assert now[:start] == lines[:start] or isinstance(edit, Remove)
    assert rest == len(lines) or now[rest - len(lines) :] == lines[rest:]


def _applied(tree, edit):
    *way, last = edit.path
    parent = tree
    for step in way:
        parent = parent[step]
    if isinstance(edit, Remove):
        del parent[last]
    elif isinstance(edit, Set):
        parent[last] = edit.value
    else:
        parent.insert(last, edit.value)
    return tree


def _line_behind(source, tree, path, end):
    """The index of the line on which the next thing behind ``path`` stands, where it has one of its own."""
    for depth in range(len(path), 0, -1):
        parent = tree
        for step in path[: depth - 1]:
            parent = parent[step]
        steps = list(parent) if isinstance(parent, dict) else list(range(len(parent)))
        at = steps.index(path[depth - 1])
        if at + 1 < len(steps):
            line = source.locate((*path[: depth - 1], steps[at + 1]), key=True).line - 1
            here = source.locate(path, key=True).line - 1
            return line + 1 if line > here else end
    return end


def test_a_list_that_stood_on_lines_stays_on_lines():
    assert edited("a:\n  - x\nb: [x]\n", [Set(("a",), ["甲", "乙"])]) == "a:\n  - 甲\n  - 乙\nb: [x]\n"


GAPS = "name: 甲\nposts:\n  - 护士\nposition: 护士\nhired_on: 2021-06-07\n\n# 学历\neducation:\n  - school: 一\n\n# 职称\ntitles:\n  - title: 护士\n"


@pytest.mark.parametrize(
    ("order", "was", "now"),
    [
        (("titles", "awards"), "护士\n", "护士\n\nawards:\n  - name: 奖\n"),
        (("education", "awards", "titles"), "一\n\n# 职称", "一\n\nawards:\n  - name: 奖\n\n# 职称"),
        (("name", "awards", "posts"), "甲\n", "甲\n\nawards:\n  - name: 奖\n\n"),
    ],
)
def test_a_new_list_stands_apart_where_the_others_do(order, was, now):
    edit = Insert(("awards", 0), {"name": "奖"}, order)
    assert edited(GAPS, [edit]) == (GAPS.removesuffix(was) + now if GAPS.endswith(was) else GAPS.replace(was, now, 1))
    windows = GAPS.replace("\n", "\r\n")
    assert edited(windows, [edit]) == edited(GAPS, [edit]).replace("\n", "\r\n")
    close = GAPS.replace("\n\n", "\n")
    assert "\n\n" not in edited(close, [edit])


def test_a_new_word_stands_with_the_others():
    made = edited(GAPS, [Set(("sex",), "女", ("name", "sex"))])
    assert made == GAPS.replace("甲\n", "甲\nsex: 女\n")
    made = edited(GAPS, [Set(("note",), "一\n二\n", ("name", "note"))])
    assert made == GAPS.replace("甲\n", "甲\nnote: |\n  一\n  二\n")
