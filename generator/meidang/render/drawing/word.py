"""Pieces of WordprocessingML as text, in the order that Word's schema asks for. Lengths are twentieths of a point."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHADE = "EDEFF2"
TAG_GREY = "8A8F98"


def cm(length: float) -> int:
    """Centimetres in twentieths of a point."""
    return round(length * 1440 / 2.54)


@dataclass(frozen=True)
class Page:
    """A4 with its margins; ``cover``: an upright page's first one has neither header nor footer."""

    wide: bool = False
    top: float = 2.54
    side: float = 3.18
    cover: bool = True

    @property
    def width(self) -> int:
        """The width of the text."""
        return cm((29.7 if self.wide else 21.0) - 2 * self.side)

    def section(self) -> str:
        """``w:sectPr``; a wide page has no cover."""
        size = (16838, 11906) if self.wide else (11906, 16838)
        orient = ' w:orient="landscape"' if self.wide else ""
        margins = f'w:top="{cm(self.top)}" w:right="{cm(self.side)}" w:bottom="{cm(self.top)}" w:left="{cm(self.side)}"'
        return (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
            '<w:footerReference w:type="default" r:id="rId4"/>'
            f'<w:pgSz w:w="{size[0]}" w:h="{size[1]}"{orient}/>'
            f'<w:pgMar {margins} w:header="{cm(1.5)}" w:footer="{cm(1.5)}" w:gutter="0"/>'
            f"{'<w:titlePg/>' if self.cover and not self.wide else ''}</w:sectPr>"
        )


UPRIGHT = Page()


def run(text: str, *, colour: str = "") -> str:
    """Characters in the paragraph's own look."""
    properties = f'<w:rPr><w:color w:val="{colour}"/></w:rPr>' if colour else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


TAB = "<w:r><w:tab/></w:r>"


def field(instruction: str) -> str:
    """A field that Word fills by itself, such as the page's number."""
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def paragraph(
    *runs: str, style: str = "", align: str = "", before: int = 0, keep: bool = False, new_page: bool = False
) -> str:
    """A paragraph of runs; a text that is no run is put into one."""
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:keepNext/>" if keep else "")
        + ("<w:pageBreakBefore/>" if new_page else "")
        + (f'<w:spacing w:before="{before}"/>' if before else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    body = "".join(one if one.startswith("<w:") else run(one) for one in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{body}</w:p>"


def tag(text: str) -> str:
    """A paragraph that only steers: ``{%p if … %}``."""
    return paragraph(run(text, colour=TAG_GREY), style="TableText")


def cell(  # noqa: PLR0913 - what a cell may have besides its text
    width: int,
    *paragraphs: str,
    span: int = 1,
    shaded: bool = False,
    borders: str = "",
    upright: bool = False,
    merge: str = "",
) -> str:
    """A cell; ``upright``: its text runs downwards; ``merge``: ``restart`` or ``continue`` of one over several rows."""
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
        + (f"<w:tcBorders>{borders}</w:tcBorders>" if borders else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>' if shaded else "")
        + ('<w:textDirection w:val="tbRl"/>' if upright else "")
        + '<w:vAlign w:val="center"/>'
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def row(*cells: str, header: bool = False, height: int = 0, whole: bool = True) -> str:
    """A row; ``whole``: no page break splits it; ``header``: repeated on every page."""
    properties = (
        ("<w:cantSplit/>" if whole else "")
        + (f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else "")
        + ("<w:tblHeader/>" if header else "")
    )
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(widths: list[int], *rows: str, caption: str, style: str = "Grid") -> str:
    """A table of fixed column widths; ``caption`` is what screen readers say."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def shares(total: int, weights: list[float]) -> list[int]:
    """Column widths by weight; together exactly ``total``."""
    widths = [int(total * weight / sum(weights)) for weight in weights]
    return [*widths[:-1], total - sum(widths[:-1])]
