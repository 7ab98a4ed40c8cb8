"""A document as its blocks: paragraphs, in cells or not, each with its place in words and its text.

Blank paragraphs, results of computed fields and deleted text are left out, and white space counts as one blank, so that
a document that Word or LibreOffice saved unedited has the blocks that it had before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Final

from lxml import etree

from meidang.render.word.fields import Fields, is_computed
from meidang.render.word.headings import headings_of, is_heading
from meidang.render.word.package import RELATION, WORD, parse_xml
from meidang.render.word.scan import is_plain, scanned

MAIN: Final = "word/document.xml"
BODY, HEADER, FOOTER, FOOTNOTES, ENDNOTES = REGIONS = ("正文", "页眉", "页脚", "脚注", "尾注")
#: A relation's type, by its last word.
_REGION_OF: Final = {"header": HEADER, "footer": FOOTER, "footnotes": FOOTNOTES, "endnotes": ENDNOTES}

_MATH: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W: Final = f"{{{WORD}}}"
_P, _TBL, _TR, _TC, _BOX = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "txbxContent"))
#: What holds properties, or text that is not, or no longer, part of the document.
_PASSED: Final = frozenset(
    f"{_W}{name}"
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "customXmlPr", "smartTagPr"),
        *("del", "moveFrom", "delText", "delInstrText"),
    )
) | {f"{_COMPATIBLE}Fallback"}
_TEXTS: Final = frozenset({f"{_W}t", f"{{{_MATH}}}t"})
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: An element that shows a picture, today's and that of old drawings, and its attribute that names the relation.
_PICTURES: Final = (
    ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", f"{{{_RELATIONS}}}embed"),
    ("{urn:schemas-microsoft-com:vml}imagedata", f"{{{_RELATIONS}}}id"),
)
#: Where a page or a column ends, programs differ in whether a paragraph does.
_PAGE: Final = "\f"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph that says something. ``part`` is one of ``REGIONS``; ``place`` is where in it, in words.

    ``pictures``: the relations under which its part names the pictures in it.
    """

    part: str
    place: str
    text: str
    pictures: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Part and place."""
        return f"{self.part}{self.place}"


def texts(xml: str) -> list[str]:
    """The text of each paragraph of one part that says something, in order; fast for a part that we filled ourselves.

    Raises etree.XMLSyntaxError where the part is complicated and broken.
    """
    if is_plain(xml):
        return scanned(xml)
    return [block.text for block in _Part("", frozenset()).read(parse_xml(xml)) if block.text]


def blocks(parts: Mapping[str, bytes]) -> list[Block]:
    """The blocks of any document: the body's, then those of headers, footers and notes; what two headers say, once.

    Raises etree.XMLSyntaxError.
    """
    found: list[Block] = []
    for region, read in _every_block(parts):
        said = [block for _, block in read if block.text]
        found += {block.text: block for block in reversed(said)}.values() if region in (HEADER, FOOTER) else said
    return found


def pictures(parts: Mapping[str, bytes]) -> list[tuple[str, Block]]:
    """The part that holds a picture, and where it is shown, for every picture. Raises etree.XMLSyntaxError."""
    found: list[tuple[str, Block]] = []
    for _, read in _every_block(parts):
        for name, block in read:
            known = pictures_of(parts, name) if block.pictures else {}
            found += [(known[key], block) for key in block.pictures if key in known]
    return found


def _every_block(parts: Mapping[str, bytes]) -> Iterator[tuple[str, list[tuple[str, Block]]]]:
    headings = headings_of(parts)
    for region, names in regions(parts).items():
        read = ((name, _Part(region, headings).read(parse_xml(parts[name]))) for name in names)
        yield region, [(name, block) for name, blocks_ in read for block in blocks_]


def regions(parts: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The names of the parts that hold text, by region."""
    found: dict[str, list[str]] = {region: [] for region in REGIONS}
    found[BODY] = [MAIN]
    for relation, name in _related(parts, MAIN):
        region = _REGION_OF.get(str(relation.get("Type")).rpartition("/")[2])
        if region and name in parts and name not in found[region]:
            found[region].append(name)
    return {region: sorted(names) for region, names in found.items()}


def pictures_of(parts: Mapping[str, bytes], source: str) -> dict[str, str]:
    """The names of the pictures that a part is related to, by the relation's id. Raises etree.XMLSyntaxError."""
    return {
        relation.get("Id") or "": name
        for relation, name in _related(parts, source)
        if str(relation.get("Type")).endswith("/image") and relation.get("TargetMode") != "External" and name in parts
    }


def _related(parts: Mapping[str, bytes], source: str) -> Iterator[tuple[etree._Element, str]]:
    """The relations of a part, each with the name of the part that it leads to."""
    folder, _, name = source.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    for relation in parse_xml(relations).iter(RELATION) if relations else ():
        yield relation, normpath(join(f"/{folder}", relation.get("Target") or "")).lstrip("/")


