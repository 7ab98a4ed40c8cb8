"""Which paragraphs are headings: by outline level, their own or their style's, or by Word's own name of the style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from meidang.render.word.package import WORD, parse_xml

_W: Final = f"{{{WORD}}}"
_STYLES: Final = "word/styles.xml"
_NAME: Final = re.compile(r"heading [1-9]|标题 ?[1-9]", re.IGNORECASE)
_LEVELS: Final = frozenset("012345678")


def headings_of(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The ids of the styles that make a paragraph a heading. Raises etree.XMLSyntaxError."""
    if _STYLES not in parts:
        return frozenset()
    styles = {style.get(f"{_W}styleId") or "": style for style in parse_xml(parts[_STYLES]).iter(f"{_W}style")}
    return frozenset(key for key, style in styles.items() if _is_heading_style(style))


def is_heading(paragraph: etree._Element, headings: frozenset[str]) -> bool:
    """Whether a paragraph is one."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return _has_level(paragraph) or (style is not None and style.get(f"{_W}val") in headings)


def _is_heading_style(style: etree._Element) -> bool:
    name = style.find(f"{_W}name")
    return _has_level(style) or (name is not None and _NAME.fullmatch(name.get(f"{_W}val") or "") is not None)


def _has_level(element: etree._Element) -> bool:
    level = element.find(f"{_W}pPr/{_W}outlineLvl")
    return level is not None and level.get(f"{_W}val") in _LEVELS
