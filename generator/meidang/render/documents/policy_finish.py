"""What pandoc made -> what a hospital hands in: the head above the body, framed tables that fit, filled edges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from meidang.render.documents.policy_head import Head
from meidang.render.documents.policy_layout import set_out, without_pandocs_own
from meidang.render.documents.reference import is_edge
from meidang.render.escape import xml_text
from meidang.render.word.engine import compiled, rendered, syntax_tree, word_source
from meidang.render.word.package import WORD, is_safe_link, parse_xml

_DOCUMENT: Final = "word/document.xml"
_STYLES: Final = "word/styles.xml"
_RELATIONS: Final = re.compile(r"word/_rels/.*\.rels")
_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
#: Twentieths of a point across A4 with Word's own margins, where a section does not say.
_WIDTH: Final = 8306
_NARROWEST: Final = 4
#: The most characters of a row that no page break splits: in the narrowest column they fill half a page.
_MOST_WHOLE: Final = 120


def finished(parts: Mapping[str, bytes], head: Head, edges: Mapping[str, str]) -> dict[str, bytes]:
    """The parts of the document that is handed out. ``edges``: what header and footer may print."""
    done = without_pandocs_own(parts)
    for name in filter(is_edge, parts):
        done[name] = rendered(compiled(syntax_tree(word_source(parts[name]))), dict(edges)).encode()
    unsafe: frozenset[str] = frozenset()
    for name in filter(_RELATIONS.fullmatch, done):
        done[name], found = _safe_links(done[name])
        unsafe |= found
    done[_DOCUMENT] = _document(parts[_DOCUMENT], _Styles.of(parts[_STYLES]), head, unsafe)
    return done


def _safe_links(part: bytes) -> tuple[bytes, frozenset[str]]:
    """The relations without links to anything but web pages and mail, and the ids of those."""
    root = parse_xml(part)
    unsafe: set[str] = set()
    for relation in list(root):
        if relation.get("TargetMode") == "External" and not is_safe_link(relation.get("Target") or ""):
            unsafe.add(str(relation.get("Id")))
            root.remove(relation)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True), frozenset(unsafe)


class _Styles(dict[str, str]):
    """The ids of styles by their names in lower case: Word gives ids of its own when it saves a document."""

    @classmethod
    def of(cls, part: bytes) -> _Styles:
        found = cls()
        for style in parse_xml(part).iter(_w("style")):
            name = style.find(_w("name"))
            if name is not None:
                found[str(name.get(_w("val"))).lower()] = str(style.get(_w("styleId")))
        return found


def _document(part: bytes, styles: _Styles, head: Head, unsafe: frozenset[str]) -> bytes:
    root = parse_xml(part)
    body = root.find(_w("body"))
    if body is None:
        raise ValueError("pandoc wrote no body")
    _unlink(body, unsafe)
    width = _text_width(body)
    for table in list(body.iter(_w("tbl"))):
        _fit(table, width)
        _frame(table, styles)
        _caption(table, _heading_above(table, styles) or head.title)
        # Why: a list would stick to the table's frame, and Word joins two tables without a paragraph between them.
        table.addnext(_paragraph("", styles.get("compact")))
    for at, element in enumerate(_above(styles, head, width)):
        body.insert(at, element)
    section = body.find(_w("sectPr"))
    for element in _below(styles, head, width):
        body.append(element) if section is None else section.addprevious(element)
    set_out(root, styles)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _unlink(body: etree._Element, unsafe: frozenset[str]) -> None:
    """Of a link that leads nowhere safe the words remain."""
    for link in list(body.iter(_w("hyperlink"))):
        if link.get(_RELATION_ID) in unsafe:
            for style in link.findall(f".//{_w('rStyle')}"):
                _take_out(style)
            for run in list(link):
                link.addprevious(run)
            _take_out(link)


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


# --- head and foot ---------------------------------------------------------------------------------------------------


def _above(styles: _Styles, head: Head, width: int) -> Iterator[etree._Element]:
    yield _paragraph(head.institution, styles.get("subtitle"))
    yield _paragraph(head.title, styles.get("title"))
    rows = [(*one, *other) for one, other in zip(head.facts[::2], head.facts[1::2], strict=True)]
    facts = _table(rows, (2, 4, 2, 4), width, styles, heads=(0, 2))
    _caption(facts, "文件信息")
    yield facts
    yield _paragraph("", None)


def _below(styles: _Styles, head: Head, width: int) -> Iterator[etree._Element]:
    if head.revisions:
        yield _paragraph("修订记录", styles.get("heading 2"))
        rows = [("修订内容", "日期", "完成人"), *head.revisions]
        revisions = _table(rows, (6, 2, 2), width, styles, heads=())
        _caption(revisions, "修订记录")
        yield revisions
        yield _paragraph("", None)


def _paragraph(text: str, style: str | None) -> etree._Element:
    paragraph = etree.Element(_w("p"))
    if style:
        etree.SubElement(etree.SubElement(paragraph, _w("pPr")), _w("pStyle")).set(_w("val"), style)
    if text:
        written = etree.SubElement(etree.SubElement(paragraph, _w("r")), _w("t"))
        written.text = xml_text(text)
        written.set(_SPACE, "preserve")
    return paragraph


def _table(
    rows: Sequence[Sequence[str]], weights: Sequence[int], width: int, styles: _Styles, *, heads: Sequence[int]
) -> etree._Element:
    """A table of texts. ``heads``: columns that are headings; without any the first row is."""
    table = etree.Element(_w("tbl"))
    properties = etree.SubElement(table, _w("tblPr"))
    if "table" in styles:
        etree.SubElement(properties, _w("tblStyle")).set(_w("val"), styles["table"])
    look = etree.SubElement(properties, _w("tblLook"))
    look.set(_w("val"), "0000" if heads else "0020")
    look.set(_w("firstRow"), "0" if heads else "1")
    etree.SubElement(table, _w("tblGrid"))
    for number, texts in enumerate(rows):
        row = etree.SubElement(table, _w("tr"))
        if not heads and number == 0:
            etree.SubElement(etree.SubElement(row, _w("trPr")), _w("tblHeader"))
        for at, text in enumerate(texts):
            cell = etree.SubElement(row, _w("tc"))
            properties = etree.SubElement(cell, _w("tcPr"))
            if at in heads:
                shade = etree.SubElement(properties, _w("shd"))
                shade.set(_w("val"), "clear")
                shade.set(_w("fill"), "EDEFF2")
            cell.append(_paragraph(text, styles.get("compact")))
    _measure(table, [width * weight // sum(weights) for weight in weights])
    return table


# --- tables ----------------------------------------------------------------------------------------------------------


def _text_width(body: etree._Element) -> int:
    size, margins = body.find(f".//{_w('pgSz')}"), body.find(f".//{_w('pgMar')}")
    if size is None or margins is None:
        return _WIDTH
    return int(size.get(_w("w"), "0")) - sum(int(margins.get(_w(side), "0")) for side in ("left", "right"))


def _fit(table: etree._Element, width: int) -> None:
    """Column widths by what stands in them, together the width of the text."""
    weights: list[int] = []
    for row in table.iter(_w("tr")):
        for at, cell in enumerate(row.iter(_w("tc"))):
            length = min(len("".join(map(str, cell.itertext()))), 40) + _NARROWEST
            if at < len(weights):
                weights[at] = max(weights[at], length)
            else:
                weights.append(length)
    _measure(table, [width * weight // sum(weights) for weight in weights])


def _frame(table: etree._Element, styles: _Styles) -> None:
    """The style of that name; pandoc looks paragraphs' styles up by name, and takes a table's id for granted."""
    style = table.find(f"{_w('tblPr')}/{_w('tblStyle')}")
    if style is not None and "table" in styles:
        style.set(_w("val"), styles["table"])


def _caption(table: etree._Element, text: str) -> None:
    """What screen readers say of a table."""
    properties = table.find(_w("tblPr"))
    if properties is not None:
        etree.SubElement(properties, _w("tblCaption")).set(_w("val"), xml_text(text))


def _heading_above(table: etree._Element, styles: _Styles) -> str:
    headings = {styles.get(f"heading {level}") for level in range(1, 7)} - {None}
    for block in table.itersiblings(_w("p"), preceding=True):
        style = block.find(f"{_w('pPr')}/{_w('pStyle')}")
        if style is not None and style.get(_w("val")) in headings:
            return "".join(map(str, block.itertext(_w("t"))))
    return ""


def _measure(table: etree._Element, widths: Sequence[int]) -> None:
    """Fixed widths, and no page break inside a row, but where a row may be taller than a page."""
    properties = table.find(_w("tblPr"))
    grid = table.find(_w("tblGrid"))
    if properties is None or grid is None:
        raise ValueError("a table without properties or grid")
    for name in ("tblW", "tblLayout"):
        for old in properties.findall(_w(name)):
            properties.remove(old)
    look = properties.find(_w("tblLook"))
    for element in (_sized("tblW", sum(widths)), _typed("tblLayout", "fixed")):
        properties.append(element) if look is None else look.addprevious(element)
    grid[:] = [_sized("gridCol", width, typed=False) for width in widths]
    for row in table.iter(_w("tr")):
        _keep_whole(row)
        for cell, width in zip(row.iter(_w("tc")), widths, strict=False):
            inside = cell.find(_w("tcPr"))
            if inside is None:
                inside = cell.makeelement(_w("tcPr"))
                cell.insert(0, inside)
            inside.insert(0, _sized("tcW", width))
            centred = etree.SubElement(inside, _w("vAlign"))
            centred.set(_w("val"), "center")


def _keep_whole(row: etree._Element) -> None:
    if sum(len(str(text)) for text in row.itertext(_w("t"))) > _MOST_WHOLE:
        return
    properties = row.find(_w("trPr"))
    if properties is None:
        properties = row.makeelement(_w("trPr"))
        row.insert(0, properties)
    properties.insert(0, properties.makeelement(_w("cantSplit")))


def _sized(name: str, width: int, *, typed: bool = True) -> etree._Element:
    element = etree.Element(_w(name))
    element.set(_w("w"), str(width))
    if typed:
        element.set(_w("type"), "dxa")
    return element


def _typed(name: str, kind: str) -> etree._Element:
    element = etree.Element(_w(name))
    element.set(_w("type"), kind)
    return element


def _w(name: str) -> str:
    return f"{{{WORD}}}{name}"
