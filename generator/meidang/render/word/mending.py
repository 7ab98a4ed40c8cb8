"""What conditions and loops may leave behind and Word refuses: empty tables and cells, ids that stand there twice."""

from __future__ import annotations

import re
from typing import Final

_WITHOUT_ROWS: Final = re.compile(r"<w:tbl>(?:(?!<w:tbl>).)*?</w:tblGrid></w:tbl>")
#: What stands before the end of a cell that no paragraph ends.
_NO_PARAGRAPH: Final = ("</w:tcPr>", "<w:tcPr/>", "</w:tbl>", "<w:tc>")
_DRAWING: Final = re.compile(r'(<wp:docPr (?:[^>]*? )?id=")[^"]*')
_MARK: Final = re.compile(r'(<w:bookmark(Start|End) (?:[^>]*? )?w:id=")([^"]*)((?:"[^>]*? w:name=")([^"]*))?')


def mended(xml: str) -> str:
    """A filled part as Word wants it. Takes XML as lxml writes it, each search a fraction of a millisecond."""
    if "</w:tblGrid></w:tbl>" in xml:
        xml = _WITHOUT_ROWS.sub("", xml)
    if xml.count("</w:tc>") != xml.count("</w:p></w:tc>"):
        for before in _NO_PARAGRAPH:
            xml = xml.replace(f"{before}</w:tc>", f"{before}<w:p/></w:tc>")
    if xml.count("<wp:docPr ") > 1:
        xml = numbered_drawings(xml)
    return _numbered_marks(xml) if "<w:bookmarkStart " in xml else xml


def numbered_drawings(xml: str, first: int = 1) -> str:
    """Every drawing under a number of its own."""
    numbers = iter(range(first, first + xml.count("<wp:docPr ")))
    return _DRAWING.sub(lambda found: f"{found[1]}{next(numbers)}", xml)


def _numbered_marks(xml: str) -> str:
    """Every bookmark under an id of its own; of two with one name, the second is no target."""
    names: set[str] = set()
    ids: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        if found[2] == "End":
            return f"{found[1]}{ids.get(found[3], 0)}"
        ids[found[3]] = len(names) + 1
        name = found[5] if found[5] not in names else f"{found[5]}_{len(names)}"
        names.add(name)
        return f"{found[1]}{ids[found[3]]}" + (found[4] or "").replace(f'w:name="{found[5]}', f'w:name="{name}')

    return _MARK.sub(number, xml)
