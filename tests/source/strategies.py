"""Trees for the laws: any text that a record may hold, weighted towards what YAML readers stumble over."""

from __future__ import annotations

from unicodedata import normalize

from hypothesis import strategies as st

from meidang.source.characters import refused_in_value

HOSTILE = [
    "no", "NO", "n", "Yes", "on", "~", "null", "NULL", "", " ", "012", "0o17", "0x1F", "1_000", "1e3", ".5", "-.inf", ".nan",
    "12:30", "1:2:3", "2024-03-15", "2024-03-15T10:00:00Z", "110105194912310021", "1.10", "+1", "-", "--", "---", "...",
    "- x", "-项", "? x", ": x", "x:", "x: y", "x #y", "#x", "name：张三", "“引”", "‘引’", "［甲］", "｛乙｝", "甲，乙", "*重点*",
    "&a", "!t", "%x", "@x", "`x`", "'x'", '"x"', "a'b\"c", "\\", "\\n", "C:\\x", "[x]", "{x}", "x]", ",", "<<", "=",
    "<<<<<<< HEAD", "=======", ">>>>>>> x", "\t", "\tx", "x\t", "  x", "x  ", "\n", "\n\n", "x\n", "x\n\n", "\nx", " x\ny",
    "x\n\ny\n", "x\n  y", "x\n\ty\n", "x  \ny", "x\n ", "x\n \n", "# x\n# y", "- x\n- y\n", "x: |\n  y\n", "---\nx\n",
    "　　全角", "x\u3000", "😀", "👍🏽", "𠮷", "é", "①", "(一)", "㎡", "±0.5", "≥3", "A/B", "a,b", "x, y", "?", "!", "|", ">",
]  # fmt: skip


def _is_allowed(text):
    return refused_in_value(text) is None


def texts():
    drawn = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=30)
    pieces = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3)
    joined = st.builds(str.join, st.sampled_from(["", " ", "\n", "，", ": "]), pieces)
    return st.one_of(st.sampled_from(HOSTILE), joined, drawn.filter(_is_allowed))


def keys():
    """Keys are compared, and so kept, in NFC."""
    plain = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
    return st.one_of(plain, plain, texts().map(lambda text: normalize("NFC", text)))


def trees():
    leaves = st.one_of(st.none(), texts(), texts())
    values = st.recursive(leaves, _containers, max_leaves=12)
    return st.dictionaries(keys(), values, max_size=6)


def _containers(children):
    return st.lists(children, max_size=4) | st.dictionaries(keys(), children, max_size=4)
