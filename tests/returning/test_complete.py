"""Whatever a reviewer edits, and however much of it at once: placed, there already, or listed; nothing is lost."""

from __future__ import annotations

from random import Random

import pytest

from documents.example import CHECKOUT
from returning.reviewed import Hospital, add_row, beside, remove_row, replace, say, table_of

CREDITS = ("序号", "年度", "项目", "类别", "学分")


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    return Hospital(tmp_path_factory.mktemp("real"), source=CHECKOUT)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return Hospital(tmp_path_factory.mktemp("small"))


def counted(found):
    return len(found.placed) + found.known + found.following + len(found.refused)


def overwrite(document, year, text):
    """What the table of credits says of a year, which nobody writes anywhere."""
    table = table_of(document, "年度", "项目数", "学分合计")
    row = next(row for row in table.rows if row.cells[0].text == year)
    say(row.cells[2].paragraphs[0], text)


def valid_to(document):
    replace(document, "2026-04-30", "2031-04-30")


def trained(document):
    add_row(table_of(document, *CREDITS), "7", "2025", "新项目", "Ⅰ类", "3")


def corrected(document):
    say(table_of(document, *CREDITS).rows[5].cells[4].paragraphs[0], "9")


@pytest.mark.parametrize("others", [(), (valid_to,), (trained,), (corrected,), (valid_to, trained, corrected)])
def test_a_computed_number_is_listed_whatever_else_was_edited(real, others):
    document = real.document("staff", "N03")
    overwrite(document, "2025", "40")
    for other in others:
        other(document)
    found = real.home(document)
    assert [(one.before, one.after) for one in found.refused] == [("25", "40")]
    assert (len(found.placed), found.following) == (len(others), 0)


def test_a_computed_number_that_follows_from_the_edits_is_counted(real):
    document = real.document("staff", "N03")
    overwrite(document, "2025", "28")
    overwrite(document, "2024", "28")
    trained(document)
    found = real.home(document)
    assert [(one.before, one.after) for one in found.refused] == [("25", "28")]
    assert (len(found.placed), found.following) == (1, 1)


def test_what_a_new_row_says_besides_its_fields_is_listed(real):
    document = real.document("staff", "N03")
    table = table_of(document, "序号", "证照名称（备案专业、备案机构）")
    add_row(table, "3", "护士执业证书", "示例-9", "甲局", "2025-01-01", "长期", "注销")
    found = real.home(document)
    assert [(one.before, one.after) for one in found.refused] == [("在册", "注销")]
    assert len(found.placed) == 1


def test_numbers_of_rows_are_no_statement_unless_somebody_wrote_over_them(real):
    document = real.document("staff", "N03")
    table = table_of(document, *CREDITS)
    say(table.rows[2].cells[0].paragraphs[0], "9")
    say(table.rows[0].cells[0].paragraphs[0], "编号")
    found = real.home(document)
    assert [(one.before, one.after) for one in found.refused] == [("序号", "编号"), ("2", "9")]
    document = real.document("staff", "N03")
    table = table_of(document, *CREDITS)
    remove_row(table, 1)
    for number, row in enumerate(table.rows[1:], start=1):
        say(row.cells[0].paragraphs[0], str(number))
    found = real.home(document)
    assert (len(found.placed), found.refused) == (1, ())


def _edit_some(document, chance, but=None):
    """One paragraph in each of some rows, and some outside tables: the new texts."""
    groups = [[one] for one in document.paragraphs if one.text.strip()]
    for table in document.tables:
        for row in table.rows if but is None or table._tbl is not but._tbl else ():
            cells = {cell._tc: cell for cell in row.cells}.values()
            groups.append([one for cell in cells for one in cell.paragraphs])
    made = []
    for number, group in enumerate(chance.sample(groups, chance.randint(2, 9)), start=11):
        made.append(chance.choice([f"20{number}-04-30", f"改过 {number}", f"{number}"]))
        say(chance.choice(group), made[-1])
    return made


def _lost(found, texts):
    """The texts of which nothing was said."""
    said = [one.after for one in (*found.placed, *found.refused)]
    return [text for text in texts if not any(text in one for one in said)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("kind", "record"),
    [("staff", "D01"), ("work_plan", "plan-2026"), ("outpatient_record_qc", "2026"), ("agreement", "lab")],
)
def test_every_edit_is_accounted_for(small, kind, record, seed):
    document = small.document(kind, record)
    made = _edit_some(document, Random(f"{kind} {seed}"))
    found = small.home(document)
    assert counted(found) >= len(made)
    assert len(_lost(found, made)) <= found.known + found.following


@pytest.mark.parametrize("seed", range(4))
def test_every_edit_of_a_large_dossier_is_accounted_for(real, seed):
    document = real.document("staff", "N03")
    overwrite(document, "2023", "99")
    summary = table_of(document, "年度", "项目数", "学分合计")
    made = [*_edit_some(document, Random(seed), summary), "99"]
    found = real.home(document)
    assert counted(found) == len(made)
    assert _lost(found, made) == []


# --- what is said ----------------------------------------------------------------------------------------------------


def test_the_word_for_none_is_no_place_to_write(real):
    document = real.document("staff", "N03")
    say(table_of(document, "序号", "名称", "类别", "级别").rows[1].cells[0].paragraphs[0], "优秀护士")
    found = real.home(document)
    assert [(one.why, one.before, one.after) for one in found.refused] == [
        ("这张表里还没有内容；要新增，请在表格里加一行", "无", "优秀护士")
    ]


def test_a_row_rewritten_wholly_says_what_it_keeps(real):
    document = real.document("staff", "N03")
    table = table_of(document, "序号", "证照名称（备案专业、备案机构）")
    for at, text in enumerate(["专业技术资格/职称证书", "示例-1", "甲局", "2025-01-01", "2030-01-01"], start=1):
        say(table.rows[1].cells[at].paragraphs[0], text)
    found = real.home(document)
    assert [one.note for one in found.placed if one.note] == [
        "这一行整行改写过，没有印出的「最近校验（核查）日期」仍是原来的；若是换了一项，请在档案里一并改"
    ]


def test_a_new_name_is_no_finding(real):
    document = real.document("staff", "N03")
    say(beside(document, "姓名"), "丁一一")
    found = real.home(document)
    assert [one.after for one in found.placed] == ["丁一一"]
    assert (found.appearing, found.disappearing) == ((), ())
