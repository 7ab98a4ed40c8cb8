"""Kinds of file: those that attachments may be, and those that are refused, each with a way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PDF, PNG, JPEG, DOCX = "PDF", "PNG 图片", "JPEG 图片", "Word 文档（docx）"
#: What a name's ending says. Others that a record may name hold text.
FORMS: Final = {".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".docx": DOCX}
#: What a file begins with.
SIGNS: Final = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"PK\3\4": DOCX}


@dataclass(frozen=True, slots=True)
class Unsuited:
    """A kind of file that not everybody can open or print, and what to do instead."""

    name: str
    advice: str


_HEIC = Unsuited(
    "HEIC 照片",
    "在 iPhone 的“设置-相机-格式”里选“兼容性最佳”再拍，已拍的用看图软件另存为 JPG",
)
_TIFF = Unsuited("TIFF 图片", "扫描时选 PDF，已扫描的用看图软件另存为 JPG 或 PDF")
_GIF = Unsuited("GIF 图片", "用看图软件另存为 PNG")
_WEBP = Unsuited("WebP 图片", "用看图软件另存为 JPG")
_AVIF = Unsuited("AVIF 图片", "用看图软件另存为 JPG")
_BMP = Unsuited("BMP 图片", "用画图软件另存为 PNG")
_SVG = Unsuited("SVG 图形", "用浏览器打开后打印为 PDF")
_OLD_WORD = Unsuited("旧版 Word 文档", "用 Word 打开后另存为 .docx 或 PDF")
_OLD_OFFICE = Unsuited("旧版 Office 文件", "用原来的程序打开后另存为 PDF，Word 文档也可以存为 .docx")
_EXCEL = Unsuited("Excel 表格", "打印为 PDF；原表另存")
_SLIDES = Unsuited("PPT 演示文稿", "另存为 PDF")
_OFD = Unsuited("OFD 版式文件", "用 OFD 阅读器打开后另存为 PDF")
_PACKED = Unsuited("压缩包", "解压后逐个放入，合同等多页的合成一个 PDF")
_MOVIE = Unsuited("视频", "不放进档案；需要留存的写明存放地点")

#: Refused by the name's ending.
UNSUITED: Final[Mapping[str, Unsuited]] = {
    **dict.fromkeys((".heic", ".heif", ".hif"), _HEIC),
    **dict.fromkeys((".tif", ".tiff"), _TIFF),
    ".gif": _GIF,
    ".webp": _WEBP,
    ".avif": _AVIF,
    ".bmp": _BMP,
    ".svg": _SVG,
    ".doc": _OLD_WORD,
    **dict.fromkeys((".xls", ".xlsx"), _EXCEL),
    **dict.fromkeys((".ppt", ".pptx"), _SLIDES),
    ".ofd": _OFD,
    **dict.fromkeys((".zip", ".rar", ".7z"), _PACKED),
    **dict.fromkeys((".mov", ".mp4"), _MOVIE),
}
#: ISO/IEC 14496-12: a box whose type is ``ftyp``, then the brand.
_BRANDS: Final = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), _HEIC),
    **dict.fromkeys((b"avif", b"avis"), _AVIF),
    **dict.fromkeys((b"qt  ", b"isom", b"mp41", b"mp42"), _MOVIE),
}
_STARTS: Final = (
    (b"II*\0", _TIFF),
    (b"MM\0*", _TIFF),
    (b"GIF87a", _GIF),
    (b"GIF89a", _GIF),
    (b"\xd0\xcf\x11\xe0", _OLD_OFFICE),
)


def form_of(head: bytes) -> str | None:
    """The form that a file is of by its first bytes, if it may be an attachment."""
    found = next((form for sign, form in SIGNS.items() if head.startswith(sign)), None)
    # Scanners write a little before a PDF's header.
    return found or (PDF if b"%PDF-" in head else None)


def unsuited(head: bytes) -> Unsuited | None:
    """The form that is refused, by a file's first bytes, whatever its name."""
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _WEBP
    # Why the four zeros: a text may begin with the letters BM; they stand at a fixed place of the header.
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return _BMP
    if found := next((form for sign, form in _STARTS if head.startswith(sign)), None):
        return found
    return _SVG if b"<svg" in head else None
