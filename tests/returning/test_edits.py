"""What reviewers do to a document, and what the archive says afterwards."""

from __future__ import annotations

from copy import deepcopy
from difflib import unified_diff

import pytest

from returning.reviewed import (
    Hospital,
    add_row,
    beside,
    body_texts,
    paragraph_of,
    paragraphs_of,
    remove_row,
    replace,
    say,
    split_runs,
    table_of,
    track,
)

STAFF = "staff/D01.yaml"
FILING = "  - {credential_type: filing, number: 示例-主诊-01, valid_to: 2026-08-20,"
TITLES = ("序号", "职称", "取得日期")


@pytest.fixture
def hospital(tmp_path):
    return Hospital(tmp_path)


def taken(hospital, document, path=STAFF):
    """The lines of the record that changed, and whatever was refused."""
    before = hospital.text(path)
    found = hospital.take(document)
    lines = unified_diff(before.splitlines(), hospital.text(path).splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))], [one.why for one in found.refused]


@pytest.mark.parametrize("written", ["2031-04-30", "2031年4月30日", "2031.4.30", " 2031-04-30 "])
def test_a_date_comes_home_however_it_is_written(hospital, written):
    document = hospital.document()
    replace(document, "2026-08-20", written)
    changed, refused = taken(hospital, document)
    assert [line[:70] for line in changed] == [f"-{FILING}"[:70], f"+{FILING}".replace("2026-08-20", "2031-04-30")[:70]]
    assert refused == []


def test_words_names_and_choices_come_home(hospital):
    document = hospital.document()
    say(beside(document, "家庭住址"), "新址 8 号：甲 # 乙")
    say(beside(document, "性别"), "女")
    say(beside(document, "手机号码"), "13900139000")
    say(beside(document, "兼职科室"), "美容外科")
    say(beside(document, "岗位"), "医师，护士")
    changed, refused = taken(hospital, document)
    assert changed == [
        "-sex: 男",
        "+sex: 女",
        "-phone: '13800138001'",
        "-home_address: 虚构市虚构区虚构路 7 号 2 单元",
        "+phone: '13900139000'",
        "+home_address: '新址 8 号：甲 # 乙'",
        "-posts: [医师]",
        "+other_departments: [K01]",
        "+posts: [医师, 护士]",
    ]
    assert refused == []


def test_what_a_field_cannot_hold_is_refused_with_the_reason(hospital):
    document = hospital.document()
    say(beside(document, "姓名"), "")
    say(beside(document, "性别"), "中")
    say(beside(document, "科室"), "美容内科")
    say(beside(document, "入职日期"), "去年三月")
    replace(document, "2026-08-20", "")
    changed, refused = taken(hospital, document)
    assert changed == [f"-{FILING} filing_discipline: 美容外科, note: 备案资料齐全，原件存于医务部档案柜第三层，需要时登记借阅。}}",
                       f"+{FILING} filing_discipline: 美容外科, note: 备案资料齐全，原件存于医务部档案柜第三层，需要时登记借阅。}}".replace(" valid_to: 2026-08-20,", "")]  # fmt: skip
    assert refused == [
        "「姓名」不能空着",
        "「性别」应为其中之一：男、女",
        "科室里没有“美容内科”，是不是“美容外科”？不是就先建立它的档案",
        "「入职日期」应为日期，写成 年-月-日，例如 2026-04-30",
    ]


def test_a_new_row_becomes_an_item(hospital):
    document = hospital.document()
    add_row(table_of(document, *TITLES), "2", "护师", "2024年6月1日", "2024-07-01", "医字〔2024〕5 号")
    changed, refused = taken(hospital, document)
    assert changed == [
        "+  - {title: 护师, obtained_on: 2024-06-01, appointed_on: 2024-07-01, document_no: 医字〔2024〕5 号}"
    ]
    assert refused == []


def test_a_new_row_in_an_empty_list_takes_the_place_of_the_word_for_none(hospital):
    document = hospital.document("staff", "N01")
    table = table_of(document, "序号", "名称", "类别")
    cells = table.rows[0]._tr
    row = deepcopy(cells)
    table.rows[1]._tr.addnext(row)
    remove_row(table, 1)
    for cell, text in zip(table.rows[1].cells, ["1", "优秀护士", "获奖", "院级", "2025-05-12"], strict=True):
        say(cell.paragraphs[0], text)
    changed, refused = taken(hospital, document, "staff/N01.yaml")
    assert refused == []
    assert changed == [
        "+awards:",
        "+  - name: 优秀护士",
        "+    kind: 获奖",
        "+    level: 院级",
        "+    date: 2025-05-12",
    ]


