"""policies.reference.docx: the styles, page and edges that policies get in Word; pandoc finds the styles by name."""

from __future__ import annotations

from meidang.render.drawing.package import HEI, SONG, Looks, Style, docx, framed
from meidang.render.drawing.word import Page, paragraph

_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
_LINES = '<w:spacing w:before="0" w:after="60" w:line="360" w:lineRule="auto"/>'
_TIGHT = '<w:spacing w:before="20" w:after="20" w:line="300" w:lineRule="auto"/>'
_QUOTED = '<w:ind w:left="480" w:right="480"/>'
_HEADING = (
    '<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="80" w:line="320" w:lineRule="auto"/>'
    '<w:outlineLvl w:val="{level}"/>'
)


def _heading(level: int, size: float, before: int) -> Style:
    return Style(f"Heading{level}", f"heading {level}", HEI, size, _HEADING.format(before=before, level=level - 1))


#: In place of, or beside, those of the dossiers.
_STYLES = (
    _heading(1, 15, 280),
    _heading(2, 14, 220),
    _heading(3, 12, 180),
    _heading(4, 12, 140),
    _heading(5, 12, 120),
    _heading(6, 12, 120),
    Style("Title", "Title", HEI, 20, '<w:spacing w:before="120" w:after="200"/><w:jc w:val="center"/>'),
    Style("Subtitle", "Subtitle", HEI, 14, '<w:spacing w:before="60" w:after="60"/><w:jc w:val="center"/>'),
    Style("BodyText", "Body Text", SONG, 12, f"{_LINES}{_INDENT}"),
    Style("FirstParagraph", "First Paragraph", SONG, 12, f"{_LINES}{_INDENT}", "BodyText"),
    Style("Compact", "Compact", SONG, 12, f'{_TIGHT}<w:ind w:firstLine="0"/>', "BodyText"),
    Style("BlockText", "Block Text", SONG, 11, f"{_LINES}{_QUOTED}"),
    Style("SourceCode", "Source Code", SONG, 10.5, f"{_TIGHT}{_QUOTED}"),
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
