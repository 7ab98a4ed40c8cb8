"""What an institution does to a shipped template in Word, done with python-docx: it still works, or is told why not."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from documents.example import AS_OF, PNG, REVISION, archive, paragraphs, part, templates
from meidang.render.documents import check_templates, render_documents
from meidang.render.documents.templates import open_templates


def edited(change, name: str = "staff.docx") -> bytes:
    document = Document(io.BytesIO(templates()[name]))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def filled(content: bytes, name: str = "staff.docx", record: str = "D01") -> bytes:
    assert check_templates({name: content}) == ()
    documents = render_documents(archive(), (), {name: content}, as_of=AS_OF, revision=REVISION)
    return next(one.content for one in documents if one.id == record)


def printed(content: bytes) -> list[str]:
    """The texts of the document, without the code that says which template made it."""
    return [text for text in paragraphs(filled(content)) if not text.startswith("校验码")]


def said(content: bytes, name: str = "staff.docx") -> list[str]:
    return [f"{one.message}；{one.fix}" for one in check_templates({name: content})]


def paragraph_with(document, text):
    return next(one for one in _every_paragraph(document) if text in one.text)


def _every_paragraph(document):
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def test_a_template_that_word_saved_again_is_filled_as_before():
    assert printed(edited(lambda _: None)) == printed(templates()["staff.docx"])


def test_fonts_and_sizes_are_the_institutions():
    def change(document):
        style = document.styles["Normal"]
        style.font.size = Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")

    styles = part(filled(edited(change)), "word/styles.xml")
    fonts = [one.get(qn("w:eastAsia")) for one in styles.iter(qn("w:rFonts"))]
    assert "仿宋" in fonts


@pytest.mark.parametrize("style", ["表格文字居中", "表格标题"])
def test_cells_follow_the_style_on_which_theirs_is_based(style):
    """Whoever makes 表格文字 larger leaves no mixture of sizes."""

    def change(document):
        document.styles["表格文字"].font.size = Pt(11)

    document = Document(io.BytesIO(edited(change)))
    own = document.styles[style].element.find(qn("w:rPr"))
    assert own is None or own.find(qn("w:sz")) is None
    assert document.styles[style].base_style.font.size == Pt(11)


def test_styles_say_nothing_that_the_one_below_says_too():
    styles = {one.style_id: one for one in Document(io.BytesIO(templates()["staff.docx"])).styles}
    assert styles["TableCentre"].element.find(qn("w:rPr")) is None
    assert styles["TableText"].element.find(qn("w:rPr")).find(qn("w:rFonts")) is None
    head = styles["TableHead"].element.find(qn("w:rPr"))
    assert [one.tag for one in head] == [qn("w:rFonts")]


def test_a_logo_in_the_header_is_printed_on_every_document():
    def change(document):
        run = document.sections[0].header.paragraphs[0].insert_paragraph_before().add_run()
        run.add_picture(io.BytesIO(PNG), width=Cm(2))

    content = filled(edited(change))
    assert list(part(content, "word/header1.xml").iter(qn("w:drawing")))


def test_a_table_may_be_moved():
    def change(document):
        first, last = document.tables[1]._tbl, document.tables[-1]._tbl
        last.addnext(first)

    moved = printed(edited(change))
    assert sorted(moved) == sorted(printed(templates()["staff.docx"]))
    assert moved != printed(templates()["staff.docx"])


def test_a_field_may_be_put_anywhere():
    def change(document):
        document.paragraphs[0].insert_paragraph_before("现职称：{{ present_title }}，{{ filing }}")

    assert "现职称：主任医师，美容外科" in paragraphs(filled(edited(change)))


def test_letters_of_a_tag_may_look_different_from_one_another():
    """As Word does it after a correction: a tag in several runs, each with looks of its own."""

    def change(document):
        paragraph = document.paragraphs[0].insert_paragraph_before()
        for text, bold in (
            ("{", False),
            ("{ pre", True),
            ("sent_", False),
            ("title", True),
            (" }", False),
            ("}", True),
        ):
            paragraph.add_run(text).bold = bold

    assert "主任医师" in paragraphs(filled(edited(change)))[0]


def test_a_loop_of_rows_may_be_spread_over_runs():
    def change(document):
        paragraph = paragraph_with(document, "{%tr for x in titles %}")
        text = paragraph.text
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = text[:1]
        for mark in text[1:]:
            paragraph.add_run(mark)

    assert printed(edited(change)) == printed(templates()["staff.docx"])


def test_smart_quotes_are_understood():
    def change(document):
        document.paragraphs[0].insert_paragraph_before("{{ sex|box(“女”) }}女 {% if sex == ‘女’ %}她{% endif %}")

    assert paragraphs(filled(edited(change)))[0] == "☑女 她"


def test_a_misspelt_field_is_named_with_its_cell():
    def change(document):
        paragraph = paragraph_with(document, "{{ practice_category_scope }}")
        paragraph.runs[0].text = "{{ practice_categry_scope }}"

    (found,) = said(edited(change))
    assert "个表格第" in found
    assert "（“一、个人一般信息”下）“{{ practice_categry_scope }}”：没有“practice_categry_scope”这个字段" in found
    assert found.endswith("；是不是“practice_category_scope”（执业类别/范围）？")


def test_a_deleted_end_of_a_loop_is_named_where_the_loop_begins():
    def change(document):
        table = next(one for one in document.tables if "{%tr for x in titles %}" in one._tbl.xml.replace("\n", ""))
        row = next(row for row in table.rows if "endfor" in row.cells[0].text)
        table._tbl.remove(row._tr)

    (found,) = said(edited(change))
    assert "循环 {%tr for x in titles %} 没有结尾；在要重复的内容后面补上 {%tr endfor %}" in found


def test_another_kinds_field_is_unknown_here():
    def change(document):
        document.paragraphs[0].insert_paragraph_before("{{ legal_representative }}")

    (found,) = said(edited(change))
    assert found.startswith("正文第 1 段“{{ legal_representative }}”：没有“legal_representative”这个字段；")


# --- for which records -----------------------------------------------------------------------------------------------


def conditioned(subject: str) -> bytes:
    def change(document):
        document.core_properties.subject = subject

    return edited(change)


@pytest.mark.parametrize("subject", ['条件：sex == "女"', "条件: sex == “女”"])
def test_a_template_may_say_for_which_records_it_is(subject):
    content = conditioned(subject)
    made = list(render_documents(archive(), (), {"staff.docx": content}, as_of=AS_OF, revision=REVISION))
    women = {item.id for item in archive().items.values() if item.kind.name == "staff" and item.record.sex == "女"}
    assert {one.id for one in made} == women


def noticed(subject: str) -> list[str]:
    opened = open_templates({"staff.docx": conditioned(subject)})
    assert opened.findings == ()
    return [f"{one.message}；{one.fix}" for one in opened.notices]


@pytest.mark.parametrize(
    ("subject", "condition"),
    [
        ("sex == '女'", "sex == '女'"),
        ("sex", "sex"),
        ("not radiaton.given", "not radiation.given"),
        ("条件 sex == “女”", 'sex == "女"'),
        ("{% if radiation.given %}", "radiation.given"),
        ("性别", "sex"),
    ],
)
def test_a_condition_without_the_word_is_noticed(subject, condition):
    (found,) = noticed(subject)
    assert found.startswith(f"文档属性的主题“{subject}”：像是条件，但没有写“条件：”，所以每一条记录都会生成一份；")
    assert f"写成 条件：{condition}；" in found


@pytest.mark.parametrize("subject", ["", "内部资料", "医院人事科 2026 年", "HR", "个人技术档案", "条件：sex == '女'"])
def test_other_subjects_are_not_noticed(subject):
    assert noticed(subject) == []


def test_any_other_subject_is_only_a_subject():
    made = list(
        render_documents(archive(), (), {"staff.docx": conditioned("内部资料")}, as_of=AS_OF, revision=REVISION)
    )
    assert len(made) == sum(item.kind.name == "staff" for item in archive().items.values())


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("条件：sxe", "文档属性的主题“条件：sxe”：没有“sxe”这个字段；是不是“sex”（性别）？"),
        (
            "条件：{{ sex }}",
            "文档属性的主题“条件：{{ sex }}”：条件里有花括号；条件里不写花括号，例如 条件：new_technique.given",
        ),
        (
            "条件：sex = '女'",
            "文档属性的主题“条件：sex = '女'”：标签里的写法不对；比较是否相等用两个等号：==",
        ),
        ("条件：range(9)", "文档属性的主题“条件：range(9)”：不能运算、调用或定义；"),
    ],
    ids=range(4),
)
def test_a_wrong_condition_is_named(subject, message):
    assert said(conditioned(subject))[0].startswith(message)
