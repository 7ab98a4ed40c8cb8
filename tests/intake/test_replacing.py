"""What stands in the archive and a workbook would replace: names, notes, lists; never unasked."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from intake.books import N02, book, changes, filled, problems, remarks, taken_in, written


def sent_back(root, heading, text, *, is_blank):
    """Our own form with another word below a heading in N02's row; ``is_blank``: with nothing else of the archive."""
    made = load_workbook(BytesIO(filled(root, "staff", is_blank=is_blank)))
    sheet = made["人员名册"]
    heads = [cell.value for cell in sheet[1]]
    row = next((row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "N02"), 2)
    sheet.cell(row, 1).value = "N02"
    sheet.cell(row, heads.index(heading) + 1).value = text
    made.save(out := BytesIO())
    return taken_in(root, out.getvalue())


# --- names -----------------------------------------------------------------------------------------------------------


def test_nobody_gets_another_name_unless_that_is_said(root):
    content = book(名册=[["工号", "姓名"], ["n02", "丁乙"]])
    found = taken_in(root, content)
    assert problems(found) == [
        "工作表「名册」第 2 行（B2）编号 N02 在档案里是丁一，这一行写的是“丁乙”；核对编号和姓名；确实要给 N02 改名，就加 --rename-person N02"
    ]
    assert found.rewrites == ()
    found = taken_in(root, content, renamed=["n02"])
    assert problems(found) == []
    assert changes(found) == [("丁一 N02", "姓名", "丁一", "丁乙")]
    assert "按 --rename-person N02 改名" in remarks(found)[0]


def test_a_roster_that_has_slipped_by_a_row_is_told_whose_names_it_gives(root):
    """The other sheets are read by the names of the archive: the mistake is said once, where it is."""
    content = book(
        名册=[["工号", "姓名"], ["D01", "丁一"], ["N02", "何砚"]],
        证照=[["姓名", "证照类型", "编号"], ["丁一", "doctor_practice", "A-1"]],
    )
    found = taken_in(root, content)
    assert [one.partition("；")[0] for one in problems(found)] == [
        "工作表「名册」第 2 行（B2）编号 D01 在档案里是何砚，这一行写的是“丁一”，那是 N02 的姓名",
        "工作表「名册」第 3 行（B3）编号 N02 在档案里是丁一，这一行写的是“何砚”，那是 D01 的姓名",
    ]
    assert all("有没有错行" in one for one in problems(found))
    assert any("编号 N02 在档案里是丁一" in one for one in problems(taken_in(root, content, renamed=["D01"])))


def test_a_name_that_is_only_written_in_another_way_is_no_rename(root):
    (root / "archive/staff/N02.yaml").write_text(N02.replace("丁一", "Ding Yi"), "utf-8")
    assert problems(taken_in(root, book(名册=[["工号", "姓名"], ["N02", "ding yi"]]))) == []


def test_somebody_new_who_is_called_like_somebody_known_is_pointed_out(root):
    found = taken_in(root, book(名册=[["工号", "姓名", "科室"], ["N09", "丁一", "美容外科"]]))
    assert problems(found) == []
    assert "档案里已有“丁一”（N02），N09 作为另一位同名的新人员；是同一个人就把编号改成 N02" in remarks(found)[0]


# --- notes that are there --------------------------------------------------------------------------------------------


def with_note(text, heading="备注"):
    return book(名册=[["工号", "姓名", heading], ["N02", "丁一", text]])


def test_a_note_that_is_there_is_not_replaced_by_what_a_roster_remarks(root):
    found = taken_in(root, with_note("休假", "备注说明"))
    assert problems(found) == [
        "工作表「名册」第 2 行（C2）「备注」在档案里已有别的内容（archive/staff/N02.yaml），导入会盖掉；不带入这一列就加 --ignore-column 备注说明；要以表格为准就加 --replace-notes"
    ]
    assert (taken_in(root, with_note("休假", "备注说明"), ignored=["备注说明"]).problems, found.rewrites) == ([], ())
    found = taken_in(root, with_note("休假"), replaces_notes=True)
    assert changes(found) == [("丁一 N02", "备注", "备注不动", "休假")]


