"""What becomes of documents and of the binder: its order, its parts' names, the institution's own templates."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from meidang.consequences import summary
from meidang.render.change_register.rows import rows
from meidang.render.documents.policies import render_policy
from meidang.report.consequences_as_text import consequences_as_text

SHIPPED = Path(__file__).parents[2] / "templates"
BINDER = """parts:
  - {title: 科室, tab: 科, contents: [{template: department.docx}]}
  - {title: 人员, tab: 人, contents: [{template: staff.docx}]}
"""


@pytest.fixture
def bound(versions):
    """With a binder of two parts, and templates for these alone."""
    versions.write("binder.yaml", BINDER)
    (versions.root / "templates").mkdir()
    for name in ("department.docx", "staff.docx"):
        shutil.copyfile(SHIPPED / name, versions.root / "templates" / name)
    versions.commit()
    return versions


def test_another_order_of_the_binder_is_no_layout(bound):
    head, *parts = BINDER.splitlines()
    bound.write("binder.yaml", "\n".join((head, *reversed(parts), "")))
    told = bound.told("HEAD")
    assert [one.key for one in told.changes] == ["binder"]
    assert not told.records.laid_out
    assert told.papers.is_reordered
    assert not told.papers.parts
    assert "Word 文档和 Excel 台账都不变；卷宗的次序有调整" in summary(told)


def test_what_is_told_of_documents_is_as_many_as_are_counted(bound):
    bound.write("binder.yaml", BINDER + "  - {title: 变更, tab: 变, contents: [{listing: 变更登记}]}\n")
    bound.commit()
    entry = "revisions: [{change: 主诊医师备案延续, changed_on: 2026-06-15}]\nsex: 男"
    bound.edit("staff/D01.yaml", "sex: 男", entry)
    bound.edit("staff/D01.yaml", "valid_to: 2026-08-20", "valid_to: 2031-08-20")
    told = bound.told("HEAD")
    assert [one.sentence for one in told.papers.parts] == ["人员：改动 1 份", "变更：只在卷宗里的清单 1 份：变更登记"]
    assert [one.title for one in told.papers.workbooks] == ["人员证照台账.xlsx"]
    assert "1 份 Word 文档、1 份 Excel 台账、卷宗 2 个部分随之变化" in summary(told)
    assert "人员证照台账.xlsx" in consequences_as_text(told)


def test_a_part_with_another_title_is_renamed(bound):
    bound.edit("binder.yaml", "title: 人员", "title: 人员档案")
    papers = bound.told("HEAD").papers
    assert [one.sentence for one in papers.parts] == ["人员档案（原「人员」）：改名"]
    assert not papers.is_reordered


def test_a_template_that_changes_is_named_with_its_documents(bound):
    file = bound.root / "templates" / "staff.docx"
    made = io.BytesIO()
    with ZipFile(file) as old, ZipFile(made, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                assert "学历".encode() in content
                content = content.replace("学历".encode(), "学　历".encode())
            new.writestr(part, content)
    file.write_bytes(made.getvalue())
    told = bound.told("HEAD")
    assert [(one.sort.value, one.path) for one in told.papers.templates] == [("修改", "staff.docx")]
    assert {(one.title, one.part) for one in told.papers.documents} >= {("何砚　个人技术档案", "人员")}
    assert [one.title for one in told.papers.parts] == ["人员"]
    assert "文档模板变动 1 个" in summary(told)


def test_a_policy_that_says_the_same_is_not_made_again(versions, monkeypatch):
    made = []

    def render(desk, reference, item, *rest):
        made.append(item.id)
        return render_policy(desk, reference, item, *rest)

    monkeypatch.setattr("meidang.pipeline.press.render_policy", render)
    versions.edit("staff/D01.yaml", "posts: [医师]", "posts: [医师, 主诊医师]")
    versions.told()
    assert not made
    versions.edit("policies/follow-up.md", "effective_on: 2026-01-01", "effective_on: 2026-02-01")
    assert "随访<b>规程</b>" in "".join(one.title for one in versions.told().papers.documents)
    assert set(made) == {"follow-up"}


def test_a_new_record_tells_what_it_holds_and_a_deleted_one_how_much(bound):
    held = "credentials: [{credential_type: doctor_practice, number: 示例-1, valid_to: 2030-01-01}]"
    bound.write("staff/N02.yaml", f"name: 甲乙\ndepartment_id: K01\nposts: [护士]\nphone: '13800138001'\n{held}\n")
    told = bound.told("HEAD")
    (change,) = told.changes
    said = "\n".join(change.told)
    assert "有效期至 2030-01-01" in said
    assert "「手机号码」已填写" in said
    assert "13800138001" not in said
    assert [one.content for one in rows(told)] == ["新建：证照与资质 1 项"]
    bound.commit()
    bound.path("staff/N02.yaml").unlink()
    (change,) = bound.told("HEAD").changes
    assert [one.partition("（")[0] for one in change.told] == ["「证照与资质」删去：医师执业证书 示例-1"]
