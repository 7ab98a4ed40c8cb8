"""File names made from records: safe on every system, the id whole and first."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meidang.outputs import safe_file_name
from meidang.outputs.refusals import Paths

IDS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?", fullmatch=True)


@pytest.mark.parametrize(
    ("record_id", "words", "name"),
    [
        ("D01", (), "D01.docx"),
        ("D01", ("张三",), "D01-张三.docx"),
        ("D01", ("张三 / 主任医师", "2026"), "D01-张三-主任医师-2026.docx"),
        ("D01", ("../../etc/passwd",), "D01-etc-passwd.docx"),
        ("D01", ("", "  ", "…"), "D01.docx"),
        ("D01", ("阿依古丽·买买提",), "D01-阿依古丽-买买提.docx"),
        ("D01", ("=cmd|'/c calc'!A1",), "D01-cmd-c-calc-A1.docx"),
        ("D01", ("a\u202etxt.exe",), "D01-a-txt-exe.docx"),
        ("D01", ("e\u0301",), "D01-é.docx"),
        ("con", (), "con-.docx"),
        ("COM1", (), "COM1-.docx"),
        ("con", ("张三",), "con-张三.docx"),
        ("-rf", (), "rf.docx"),
        ("a--b", ("张三",), "a--b-张三.docx"),
        ("a-", (), "a-.docx"),
    ],
)
def test_names_are_made_of_the_id_and_the_words(record_id: str, words: tuple[str, ...], name: str) -> None:
    assert safe_file_name(record_id, *words, suffix=".docx") == name


def test_a_long_name_is_cut_between_characters_and_keeps_its_suffix() -> None:
    name = safe_file_name("D01", "双" * 100, suffix=".docx")
    assert name == "D01-" + "双" * 63 + ".docx"
    assert len(name.encode()) <= 200


@pytest.mark.parametrize("record_id", ["", "...", "/", "D" * 196])
def test_an_id_that_cannot_stand_whole_is_a_mistake_of_the_program(record_id: str) -> None:
    with pytest.raises(ValueError, match="id does not fit"):
        safe_file_name(record_id, "张三", suffix=".docx")


@given(IDS, st.lists(st.text(max_size=120), max_size=3))
def test_every_name_is_a_path_that_may_be_written(record_id: str, words: list[str]) -> None:
    name = safe_file_name(record_id, *words, suffix=".docx")
    Paths().add(name)
    stem = name.removesuffix(".docx")
    assert name.startswith(record_id)
    assert len(name.encode()) <= 200
    assert all(char.isalnum() or char in "-_" for char in stem)
    assert unicodedata.is_normalized("NFC", name)
