"""The Excel ledgers as a reader of .xlsx sees them: native types, no formula, headings that filter and print."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from meidang.archive import Archive, Item
from meidang.archive.collections import COLLECTIONS
from meidang.kinds import KINDS
from meidang.models.base import adapter, changed
from meidang.render.workbooks import render_workbooks
from meidang.render.workbooks.cells import MAX_CELL, cell_text, header_text, sheet_name
from meidang.source.tree import Source

AS_OF = date(2026, 6, 30)
INSTITUTION = {"name": "岚江&澄光医疗美容医院"}


def archive(*records: tuple[str, str, dict]) -> Archive:
    """Records by kind, id and tree."""
    items = [
        Item(KINDS[kind], key, adapter(KINDS[kind].model).validate_python(tree), Source("x"))
        for kind, key, tree in records
    ]
    return Archive({item.key: item for item in items})


def ledger(kind: str, *entries: dict, period: str = "2026-03", department: str | None = "pharmacy") -> tuple:
    tree = {"period": period, "entries": list(entries)} | ({"department_id": department} if department else {})
    return kind, f"{department or 'hospital'}-{period}", tree


def made(name: str, *records: tuple[str, str, dict]) -> bytes:
    rendered = render_workbooks(archive(*records), as_of=AS_OF, revision="abc123")
    return next(one.content for one in rendered if one.name == name)


def sheet(name: str, *records: tuple[str, str, dict]):
    return openpyxl.load_workbook(io.BytesIO(made(name, *records))).active


def rows(name: str, *records: tuple[str, str, dict]) -> list[dict]:
    heads, *found = sheet(name, *records).iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in found]


STAFF = ("staff", "N01", {"name": "甲护士", "department_id": "pharmacy"})
PHARMACY = ("department", "pharmacy", {"dept_name": "药剂科", "dept_no": "18", "category": "医技", "in_use": "true"})
ITEM = ("drug_item", "botulinum", {"product_name": "A型肉毒毒素", "item_class": "药品", "unit": "U"})
COUNT = {"drug_item_id": "botulinum", "date": "2026-03-02", "book": "18", "counted": "17", "sign_1": "N01"}
OUTPATIENT = {"audited_on": "2026-03-02", "sample_size": "10", "conforming": "9", "defects": ["无"]}
CASE = {
    "case_no": "0012",
    "date": "2026-03-02",
    "category": "手术类",
    "operator_id": "N01",
    "anaesthesia_type": "局麻",
}


def test_there_is_a_workbook_for_every_collection_even_an_empty_one():
    found = list(render_workbooks(archive(), as_of=AS_OF, revision=""))
    assert [one.name for one in found] == list(COLLECTIONS)
    assert {one.entries for one in found} == {0}
    assert len({one.title for one in found}) == len(found)


def test_dates_moments_numbers_and_codes_keep_their_types():
    injection = {"drug_item_id": "botulinum", "lot_no": "000123", "dose_units": "50.5"}
    node = {"at": "2026-03-02T09:05", "signs": ["N01"]}
    case = {**CASE, "injections": [injection], "safety_checklist": {"node1_at_and_signs": node, "scanned": "true"}}
    assessed = {"passed": "false", "score": "92.5", "sign_nurse": "N01"}
    (row,) = rows("case", ledger("case", {**case, "preop_assessment": assessed}), STAFF, PHARMACY, ITEM)
    assert row["病例号"] == "0012"
    assert row["日期"] == datetime.fromisoformat("2026-03-02")
    assert row["手术安全核查 › 麻醉诱导前（麻醉实施前） › 时间"] == datetime.fromisoformat("2026-03-02T09:05")
    assert row["手术安全核查 › 扫码"] == "是"
    assert (row["术前评估 › 评分"], row["术前评估 › 是否通过"]) == (92.5, "否")
    assert (row["操作者"], row["术前评估 › 护士签名"]) == ("甲护士", "甲护士")
    assert row["注射与用药"] == "药品：A型肉毒毒素；批号：000123；剂量：50.5"
    assert (row["期间"], row["科室"]) == ("2026-03", "药剂科")


def test_a_list_of_groups_has_a_line_for_each():
    check = {"date": "2026-03-02", "kind": "科室自查", "content": "x", "defects": [{"defect": "甲"}, {"defect": "乙"}]}
    (row,) = rows("quality_check", ledger("quality_check", check))
    assert row["缺陷与整改"] == "缺陷：甲\n缺陷：乙"


def test_what_follows_is_computed():
    (count,) = rows("drug_daily_count", ledger("drug_daily_count", COUNT), STAFF, PHARMACY)
    assert (count["差异"], count["签名1"]) == (-1, "甲护士")
    (audit,) = rows("outpatient_record_qc", ledger("outpatient_record_qc", OUTPATIENT, department=None))
    assert (audit["规范率"], audit["科室"]) == (0.9, "院级")


@pytest.mark.parametrize(
    ("done", "apart", "state"),
    [("2026-03-12", 2, "完成"), (None, None, "逾期未访")],
    ids=["two days late", "never"],
)
def test_a_visit_says_how_late_it_is(done, apart, state):
    visit = {"case_no": "A1", "kind": "手术类", "due_on": "2026-03-10"} | ({"done_on": done} if done else {})
    (row,) = rows("follow_up", ledger("follow_up", visit))
    assert (row["与应访日相差（天）"], row["随访状态"]) == (apart, state)


def test_nothing_of_the_future_is_listed():
    later = {**COUNT, "date": "2026-07-01"}
    assert len(rows("drug_daily_count", ledger("drug_daily_count", COUNT, later, period="2026"))) == 1


def test_a_column_that_no_entry_fills_is_left_out_unless_it_is_required():
    (filled,) = rows("drug_daily_count", ledger("drug_daily_count", COUNT), STAFF, PHARMACY)
    assert not {"签名2", "备注"} & set(filled)
    _, second = rows("drug_daily_count", ledger("drug_daily_count", {**COUNT, "sign_2": "N01"}, COUNT), STAFF, PHARMACY)
    assert second["签名2"] is None
    heads = [cell.value for cell in sheet("drug_daily_count")[1]]
    assert {"签名1", "签名2", "备注"} <= set(heads)


def test_credentials_stand_by_person_and_type():
    def person(key: str, *kinds: tuple[str, str]) -> tuple[str, str, dict]:
        held = [{"credential_type": kind, "obtained_on": day} for kind, day in kinds]
        return "staff", key, {"name": key, "department_id": "pharmacy", "credentials": held}

    found = rows(
        "staff.credentials", person("N02", ("a", "2020-01-01")), person("N01", ("b", "2019-01-01"), ("a", "2024-01-01"))
    )
    assert [(row["人员"], row["证照类型"]) for row in found] == [("N01", "a"), ("N01", "b"), ("N02", "a")]
    assert {row["证照状态"] for row in found} == {"在册"}


def test_groups_of_records_name_their_record():
    person = (
        "staff",
        "N01",
        {"name": "甲护士", "department_id": "pharmacy", "credentials": [{"credential_type": "x"}]},
    )
    (row,) = rows("staff.credentials", person, PHARMACY)
    assert (row["人员"], row["科室"], row["证照状态"]) == ("甲护士", "药剂科", "在册")


# --- hostile texts ---------------------------------------------------------------------------------------------------

HOSTILE = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.invalid","x")',
    "{=1+1}",
    "http://example.invalid/",
    "007",
    "1e5",
    "2026-01-01",
    "TRUE",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_a_link_or_a_number(text):
    content = made("outpatient_record_qc", ledger("outpatient_record_qc", {**OUTPATIENT, "rectification": text}))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in name.lower() or "external" in name.lower() for name in package.namelist())
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    found = openpyxl.load_workbook(io.BytesIO(content)).active
    (cell,) = [one for one in found[2] if one.value == text]
    assert cell.data_type == "s"
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_control_characters_are_cleaned_and_long_texts_say_that_they_were_cut():
    assert cell_text("a\x00b\x0bc\ud800") == "a\ufffdb\nc\ufffd"
    long = cell_text("长" * 40_000)
    assert len(long) <= MAX_CELL
    assert long.endswith("…（内容过长，全文见档案）")
    assert cell_text("\n".join("x" * 400)).count("\n") < 253


def test_hostile_words_survive_in_a_workbook():
    entry = adapter(KINDS["outpatient_record_qc"].model).validate_python({"period": "2026-03", "entries": [OUTPATIENT]})
    words = "甲\x07<&>_x0041_\n" + "x" * 40_000
    record = changed(entry, {"entries": (changed(entry.entries[0], {"rectification": words}),)})
    item = Item(KINDS["outpatient_record_qc"], "hospital-2026-03", record, Source("x"))
    found = list(render_workbooks(Archive({item.key: item}), as_of=AS_OF, revision=""))
    content = next(one.content for one in found if one.name == "outpatient_record_qc")
    values = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active[2]]
    assert any(str(value).startswith("甲\ufffd<&>") for value in values)


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b:c*?[d]", "a b c d"), ("'引号'", "引号"), ("长" * 40, "长" * 31), ("[]", "台账"), ("😀" * 20, "😀" * 15)],
)
def test_sheet_names_are_clean(title, name):
    assert sheet_name(title) == name


def test_a_header_takes_an_ampersand_as_written():
    assert header_text("甲&乙\n丙", 80) == "甲&&乙 丙"


# --- how it looks and prints -----------------------------------------------------------------------------------------


def test_the_heading_filters_freezes_and_repeats_on_landscape_a4():
    found = sheet(
        "drug_daily_count",
        ("institution", "institution", INSTITUTION),
        ledger("drug_daily_count", COUNT, COUNT),
    )
    assert found.title == "高风险药品日核对台账"
    assert found.freeze_panes == "B2"
    assert found.auto_filter.ref == f"A1:{found.cell(3, found.max_column).coordinate}"
    assert found.print_title_rows == "$1:$1"
    assert (found.page_setup.orientation, found.page_setup.paperSize) == ("landscape", 9)
    assert (found.sheet_properties.pageSetUpPr.fitToPage, found.page_setup.fitToHeight) == (True, 0)
    assert found["A1"].font.name == "宋体"
    assert found["A1"].alignment.wrap_text
    assert "岚江&&澄光医疗美容医院" in found.oddHeader.left.text
    assert "高风险药品日核对台账" in found.oddHeader.center.text
    assert "2026-06-30" in found.oddHeader.right.text
    assert "abc123" in found.oddFooter.right.text


def test_a_ledger_too_wide_to_read_on_one_page_repeats_period_and_department():
    found = sheet("case")
    assert found.page_setup.fitToWidth > 1
    assert found.print_title_cols == "$A:$B"


def test_every_column_has_a_heading_of_its_own():
    for one in render_workbooks(archive(), as_of=AS_OF, revision=""):
        heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(one.content)).active[1]]
        assert all(heads), one.name
        assert len(set(heads)) == len(heads), one.name


def test_two_builds_give_the_same_bytes():
    records = (ledger("case", CASE), STAFF, PHARMACY)
    assert made("case", *records) == made("case", *records)
    properties = openpyxl.load_workbook(io.BytesIO(made("case", *records))).properties
    assert properties.created == datetime.fromisoformat("2026-06-30")
