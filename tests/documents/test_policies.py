"""Policies in Word: the record's facts above the body, framed tables, the house's looks, nothing that fetches or runs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from documents.example import PNG, W, paragraphs, part, repacked, templates
from meidang.archive import Archive, Item
from meidang.errors import UsageError
from meidang.kinds import KINDS
from meidang.models.base import adapter
from meidang.pipeline import Checked
from meidang.pipeline.images import read_images
from meidang.project import Project
from meidang.render.documents import check_templates, render_documents
from meidang.render.documents.reference import REFERENCE
from meidang.render.word.package import unpack
from meidang.source.tree import Source

AS_OF = date(2026, 6, 30)
FACTS = {
    "document_name": "术前评估操作规范",
    "document_no": "澄光医发〔2026〕3 号",
    "category": "规范",
    "version": "3",
    "owner_dept": "医务部",
    "effective_on": "2026-01-10",
    "revisions": [{"change": "增加心理预期", "changed_on": "2026-01-05"}],
}
TABLE = "| 项目 | 分值 |\n|---|---|\n| 凝血 | 20 |\n"


def made(body: str, reference: bytes | None = None, images: dict | None = None, **facts) -> bytes:
    record = adapter(KINDS["policies"].model).validate_python({**FACTS, **facts, "body": body})
    item = Item(KINDS["policies"], "preop", record, Source("x"))
    files = {REFERENCE: reference or templates()[REFERENCE]}
    archive = Archive({item.key: item})
    (document,) = render_documents(archive, (), files, as_of=AS_OF, revision="abc", images=images)
    assert (document.kind, document.id, document.words) == ("policies", "preop", ("术前评估操作规范",))
    return document.content


def cells(table) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]


def tables(content: bytes) -> list:
    """A policy's tables without the block that shows its code."""
    return [
        one for one in part(content).iter(f"{W}tbl") if one.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") != "校验码"
    ]


def pictures(content: bytes) -> list[str]:
    return [name for name in unpack(content) if "media" in name and name != "word/media/meidang-code.png"]


def test_the_facts_of_the_record_stand_above_the_body():
    content = made("## 一、总则\n\n正文。")
    head, revisions = tables(content)
    assert cells(head) == [
        ["文号", "澄光医发〔2026〕3 号", "版本", "3"],
        ["类别", "规范", "责任部门", "医务部"],
        ["批准人", "—", "批准日期", "—"],
        ["生效日期", "2026-01-10", "下次复核", "—"],
        ["修订日期", "—", "废止日期", "—"],
    ]
    assert cells(revisions) == [["修订内容", "日期", "完成人"], ["增加心理预期", "2026-01-05", "—"]]
    said = paragraphs(content)
    assert said.index("术前评估操作规范") < said.index("一、总则") < said.index("正文。") < said.index("修订记录")


def test_tables_have_the_house_s_frame_repeat_their_heading_and_fill_the_page():
    content = made(TABLE)
    table = tables(content)[1]
    assert cells(table) == [["项目", "分值"], ["凝血", "20"]]
    assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    assert len(list(table.iter(f"{W}cantSplit"))) == 2
    assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "术前评估操作规范"
    style = table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")
    styles = part(content, "word/styles.xml")
    found = next(one for one in styles.iter(f"{W}style") if one.get(f"{W}styleId") == style)
    assert found.find(f"{W}tblPr/{W}tblBorders/{W}insideH") is not None
    widths = [sum(int(one.get(f"{W}w")) for one in each.iter(f"{W}gridCol")) for each in tables(content)]
    assert max(widths) - min(widths) < 10


def test_a_row_that_may_be_taller_than_a_page_may_be_split():
    table = tables(made(f"## 细则\n\n| 项目 | 内容 |\n|---|---|\n| 甲 | {'很长' * 3000} |\n"))[1]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr")] == [True, False]
    assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "细则"


def test_a_list_hangs_and_its_marks_are_in_every_font():
    content = made("- 甲\n    - 乙\n\n- 丙\n")
    indents = [one.getparent().find(f"{W}ind") for one in part(content).iter(f"{W}numPr")]
    assert {one.get(f"{W}firstLineChars") for one in indents} == {"0"}
    numbering = part(content, "word/numbering.xml")
    assert {one.get(f"{W}val") for one in numbering.iter(f"{W}lvlText")} <= {" ", "•", "–"} | {
        f"%{n}." for n in range(1, 10)
    }
    assert not list(numbering.iter(f"{W}rFonts"))


def test_a_picture_is_not_cut_off_by_the_height_of_lines():
    name = "attachments/policies/preop/image1.png"
    content = made(f"![流程图](../{name})\n\n文字 ![图](../{name}) 中间", images={name: PNG})
    alone, among, _ = (one for one in part(content).iter(f"{W}p") if list(one.iter(f"{W}drawing")))
    for paragraph in (alone, among):
        assert paragraph.find(f"{W}pPr/{W}spacing").get(f"{W}lineRule") == "auto"
    assert alone.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Picture"


def test_nothing_is_said_of_pandoc_s_own_template():
    parts = unpack(made("正文"))
    assert "docProps/app.xml" not in parts
    assert b"toc-title" not in parts.get("docProps/custom.xml", b"")


