"""The form: every field that fits in a cell, typed columns, pick lists, notes; what is private is said to be."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from intake.books import filled, small
from meidang.models.attachment import Attachment
from meidang.models.base import describe
from meidang.render.intake.columns import field_columns
from meidang.render.intake.tables import TABLES


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    return load_workbook(BytesIO(filled(small(tmp_path_factory.mktemp("form")))))


def heads(sheet):
    return [cell.value for cell in sheet[1]]


def column(sheet, head):
    return sheet.cell(1, heads(sheet).index(head) + 1)


def flat(model, way=()):
    """The paths of every field that is no list of groups."""
    for name, declared in describe(model).items():
        if declared.model is Attachment and not declared.many:
            yield (*way, name, "file")
        elif declared.model is None:
            yield (*way, name)
        elif not declared.many:
            yield from flat(declared.model, (*way, name))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_field_that_fits_in_a_cell_has_a_column_in_the_declared_order(table):
    assert [one.path for one in field_columns(table.model)] == list(flat(table.model))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_headings_and_titles_are_unlike_each_other(table):
    labels = [one.label for one in table.columns]
    assert len(set(labels)) == len(labels)
    assert len({one.title for one in TABLES.values()}) == len(TABLES)
    assert len(table.title) <= 31


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_rows_are_known_again_by_fields_that_have_a_column(table):
    names = {one.name for one in table.columns}
    assert {name.lstrip("?") for identity in table.identities for name in identity} <= names
    assert bool(table.identities) == bool(table.field)


def test_there_is_a_sheet_for_each_table_and_one_of_notes(workbook):
    assert workbook.sheetnames == ["说明", *(table.title for table in TABLES.values()), "选项"]
    assert workbook["选项"].sheet_state == "hidden"


def test_what_must_be_given_is_marked(workbook):
    assert heads(workbook["人员名册"])[:3] == ["编号 *", "姓名 *", "性别"]
    assert heads(workbook["人员证照"])[:4] == ["人员编号 *", "姓名", "证照类型 *", "编号"]
    assert heads(workbook["病例"])[:4] == ["期间 *", "科室", "病例号 *", "日期 *"]


@pytest.mark.parametrize(
    ("sheet", "head"), [("人员名册", "身份证号"), ("人员名册", "手机号码"), ("人员证照", "编号"), ("病例", "病例号 *")]
)
def test_ids_and_codes_are_text_in_empty_rows_too(workbook, sheet, head):
    letter = column(workbook[sheet], head).column_letter
    assert workbook[sheet].column_dimensions[letter].number_format == "@"


def test_days_are_days(workbook):
    cell = workbook["人员名册"].cell(2, column(workbook["人员名册"], "入职日期").column)
    assert (cell.is_date, cell.number_format) == (True, "yyyy-mm-dd")


def test_pick_lists_offer_choices_references_and_yes_or_no(workbook):
    def offered(sheet, head):
        letter = column(workbook[sheet], head).column_letter
        rules = [
            one for one in workbook[sheet].data_validations.dataValidation if str(one.sqref).startswith(f"{letter}2")
        ]
        place = rules[0].formula1.rpartition("!")[2].replace("$", "")
        return [cell.value for row in workbook["选项"][place] for cell in row]

    assert offered("人员名册", "性别") == ["男", "女"]
    assert "美容外科（K01）" in offered("人员名册", "科室 *")
    assert offered("专科培训", "医美专科") == ["是", "否"]
    assert "何砚（D01）" in offered("病例", "操作者 *")


def test_each_heading_says_what_to_write(workbook):
    assert "日期（例如 2031-04-30）或 长期" in column(workbook["人员证照"], "有效期至").comment.text
    assert "只进内部文件" in column(workbook["人员名册"], "身份证号").comment.text


def test_the_heading_of_an_id_has_no_advice_of_another_field(workbook):
    for sheet in ("人员名册", "人员证照", "授权"):
        assert "不能独立实施" not in workbook[sheet].cell(1, 1).comment.text


def test_the_notes_say_what_is_private_what_is_left_out_and_how_to_import(workbook):
    words = "\n".join(str(cell.value) for row in workbook["说明"] for cell in row)
    for said in ("个人信息", "（清空）", "meidang import", "长期", "注射与用药", "从表里删行不会删除档案内容"):
        assert said in words


def test_headings_stay_in_sight_and_pages_repeat_them(workbook):
    sheet = workbook["人员名册"]
    assert sheet.freeze_panes == "C2"
    assert sheet.print_title_rows == "$1:$1"
    assert "内部资料" in str(sheet.oddFooter.left.text)


def test_a_text_that_looks_like_a_formula_is_none(workbook):
    cells = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
