"""What to say of bytes that are not UTF-8: where they begin, and which program probably wrote them."""

from __future__ import annotations

import codecs

from meidang.findings import Finding, Location
from meidang.source.problems import Code, problem

_SAVE = "用记事本打开，“另存为”时把编码选成 UTF-8"
_UTF16 = "，像是 UTF-16（记事本的“Unicode”）"


def undecodable(error: UnicodeDecodeError, path: str) -> Finding:
    """The finding for the first byte that is not UTF-8, with the likely encoding."""
    raw, bad = bytes(error.object), error.start
    begun = raw.rfind(b"\n", 0, bad) + 1
    column = len(raw[begun:bad].decode("utf-8", "replace")) + 1
    location = Location(path, raw.count(b"\n", 0, bad) + 1, column)
    return problem(Code.ENCODING, f"文件不是 UTF-8 编码{_guess(raw)}", location, _SAVE)


def looks_like_utf16(text: str) -> bool:
    """Whether a text that happened to be decodable is full of NUL, as UTF-16 without a BOM is."""
    return text.count("\0") * 4 > len(text)


def utf16(path: str) -> Finding:
    """The finding for such a text."""
    return problem(Code.ENCODING, f"文件不是 UTF-8 编码{_UTF16}", Location(path, 1, 1), _SAVE)


def _guess(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _UTF16
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，像是 GBK（记事本的“ANSI”）" if _has_han(text) else ""


def _has_han(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
