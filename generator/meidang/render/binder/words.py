"""Pieces of Word that only the binder needs: texts of any origin, bookmarks, links, page references, the contents."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from meidang.render.drawing.word import cell, paragraph, row, shares, table
from meidang.render.escape import xml_text

#: Stands for a page that nobody counted.
UNKNOWN_PAGE = "—"


def text(words: str, style: str = "") -> str:
    """Characters, whatever they are; lines and tabs become Word's own."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    inside = escape(xml_text(words)).replace("\r\n", "\n").replace("\r", "\n")
    inside = inside.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    inside = inside.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{properties}<w:t xml:space="preserve">{inside}</w:t></w:r>'


def line(words: str, style: str, *, align: str = "", before: int = 0, new_page: bool = False) -> str:
    """A paragraph of plain words; an empty one where there are none."""
    runs = (text(words),) if words else ()
    return paragraph(*runs, style=style, align=align, before=before, new_page=new_page)


def marked(name: str, number: int, inside: str) -> str:
    """``inside`` under a bookmark; ``number`` is unique in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def field(instruction: str, shown: str) -> str:
    """A field with what it shows until somebody updates it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{text(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def page_of(name: str, page: int | None, unknown: str = UNKNOWN_PAGE) -> str:
    """The page of a bookmark of this document, as a link."""
    return field(f"PAGEREF {name} \\h", unknown if page is None else str(page))


def link(name: str, inside: str) -> str:
    """Runs that lead to a bookmark of this document."""
    return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{inside}</w:hyperlink>'


def listed(
    heads: Sequence[str], weights: Sequence[float], rows: Sequence[Sequence[str]], *, width: int, caption: str
) -> str:
    """A table with a head on every page and a paragraph behind it; the cells are runs. 无 where there is no row."""
    widths = shares(width, list(weights))
    top = (cell(one, line(head, "TableHead"), shaded=True) for one, head in zip(widths, heads, strict=True))
    body = [_row(widths, cells) for cells in rows]
    if not rows:
        body = [row(cell(width, line("无", "TableCentre"), span=len(widths)))]
    return table(widths, row(*top, header=True), *body, caption=xml_text(caption)) + paragraph(style="Note")


def _row(widths: Sequence[int], cells: Sequence[str]) -> str:
    pairs = zip(widths, cells, strict=True)
    return row(*(cell(one, paragraph(*((runs,) if runs else ()), style="TableText")) for one, runs in pairs))


# --- the table of contents -------------------------------------------------------------------------------------------

_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents(instruction: str, entries: Sequence[tuple[int, str, str, int | None]]) -> str:
    """A filled table of contents: level, words, bookmark and page of each entry.

    One field around them all, so that Word can update it and does not ask to.
    """
    begin, last = _BEGIN.format(escape(instruction)), len(entries) - 1
    # Why no paragraph of its own for the field's end: it might stand alone on a page.
    return "".join(
        _entry(begin if at == 0 else "", _END if at == last else "", *entry) for at, entry in enumerate(entries)
    )


def _entry(begin: str, end: str, level: int, words: str, name: str, page: int | None) -> str:  # noqa: PLR0913, PLR0917
    inside = f"{text(words)}<w:r><w:tab/></w:r>{page_of(name, page)}"
    return f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{begin}{link(name, inside)}{end}</w:p>'
