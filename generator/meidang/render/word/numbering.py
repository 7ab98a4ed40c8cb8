"""Numbered lists of a joined document: each list counts for itself, however many share its looks."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from meidang.render.word.names import HEAD, w
from meidang.render.word.package import WORD, parse_xml


def numbering_part(abstract: Sequence[bytes], lists: Sequence[int]) -> bytes:
    """The part ``word/numbering.xml``: every list counts from its beginning."""
    kinds: list[str] = []
    starts: list[str] = []
    for number, kind in enumerate(abstract):
        root = parse_xml(kind)
        root.set(w("abstractNumId"), str(number))
        for name in ("nsid", "tmpl", "styleLink", "numStyleLink", "pStyle"):
            for element in list(root.iter(w(name))):
                _take_out(element)
        kinds.append(etree.tostring(root, encoding="unicode"))
        starts.append("".join(_start(level) for level in root.iter(w("lvl"))))
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{starts[kind]}</w:num>'
        for number, kind in enumerate(lists, start=1)
    )
    return f'{HEAD}<w:numbering xmlns:w="{WORD}">{"".join(kinds)}{numbers}</w:numbering>'.encode()


def _start(level: etree._Element) -> str:
    given = level.find(w("start"))
    first = "1" if given is None else str(given.get(w("val")))
    return f'<w:lvlOverride w:ilvl="{level.get(w("ilvl"))}"><w:startOverride w:val="{first}"/></w:lvlOverride>'


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
