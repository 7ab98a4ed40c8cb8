"""Excel -> YAML -> Excel is exact: for the whole example, for every table, for every type that a field may have."""

# ruff: noqa: DTZ001 - Excel's days know no zone

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook

from intake.books import cells, filled, small, taken_in
from meidang.models.scalars import NEVER
from meidang.pipeline.rewriting import rewrite
from meidang.render.intake.cells import cell_of
from meidang.render.intake.form import _BASE, _FORMATS, _OPTIONS, _put
from meidang.render.intake.reading import _cell
from meidang.render.intake.same import is_same
from meidang.render.intake.tables import TABLES
from meidang.render.intake.taking import taken
from meidang.render.intake.verdicts import fits, value_of

EXAMPLE = Path(__file__).parents[2] / "archive"


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    root = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLE, root / "archive")
    return root


def test_the_filled_form_of_the_whole_example_changes_nothing(hospital):
    found = taken_in(hospital, filled(hospital))
    assert (found.problems, found.remarks, found.changes, found.rewrites) == ([], [], (), ())
    assert len(found.tables) == len(TABLES)
    assert found.unchanged > 1500


def test_what_an_empty_archive_takes_in_is_exported_again_to_the_byte(hospital, tmp_path):
    """People, their credentials and privileges, yearly figures and all ledgers exist in the workbook only."""
    empty = tmp_path / "empty"
    shutil.copytree(hospital / "archive", empty / "archive")
    for folder in ("staff", "ledger"):
        shutil.rmtree(empty / "archive" / folder)
    for file in (empty / "archive/technique").iterdir():
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"\nfigures:\n(?: .*\n)+", "\n", text), "utf-8")
    workbook = filled(hospital)
    found = taken_in(empty, workbook)
    assert (found.problems, found.errors) == ([], ())
    rewrite(empty, found.rewrites)
    assert filled(empty) == workbook
    again = taken_in(empty, workbook)
    assert (again.changes, again.rewrites) == ((), ())


@pytest.mark.parametrize("name", TABLES)
def test_each_table_of_the_small_hospital_comes_back_as_it_was(tmp_path, name):
    """Its texts are hostile: markup, formulas, several lines."""
    root = small(tmp_path)
    found = taken_in(root, filled(root, name))
    assert [one.message for one in found.problems] in ([], ["只有标题，没有填内容"])
    assert (found.changes, found.rewrites) == ((), ())


def test_the_same_archive_gives_the_same_bytes_and_the_same_cells(tmp_path):
    root = small(tmp_path)
    assert filled(root) == filled(root)
    assert cells(filled(root)) == cells(filled(root))


# --- every type ------------------------------------------------------------------------------------------------------

#: One column for each type that a field of a table may have, lists apart.
COLUMNS = {
    (str(getattr(column.declared.leaf, "name", column.declared.leaf)), column.declared.many): column
    for table in TABLES.values()
    for column in table.columns
    if column.declared.ref is None
}
_CLEAN = st.characters(
    exclude_categories=["C", "Z"], exclude_characters="\u034f\u115f\u1160\u3164\uffa0\ufffd"
) | st.just(" ")
_ASCII = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
_DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


#: What the notes of the form say that no cell can hold: signs for nothing, for the cell above, and for taking away.
_SIGNS = re.compile(
    r"[-/\\_\u2010-\u2015]{1,4}|无|暂无|没有|n/a|na|null|none|同上|同前|同左|〃|″|\"|.*清空.*",
    re.IGNORECASE | re.DOTALL,
)


def is_sign(cell):
    """Whether the whole cell is such a sign, in whatever width and with whatever blanks; of several lines none is."""
    return isinstance(cell, str) and _SIGNS.fullmatch(re.sub("[ \u3000]", "", normalize("NFKC", cell))) is not None


def _texts(leaf, many_lines):
    alphabet = (
        _CLEAN | st.sampled_from("\n=+-@'\"（）、，；_x000D#")
        if many_lines
        else _CLEAN | st.sampled_from("=+-@'\"（）、，；x0_")
    )
    return st.text(alphabet, min_size=1, max_size=40).map(str.strip).filter(lambda text: fits(leaf, text))