def test_header_and_footer_are_filled():
    content = made("正文")
    assert paragraphs(content, "word/header1.xml") == ["\t澄光医发〔2026〕3 号　第 3 版"]
    assert paragraphs(content, "word/footer1.xml") == ["术前评估操作规范\t第 1 页 共 1 页\t档案版本 abc"]


def test_lines_of_chinese_are_joined_without_a_blank():
    assert "为规范术前评估，制定本规范。" in paragraphs(made("为规范术前评估，\n制定本规范。"))


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "../settings.yaml", "data:text/html,x"]
)
def test_a_link_that_leads_nowhere_safe_leaves_its_words(target):
    content = made(f"见[附件]({target})与[网页](https://example.invalid/)。")
    unpack(content)
    assert "见附件与网页。" in paragraphs(content)
    assert len(list(part(content).iter(f"{W}hyperlink"))) == 1


def test_raw_html_is_no_markup_and_nothing_is_fetched():
    content = made("甲<b>乙</b>\n\n![图](http://example.invalid/x.png)\n\n![秘](/etc/passwd)\n\n<script>x</script>")
    said = paragraphs(content)
    assert {"甲乙", "［图］", "［秘］"} <= set(said)
    assert pictures(content) == []


def test_a_picture_of_the_archive_is_in_the_document():
    name = "attachments/policies/preop/image1.png"
    content = made(f"![流程图](../{name})", images={name: PNG})
    assert PNG in unpack(content).values()
    assert b"base64" not in unpack(content)["word/document.xml"]


@pytest.mark.parametrize("body", [">" * 1000 + "深", "\n".join(" " * 2 * depth + "- 深" for depth in range(400))])
def test_a_body_nested_without_end_is_said_to_be_no_policy(body):
    with pytest.raises(UsageError, match="正文不能转成 Word"):
        made(body)


def test_a_picture_named_below_the_text_is_one_too():
    name = "attachments/policies/preop/流程 1.png"
    assert PNG in unpack(made(f"![流程图][a]\n\n[a]: <../{name}>", images={name: PNG})).values()


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "image/png"])
def test_an_image_that_holds_itself_is_not_taken_over(kind):
    content = made(f"![图](data:{kind};base64,PHN2Zy8+) ![图][a]\n\n[a]: data:{kind},x")
    assert pictures(content) == []
    assert "［图］ ［图］" in paragraphs(content)


def test_a_picture_that_is_not_there_leaves_its_words():
    assert "［流程图］" in paragraphs(made("![流程图](../attachments/policies/preop/x.png)"))


def test_only_sound_pictures_are_read_and_no_link_is_followed(tmp_path):
    folder = tmp_path / "archive/attachments/policies/preop"
    folder.mkdir(parents=True)
    (folder / "a.png").symlink_to(folder / "z.png")
    (folder / "aa.png").mkdir()
    (folder / "z.png").write_bytes(PNG)
    (folder / "b.png").write_bytes(b"GIF89a")
    (folder / "notes.txt").write_text("x")
    record = adapter(KINDS["policies"].model).validate_python(FACTS)
    items = {f"policies/{key}": Item(KINDS["policies"], key, record, Source("x")) for key in ("preop", "linked")}
    (folder.parent / "linked").symlink_to(folder)
    checked = Checked(Archive(items), (), AS_OF, 2)
    assert read_images(Project(tmp_path), checked, {}) == {"attachments/policies/preop/z.png": PNG}


def test_two_builds_give_the_same_bytes():
    body = f"# 一\n\n{TABLE}\n\n1. 甲\n2. 乙\n"
    assert made(body) == made(body)


def test_the_institution_s_own_styles_are_found_by_their_names():
    def renamed(parts):
        styles = parts["word/styles.xml"]
        for old, new in ((b'"Table"><w:name', b'"a9"><w:name'), (b'"Title"><w:name', b'"a3"><w:name')):
            styles = styles.replace(b"w:styleId=" + old, b"w:styleId=" + new)
        return {**parts, "word/styles.xml": styles}

    content = made(TABLE, repacked(templates()[REFERENCE], renamed))
    assert {one.get(f"{W}val") for one in part(content).iter(f"{W}tblStyle")} == {"a9"}
    assert "a3" in {one.get(f"{W}val") for one in part(content).iter(f"{W}pStyle")}


# --- the reference document is no template, and no less suspected -----------------------------------------------------


def lines(content: bytes) -> list[str]:
    return [f"{one.code} {one.location.path} {one.message}" for one in check_templates({REFERENCE: content})]


def test_the_shipped_reference_document_is_fine():
    assert lines(templates()[REFERENCE]) == []


def test_a_reference_document_with_macros_is_refused():
    changed = repacked(templates()[REFERENCE], lambda parts: {**parts, "word/vbaProject.bin": b"x"})
    (found,) = lines(changed)
    assert found.startswith(f"TPL003 templates/{REFERENCE}")


def test_a_wrong_name_in_its_header_is_named():
    def change(parts):
        return {**parts, "word/header1.xml": parts["word/header1.xml"].replace(b"document_no", b"documnt_no")}

    (found,) = lines(repacked(templates()[REFERENCE], change))
    assert found.startswith(f"TPL001 templates/{REFERENCE} 页眉")


# --- the rooms ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["documents.policies", "policies.imported", "policies.losses"])
def test_either_room_may_be_entered_first(module):
    command = [sys.executable, "-c", f"import meidang.render.{module}"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""
