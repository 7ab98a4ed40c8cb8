"""A document on its way into another: its body as text, its sections, styles, lists and pictures in the other's names.

Where something differs from one filling of a template to the next, a token in quotes stands in an attribute; data can
hold none, because quotes in data are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from lxml import etree

from meidang.render.word.names import RELATED, w
from meidang.render.word.package import parse_xml
from meidang.render.word.shelf import DOCUMENT, Shelf, relations
from meidang.render.word.stylebook import Moved, StyleBook, sink_outline, write_out_theme

#: Stands for the header or footer of a section: ``@header.upright``.
EDGE: Final = "@{}.{}"
#: Stands for a numbered list of its own in every document.
LIST: Final = "@list.{}"
_STYLED: Final = ("pStyle", "rStyle", "tblStyle")
_GONE: Final = ("commentRangeStart", "commentRangeEnd", "commentReference", "proofErr", "lastRenderedPageBreak")
#: What of a section stays; header, footer, cover and numbers are the binder's.
_KEPT: Final = ("type", "pgSz", "pgMar", "pgBorders", "cols", "vAlign", "textDirection", "docGrid")
_IGNORABLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_BODY: Final = re.compile(r"<w:body>(.*)</w:body>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Adopted:
    """``xml``: the part ``word/document.xml`` with tokens, template tags still in it. ``lists``: numbering by token.

    ``namespaces`` by prefix; ``ignorable``: the prefixes of those that a program may pass over.
    """

    xml: bytes
    namespaces: Mapping[str, str]
    ignorable: frozenset[str]
    lists: Mapping[str, bytes]


def adopt(parts: Mapping[str, bytes], shelf: Shelf, book: StyleBook) -> Adopted:
    """The document of these parts; what it names goes onto the shelf and into the book.

    Notes at the foot of a page become remarks in the text: the joined document numbers none.
    """
    root = parse_xml(parts[DOCUMENT])
    body = root.find(w("body"))
    if body is None:
        body = etree.SubElement(root, w("body"))
    named = {one.kind.rpartition("/")[2]: parts.get(one.target) for one in relations(parts, DOCUMENT).values()}
    theme, styles = named.get("theme"), named.get("styles")
    write_out_theme(root, theme)
    moved = book.move_in(styles, theme) if styles else Moved({}, {}, {})
    _inline_notes(body, named)
    _drop_everywhere(body)
    _sections(body)
    sink_outline(body, book.deeper)
    _restyle(body, moved)
    _relate(body, parts, shelf)
    lists = _lists(body, moved, named.get("numbering") or b"")
    spaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    ignorable = frozenset(str(root.get(_IGNORABLE) or "").split()) & spaces.keys()
    return Adopted(etree.tostring(root, encoding="UTF-8"), spaces, ignorable, lists)


def inside(xml: str) -> str:
    """What stands between the body's tags; its last section is a paragraph's like the others."""
    found = _BODY.search(xml)
    return found[1] if found else ""


def _drop_everywhere(body: etree._Element) -> None:
    for element in list(body.iter(*map(w, _GONE))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _inline_notes(body: etree._Element, named: Mapping[str, bytes | None]) -> None:
    for kind in ("footnote", "endnote"):
        part = named.get(f"{kind}s")
        notes = {} if part is None else {str(one.get(w("id"))): one for one in parse_xml(part)}
        for reference in list(body.iter(w(f"{kind}Reference"))):
            note = notes.get(str(reference.get(w("id"))))
            reference.tag = w("t")
            reference.attrib.clear()
            words = "" if note is None else "".join(str(text.text or "") for text in note.iter(w("t"))).strip()
            reference.text = f"（注：{words}）" if words else ""


# --- sections --------------------------------------------------------------------------------------------------------

_LAST: Final = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


def _sections(body: etree._Element) -> None:
    if len(body) == 0 or body[-1].tag != w("sectPr"):
        etree.SubElement(body, w("sectPr"))
    for at, section in enumerate(list(body.iter(w("sectPr")))):
        _section(section, is_first=at == 0)
    last = body[-1]
    body.remove(last)
    _ending(body).append(last)


def _ending(body: etree._Element) -> etree._Element:
    """The properties of the paragraph that ends the last section.

    It is the low one that stands behind a table anyway, or one more as low as that.
    """
    last = body[-1] if len(body) else None
    spacing = None if last is None or len(last) != 1 else last.find(f"{w('pPr')}/{w('spacing')}")
    if last is None or spacing is None or spacing.get(w("line")) != "20" or last.tag != w("p"):
        last = parse_xml(_LAST)
        body.append(last)
    return last[0]


def _length(written: str | None) -> float:
    """Some programs write fractions, and a stranger anything."""
    with suppress(ValueError):
        return float(written or 0)
    return 0


def _section(section: etree._Element, *, is_first: bool) -> None:
    size = section.find(w("pgSz"))
    wide = size is not None and (
        size.get(w("orient")) == "landscape" or _length(size.get(w("w"))) > _length(size.get(w("h")))
    )
    kept = [child for child in section if child.tag in map(w, _KEPT) and not (is_first and child.tag == w("type"))]
    way = "wide" if wide else "upright"
    edges = []
    for name in ("header", "footer"):
        edge = section.makeelement(w(f"{name}Reference"))
        edge.set(w("type"), "default")
        edge.set(f"{RELATED}id", EDGE.format(name, way))
        edges.append(edge)
    section[:] = [*edges, *kept]
    section.attrib.clear()


# --- styles, lists, relations ----------------------------------------------------------------------------------------


def _restyle(body: etree._Element, moved: Moved) -> None:
    for element in body.iter(*map(w, _STYLED)):
        value = str(element.get(w("val")))
        element.set(w("val"), moved.ids.get(value, value))
    for kind, (inside_of, name) in {"paragraph": ("p", "pPr"), "table": ("tbl", "tblPr")}.items():
        if kind in moved.defaults:
            style = "pStyle" if kind == "paragraph" else "tblStyle"
            for element in list(body.iter(w(inside_of))):
                _name_style(element, name, style, moved.defaults[kind])


def _name_style(element: etree._Element, properties: str, name: str, style: str) -> None:
    found = element.find(w(properties))
    if found is None:
        found = element.makeelement(w(properties))
        element.insert(0, found)
    if found.find(w(name)) is None:
        named = found.makeelement(w(name))
        named.set(w("val"), style)
        found.insert(0, named)


def _relate(body: etree._Element, parts: Mapping[str, bytes], shelf: Shelf) -> None:
    named = relations(parts, DOCUMENT)
    for element in body.iter(etree.Element):
        for attribute, value in element.attrib.items():
            related = named.get(str(value)) if str(attribute).startswith(RELATED) else None
            if related is None:
                continue
            if not related.external and related.target in parts:
                related = type(related)(related.kind, shelf.copy(parts, related.target))
            element.set(attribute, shelf.relate(related))


def _lists(body: etree._Element, moved: Moved, numbering: bytes) -> dict[str, bytes]:
    """Gives every list a token; token -> the abstract numbering that a list of its own is made of."""
    if not numbering:
        return {}
    abstract = dict(_abstract(parse_xml(numbering)))
    for paragraph in body.iter(w("p")):
        _number_by_style(paragraph, moved)
    used: dict[str, bytes] = {}
    for number in body.iter(w("numId")):
        value = str(number.get(w("val")))
        if value in abstract:
            used[LIST.format(value)] = abstract[value]
            number.set(w("val"), LIST.format(value))
    return used


def _number_by_style(paragraph: etree._Element, moved: Moved) -> None:
    """A list that a style brings is named in the paragraph, so that it can begin again in the next document."""
    properties = paragraph.find(w("pPr"))
    style = None if properties is None else properties.find(w("pStyle"))
    found = None if style is None else moved.numbered.get(str(style.get(w("val"))))
    if properties is None or found is None or properties.find(w("numPr")) is not None:
        return
    numbered = properties.makeelement(w("numPr"))
    for name, value in (("ilvl", found[1]), ("numId", found[0])):
        etree.SubElement(numbered, w(name)).set(w("val"), value)
    before = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    at = sum(child.tag in map(w, before) for child in properties)
    properties.insert(at, numbered)


def _abstract(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    kinds = {str(one.get(w("abstractNumId"))): one for one in root.iter(w("abstractNum"))}
    for number in root.findall(w("num")):
        named = number.find(w("abstractNumId"))
        if named is not None and (kind := kinds.get(str(named.get(w("val"))))) is not None:
            yield str(number.get(w("numId"))), etree.tostring(kind)
