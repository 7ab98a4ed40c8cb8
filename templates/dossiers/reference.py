"""policies.reference.docx: the styles, page and edges that policies get in Word; pandoc finds the styles by name."""

from __future__ import annotations

from meidang.render.drawing.package import HEI, SONG, Looks, Style, docx, framed, heading, spacing
from meidang.render.drawing.word import Page, paragraph

_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
_LINES = spacing(22, after=3)
_QUOTED = '<w:ind w:left="480" w:right="480"/>'
_CENTRE = '<w:jc w:val="center"/>'

#: In place of, or beside, those of the dossiers.
_STYLES = (
    heading(1, 15, height=24, before=14),
    heading(2, 14, height=22, before=11),
    heading(3, 12, height=20, before=9),
    heading(4, 12, height=20, before=7),
    heading(5, 12, height=20, before=6),
    heading(6, 12, height=20, before=6),
    Style("Title", "Title", HEI, 20, f"{spacing(30, before=6, after=10)}{_CENTRE}"),
    Style("Subtitle", "Subtitle", HEI, 14, f"{spacing(22, before=3, after=3)}{_CENTRE}"),
    Style("BodyText", "Body Text", SONG, 12, f"{_LINES}{_INDENT}"),
    Style("FirstParagraph", "First Paragraph", SONG, 12, f"{_LINES}{_INDENT}", "BodyText"),
    Style(
        "Compact",
        "Compact",
        SONG,
        12,
        f'{spacing(18, before=1, after=1)}<w:ind w:firstLineChars="0" w:firstLine="0"/>',
        "BodyText",
    ),
    Style("PolicyCell", "制度表格文字", SONG, 10.5, f'{spacing(16)}<w:jc w:val="left"/>'),
    Style("BlockText", "Block Text", SONG, 11, f"{spacing(20, after=3)}{_QUOTED}"),
    Style("SourceCode", "Source Code", SONG, 10.5, f"{spacing(16, before=1, after=1)}{_QUOTED}"),
)
#: Of characters and tables; pandoc gives its tables the style "Table".
_OTHERS = (
    framed("Table", "Table")
    + '<w:style w:type="character" w:customStyle="1" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/>'
    f'<w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:eastAsia="{SONG}" w:cs="Courier New"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr></w:style>'
)


def reference() -> bytes:
    """The reference document: A4, header and footer as those of the dossiers; its text is not used."""
    looks = Looks(_STYLES, _OTHERS, whose="{{ document_no }}　{{ version }}", foot="{{ document_name }}")
    remark = "制度、预案、流程和操作步骤指南的 Word 样式：可改样式、页边距、页眉和页脚；正文由程序写入。"
    return docx(paragraph(remark), Page(side=2.8, cover=False), "制度", looks)
