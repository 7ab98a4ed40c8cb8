"""Pictures in templates have room: lines grow with them, and one that is wider than its cell is noticed."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from documents.example import AS_OF, PNG, REVISION, W, archive, line, part, repacked, saying, templates
from meidang.render.documents import render_documents
from meidang.render.documents.templates import open_templates
from meidang.render.word.room import with_room

ROOMY = {"line": "240", "lineRule": "auto"}


def edited(change, name: str = "staff.docx") -> bytes:
    document = Document(io.BytesIO(templates()[name]))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def spacing(paragraph: etree._Element) -> dict[str, str]:
    found = paragraph.find(f"{W}pPr/{W}spacing")
    return {} if found is None else {key.removeprefix(W): value for key, value in found.items()}


def holding(parts, name: str = "word/document.xml") -> etree._Element:
    root = etree.fromstring(parts[name])
    return next(one for one in root.iter(f"{W}p") if one.find(f".//{qn('wp:inline')}") is not None)


def opened(content: bytes, name: str = "staff.docx"):
    found = open_templates({name: content})
    assert found.findings == ()
    return found


def add_logo(paragraph) -> None:
    paragraph.add_run().add_picture(io.BytesIO(PNG), width=Cm(2))


def test_a_logo_in_a_header_gets_lines_that_grow():
    def change(document):
        add_logo(document.sections[0].header.paragraphs[0].insert_paragraph_before(style="header"))

    (template,) = opened(edited(change)).templates
    assert spacing(holding(template.parts, "word/header1.xml")) == ROOMY
    made = next(render_documents(archive(), (), {"staff.docx": edited(change)}, as_of=AS_OF, revision=REVISION))
    assert spacing(holding({"x": etree.tostring(part(made.content, "word/header1.xml"))}, "x")) == ROOMY


def test_an_exact_height_of_the_paragraph_itself_goes_and_its_room_around_stays():
    def change(document):
        paragraph = document.paragraphs[0].insert_paragraph_before()
        add_logo(paragraph)
        looks = paragraph.paragraph_format
        looks.line_spacing_rule, looks.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(12)
        looks.space_before, looks.space_after, looks.first_line_indent = Pt(3), Pt(6), Pt(0)

    (template,) = opened(edited(change)).templates
    paragraph = holding(template.parts)
    assert spacing(paragraph) == {"before": "60", "after": "120", **ROOMY}
    assert [one.tag for one in paragraph.find(f"{W}pPr")] == [f"{W}spacing", f"{W}ind"]


def test_a_style_based_on_one_of_exact_height_is_exact_too():
    def change(document):
        add_logo(document.tables[1].cell(0, 0).paragraphs[0])

    content = edited(change)
    assert b'w:styleId="TableHead"' in templates_part("word/styles.xml")
    assert spacing(holding(opened(content).templates[0].parts)) == ROOMY


def templates_part(name: str) -> bytes:
    return etree.tostring(part(templates()["staff.docx"], name))


def test_the_style_for_pictures_is_left_alone():
    def change(document):
        add_logo(document.paragraphs[0].insert_paragraph_before(style="图片"))

    assert spacing(holding(opened(edited(change)).templates[0].parts)) == {}


def test_a_printed_scan_has_room_too_in_whatever_runs_its_tag_stands():
    runs = "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in ("{{ x.fi", "le|pic", "ture(3) }}"))
    text = f"<w:p><w:r><w:t>{{% for x in attachments %}}</w:t></w:r>{runs}<w:r><w:t>{{% endfor %}}</w:t></w:r></w:p>"
    (template,) = opened(saying(text)).templates
    first = next(etree.fromstring(template.parts["word/document.xml"]).iter(f"{W}p"))
    assert spacing(first) == ROOMY


def test_what_holds_no_picture_stays_as_it_is():
    for name, content in templates().items():
        for template in opened(content, name).templates:
            assert template.parts is with_room(template.parts)


def test_policies_get_a_logo_that_is_not_cut():
    def change(document):
        add_logo(document.sections[0].header.paragraphs[0].insert_paragraph_before(style="header"))

    name = "policies.reference.docx"
    reference = opened(edited(change, name), name).reference
    assert spacing(holding({"x": etree.tostring(part(reference.content, "word/header1.xml"))}, "x")) == ROOMY


# --- wider than the cell ---------------------------------------------------------------------------------------------


def cell(width: str, text: str = "{% for x in attachments %}{{ x.file|picture(3.5) }}{% endfor %}") -> str:
    grid = '<w:tblGrid><w:gridCol w:w="737"/></w:tblGrid>'
    return f"<w:tbl><w:tblPr/>{grid}<w:tr><w:tc><w:tcPr>{width}</w:tcPr>{line(text)}</w:tc></w:tr></w:tbl>{line('')}"


@pytest.mark.parametrize("width", ["", '<w:tcW w:w="737" w:type="dxa"/>', '<w:tcW w:w="0" w:type="auto"/>'])
def test_a_picture_wider_than_its_cell_is_noticed(width):
    (found,) = opened(saying(cell(width))).notices
    assert found.message.endswith("：图片宽 3.5 厘米，单元格只有 1.3 厘米，放不下的部分会被裁掉")
    assert found.fix == "把这一列拉宽，或写成 picture(1.1)"


@pytest.mark.parametrize("text", [cell('<w:tcW w:w="2100" w:type="dxa"/>'), cell("", "{{ name }}")])
def test_what_fits_is_not_noticed(text):
    assert opened(saying(text)).notices == ()


def test_a_picture_outside_tables_is_not_noticed():
    content = repacked(saying(line("{% for x in attachments %}{{ x.file|picture(9) }}{% endfor %}")), dict)
    assert opened(content).notices == ()
