"""What pandoc leaves to Word's defaults -> the house's looks: lists, pictures, texts of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from meidang.render.word.package import CONTENT_TYPES, WORD, parse_xml

_W: Final = f"{{{WORD}}}"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"
_DOC_PR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NUMBERING: Final = "word/numbering.xml"
#: Counts of a document that is not this one, and the names of pandoc's variables.
_UNTRUE: Final = ("docProps/app.xml", "docProps/custom.xml")
#: Names of styles in the reference document; an institution's own may lack them.
_PICTURES, _CELLS, _TIGHT = "图片", "制度表格文字", "compact"
#: Of a paragraph's properties that pandoc writes, those that stand before spacing and indentation.
_BEFORE: Final = frozenset(f"{_W}{name}" for name in ("pStyle", "keepNext", "keepLines", "numPr", "pBdr", "shd"))
#: Marks of a list's levels, in turn. Pandoc's are an "o" and characters of fonts that only Windows has.
_BULLETS: Final = ("•", "–")


def without_pandocs_own(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without what pandoc says of its own template; its lists with marks that every font has."""
    done = {name: part for name, part in parts.items() if name not in _UNTRUE}
    for name, attribute in ((CONTENT_TYPES, "PartName"), ("_rels/.rels", "Target")):
        root = parse_xml(done[name])
        for element in list(root):
            if (element.get(attribute) or "").lstrip("/") in _UNTRUE:
                root.remove(element)
        done[name] = _written(root)
    if _NUMBERING in done:
        done[_NUMBERING] = _marked(done[_NUMBERING])
    return done


def set_out(root: etree._Element, styles: Mapping[str, str]) -> None:
    """Lists hang, texts of cells are small, a picture gets the room that it needs and a name in Chinese."""
    for paragraph in root.iter(f"{_W}p"):
        if paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
            # As Word does it: an indentation counted in characters, here the body's, would win over the list's.
            _set(paragraph, "ind", {"firstLineChars": "0"})
        if paragraph.find(f".//{_W}drawing") is not None:
            _give_room(paragraph, styles)
    for cell in root.iter(f"{_W}tc"):
        for paragraph in cell.iter(f"{_W}p"):
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            if _CELLS in styles and style is not None and style.get(f"{_W}val") == styles.get(_TIGHT):
                style.set(f"{_W}val", styles[_CELLS])
    _name_pictures(root)


def _give_room(paragraph: etree._Element, styles: Mapping[str, str]) -> None:
    """A line of exact height, as the text has it, would cut a picture off."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    is_alone = not "".join(map(str, paragraph.itertext(f"{_W}t"))).strip()
    if is_alone and style is not None and _PICTURES in styles:
        style.set(f"{_W}val", styles[_PICTURES])
    _set(paragraph, "spacing", {"line": "240", "lineRule": "auto"})


def _set(paragraph: etree._Element, name: str, values: Mapping[str, str]) -> None:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{_W}pPr")
        paragraph.insert(0, properties)
    element = properties.find(f"{_W}{name}")
    if element is None:
        element = properties.makeelement(f"{_W}{name}")
        before = _BEFORE | ({f"{_W}spacing"} if name == "ind" else frozenset())
        properties.insert(sum(child.tag in before for child in properties), element)
    for key, value in values.items():
        element.set(f"{_W}{key}", value)


def _name_pictures(root: etree._Element) -> None:
    """Pandoc names a picture by where it came from, which is the picture itself, and in English."""
    for number, drawing in enumerate(root.iter(_DOC_PR), start=1):
        drawing.set("id", str(number))
        drawing.set("name", f"图 {number}")
    for picture in root.iter(_PICTURE):
        picture.set("name", "图")
        picture.set("descr", "")


def _marked(part: bytes) -> bytes:
    root = parse_xml(part)
    for level, text in _bullets(root):
        if (text.get(f"{_W}val") or "").strip():
            text.set(f"{_W}val", _BULLETS[int(level.get(f"{_W}ilvl") or 0) % len(_BULLETS)])
        for properties in level.findall(f"{_W}rPr"):
            level.remove(properties)
    return _written(root)


def _bullets(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    for level in root.iter(f"{_W}lvl"):
        form, text = level.find(f"{_W}numFmt"), level.find(f"{_W}lvlText")
        if form is not None and text is not None and form.get(f"{_W}val") == "bullet":
            yield level, text


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
