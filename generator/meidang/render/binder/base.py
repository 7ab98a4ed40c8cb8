"""The plain document that volumes are joined upon: the binder's own styles, and the edges of its sections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from meidang.render.drawing.package import HEI, SONG, Looks, Style, docx, spacing
from meidang.render.drawing.word import Page
from meidang.render.word.package import CONTENT_TYPES, unzip

#: The styles of the contents' two levels by their names, as the field TOC asks for them, and by their ids.
PART_STYLE, SHEET_STYLE = "BinderPart", "BinderSheet"
#: Of the pages of a clause, below both levels.
CLAUSE_STYLE = "BinderClause"
PART_NAME, SHEET_NAME = "卷宗部分", "卷宗文档"
CONTENTS: Final = f'TOC \\h \\z \\t "{PART_NAME},1,{SHEET_NAME},2"'
#: The page of what the binder writes itself.
PAGE: Final = Page(top=2.54, side=2.8, cover=False)
#: The width of its text, upright and wide.
WIDTHS: Final = {"upright": PAGE.width, "wide": Page(wide=True, top=2.54, side=2.8, cover=False).width}

_TOC_TAB: Final = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{PAGE.width}"/></w:tabs>'
_CENTRE: Final = '<w:jc w:val="center"/>'
_LEFT: Final = '<w:jc w:val="left"/>'
_RULE: Final = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="1F4E79"/></w:pBdr>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


_STYLES: Final = (
    Style(PART_STYLE, PART_NAME, HEI, 22, f"<w:keepNext/>{spacing(32, before=60, after=18)}{_CENTRE}{_outline(0)}"),
    Style(SHEET_STYLE, SHEET_NAME, HEI, 10.5, f"<w:keepNext/>{_RULE}{spacing(15, after=3)}{_LEFT}{_outline(1)}"),
    Style(CLAUSE_STYLE, "条款标题", HEI, 12, f"<w:keepNext/>{spacing(20, before=12, after=3)}{_LEFT}{_outline(2)}"),
    Style("TOC1", "toc 1", HEI, 11, f"<w:keepNext/>{_TOC_TAB}{spacing(18, before=6, after=1)}{_LEFT}"),
    Style("TOC2", "toc 2", SONG, 10.5, f'{_TOC_TAB}{spacing(17)}<w:ind w:left="420"/>{_LEFT}'),
    Style("Tab", "页边标签", HEI, 10.5, f"{spacing(15)}{_CENTRE}"),
    Style("Caption", "caption", HEI, 10.5, f"{spacing(16, after=2)}{_CENTRE}"),
)
_OTHERS: Final = (
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr></w:style>'
)
_EDGES: Final = re.compile(r"word/(header|footer)1\.xml")
#: Where a part names them.
_NAMED: Final = {
    CONTENT_TYPES: re.compile(rb'<Override PartName="/word/(header|footer)1\.xml"[^>]*/>'),
    "word/_rels/document.xml.rels": re.compile(rb'<Relationship [^>]*Target="(header|footer)1\.xml"/>'),
    "word/document.xml": re.compile(rb"<w:(header|footer)Reference [^>]*/>"),
}
_NOTHING: Final = re.compile(rb"(?!)")


def base(title: str) -> Mapping[str, bytes]:
    """The parts of an empty document with these styles, without edges."""
    parts = dict(unzip(docx("<w:p/>", PAGE, title, Looks(_STYLES, _OTHERS))))
    for name in [name for name in parts if _EDGES.fullmatch(name)]:
        del parts[name]
    return {name: _NAMED.get(name, _NOTHING).sub(b"", part) for name, part in parts.items()}