_NUMBERS = st.decimals(0, 9_999_999_999, places=4).map(lambda one: f"{one.normalize():f}")
_MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31)).map(lambda one: f"{one:%Y-%m-%dT%H:%M}")
#: Texts that a record may hold, by the name of the type; of other types the pattern says it.
VALUES = {
    "日期": _DAYS.map(date.isoformat),
    "有效期": _DAYS.map(date.isoformat) | st.just("长期"),
    "时间": _MOMENTS,
    "是否": st.sampled_from(["true", "false"]),
    "身份证号": st.just("110101199003070134"),
    "数值": _NUMBERS,
    "温度": _NUMBERS,
}


def values(leaf):
    """Texts that a record may hold."""
    if isinstance(leaf, tuple):
        return st.sampled_from(leaf)
    if leaf.name in ("文字", "长文字"):
        return _texts(leaf, leaf.many_lines)
    if leaf.name in VALUES:
        return VALUES[leaf.name].filter(lambda text: fits(leaf, text))
    pattern = leaf.core.get("pattern") or leaf.json.get("pattern") or _pattern(leaf)
    texts = st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True, alphabet=_ASCII).map(str.strip)
    return texts.filter(lambda text: fits(leaf, text))


def _pattern(leaf):
    return next((one["pattern"] for one in leaf.json.get("anyOf", ()) if "pattern" in one), ".*")


def through_excel(column, value):
    """What the form writes for a value, as it is read back."""
    book = Workbook(out := BytesIO(), dict(_OPTIONS))
    formats = {name: book.add_format({**_BASE, **own}) for name, own in _FORMATS.items()}
    _put(book.add_worksheet(), formats, (0, 0), column, value)
    book.close()
    sheet = load_workbook(BytesIO(out.getvalue()), read_only=True, data_only=True).active
    sheet.reset_dimensions()
    return next(_cell(cell) for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("kind", COLUMNS, ids=lambda kind: f"{kind[0][:20]}-{kind[1]}")
@settings(max_examples=15)
@given(data=st.data())
def test_a_value_of_every_type_comes_back_as_itself(kind, data):
    column = COLUMNS[kind]
    leaf = column.declared.leaf
    texts = data.draw(st.lists(values(leaf), min_size=1, max_size=3 if column.declared.many else 1))
    value = tuple(_value(leaf, text) for text in texts)
    shown = cell_of(column, value if column.declared.many else value[0], None)
    assume(not is_sign(shown))
    cell = through_excel(column, shown)
    assert is_same(cell, shown)
    one = taken(column, cell, None)
    assert not one.wrong, (texts, one.wrong)
    back = one.value if isinstance(one.value, list) else [one.value]
    assert tuple(_value(leaf, text) for text in back) == value


def _value(leaf, text):
    return text if isinstance(leaf, tuple) else value_of(leaf, text)


@pytest.mark.parametrize("texts", [("没", "有"), ("没有", "无"), ("-", "没有签名"), ("同", "上")])
def test_among_other_items_of_a_list_such_a_word_is_one_of_them(texts):
    column = COLUMNS["文字", True]
    assert taken(column, through_excel(column, cell_of(column, texts, None)), None).value == list(texts)


@given(text=st.text(_CLEAN, min_size=1, max_size=30).map(str.strip).filter(bool))
@example("_x000D_")
@example("_x0041_")
@example("=1+1")
@example("'007")
@example("1E5")
@example("2026-04-30")
@settings(max_examples=40)
def test_a_text_stays_a_text_whatever_it_looks_like(text):
    column = next(one for one in TABLES["staff"].columns if one.name == "position")
    assume(not is_sign(text))
    cell = through_excel(column, cell_of(column, text, None))
    assert isinstance(cell.value, str)
    assert is_same(cell, text)


@pytest.mark.parametrize("value", [NEVER, date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2200, 12, 31)])
def test_days_at_the_edges_of_the_calendar_come_back(value):
    column = next(one for one in TABLES["staff.credentials"].columns if one.name == "valid_to")
    shown = cell_of(column, value, None)
    cell = through_excel(column, shown)
    assert is_same(cell, shown)
    assert value_of(column.declared.leaf, taken(column, cell, None).value) == value


def test_amounts_lose_no_digit():
    column = next(one for one in TABLES["staff.training"].columns if one.name == "hours")
    for text in ("0.1", "9999999999.9999", "123456.7891", "0"):
        cell = through_excel(column, cell_of(column, Decimal(text), None))
        assert taken(column, cell, None).value == text