def test_a_new_row_stands_where_it_was_put(hospital):
    document = hospital.document()
    table = table_of(document, *TITLES)
    add_row(table, "", "护师", "2010-01-01", "", "", at=1, like=1)
    changed, refused = taken(hospital, document)
    assert (changed, refused) == (["+  - {title: 护师, obtained_on: 2010-01-01}"], [])
    assert hospital.text(STAFF).index("护师") < hospital.text(STAFF).index("主治医师")


def test_a_row_taken_away_takes_its_item_away(hospital):
    document = hospital.document()
    remove_row(table_of(document, "序号", "年度", "技术项目"), 1)
    changed, refused = taken(hospital, document)
    assert changed == ["-participation:", "-  - {technique_id: T01, role: 术者, year: 2025, cases: 42}"]
    assert refused == []


def test_from_a_list_that_shows_a_part_nothing_is_taken_away(hospital):
    document = hospital.document()
    remove_row(table_of(document, "序号", "授权类别", "授权项目"), 1)
    changed, refused = taken(hospital, document)
    assert changed == []
    assert refused == ["这张表只列出一部分（按条件挑选），从中删去一行不等于删除档案里的这一项；请在档案里删除"]


def test_an_item_of_two_rows_goes_with_both(hospital):
    document = hospital.document()
    table = table_of(document, "序号", "证照名称（备案专业、备案机构）")
    remove_row(table, 3)
    assert taken(hospital, document)[1] == ["一项占了几行，只删去了其中一部分"]
    remove_row(table, 2)
    changed, refused = taken(hospital, document)
    assert [line[:30] for line in changed] == [f"-{FILING}"[:30]]
    assert refused == []


def test_a_row_that_was_moved_and_edited_is_still_that_item(hospital):
    """Nothing that the table does not print is lost with it: here the scan of the licence."""
    path = "institution.yaml"
    document = hospital.document("institution", "institution")
    table = table_of(document, "序号", "证照名称", "编号", "发证机关")
    say(table.rows[1].cells[4].paragraphs[0], "2031-04-30")
    table.rows[2]._tr.addnext(table.rows[1]._tr)
    changed, refused = taken(hospital, document, path)
    assert refused == []
    assert [line[0] for line in changed] == ["-", "+"]
    assert changed[1][1:] == changed[0][1:].replace(" valid_to", " obtained_on: 2031-04-30, valid_to")
    assert "scan: {file: " in changed[1]


def test_a_row_in_the_place_of_one_that_went_does_not_take_over_its_id(hospital):
    path = "work_plan/plan-2026.yaml"
    document = hospital.document("work_plan", "plan-2026")
    table = table_of(document, "序号", "任务（所属目标）")
    table.rows[1]._tr.addprevious(table.rows[3]._tr)
    remove_row(table, 2)
    changed, refused = taken(hospital, document, path)
    assert refused == []
    assert changed
    assert all(line.startswith("-") for line in changed)


def test_a_row_is_not_deleted_whose_new_words_were_refused(hospital):
    path = "ledger/case/K01-2026-05.yaml"
    document = hospital.document("case", "2026")
    before = hospital.text(path)
    table = table_of(document, "序号", "病例号")
    for cell in table.rows[1].cells[1:]:
        say(cell.paragraphs[0], "改")
    table.rows[-1]._tr.addnext(table.rows[1]._tr)
    found = hospital.take(document)
    assert hospital.text(path) == before
    assert any(one.why.startswith("同一张表里新加的行没能带入") for one in found.refused)


def test_words_in_brackets_that_two_fields_could_hold_are_refused(hospital):
    """The cell says 任务（目标）; the task itself might end in brackets."""
    document = hospital.document("work_plan", "plan-2026")
    replace(document, "修订术前评估规范", "修订术前评估规范（一）")
    changed, refused = taken(hospital, document, "work_plan/plan-2026.yaml")
    assert changed == []
    assert [why[:10] for why in refused] == ["这里连着印了几项，分"]


