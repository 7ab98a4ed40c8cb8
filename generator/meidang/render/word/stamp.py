"""What people see of a seal: the QR code as a picture, and the block that shows it beside the short code."""

from __future__ import annotations

import re
from struct import pack
from typing import Final
from xml.sax.saxutils import escape
from zlib import adler32, crc32

import zxingcpp

from meidang.render.word.package import WORD
from meidang.render.word.seal import SHORT_CODE, Seal

#: White modules around the code, as the standard asks.
_QUIET: Final = 4
#: Pixels of a module: a byte of a picture of one bit.
_SCALE: Final = 8
#: 1.8 cm, in English metric units and in twentieths of a point.
_SIZE, _WIDTH = 648_000, 1_160
_TEXT_WIDTH: Final = 4_200

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: Far from the numbers that templates give to their own drawings.
_DRAWING_ID: Final = 1_900_001
_SECTION: Final = re.compile(r"<(?P<close>/?)w:sectPr(?: [^<>]*?)?(?P<empty>/?)>")


def scanned_text(seal: Seal) -> str:
    """What the QR code says."""
    facts = seal.facts
    return f"MEIDANG {facts.kind}/{facts.id} {facts.as_of} {facts.revision} {seal.code}"


def qr_png(text: str) -> bytes:
    """A QR code of level M as a PNG of one bit.

    Written here, and not compressed, because a zlib of another make packs otherwise.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules = memoryview(code.to_image(scale=1, add_quiet_zones=False)).tobytes()  # type: ignore[arg-type] # its stub is short
    side = round(len(modules) ** 0.5)
    edge = b"\xff" * _QUIET
    rows = [edge + modules[at : at + side] + edge for at in range(0, len(modules), side)]
    blank = b"\xff" * (side + 2 * _QUIET)
    # Filter 0 gives a row's own bytes, filter 2 of zeros the row above once more.
    repeated = (b"\2" + bytes(side + 2 * _QUIET)) * (_SCALE - 1)
    raw = b"".join(b"\0" + row + repeated for row in (*[blank] * _QUIET, *rows, *[blank] * _QUIET))
    width = (side + 2 * _QUIET) * _SCALE
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0))
        + _chunk(b"IDAT", _stored(raw))
        + _chunk(b"IEND", b"")
    )


def end_of_text(xml: str) -> int:
    """Where a document's text ends: in front of the properties of its last section, where the body has them."""
    end = xml.rfind("</w:body>")
    text = xml[:end].rstrip()
    if not text.endswith(("</w:sectPr>", "/>")):
        return end
    at, depth = end, 0
    # Why counted: a tracked change of the section holds its old properties.
    for mark in reversed(list(_SECTION.finditer(text, max(text.rfind("</w:p>"), text.rfind("</w:tbl>"), 0)))):
        depth += 1 if mark["close"] else 0 if mark["empty"] else -1
        if depth == 0:
            at = mark.start()
            break
    return at


def _stored(raw: bytes) -> bytes:
    """A zlib stream of stored blocks."""
    most = 0xFFFF
    blocks = [raw[at : at + most] for at in range(0, len(raw), most)]
    heads = [pack("<BHH", at == len(blocks) - 1, len(one), len(one) ^ most) for at, one in enumerate(blocks)]
    return b"\x78\x01" + b"".join(map(bytes.__add__, heads, blocks)) + pack(">I", adler32(raw))


def _chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", crc32(name + data))


def stamp_xml(relation: str, *, revision: str = "{{ revision }}", as_of: str = "{{ as_of }}") -> str:
    """The block for a place between paragraphs: a small table between two paragraphs that take no room.

    ``relation`` is the id under which the part names the picture. Texts may be tags of the template language.
    """
    lines = (
        _line(f"校验码 {SHORT_CODE}", bold=True),
        _line(f"档案版本 {escape(revision)}"),
        _line(f"截至 {escape(as_of)}"),
        _line("内容是否改动，用 meidang verify 核对"),
    )
    cells = _cell(_WIDTH, _paragraph(_picture(relation), 'w:line="240" w:lineRule="auto"')) + _cell(
        _TEXT_WIDTH, "".join(lines)
    )
    return (
        f'{_gap(80)}<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH + _TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0600" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        ' w:noVBand="1"/><w:tblCaption w:val="校验码"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{_WIDTH}"/><w:gridCol w:w="{_TEXT_WIDTH}"/></w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>{_gap(20)}"
    )


def _gap(height: int) -> str:
    """Why at all: Word joins tables that touch, and wants a paragraph behind the last."""
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>'
    return f"<w:p><w:pPr><w:keepNext/>{spacing}</w:pPr></w:p>"


def _cell(width: int, paragraphs: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'


def _paragraph(run: str, height: str = 'w:line="220" w:lineRule="exact"') -> str:
    """Lines of text are of exact height, so that pages end alike with other fonts; it would cut off the picture."""
    return (
        f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" {height}/><w:ind w:left="0"'
        f' w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>{run}</w:p>'
    )


def _line(text: str, *, bold: bool = False) -> str:
    look = (
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>'
        + ("<w:b/><w:bCs/>" if bold else "")
        + '<w:sz w:val="16"/><w:szCs w:val="16"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    )
    return _paragraph(f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>')


def _picture(relation: str) -> str:
    drawing = f"{_DRAWING}/wordprocessingDrawing"
    extent = f'cx="{_SIZE}" cy="{_SIZE}"'
    return (
        f'<w:r xmlns:w="{WORD}"><w:rPr><w:noProof/></w:rPr><w:drawing><wp:inline xmlns:wp="{drawing}" distT="0"'
        f' distB="0" distL="0" distR="0"><wp:extent {extent}/><wp:docPr id="{_DRAWING_ID}" name="校验码"'
        ' descr="二维码：本文档的种类、编号、截至日期、档案版本和校验码"/><wp:cNvGraphicFramePr>'
        f'<a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{_DRAWING_ID}" name="校验码"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{_RELATIONS}" r:embed="{relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
