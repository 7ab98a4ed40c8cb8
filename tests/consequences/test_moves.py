"""Records that were given another number are followed, and so are the references to them."""

from __future__ import annotations


def test_a_new_number_is_one_line_and_not_a_record_that_went_and_one_that_came(versions):
    versions.move("staff/D01.yaml", "staff/D010.yaml")
    for name in (
        "department",
        "technique",
        "committee",
        "ledger",
        "work_plan",
        "qi_plan",
        "device",
        "drug_item",
        "research_project",
    ):
        for place in versions.path(name).rglob("*.yaml"):
            text = place.read_text(encoding="utf-8")
            place.write_text(text.replace("D01", "D010"), encoding="utf-8")
    told = versions.told()
    assert not told.errors
    (moved,) = told.records.renumbered
    assert (moved.old_key, moved.key, moved.name) == ("staff/D01", "staff/D010", "何砚")
    assert moved.references > 10
    assert f"{moved.references} 处引用随之改写" in moved.sentence
    assert not told.changes
    assert not told.facts
    assert told.findings.heaviest is None
    assert not told.findings.went
    assert not told.clauses
    documents = {one.title: one.is_renamed for one in told.papers.documents}
    assert documents == {"何砚　个人技术档案": True, "何砚　手术权限申请表": True}


def test_a_moved_record_that_also_changed_tells_both(versions):
    versions.move("technique/T02.yaml", "technique/T03.yaml")
    versions.edit("technique/T03.yaml", "grade: 不分级", "grade: 1")
    for name in ("staff/D01.yaml", "restriction", "ledger", "device", "drug_item", "research_project"):
        place = versions.path(name)
        for each in place.rglob("*.yaml") if place.is_dir() else [place]:
            each.write_text(each.read_text(encoding="utf-8").replace("T02", "T03"), encoding="utf-8")
    told = versions.told()
    assert [one.key for one in told.records.renumbered] == ["technique/T03"]
    (changed,) = told.changes
    assert changed.old_path == "archive/technique/T02.yaml"
    assert [one.sentence for one in changed.fields] == ["「技术分级」不分级 → 一级"]


def test_two_people_with_like_files_are_two_people(versions):
    versions.write("staff/N02.yaml", "name: 甲\ndepartment_id: K01\nposts: [护士]\n")
    versions.commit()
    versions.move("staff/N02.yaml", "staff/N03.yaml")
    versions.edit("staff/N03.yaml", "name: 甲", "name: 乙")
    told = versions.told("HEAD")
    assert not told.records.renumbered
    assert {(one.sort.value, one.name) for one in told.changes} == {("删去", "甲"), ("新增", "乙")}


def test_layout_and_comments_are_one_line(versions):
    versions.edit("staff/D01.yaml", "name: 何砚", "# 注释\nname:   '何砚'")
    told = versions.told()
    assert told.records.laid_out == ("archive/staff/D01.yaml",)
    assert not told.changes
    assert not told.papers.documents
    assert not told.weighs
