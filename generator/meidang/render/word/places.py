"""Where in a document something stands, in words that a person finds again in Word; and what is written there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from lxml import etree

from meidang.render.word.package import WORD

_PARTS: Final = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "core": "文档属性"}
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W: Final = f"{{{WORD}}}"
#: What stands between letters without being one; a tag must not be cut by it.
BREAK, TAB, OBJECT, FIELD = "\n", "\t", "\ufffc", "\ufdd0"
_MARKS: Final = {
    **dict.fromkeys((f"{_W}br", f"{_W}cr"), BREAK),
    **dict.fromkeys((f"{_W}tab", f"{_W}ptab"), TAB),
    **dict.fromkeys(
        (f"{_W}{name}" for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference")), OBJECT
    ),
}
#: Not part of what is written: looks, deleted text, the old edition of a drawing.
_SILENT: Final = frozenset(
    {f"{_W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "instrText")} | {f"{_MC}Fallback"}
)
#: What holds the text of paragraphs and fields, and what has attributes that people write.
_WRITTEN: Final = frozenset({f"{_W}t", f"{_W}instrText"})
_DESCRIBED: Final = frozenset({f"{_W}drawing", f"{_W}tblPr"})
_HEADING: Final = re.compile(r"(heading|标题)\s*[1-9]", re.IGNORECASE)
#: How much of a text is shown around what is talked about, and from what length on the rest is not looked at.
_SHOWN, _LONG = 60, 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: the part, the steps inside it, and the heading above.

    ``row`` and ``cell`` tell apart what looks alike: the innermost row and cell around it, None outside tables.
    """

    part: str
    steps: str = ""
    heading: str = ""
    row: etree._Element | None = None
    cell: etree._Element | None = None
    table: etree._Element | None = None

    def __str__(self) -> str:
        """``正文第 3 个表格第 2 行第 4 格（“二、证照”下）``."""
        return f"{self.part}{self.steps}" + (f"（“{self.heading}”下）" if self.heading else "")


@dataclass(frozen=True, slots=True)
class Line:
    """What one paragraph says, or one attribute; ``fields``: what its fields hold; ``boxed``: inside a text box.

    ``shown``: what people wrote, where that is another text.
    """

    place: Place
    text: str
    fields: tuple[str, ...] = ()
    boxed: bool = False
    shown: str = ""


def part_word(part: str) -> str:
    """What people call a part: 正文, 页眉."""
    return _PARTS.get(re.sub(r"[0-9]*\.xml$", "", part.rpartition("/")[2]), "正文")


def lines(part: str, root: etree._Element) -> list[Line]:
    """Every paragraph of a part in the order of the document, nested ones behind that around them."""
    return list(_Walker(part_word(part)).walk(root, Place(part_word(part))))


