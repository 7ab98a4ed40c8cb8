"""Names of WordprocessingML and its package, spelled out once."""

from __future__ import annotations

from typing import Final

from meidang.render.word.package import WORD

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
RELATED: Final = f"{{{OFFICE}}}"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
ART: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
SPACE: Final = f"{{{_XML}}}space"
MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def w(name: str) -> str:
    """``w:name`` as lxml spells it."""
    return f"{{{WORD}}}{name}"
