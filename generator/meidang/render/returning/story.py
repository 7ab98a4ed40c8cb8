"""A document's body as people see it: paragraphs, and tables of rows of cells; deleted text is gone, inserted is there.

Beside ``word.blocks``, which lists what is compared by digests, this keeps rows, empty paragraphs and line breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from meidang.render.returning.marks import bare
from meidang.render.word.blocks import BODY, MAIN, plain
from meidang.render.word.fields import Fields, is_computed
from meidang.render.word.headings import headings_of, is_heading
from meidang.render.word.package import WORD, parse_xml

_W: Final = f"{{{WORD}}}"
_P, _TBL, _TR, _TC, _BOX = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "txbxContent"))
_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PASSED: Final = frozenset(
    f"{_W}{name}"
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "customXmlPr", "smartTagPr"),
        *("del", "moveFrom", "delText", "delInstrText"),
    )
) | {f"{_COMPATIBLE}Fallback"}
_BREAKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
#: Boxes in Wingdings, plain and ticked.
_SYMBOLS: Final = {"FE": "☑", "FD": "☒", "52": "☑", "53": "☒", "A8": "☐", "A3": "☐", "6F": "☐", "FC": "√"}


@dataclass(slots=True)
class Para:
    """A paragraph: its text with line breaks, its place in words, the comments that hang on it."""

    text: str
    place: str
    comments: list[str] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """The text as it is compared."""
        return plain(bare(self.text))


@dataclass(slots=True)
class Cell:
    """Paragraphs; those of tables inside are among them."""

    paras: list[Para]

    @property
    def plain(self) -> str:
        """Its text as it is compared."""
        return plain(bare("\n".join(one.text for one in self.paras)))


@dataclass(slots=True)
class Row:
    """Cells."""

    cells: list[Cell]
    place: str

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells' texts as they are compared."""
        return tuple(cell.plain for cell in self.cells)


@dataclass(slots=True)
class Table:
    """Rows."""

    rows: list[Row]
    place: str


Story = list[Para | Table]


def story(parts: Mapping[str, bytes]) -> Story:
    """The body of a document. Raises etree.XMLSyntaxError."""
    reader = _Reader(headings_of(parts))
    return list(reader.read(parse_xml(parts[MAIN])))


def paras(body: Story) -> Iterator[Para]:
    """Every paragraph, those in tables too."""
    for one in body:
        if isinstance(one, Para):
            yield one
        else:
            yield from (para for row in one.rows for cell in row.cells for para in cell.paras)


class _Reader:
    """Reads from front to back; keeps the heading above, and what was counted below it."""

    def __init__(self, headings: frozenset[str]) -> None:
        self._headings, self._heading = headings, ""
        self._fields = Fields()
        self._tables = self._paragraphs = 0

    def read(self, root: etree._Element) -> Iterator[Para | Table]:
        for child in root:
            if child.tag == _P:
                yield from self._outside(child)
            elif child.tag == _TBL:
                self._tables += 1
                yield self._table(child, f"{BODY}{self._below()}第 {self._tables} 个表格")
            elif child.tag not in _PASSED and isinstance(child.tag, str):
                yield from self.read(child)

    def _below(self) -> str:
        return f"“{self._heading}”下" if self._heading else ""

    def _outside(self, paragraph: etree._Element) -> Iterator[Para]:
        text, comments = self._text(paragraph)
        if is_heading(paragraph, self._headings) and plain(text):
            self._heading, self._tables, self._paragraphs = plain(bare(text))[:30], 0, 0
            yield Para(text, f"{BODY}标题", comments)
        else:
            self._paragraphs += bool(plain(text))
            yield Para(text, f"{BODY}{self._below()}第 {self._paragraphs} 段", comments)
        for box in _inside(paragraph, _BOX):
            yield from self._cell(box, f"{BODY}{self._below()}文本框").paras

    def _table(self, table: etree._Element, place: str) -> Table:
        rows = []
        for number, row in enumerate((one for one in _inside(table, _TR) if not _is_deleted(one)), start=1):
            here = f"{place}第 {number} 行"
            cells = [self._cell(cell, f"{here}第 {at} 格") for at, cell in enumerate(_inside(row, _TC), start=1)]
            rows.append(Row(cells, here))
        return Table(rows, place)

    def _cell(self, cell: etree._Element, place: str) -> Cell:
        found: list[Para] = []
        for child in _inside(cell, _P, _TBL):
            if child.tag == _TBL:
                inner = self._table(child, f"{place}里的表格")
                found += [para for row in inner.rows for one in row.cells for para in one.paras]
                continue
            text, comments = self._text(child)
            found.append(Para(text, place if not found else f"{place}第 {len(found) + 1} 段", comments))
            for box in _inside(child, _BOX):
                found += self._cell(box, f"{place}文本框").paras
        return Cell(found)

    def _text(self, paragraph: etree._Element) -> tuple[str, list[str]]:
        pieces: list[str] = []
        comments: list[str] = []
        self._collect(paragraph, pieces, comments)
        return "".join(pieces), comments

    def _collect(self, element: etree._Element, pieces: list[str], comments: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag in _PASSED or tag == _BOX or not isinstance(tag, str):
                continue
            name = tag.removeprefix(_W)
            if name == "fldChar":
                self._fields.mark(child.get(f"{_W}fldCharType") or "")
            elif name == "instrText":
                self._fields.instruct(child.text or "")
            elif name == "commentReference":
                comments.append(child.get(f"{_W}id") or "")
            elif name == "fldSimple" and is_computed(child.get(f"{_W}instr") or ""):
                continue
            elif name in ("t", "sym") or name in _BREAKS:
                if not self._fields.muted:
                    pieces.append(_piece(child, name))
            else:
                self._collect(child, pieces, comments)


def _piece(element: etree._Element, name: str) -> str:
    if name == "sym":
        code = (element.get(f"{_W}char") or "").upper().removeprefix("F0")
        return _SYMBOLS.get(code.removeprefix("00"), "")
    return _BREAKS.get(name) or element.text or ""


def _is_deleted(row: etree._Element) -> bool:
    """A row that was taken away while changes were tracked."""
    return row.find(f"{_W}trPr/{_W}del") is not None


def _inside(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The nearest elements of these tags, however wrapped."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _PASSED and isinstance(child.tag, str):
            yield from _inside(child, *tags)