def test_a_note_that_takes_nothing_away_is_taken(root):
    found = taken_in(root, with_note("2026 年起休假；备注不动"))
    assert (problems(found), len(found.changes)) == ([], 1)
    assert problems(taken_in(root, with_note("备注不动了"))) != []
    (root / "archive/staff/N02.yaml").write_text(N02.replace("note: 备注不动\n", ""), "utf-8")
    found = taken_in(root, with_note("休假"))
    assert changes(found) == [("丁一 N02", "备注", "", "休假")]


def test_the_note_of_an_item_is_kept_too(root):
    text = N02.replace("    valid_to: 2026-04-30\n", "    valid_to: 2026-04-30\n    note: 原件在档案室\n")
    (root / "archive/staff/N02.yaml").write_text(text, "utf-8")
    found = taken_in(
        root, book(证照=[["姓名", "证照类型", "编号", "备注"], ["丁一", "doctor_practice", "A-1", "已交"]])
    )
    assert ["「备注」在档案里已有别的内容" in one for one in problems(found)] == [True]


@pytest.mark.parametrize("is_blank", [False, True])
def test_in_our_own_form_a_note_may_be_edited_where_it_stood_there(root, is_blank):
    found = sent_back(root, "备注", "新的备注", is_blank=is_blank)
    assert bool(found.problems) is is_blank
    assert changes(found) == ([] if is_blank else [("丁一 N02", "备注", "备注不动", "新的备注")])


# --- lists that would get shorter -------------------------------------------------------------------------------------


def with_posts(root, *posts, text="护士", **wanted):
    (root / "archive/staff/N02.yaml").write_text(N02.replace("[护士]", f"[{', '.join(posts)}]"), "utf-8")
    return taken_in(root, book(名册=[["工号", "姓名", "岗位类别"], ["N02", "丁一", text]]), **wanted)


def test_duties_that_a_roster_does_not_mention_stay(root):
    found = with_posts(root, "护士", "医美护士", "院感人员")
    assert problems(found) == [
        "工作表「名册」第 2 行（C2）「岗位」会去掉档案里已有的 医美护士、院感人员（archive/staff/N02.yaml）；要保留就在这一格写全，或加 --ignore-column 岗位类别 不带入这一列；确实要去掉就加 --replace-lists"
    ]
    assert found.rewrites == ()


def test_a_list_gets_shorter_where_that_is_asked_for_and_it_is_said_what_goes(root):
    found = with_posts(root, "护士", "医美护士", "院感人员", replaces_lists=True)
    assert changes(found) == [("丁一 N02", "岗位", "护士、医美护士、院感人员", "护士")]
    assert remarks(found) == [
        "工作表「名册」第 2 行（C2）「岗位」会去掉档案里已有的 医美护士、院感人员（archive/staff/N02.yaml）"
    ]
    written(root, found)
    again = taken_in(root, book(名册=[["工号", "姓名", "岗位类别"], ["N02", "丁一", "护士"]]))
    assert (problems(again), again.changes) == ([], ())


@pytest.mark.parametrize(
    ("posts", "text", "count"),
    [
        (["护士"], "护士、院感人员", 1),
        (["护士"], "医美护士", 1),
        (["护士", "院感人员"], "院感人员、护士", 1),
        (["护士", "院感人员"], "护士；院感人员", 0),
        (["护士", "院感人员"], "（清空）", 1),
        (["护士", "院感人员"], None, 0),
    ],
)
def test_a_list_that_loses_nothing_unasked_is_taken(root, posts, text, count):
    found = with_posts(root, *posts, text=text)
    assert (problems(found), len(found.changes)) == ([], count)


def test_another_item_in_place_of_one_of_several_takes_that_one_away(root):
    found = with_posts(root, "护士", "院感人员", text="护士、医美护士")
    assert "会去掉档案里已有的 院感人员" in problems(found)[0]


@pytest.mark.parametrize("is_blank", [False, True])
def test_in_our_own_form_a_list_may_be_shortened_where_it_stood_there(root, is_blank):
    with_posts(root, "护士", "院感人员")
    found = sent_back(root, "岗位", "护士", is_blank=is_blank)
    assert bool(found.problems) is is_blank
    assert changes(found) == ([] if is_blank else [("丁一 N02", "岗位", "护士、院感人员", "护士")])
