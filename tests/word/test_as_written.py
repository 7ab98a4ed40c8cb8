"""Whatever people write stands in the document as they wrote it: in a paragraph, a cell, the header and the title.

Documented in ``escape.xml_text``: characters that XML cannot hold are shown as U+FFFD. Of line ends CR and CRLF become
Word's line break; a title is one line, its white space single blanks.
"""

from __future__ import annotations

import io
from functools import cache

import docx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.example import AS_OF, REVISION, SMALL, archive, repacked, saying
from meidang.render.documents.templates import open_templates
from meidang.render.escape import xml_text
from meidang.render.views import Desk
from meidang.render.word.properties import Properties
from meidang.render.word.seal import Facts
from word.hostile import HOSTILE, view_of

CELL = (
    '<w:tbl><w:tblPr><w:tblW w:w="600" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCaption w:val="窄"/></w:tblPr>'
    '<w:tblGrid><w:gridCol w:w="600"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="600" w:type="dxa"/></w:tcPr>'
    "<w:p><w:r><w:t>{{ note }}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
PARAGRAPH = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ note }}</w:t></w:r></w:p>"
FACTS = Facts("staff", "H01", "staff.docx", "标题", AS_OF.isoformat(), REVISION, "晴川医院", "1.0")


@cache
def template():
    def change(parts):
        header = parts["word/header1.xml"].decode().replace("{{ institution_name }}", "{{ note }}")
        core = parts["docProps/core.xml"].decode()
        at, end = core.index("<dc:title>") + 10, core.index("</dc:title>")
        title = f"{core[:at]}{{{{ note }}}}{core[end:]}"
        return {**parts, "word/header1.xml": header.encode(), "docProps/core.xml": title.encode()}

    (made,) = open_templates({"staff.docx": repacked(saying(PARAGRAPH + CELL), change)}).templates
    return made, {**view_of(Desk(archive(SMALL), AS_OF, ()), "staff"), "revision": REVISION}


def shown(text: str) -> str:
    """What is documented to become of a text."""
    return xml_text(text).replace("\r\n", "\n").replace("\r", "\n")


TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(HOSTILE)


@given(TEXT | st.lists(st.sampled_from("&<>\"' {}%#\n\t\r-{{}}]]>x中"), max_size=30).map("".join))
@example("  两边 ")
@example("a\x0bb")
@settings(max_examples=150)
def test_a_value_reads_as_written(value):
    made, view = template()
    filled = {**view, "note": value}
    title = made.title_for(filled)
    word = docx.Document(io.BytesIO(made.fill(filled, Properties(title, "晴川医院", AS_OF, REVISION), FACTS)))
    assert word.paragraphs[0].text == shown(value)
    assert word.tables[0].cell(0, 0).text == shown(value)
    assert word.sections[0].header.paragraphs[0].text.split("\t档案编号")[0].split("\t截至")[0] == shown(value)
    assert word.core_properties.title == xml_text(" ".join(value.split()))
