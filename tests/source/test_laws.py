"""What holds for every text and every tree."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from meidang.source.files import read_sources
from meidang.source.read import parse
from meidang.source.scalars import is_plain
from meidang.source.write import dump
from source.strategies import HOSTILE, texts, trees

GOOD = """\
# 头注
id: D01
name: "张三"
list:
  - a: 1
    b: [x, 'y']
  - |
    多行
    文字
last: >-
  折行
"""


@given(trees())
@settings(max_examples=400)
def test_what_is_written_reads_back_the_same(tree):
    reading = parse(dump(tree), "f")
    assert reading.findings == ()
    assert reading.source.data == tree


@given(trees())
def test_writing_twice_gives_the_same_text(tree):
    assert dump(parse(dump(tree), "f").source.data) == dump(tree)


@given(texts())
@settings(max_examples=400)
def test_every_reader_of_yaml_takes_what_is_written_for_text(text):
    written = dump({"k": text, "l": [text]})
    assert yaml.safe_load(written) == {"k": text, "l": [text]}
    assert YAML(typ="safe", pure=True).load(written) == {"k": text, "l": [text]}


def test_ordinary_words_are_written_without_quotes():
    for text in ("张三", "D01", "北京市朝阳区 1 号", "13层", "备注：无", "A/B", "(一)"):
        assert is_plain(text), text
    assert not any(is_plain(text) for text in HOSTILE if text in ("no", "012", "12:30", "2024-03-15", "x: y", " "))


@st.composite
def mutated(draw):
    """A good file with a few characters exchanged, taken out or put in."""
    text = list(draw(st.sampled_from([GOOD, GOOD.replace("\n", "\r\n")])))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text) - 1))
        new = draw(
            st.sampled_from(
                ["", "\t", " ", "\n", ":", "：", "'", '"', "[", "}", "#", "-", "&", "*", "|", "? ", "\x00", "---\n"]
            )
        )
        text[place : place + draw(st.integers(0, 3))] = new
    return "".join(text)


@given(mutated())
@settings(max_examples=600)
def test_the_reader_agrees_with_pyyaml_on_what_it_accepts(text):
    reading = parse(text, "f")
    if not reading.findings:
        assert _nulls_as_text(reading.source.data) == _nulls_as_text(yaml.load(text, Loader=yaml.CBaseLoader))


def _nulls_as_text(value):
    if isinstance(value, dict):
        return {key: _nulls_as_text(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_nulls_as_text(child) for child in value]
    return "" if value is None or value in ("~", "null", "Null", "NULL") else value


def _is_sound(reading):
    assert (reading.source.data is None) == bool(reading.findings)
    for finding in reading.findings:
        assert finding.location.line >= 1
        assert finding.location.column >= 1
        assert finding.message
        assert not set(finding.message) & set("\n\r\0\u200b\u202e")


@given(st.one_of(mutated(), st.text(), st.text(alphabet=" \n-:[]{}#&*!|>'\"%@`~?,.ab：，")))
@settings(max_examples=600)
def test_no_text_raises(text):
    _is_sound(parse(text, "f"))


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
def test_no_bytes_raise(raw):
    reading = parse(raw, "f")
    assert (reading.source.data is None) == bool(reading.findings)


@given(mutated())
def test_bytes_and_text_read_alike(text):
    one, two = parse(text, "f"), parse(text.encode(), "f")
    assert (one.findings, one.source.data) == (two.findings, two.source.data)


@given(st.lists(mutated(), max_size=4))
@settings(max_examples=50)
def test_files_of_one_reading_do_not_influence_each_other(texts):
    alone = [parse(text, f"archive/{number}.yaml") for number, text in enumerate(texts)]
    with TemporaryDirectory() as folder:
        archive = Path(folder, "archive")
        archive.mkdir()
        for number, text in enumerate(texts):
            (archive / f"{number}.yaml").write_bytes(text.encode())
        sources, findings = read_sources(Path(folder), "archive", lambda path: True)
    assert [source.data for source in sources] == [reading.source.data for reading in alone]
    assert findings == [finding for reading in alone for finding in reading.findings]
