"""Three versions meet: what was printed, what the reviewer made of it, what the archive says meanwhile."""

from __future__ import annotations

import pytest

from returning.reviewed import Hospital, add_row, beside, remove_row, replace, say, table_of
from tools import require_tool

STAFF = "staff/D01.yaml"
TITLES = ("序号", "职称", "取得日期")


@pytest.fixture
def hospital(tmp_path):
    require_tool("git")
    return Hospital(tmp_path, git=True)


def told(found):
    return [(one.what, one.before, one.after) for one in found.placed], [one.why for one in found.refused]


def test_what_others_changed_meanwhile_stays(hospital):
    document = hospital.document()
    hospital.change(STAFF, "hired_on: 2018-03-01", "hired_on: 2018-05-01")
    hospital.change(STAFF, "何砚", "何彦")
    hospital.commit()
    replace(document, "2026-08-20", "2031-04-30")
    found = hospital.take(document)
    assert found.warning == ""
    assert told(found) == ([("「证照与资质」第 2 项「有效期至」", "2026-08-20", "2031-04-30")], [])
    assert "hired_on: 2018-05-01" in hospital.text(STAFF)
    assert "name: 何彦" in hospital.text(STAFF)


def test_a_field_that_both_changed_is_a_conflict(hospital):
    document = hospital.document()
    hospital.change(STAFF, "hired_on: 2018-03-01", "hired_on: 2018-05-01")
    say(beside(document, "入职日期"), "2018-04-01")
    found = hospital.home(document)
    assert found.rewrites == ()
    assert told(found) == (
        [],
        [
            "「入职日期」在档案里后来已改为“2018-05-01”，两边不一致；请核对哪个对：文档对，就在档案里改；档案对，就不用管"
        ],
    )


def test_a_field_that_both_changed_alike_is_done(hospital):
    document = hospital.document()
    hospital.change(STAFF, "hired_on: 2018-03-01", "hired_on: 2018-04-01")
    hospital.commit()
    say(beside(document, "入职日期"), "2018年4月1日")
    assert told(hospital.home(document)) == ([], [])


def test_an_item_is_found_where_it_stands_now(hospital):
    document = hospital.document()
    first, second = [line for line in hospital.text(STAFF).splitlines() if "credential_type" in line]
    hospital.write(STAFF, hospital.text(STAFF).replace(f"{first}\n{second}", f"{second}\n{first}"))
    hospital.commit()
    replace(document, "2026-08-20", "2031-04-30")
    found = hospital.take(document)
    assert told(found) == ([("「证照与资质」第 1 项「有效期至」", "2026-08-20", "2031-04-30")], [])
    assert second.replace("2026-08-20", "2031-04-30") in hospital.text(STAFF)


def test_rows_find_their_place_in_a_list_that_changed(hospital):
    document = hospital.document()
    hospital.change(STAFF, "titles:\n", "titles:\n  - {title: 护师, obtained_on: 2001-01-01}\n")
    hospital.commit()
    table = table_of(document, *TITLES)
    add_row(table, "", "护师", "2020-02-02", "", "")
    remove_row(table_of(document, "序号", "年度", "技术项目"), 1)
    assert told(hospital.take(document))[1] == []
    assert (
        "  - {title: 主治医师, obtained_on: 2016-05-01}\n  - {title: 护师, obtained_on: 2020-02-02}\n"
        in hospital.text(STAFF)
    )
    assert "participation" not in hospital.text(STAFF)


def test_an_item_that_changed_meanwhile_is_not_taken_away(hospital):
    document = hospital.document()
    hospital.change(STAFF, "cases: 42", "cases: 43")
    hospital.commit()
    remove_row(table_of(document, "序号", "年度", "技术项目"), 1)
    assert told(hospital.home(document)) == ([], ["这一项在档案里后来改过，没有删除；请核对，确实不要了就在档案里删除"])


def test_without_history_only_what_was_edited_in_word_is_looked_at(tmp_path):
    hospital = Hospital(tmp_path)
    document = hospital.document()
    hospital.change(STAFF, "hired_on: 2018-03-01", "hired_on: 2018-05-01")
    replace(document, "2026-08-20", "2031-04-30")
    found = hospital.home(document)
    assert found.warning.endswith("改为与档案的现状比较，只看在 Word 里改过的地方，请仔细核对")
    assert told(found) == ([("「证照与资质」第 2 项「有效期至」", "2026-08-20", "2031-04-30")], [])


def test_a_document_of_uncommitted_changes_comes_home_as_long_as_they_stand(hospital):
    hospital.change(STAFF, "hired_on: 2018-03-01", "hired_on: 2018-05-01")
    document = hospital.document()
    say(beside(document, "入职日期"), "2018-04-01")
    found = hospital.home(document)
    assert found.warning == ""
    assert told(found) == ([("「入职日期」", "2018-05-01", "2018-04-01")], [])
