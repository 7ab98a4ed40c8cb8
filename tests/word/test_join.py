"""Documents joined into one keep their looks, their lists and their pictures; nothing of one shows in another."""

from __future__ import annotations

import io
import re
import struct
import zlib
from datetime import date
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from meidang.render.drawing.package import docx
from meidang.render.drawing.word import UPRIGHT, paragraph
from meidang.render.word.join import Edges, Joiner
from meidang.render.word.package import unpack
from meidang.render.word.properties import Properties
from meidang.render.word.seal import Facts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
AS_OF = date(2026, 6, 30)
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def joiner():
    return Joiner(unpack(docx("", UPRIGHT, "卷宗")))


def finished(made):
    return made.finish(
        Properties("卷宗", "医院", AS_OF), Facts("binder", "all", "", "卷宗", "2026-06-30", "r", "院", "0")
    )


def edges(name):
    return Edges.same(paragraph(f"眉 {name}", style="Header"), paragraph(f"脚 {name}", style="Footer"))


def stranger(*texts, change=lambda document: None):
    """A document as another program makes it: English styles, fonts of the theme, its own defaults."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return unpack(saved.getvalue())


def template(name, parts):
    return SimpleNamespace(name=name, parts=parts)


def opened(content):
    return Document(io.BytesIO(content))


def png(colour):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" + colour)) + chunk(b"IEND", b"")


def test_records_stand_one_behind_the_other_each_under_its_own_header():
    made, one = joiner(), template("t.docx", stranger("姓名：{{ name }}"))
    for name in ("甲", "乙<&>", "丙"):
        made.fill(one, {"name": name}, edges(name.replace("<&>", "")), before=paragraph(f"标题{name}", style="Note"))
    document = opened(finished(made))
    assert [text.text for text in document.paragraphs if text.text] == [
        *("标题甲", "姓名：甲", "标题乙<&>", "姓名：乙<&>", "标题丙", "姓名：丙"),
    ]
    assert [section.header.paragraphs[0].text for section in document.sections] == ["眉 甲", "眉 乙", "眉 丙"]
    assert [section.footer.paragraphs[0].text for section in document.sections] == ["脚 甲", "脚 乙", "脚 丙"]


def test_wide_and_upright_pages_stay_and_page_numbers_begin_where_they_are_told():
    def widen(document):
        section = document.add_section()
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
        document.add_paragraph("宽")

    made = joiner()
    made.write(paragraph("封面", style="Title"), edges("封"), numbers='<w:pgNumType w:fmt="lowerRoman" w:start="1"/>')
    made.insert(stranger("窄", change=widen), edges("甲"), numbers='<w:pgNumType w:start="7"/>')
    made.write(paragraph("附件", style="Title"), edges("附"), wide=True)
    sections = opened(finished(made)).sections
    assert [one.orientation for one in sections] == [0, 0, 1, 1]
    numbers = [one._sectPr.find(qn("w:pgNumType")) for one in sections]
    assert [None if one is None else one.get(qn("w:start")) for one in numbers] == ["1", "7", None, None]


def _fonts(content, text):
    """The Chinese and the Latin font and the size in which a text is set, as its styles say."""
    document = opened(content)
    found = next(one for one in document.paragraphs if one.text == text)
    style, fonts, size = found.style, {}, None
    while style is not None:
        properties = style.element.find(qn("w:rPr"))
        given = None if properties is None else properties.find(qn("w:rFonts"))
        fonts = {**({} if given is None else given.attrib), **fonts}
        size = size or style.font.size
        style = style.base_style
    return fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii")), size


def test_each_template_keeps_its_own_fonts_and_sizes():
    def song(document):
        document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(16)
        document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "楷体")

    made = joiner()
    made.fill(template("a.docx", stranger("楷 {{ x }}", change=song)), {"x": "1"}, edges("甲"))
    made.fill(template("b.docx", stranger("原 {{ x }}")), {"x": "2"}, edges("乙"))
    made.write(paragraph("自己的", style="Note"), edges("丙"))
    content = finished(made)
    assert _fonts(content, "楷 1") == ("楷体", "Arial", Pt(16))
    east, latin, _ = _fonts(content, "原 2")
    assert latin == "Cambria"
    assert east != "楷体"
    assert _fonts(content, "自己的")[0] == "宋体"


def test_headings_of_documents_lie_below_the_binders_own():
    made = joiner()
    made.insert(stranger(change=lambda document: document.add_heading("章", 1)), edges("甲"))
    document = opened(finished(made))
    heading = next(one for one in document.paragraphs if one.text == "章")
    level = heading.style.element.find(qn("w:pPr")).find(qn("w:outlineLvl"))
    assert level.get(qn("w:val")) == "2"
    assert not heading.style.name.lower().startswith("heading")


def _numbered(document):
    """Two items of a list by the paragraph, one by its style."""
    document.add_paragraph("子", style="List Number")
    document.add_paragraph("丑", style="List Number")


def test_lists_begin_again_in_every_document():
    made, one = joiner(), template("t.docx", stranger("{{ name }}", change=_numbered))
    for name in ("甲", "乙"):
        made.fill(one, {"name": name}, edges(name))
    document = opened(finished(made))
    numbers = [text._p.pPr.numPr.numId.val for text in document.paragraphs if text.text in ("子", "丑")]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    numbering = document.part.numbering_part.element
    starts = [one.find(f"{W}lvlOverride/{W}startOverride") for one in numbering.findall(f"{W}num")]
    assert [one.get(f"{W}val") for one in starts] == ["1"] * len(starts)


def test_one_picture_in_many_documents_is_kept_once_and_every_drawing_has_its_number():
    def logo(colour):
        return lambda document: document.add_picture(io.BytesIO(png(colour)))

    red, blue = stranger(change=logo(b"\xff\0\0")), stranger(change=logo(b"\0\0\xff"))
    made = joiner()
    for number, parts in enumerate((red, blue, red)):
        made.fill(template(f"{number}.docx", parts), {}, edges(str(number)))
    content = finished(made)
    with ZipFile(io.BytesIO(content)) as package:
        media = [name for name in package.namelist() if name.startswith("word/media/image")]
    assert len(media) == 2
    root = opened(content).element
    ids = [one.get("id") for one in root.iter(qn("wp:docPr"))]
    assert len(ids) == len(set(ids)) == 3
    shown = [one.get(f"{R}embed") for one in root.iter(qn("a:blip"))]
    assert shown[0] == shown[2] != shown[1]


def test_the_last_section_stands_behind_the_last_paragraph_however_a_document_is_laid_out():
    parts = dict(stranger("正文"))
    parts["word/document.xml"] = re.sub(rb"(</w:sectPr>|<w:sectPr[^>]*>)", rb"\n  \1\n  ", parts["word/document.xml"])
    made = joiner()
    made.insert(parts, edges("甲"))
    body = opened(finished(made)).element.body
    assert body[-1].tag == f"{W}sectPr"
    assert len(list(body.iter(f"{W}sectPr"))) == 1


def test_bookmarks_and_the_links_to_them_stay_within_their_document():
    marked = (
        f'<w:p {NAMESPACE}><w:bookmarkStart w:id="0" w:name="目标"/><w:r><w:t>目标</w:t></w:r><w:bookmarkEnd w:id="0"/>'
        '<w:hyperlink w:anchor="目标"><w:r><w:t>跳</w:t></w:r></w:hyperlink></w:p>'
    )

    def mark(document):
        document.element.body.insert(0, parse_xml(marked))

    made = joiner()
    for name in ("甲", "乙"):
        made.insert(stranger(change=mark), edges(name))
    root = opened(finished(made)).element
    names = [one.get(f"{W}name") for one in root.iter(f"{W}bookmarkStart")]
    assert len(set(names)) == 2
    assert [one.get(f"{W}anchor") for one in root.iter(f"{W}hyperlink")] == names
    starts = [one.get(f"{W}id") for one in root.iter(f"{W}bookmarkStart")]
    assert starts == [one.get(f"{W}id") for one in root.iter(f"{W}bookmarkEnd")]
    assert len(set(starts)) == 2


def test_a_note_at_the_foot_of_a_page_becomes_a_remark_in_the_text():
    parts = dict(stranger("正文"))
    note = f'<w:footnotes {NAMESPACE}><w:footnote w:id="2"><w:p><w:r><w:t>说明</w:t></w:r></w:p></w:footnote></w:footnotes>'
    parts["word/footnotes.xml"] = note.encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", relation).encode()
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"</w:r></w:p>", b'</w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', 1
    )
    made = joiner()
    made.insert(parts, edges("甲"))
    assert [one.text for one in opened(finished(made)).paragraphs if one.text] == ["正文（注：说明）"]


@pytest.mark.parametrize("hostile", ['"@header.upright"', "@list.1", "</w:body>", "<w:sectPr>", 'w:id="1"'])
def test_no_data_is_taken_for_structure(hostile):
    made, one = joiner(), template("t.docx", stranger("{{ name }}", change=_numbered))
    made.fill(one, {"name": hostile}, edges("甲"), before=paragraph("前", style="Note"))
    made.fill(one, {"name": "第二"}, edges("乙"))
    document = opened(finished(made))
    assert [text.text for text in document.paragraphs if text.text] == ["前", hostile, "子", "丑", "第二", "子", "丑"]
    assert len(document.sections) == 2


def test_the_same_in_the_same_order_gives_the_same_bytes():
    def made():
        one = joiner()
        for name in ("甲", "乙"):
            one.fill(template("t.docx", stranger("{{ name }}", change=_numbered)), {"name": name}, edges(name))
        return finished(one)

    assert made() == made()


def test_every_part_is_declared_and_every_relation_leads_somewhere():
    made = joiner()
    made.insert(stranger(change=_numbered), edges("甲"))
    with ZipFile(io.BytesIO(finished(made))) as package:
        names = set(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        declared = {one.get("PartName").lstrip("/") for one in types if one.get("PartName")}
        related = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    assert declared <= names
    targets = {f"word/{one.get('Target')}" for one in related if one.get("TargetMode") != "External"}
    assert {name for name in targets if not name.startswith("word/..")} <= names
