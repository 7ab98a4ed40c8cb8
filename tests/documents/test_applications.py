"""Third parties' forms filled from records: the longest, an almost empty one, and records that have none."""

from __future__ import annotations

from functools import cache

import pytest

from documents.example import AS_OF, REVISION, W, archive, documents, paragraphs, part, templates
from documents.made import item
from meidang.archive import Archive
from meidang.render.documents import render_documents

TECHNIQUE = "technique.新技术新业务申报表.docx"
PRIVILEGE = "staff.手术权限申请表.docx"
GRADE = "institution.医疗美容项目分级管理审核表.docx"


def made(template: str, *items) -> dict[str, list[str]]:
    """The paragraphs of the documents of a template, by record."""
    files, whole = {template: templates()[template]}, Archive({one.key: one for one in items})
    found = render_documents(whole, (), files, as_of=AS_OF, revision=REVISION)
    return {one.id: paragraphs(one.content) for one in found}


@cache
def shipped(template: str) -> dict[str, list[str]]:
    return {one.id: paragraphs(one.content) for one in documents() if one.template == template}


def test_only_new_techniques_have_an_application():
    new = {one.id for one in archive().items.values() if one.kind.name == "technique" and one.record.new_technique}
    assert shipped(TECHNIQUE).keys() == new
    assert new


def test_a_new_techniques_application_says_what_the_record_says():
    text = "\n".join(shipped(TECHNIQUE)["T12"])
    assert "755nm皮秒激光治疗色素性皮损" in text
    assert "☐一级　☐二级　☐三级　☐四级" in text
    assert "☑否　☐是" in text
    assert "☑中级以上" in text
    assert "☑医师" in text
    assert "☑知情同意书样本" in text
    assert "2023年9月20日" in text


def test_an_almost_empty_application_is_a_form_to_fill_in():
    technique = item("technique", "T99", {"standard_name": "某新技术", "grade": "2", "new_technique": {}})
    found = made(TECHNIQUE, technique)["T99"]
    assert "☐一级　☑二级　☐三级　☐四级" in found
    assert "None" not in "".join(found)
    assert found.count("　　　　年　　月　　日") >= 1


def test_members_and_departments_that_take_part_are_listed():
    technique = item(
        "technique",
        "T99",
        {"standard_name": "某", "grade": "2", "departments": ["a", "b"], "leader_id": "D1", "new_technique": {}},
    )
    grant = {"privilege_type": "手术", "technique_id": "T99", "granted_on": "2026-01-01", "valid_to": "长期"}
    leader = item("staff", "D1", {"name": "甲", "department_id": "a", "sex": "女", "birth_ym": "1980-07"})
    member = {"name": "乙", "department_id": "b", "birth_ym": "1980-06", "position": "组长", "privileges": [grant]}
    departments = [
        item("department", key, {"dept_no": no, "dept_name": name, "category": "临床", "in_use": "true"})
        for key, no, name in (("a", "1", "美容外科"), ("b", "2", "麻醉科"))
    ]
    text = "\n".join(made(TECHNIQUE, technique, leader, item("staff", "D2", member), *departments)["T99"])
    assert "☐男　☑女" in text
    assert "1980-07" in text
    assert "美容外科" in text
    assert "麻醉科" in text


def test_doctors_have_an_application_for_privileges_and_nobody_else():
    people = {one.id: one.record for one in archive().items.values() if one.kind.name == "staff"}
    wanted = {
        key
        for key, person in people.items()
        if any("医师" in post for post in person.posts)
        or any(one.privilege_type == "手术" for one in person.privileges)
    }
    assert shipped(PRIVILEGE).keys() == wanted < people.keys()


def test_a_doctor_without_privileges_gets_five_rows_to_write_in():
    doctor = item("staff", "D9", {"name": "新医生", "department_id": "a", "posts": ["医师"]})
    found = made(PRIVILEGE, doctor)["D9"]
    assert [text for text in found if text in ("1", "2", "3", "4", "5", "6")] == ["1", "2", "3", "4", "5"]


def test_operations_show_what_was_done_and_whether_they_are_in_force():
    found = shipped(PRIVILEGE)["D02"]
    at = found.index("重睑成形术")
    assert found[at + 1 : at + 3] == ["08.8902", "一级"]
    assert "有效" in found[at : at + 12]
    assert "424" in found[at : at + 12]


def test_the_review_of_the_grade_ticks_what_there_is():
    text = "\n".join(shipped(GRADE)["institution"])
    assert "☐一级　☑二级　☐三级　☐未定级" in text
    assert all(word in text for word in ("☑执业许可证副本", "☐医疗机构级别评审证书", "☑医师及护理人员执业资质材料"))
    bare = "\n".join(made(GRADE, item("institution", "institution", {"name": "某院"}))["institution"])
    assert "☐执业许可证副本" in bare
    assert "None" not in bare


@pytest.mark.parametrize("template", [TECHNIQUE, PRIVILEGE, GRADE])
def test_cells_are_merged_and_lists_repeat_their_heads(template):
    body = part(templates()[template])
    assert list(body.iter(f"{W}gridSpan"))
    heads = [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert heads


def test_a_cell_over_several_rows_begins_and_goes_on():
    merges = [one.get(f"{W}val") for one in part(templates()[TECHNIQUE]).iter(f"{W}vMerge")]
    assert merges == ["restart", "continue", "continue"]