def excerpt(text: str, about: str = "") -> str:
    """A text in one line, shortened around what is talked about."""
    if len(text) > _LONG:
        at = max(text.find(about) - _SHOWN, 0)
        text = text[at : at + _LONG]
    plain = " ".join(text.replace(OBJECT, "").replace(FIELD, "").split())
    if len(plain) <= _SHOWN:
        return plain
    start = max(plain.find(about) - _SHOWN // 3, 0) if about else 0
    cut = plain[start : start + _SHOWN - 2]
    return ("…" if start else "") + cut + ("…" if start + len(cut) < len(plain) else "")


#: Where tags may stand and yet are seen by nobody: comments, deleted text, attributes of anything but a picture.
_BRACED: Final = (
    "//text()[contains(., '{')]",
    "//comment()[contains(., '{')] | //processing-instruction()[contains(., '{')]",
    "//@*[contains(., '{{') or contains(., '{%') or contains(., '{#')]",
)
_TAGGED: Final = re.compile(r"\{[{%#]")


def hidden(root: etree._Element) -> str | None:
    """A text with a tag that no ``Line`` of the part holds; None where there is none."""
    texts, remarks, attributes = (cast("list[Any]", root.xpath(one)) for one in _BRACED)
    found = [str(one) for one in (*texts, *attributes) if not _is_seen(one)] + [str(one.text) for one in remarks]
    return next((text for text in found if _TAGGED.search(text)), None)


def _is_seen(text: Any) -> bool:
    """Whether a ``Line`` holds this text of an element, or this attribute."""
    element: etree._Element = text.getparent()
    around = {element.tag, *(one.tag for one in element.iterancestors())}
    if around & (_SILENT - {f"{_W}instrText"}):
        return False
    if text.is_attribute:
        return bool(around & _DESCRIBED) and "{#" not in text
    return bool(text.is_text and element.tag in _WRITTEN and f"{_W}p" in around)


# --- walking ---------------------------------------------------------------------------------------------------------


@dataclass
class _Said:
    """What is being collected of a paragraph."""

    text: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


@dataclass
class _Walker:
    """Goes through a part; fields may begin in one paragraph and end in another."""

    part: str
    heading: str = ""
    depth: int = 0
    boxed: bool = False

    def walk(self, parent: etree._Element, place: Place) -> Iterator[Line]:
        paragraphs = tables = 0
        many = sum(child.tag == f"{_W}p" for child in _blocks(parent)) > 1 or place.cell is None
        for child in _blocks(parent):
            if child.tag == f"{_W}p":
                paragraphs += 1
                step = f"第 {paragraphs} 段" if many else ""
                yield from self._paragraph(child, replace(place, steps=place.steps + step, heading=self.heading))
            elif child.tag == f"{_W}tbl":
                tables += 1
                inside = "里的" if place.cell is not None else ""
                nested = replace(place, steps=f"{place.steps}{inside}第 {tables} 个表格", heading=self.heading)
                yield from self._table(child, nested)

    def _table(self, table: etree._Element, place: Place) -> Iterator[Line]:
        if (properties := table.find(f"{_W}tblPr")) is not None:
            said = _Said()
            _attributes(properties, said)
            yield from (Line(place, text) for text in said.attributes)
        for at, row in enumerate(_inside(table, f"{_W}tr"), start=1):
            for number, cell in enumerate(_inside(row, f"{_W}tc"), start=1):
                steps = f"{place.steps}第 {at} 行第 {number} 格"
                yield from self.walk(cell, replace(place, steps=steps, row=row, cell=cell, table=table))

    def _paragraph(self, paragraph: etree._Element, place: Place) -> Iterator[Line]:
        said = _Said()
        _attributes(paragraph, said)
        self._read(paragraph, said)
        text = "".join(said.text)
        yield Line(place, text, tuple(said.fields), self.boxed)
        yield from (Line(place, attribute, (), self.boxed) for attribute in said.attributes)
        if _is_heading(paragraph) and text.strip() and not self.boxed:
            self.heading = excerpt(text)
        for box in said.boxes:
            outside, self.boxed = self.boxed, True
            yield from self.walk(box, replace(place, steps=f"{place.steps}的文本框里"))
            self.boxed = outside

    def _read(self, element: etree._Element, said: _Said) -> None:
        for child in element:
            if child.tag == f"{_W}txbxContent":
                said.boxes.append(child)
            elif child.tag == f"{_W}t":
                (said.fields if self.depth else said.text).append(child.text or "")
            elif child.tag == f"{_W}instrText":
                said.fields.append(child.text or "")
            elif child.tag == f"{_W}fldChar":
                self._field(child.get(f"{_W}fldCharType"), said)
            elif child.tag == f"{_W}fldSimple":
                self._simple(child, said)
            elif child.tag not in _SILENT:
                said.text.append(_MARKS.get(child.tag, "") if not self.depth else "")
                _attributes(child, said)
                self._read(child, said)

    def _field(self, kind: str | None, said: _Said) -> None:
        if kind in ("begin", "end"):
            self.depth = max(self.depth + (1 if kind == "begin" else -1), 0)
            said.text.append(FIELD)

    def _simple(self, element: etree._Element, said: _Said) -> None:
        said.fields.append(element.get(f"{_W}instr") or "")
        self._field("begin", said)
        self._read(element, said)
        self._field("end", said)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables; content controls and the like are looked through."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag not in _SILENT:
            yield from _blocks(child)


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row; content controls are looked through, nested tables are not."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (f"{_W}tr", f"{_W}tc", f"{_W}p", f"{_W}tbl"):
            yield from _inside(child, tag)


def _attributes(element: etree._Element, said: _Said) -> None:
    """Descriptions and the like that hold tags; those of looks do not."""
    if element.tag in _DESCRIBED:
        said.attributes += [
            str(value) for one in element.iter() for value in one.attrib.values() if "{{" in value or "{%" in value
        ]


def _is_heading(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    outlined = paragraph.find(f"{_W}pPr/{_W}outlineLvl") is not None
    return outlined or (style is not None and _HEADING.match(style.get(f"{_W}val") or "") is not None)