class _Part:
    """Reads one part from front to back; keeps the heading above, and what was counted below it."""

    def __init__(self, region: str, headings: frozenset[str]) -> None:
        self._region, self._headings = region, headings
        self._fields = Fields()
        self._heading = ""
        self._tables = self._paragraphs = 0

    def read(self, root: etree._Element) -> Iterator[Block]:
        """Every block below an element; one that shows pictures only says nothing."""
        for child in root:
            if child.tag == _P:
                yield from self._outside(child)
            elif child.tag == _TBL:
                self._tables += 1
                yield from self._table(child, f"{self._below()}第 {self._tables} 个表格")
            elif child.tag not in _PASSED and isinstance(child.tag, str):
                yield from self.read(child)

    def _below(self) -> str:
        return f"“{self._heading}”下" if self._heading else ""

    def _outside(self, paragraph: etree._Element) -> Iterator[Block]:
        for text in self._texts(paragraph):
            if is_heading(paragraph, self._headings):
                self._heading, self._tables, self._paragraphs = text[:30], 0, 0
                yield Block(self._region, "标题", text)
            else:
                self._paragraphs += 1
                yield Block(self._region, f"{self._below()}第 {self._paragraphs} 段", text)
        if shown := _shown(paragraph):
            yield Block(self._region, f"{self._below()}第 {self._paragraphs} 段附近", "", shown)
        yield from self._boxes(paragraph, f"{self._below()}文本框")

    def _table(self, table: etree._Element, place: str) -> Iterator[Block]:
        for row_number, row in enumerate(_inside(table, _TR), start=1):
            for number, cell in enumerate(_inside(row, _TC), start=1):
                yield from self._cell(cell, f"{place}第 {row_number} 行第 {number} 格")

    def _cell(self, cell: etree._Element, place: str) -> Iterator[Block]:
        count = 0
        for child in _inside(cell, _P, _TBL):
            if child.tag == _TBL:
                yield from self._table(child, f"{place}里的表格")
                continue
            for text in self._texts(child):
                count += 1
                yield Block(self._region, place if count == 1 else f"{place}第 {count} 段", text)
            if shown := _shown(child):
                yield Block(self._region, place, "", shown)
            yield from self._boxes(child, f"{place}文本框")

    def _boxes(self, paragraph: etree._Element, place: str) -> Iterator[Block]:
        """Text boxes hang on a paragraph and have paragraphs of their own."""
        for box in _inside(paragraph, _BOX):
            yield from self._cell(box, place)

    def _texts(self, paragraph: etree._Element) -> list[str]:
        pieces: list[str] = []
        self._collect(paragraph, pieces)
        return [text for piece in "".join(pieces).split(_PAGE) if (text := plain(piece))]

    def _collect(self, element: etree._Element, pieces: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag in _PASSED or tag == _BOX or not isinstance(tag, str):
                continue
            if tag == f"{_W}fldChar":
                self._fields.mark(child.get(f"{_W}fldCharType") or "")
            elif tag == f"{_W}instrText":
                self._fields.instruct(child.text or "")
            elif tag == f"{_W}fldSimple" and is_computed(child.get(f"{_W}instr") or ""):
                continue
            elif tag in _TEXTS or tag in _MARKS:
                if not self._fields.muted:
                    pieces.append(_piece(child))
            else:
                self._collect(child, pieces)


def _shown(paragraph: etree._Element) -> tuple[str, ...]:
    """The relations of the pictures that hang on a paragraph, or on one in a box on it."""
    return tuple(str(one.get(key)) for tag, key in _PICTURES for one in paragraph.iter(tag) if one.get(key))


def plain(text: str) -> str:
    """Text as it is compared: white space of any kind and length is one blank, soft hyphens are nothing."""
    return " ".join(text.replace("\xad", "").split())


_MARKS: Final = frozenset(
    f"{_W}{name}" for name in ("tab", "br", "cr", "ptab", "sym", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak")
)


def _piece(element: etree._Element) -> str:
    name = element.tag.rpartition("}")[2]
    if name == "t":
        return (element.text or "").replace(_PAGE, " ")
    if name == "br":
        return _PAGE if element.get(f"{_W}type") in ("page", "column") else " "
    if name == "sym":
        code = element.get(f"{_W}char") or ""
        return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
    return {"tab": " ", "cr": " ", "ptab": " ", "noBreakHyphen": "\u2011"}.get(name, "")


def _inside(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The nearest elements of these tags, however wrapped: content controls, custom XML, tracked insertions."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _PASSED and isinstance(child.tag, str):
            yield from _inside(child, *tags)