def test_a_computed_value_is_refused_with_what_it_is_computed_from(hospital):
    document = hospital.document()
    say(beside(document, "在职状态"), "离职")
    replace(document, "临期", "在册")
    replace(document, "08.8902", "08.8903")
    changed, refused = taken(hospital, document)
    assert changed == []
    assert refused == [
        "「在职状态」由档案中的其他内容得出，不能在文档里改；请改它的来源",
        "「状态」由个人技术档案“何砚”的「证照与资质」第 2 项这一项得出，请改它的内容",
        "「手术编码」由个人技术档案“何砚”的「手术编码」得出，请改那一项",
    ]


def test_a_computed_value_that_follows_from_the_edits_is_none_of_anybodys_business(hospital):
    document = hospital.document()
    replace(document, "2026-08-20", "2031-04-30")
    replace(document, "临期", "有效")
    _, refused = taken(hospital, document)
    assert refused == []


def test_words_of_the_template_are_listed(hospital):
    document = hospital.document()
    replace(document, "二、证照与资质授权", "二、证照")
    replace(document, "毕业院校", "学校")
    document.sections[0].footer.paragraphs[0].add_run("机密")
    _, refused = taken(hospital, document)
    assert [why[:6] for why in refused] == ["模板自己的文", "模板自己的文", "页眉、页脚和"]


def test_an_added_paragraph_and_a_deleted_table_are_listed(hospital):
    document = hospital.document()
    document.add_paragraph("另外说明一点。")
    table = table_of(document, *TITLES)
    table._tbl.getparent().remove(table._tbl)
    changed, refused = taken(hospital, document)
    assert changed == []
    assert refused == ["新加的文字在档案里没有对应的项目", "整个表格被删去了；要删除内容，请在档案里改"]


def test_a_field_printed_twice(hospital):
    document = hospital.document()
    say(beside(document, "档案编号："), "R-1")
    found = hospital.home(document)
    assert [(one.what, one.after, one.note) for one in found.placed] == [("「档案编号」", "R-1", "")]
    replace(document, "美容外科", "无此科")
    found = hospital.home(document)
    assert [one.why for one in found.refused] == ["科室里没有“无此科”，请核对名称，或先建立它的档案"]


def test_runs_split_tables_moved_and_changes_tracked(hospital):
    document = hospital.document()
    track(paragraph_of(document, "2026-08-20"), "2031-04-30")
    say(beside(document, "性别"), "女")
    table = table_of(document, *TITLES)
    document.element.body.insert(5, table._tbl)
    split_runs(document)
    changed, refused = taken(hospital, document)
    assert len(changed) == 4
    assert refused == []


def test_long_texts_keep_their_lines(hospital):
    hospital.write("staff/N01.yaml", "name: 甲\ndepartment_id: K01\nposts: [护士]\n# 备注\nnote: |\n  一\n  二\n")
    document = hospital.document("staff", "N01")
    note = next(one for one in paragraphs_of(document) if one.text.endswith("一\n二"))
    say(note, f"{note.text}点\n三 # 四")
    changed, refused = taken(hospital, document, "staff/N01.yaml")
    assert (changed, refused) == (["-  二", "+  二点", "+  三 # 四"], [])


def test_comments_are_listed(hospital):
    document = hospital.document()
    document.add_comment(paragraph_of(document, "2026-08-20").runs, "请核对原件", author="王主任")
    (remark,) = hospital.home(document).remarks
    assert (remark.author, remark.text, remark.about) == ("王主任", "请核对原件", "2026-08-20")
    assert remark.place == "正文“二、证照与资质授权”下第 1 个表格第 3 行第 6 格"


def test_printed_again_the_document_says_what_the_reviewer_wrote(hospital):
    document = hospital.document()
    replace(document, "2026-08-20", "2031-04-30")
    replace(document, "临期", "有效")
    say(beside(document, "家庭住址"), "新址 8 号")
    add_row(table_of(document, *TITLES), "2", "主治医师", "2010-06-01", "2010-07-01", "医字 5 号")
    hospital.take(document)
    assert _codes(body_texts(hospital.document())) == _codes(body_texts(document))


def _codes(texts):
    return [text for text in texts if not text.startswith("校验码")]
