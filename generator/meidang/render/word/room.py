"""Room for pictures: lines that grow with them, since a line of exact height cuts them off; and how wide a cell is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from meidang.render.word.compiled import FILLED
from meidang.render.word.names import DRAWING, w
from meidang.render.word.package import parse_xml
from meidang.render.word.shelf import DOCUMENT, relations

#: A tag that prints a picture, and its width in centimetres.
PRINTED: Final = re.compile(r"\|\s*picture\b(?:\s*\(\s*([0-9]+(?:\.[0-9]+)?)\s*\))?")
#: What stands behind ``w:spacing`` in a paragraph's properties.
_FOLLOWING: Final = (
    "ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange"
)
_BEHIND: Final = frozenset(map(w, _FOLLOWING.split()))
_TWIPS_PER_CM: Final = 1440 / 2.54


def with_room(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The parts, in which paragraphs that hold a picture or print one have lines of no exact height."""
    heights = _Heights.of(parts)
    changed = {name: part for name in filter(FILLED.fullmatch, parts) if (part := _roomy(parts[name], heights))}
    return {**parts, **changed} if changed else parts


def cell_width(cell: etree._Element) -> float | None:
    """How wide a cell of a table is, in centimetres as Word says it; None where the table does not say."""
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    written = "" if width is None or width.get(w("type"), "dxa") != "dxa" else str(width.get(w("w")))
    twips = int(written) if written.isdecimal() else 0
    return round((twips or _grid_width(cell)) / _TWIPS_PER_CM, 1) or None


def _grid_width(cell: etree._Element) -> int:
    """The width of the columns that a cell takes."""
    table = next(cell.iterancestors(w("tbl")), None)
    grid = [] if table is None else [str(one.get(w("w"))) for one in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    before = sum(_span(one) for one in cell.itersiblings(w("tc"), preceding=True))
    widths = grid[before : before + _span(cell)]
    return sum(map(int, widths)) if all(one.isdecimal() for one in widths) else 0


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    written = "1" if span is None else str(span.get(w("val")))
    return int(written) if written.isdecimal() else 1


@dataclass(frozen=True, slots=True)
class _Heights:
    """By style: the rule that its lines follow, where it has one of its own, and what it is based on."""

    styles: Mapping[str, tuple[str | None, str]]
    usual: str
    default: str | None

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> _Heights:
        named = (one.target for one in relations(parts, DOCUMENT).values() if one.kind.endswith("/styles"))
        part = next((parts[name] for name in named if name in parts), None)
        if part is None:
            return cls({}, "", None)
        root = parse_xml(part)
        styles = list(root.iter(w("style")))
        usual = (one for one in styles if one.get(w("type")) == "paragraph" and one.get(w("default")) in ("1", "true"))
        return cls(
            {str(one.get(w("styleId"))): (_rule(one.find(w("pPr"))), _named(one, "basedOn")) for one in styles},
            next((str(one.get(w("styleId"))) for one in usual), ""),
            _rule(root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}")),
        )

    def is_exact(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph's lines have an exact height, by itself or by its style."""
        properties = paragraph.find(w("pPr"))
        rule, style = _rule(properties), "" if properties is None else _named(properties, "pStyle")
        style, seen = style or self.usual, set[str]()
        while rule is None and style in self.styles and style not in seen:
            seen.add(style)
            rule, style = self.styles[style]
        return (rule or self.default) == "exact"


def _named(element: etree._Element, name: str) -> str:
    found = element.find(w(name))
    return "" if found is None else str(found.get(w("val")))


def _rule(properties: etree._Element | None) -> str | None:
    spacing = None if properties is None else properties.find(w("spacing"))
    return None if spacing is None else spacing.get(w("lineRule"))


def _roomy(part: bytes, heights: _Heights) -> bytes | None:
    """The part with room for its pictures; None where nothing is to be changed."""
    root = parse_xml(part)
    tight = [one for one in root.iter(w("p")) if heights.is_exact(one) and _shows(one)]
    for paragraph in tight:
        _let_grow(paragraph)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True) if tight else None


def _shows(paragraph: etree._Element) -> bool:
    """Whether a picture stands in a paragraph's own lines, or a tag that prints one."""
    if any(True for _ in _own(paragraph, f"{{{DRAWING}}}inline")):
        return True
    return PRINTED.search("".join(text.text or "" for text in _own(paragraph, w("t")))) is not None


def _own(paragraph: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Elements of a paragraph, without those of paragraphs in its text boxes."""
    return (one for one in paragraph.iter(*names) if next(one.iterancestors(w("p")), None) is paragraph)


def _let_grow(paragraph: etree._Element) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = paragraph.makeelement(w("pPr"))
        paragraph.insert(0, properties)
    spacing = properties.find(w("spacing"))
    if spacing is None:
        spacing = properties.makeelement(w("spacing"))
        at = next((at for at, one in enumerate(properties) if one.tag in _BEHIND), len(properties))
        properties.insert(at, spacing)
    spacing.set(w("line"), "240")
    spacing.set(w("lineRule"), "auto")
