"""The one layout: nothing said is lost, nothing else is written, and a second time changes nothing."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from meidang.kinds import kind_of
from meidang.pipeline.formatting import formatted_record
from meidang.source.edit import Unwritable
from meidang.source.formatted import AS_WRITTEN, KeyOrder, formatted
from meidang.source.read import parse

ROOT = Path(__file__).parents[2]
ORDER = KeyOrder(("a", "b", "c", "d"), {"c": KeyOrder(("b", "a", "d", "c"))})


def laid(text: str, order: KeyOrder = ORDER, name: str = "x.yaml") -> str:
    result = formatted(dedent(text), order, name)
    assert formatted(result, order, name) == result
    return result


def test_the_example_stands_in_the_layout_already():
    for path in sorted(ROOT.glob("archive/**/*")):
        name = path.relative_to(ROOT).as_posix()
        if path.is_file() and kind_of(name):
            text = path.read_text(encoding="utf-8")
            assert formatted_record(name, text) == text, name


def test_keys_come_in_their_order_with_the_remarks_above_and_behind_them():
    assert laid("""\
        # yaml-language-server: $schema=x
        # 关于文件

        # 乙
        b: '2'  # 第二
        # 甲
        a: 1
    """) == dedent("""\
        # yaml-language-server: $schema=x
        # 关于文件

        # 甲
        a: 1
        # 乙
        b: '2'  # 第二
    """)


def test_lines_below_the_editors_line_stay_at_the_top_without_a_blank_line_too():
    text = "# yaml-language-server: $schema=x\n# 关于文件\nb: 2\na: 1\n"
    assert laid(text) == "# yaml-language-server: $schema=x\n# 关于文件\na: 1\nb: 2\n"


def test_two_columns_a_step_and_dashes_two_columns_in():
    assert laid("""\
        c:
        -   d: 1
            b:
            - x
            # 之后
            - y
            # 末尾
        # 下面的
        d:
              a:   1
    """) == dedent("""\
        c:
          - b:
              - x
              # 之后
              - y
            d: 1
            # 末尾
        # 下面的
        d:
          a: 1
    """)


def test_a_remark_behind_a_dash_or_above_a_text_goes_above():
    assert laid("""\
        c:   # 列表
          - # 第一项
            b: 1
          -
            # 第二项
            b: 2
        d:
          # 说明
          很长的一句话
    """) == dedent("""\
        c:   # 列表
          # 第一项
          - b: 1
          # 第二项
          - b: 2
        # 说明
        d: 很长的一句话
    """)


def test_an_items_first_key_may_change_and_its_remark_stands_above_the_item():
    assert laid("""\
        c:
          - a: 1
            # 关于乙
            b: 2
    """) == dedent("""\
        c:
          # 关于乙
          - b: 2
            a: 1
    """)


def test_one_blank_line_at_most_none_at_the_start_and_none_below_a_key():
    assert laid("\n\na: 1\n\n\n\nb:\n\n    - x\n\n\n    - y\n\n\n") == "a: 1\n\nb:\n  - x\n\n  - y\n"


@pytest.mark.parametrize("sign", ["|", "|-", "|+", ">", ">-", ">+"])
def test_block_texts_keep_every_blank_of_theirs(sign):
    text = f"b:\n    - a: {sign}  # 说明\n          第一行  \n\n            更深 \n          # 不是注释\n             \n\n      c: 1\na: x\n"
    result = laid(text)
    assert "第一行  \n" in result
    assert result.startswith("a: x\nb:\n  - a: ")


def test_a_block_text_that_begins_with_blanks_keeps_them():
    result = laid("c:\n    b: |4\n          两格起头\n        正文\na: 1\n")
    assert result == "a: 1\nc:\n  b: |2\n      两格起头\n    正文\n"


def test_a_block_text_at_the_end_of_a_file_without_a_line_end():
    assert laid("a: |\n  第一行\n  第二行") == "a: |-\n  第一行\n  第二行\n"


def test_brackets_and_quotes_stay_as_they_are_written():
    text = "b: {y: 1,   x: [ 1,2 ]}\na: [甲,\n      乙, # 第二\n]\n'c': \"\\u7532 #\"\n"
    assert laid(text) == "a: [甲,\n  乙, # 第二\n]\nb: {y: 1,   x: [ 1,2 ]}\n'c': \"\\u7532 #\"\n"


def test_line_ends_of_windows_a_mark_at_the_start_and_no_line_end_at_the_end():
    assert laid("\ufeffb: |\r\n  甲\r\n  乙\r\na: 1") == "a: 1\nb: |\n  甲\n  乙\n"


def test_of_a_policy_only_the_front_matter_is_laid_out():
    body = "\n\n\n# 一  \n\n\n- 甲\n   - 乙\t\n\n\n"
    text = f"---\nb:\n- 1\na:   2\n---{body}"
    assert laid(text, name="x.md") == f"---\na: 2\nb:\n  - 1\n---{body}"


def test_a_policy_from_windows_gets_one_kind_of_line_end_throughout():
    text = "---\r\nb: 1\r\na: 2\r\n---\r\n\r\n# 一  \r\n正文\r\n"
    assert laid(text, name="x.md") == "---\na: 2\nb: 1\n---\n\n# 一  \n正文\n"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("--- \n# 注\nb: 1\na: 2\n...\n", "a: 2\n\n# 注\nb: 1\n"),
        ("? b\n: 1\n", "b: 1\n"),
        ('"b" : 1\na   : 2\n', 'a: 2\n"b": 1\n'),
        ("a:\n  - - x\n    - y\n", "a:\n  - - x\n    - y\n"),
        ("a:\n  |\n  甲\nb: ~\n", "a: |\n  甲\nb: ~\n"),
        ("{b: 1,\n a: 2}  # 注", "{b: 1,\n a: 2}  # 注\n"),
        ("b: {}\na: []\n", "a: []\nb: {}\n"),
    ],
)
def test_rare_ways_of_writing(text, result):
    assert laid(text) == result


def test_a_key_that_is_not_known_stays_behind_its_neighbour():
    assert laid("d: 1\nzz: 2\na: 3\n") == "a: 3\nd: 1\nzz: 2\n"


def test_a_text_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="readable"):
        formatted("a: [1\n", AS_WRITTEN)


# --- any layout ------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["甲", "乙 丙", "2026-01-01", "'带 # 号'", '"引 \\" 号"', "x#y", "0123", ""])
QUOTES = ("'", '"')
REMARK = st.sampled_from(["", "# 注", "#注: x", "# - 旧的: 1"])


@st.composite
def remarks(draw, most: int = 8) -> list[str]:
    """Lines of comments and blanks, at any column."""
    said = draw(st.lists(REMARK, max_size=2))
    return [" " * draw(st.integers(0, most)) + one if one else draw(st.sampled_from(["", "  "])) for one in said]


@st.composite
def value(draw, column: int, depth: int) -> tuple[str, list[str]]:
    """What stands behind a key or a dash, and the lines below; ``column``: of the key or dash."""
    kind = draw(st.integers(0, 7 if depth else 4))
    behind = draw(st.sampled_from(["", "  # 后", " #后"]))
    if kind <= 1:
        word = draw(WORDS)
        return f" {word}{behind if word[:1] in ('', *QUOTES) else ''}", []
    if kind == 2:
        return " [甲, {x: 1,  y: '#'}]" + behind, []
    if kind == 3:
        return " [甲, # 里\n" + " " * (column + draw(st.integers(1, 5))) + "乙]" + behind, []
    if kind == 4:
        sign = draw(st.sampled_from(["|", "|-", "|+", ">", ">-"]))
        inner = " " * (column + draw(st.integers(1, 5)))
        lines = draw(st.lists(st.sampled_from(["文", "文  ", "  更深", "# 不是注", "", "   "]), max_size=4))
        return f" {sign}{behind}", [inner + "首", *(inner + one if one else one for one in lines)]
    inner = column + draw(st.integers(1, 4))
    lines = draw((mapping if kind == 5 else sequence)(inner, depth - 1))
    return behind, [*draw(remarks()), *lines]


@st.composite
def mapping(draw, column: int, depth: int) -> list[str]:
    """The lines of a mapping."""
    keys = draw(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "'f'", '"g"']), min_size=1, max_size=4, unique=True))
    lines: list[str] = []
    for key in keys:
        first, below = draw(value(column, depth))
        lines += [*draw(remarks()), " " * column + key + ":" + first, *below]
    return lines


@st.composite
def sequence(draw, column: int, depth: int) -> list[str]:
    """The lines of a list; a mapping may begin behind its dash."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        lines += draw(remarks())
        if depth and draw(st.booleans()):
            gap = draw(st.integers(1, 3))
            inner = draw(mapping(column + 1 + gap, depth - 1))
            first = next((at for at, line in enumerate(inner) if line.strip() and not line.strip().startswith("#")), 0)
            inner[first] = " " * column + "-" + " " * gap + inner[first].strip()
            lines += inner
        else:
            first, below = draw(value(column, 0))
            lines += [" " * column + "-" + first, *below]
    return lines


@settings(max_examples=300)
@given(mapping(0, 3), st.booleans(), st.booleans(), st.booleans())
def test_any_legal_layout_becomes_the_one_layout_and_says_the_same(lines, windows, mark, ends):
    text = "\n".join(lines) + ("\n" if ends else "")
    text = ("\ufeff" if mark else "") + (text.replace("\n", "\r\n") if windows else text)
    tree = parse(text, "x.yaml").source.data
    assume(tree is not None)
    try:
        result = formatted(text, ORDER, "x.yaml")
    except Unwritable:
        pytest.fail(f"not laid out: {text!r}")
    assert parse(result, "x.yaml").source.data == tree
    assert formatted(result, ORDER, "x.yaml") == result
    assert "\r" not in result
    assert "\t" not in result
    assert not result.startswith(("\ufeff", "\n"))
    assert result.endswith("\n")
