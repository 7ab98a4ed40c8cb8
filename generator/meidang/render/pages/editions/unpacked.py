"""An output as the texts in it, whatever its format, so that the leak gate looks into all that a site can hold.

Archives and compressed files are opened, however deep they lie in one another; of pictures the words beside the
pixels are read (comments, EXIF, XMP), of PDF files the streams; pictures inside pages (``data:``) are opened too.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

#: Containers in one another; what lies deeper is looked at as it is.
_DEPTH: Final = 4
#: More than this of one compressed part is not read.
_MOST: Final = 64 * 2**20
_CALENDAR: Final = b"BEGIN:VCALENDAR"
_GZIP, _ZIP, _PNG, _JPEG, _PDF = b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
_DATA: Final = re.compile(r";base64,([A-Za-z0-9+/=\s]{16,})")
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")


def texts_in(content: bytes, depth: int = _DEPTH) -> Iterator[str]:
    """Everything in an output that could be words, piece by piece."""
    if content.startswith(_GZIP) and depth:
        yield from texts_in(_inflated(content, zlib.MAX_WBITS | 16) or content, depth - 1)
    elif content.startswith(_ZIP) and depth:
        yield from _zipped(content, depth - 1)
    elif content.startswith(_PNG):
        yield from _png(content)
    elif content.startswith(_JPEG):
        yield from _jpeg(content)
    elif content.startswith(_PDF):
        yield from _pdf(content)
    else:
        yield from _text(content, depth)


def is_plain(content: bytes) -> bool:
    """Whether an output is text as it stands, with nothing in it that must be opened."""
    packed = content.startswith((_GZIP, _ZIP, _PNG, _JPEG, _PDF, _CALENDAR))
    return not packed and b"\x00" not in content and b";base64," not in content


def _text(content: bytes, depth: int) -> Iterator[str]:
    if b"\x00" in content:
        yield from _words(content)
        return
    text = content.decode("utf-8", errors="replace")
    yield _unfolded(text) if content.startswith(_CALENDAR) else text
    if ";base64," in text and depth:
        for match in _DATA.finditer(text):
            yield from _encoded(match[1], depth - 1)


def _unfolded(text: str) -> str:
    """A calendar's lines whole: they are broken within words, and a backslash stands before some signs."""
    return re.sub(r"\\([,;\\])", r"\1", re.sub(r"\r?\n[ \t]", "", text).replace("\\n", "\n"))


def _encoded(text: str, depth: int) -> Iterator[str]:
    try:
        yield from texts_in(base64.b64decode(text), depth)
    except binascii.Error:
        return


def _words(content: bytes) -> Iterator[str]:
    """Words of any of the usual encodings between other bytes; UTF-16 begins at an even or an odd place."""
    yield content.decode("utf-8", errors="replace")
    for start in (0, 1):
        for encoding in ("utf-16-le", "utf-16-be"):
            yield content[start:].decode(encoding, errors="replace")


def _inflated(content: bytes, bits: int = zlib.MAX_WBITS) -> bytes:
    """What was compressed, as far as it can be read; empty for what is no such thing."""
    try:
        return zlib.decompressobj(bits).decompress(content, _MOST)
    except zlib.error:
        return b""


def _zipped(content: bytes, depth: int) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment.decode("utf-8", errors="replace")
            for part in archive.infolist():
                yield f"{part.filename}\n{part.comment.decode('utf-8', errors='replace')}"
                with archive.open(part) as opened:
                    yield from texts_in(opened.read(_MOST), depth)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        yield from _words(content)


def _png(content: bytes) -> Iterator[str]:
    """All chunks but the picture itself, and what stands behind its end."""
    at = len(_PNG)
    while at + 8 <= len(content):
        size, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if not name.isalpha():
            break
        body = content[at + 8 : at + 8 + size]
        at += size + 12
        if name in {b"zTXt", b"iTXt", b"iCCP"}:
            yield from _words(b"".join(_inflated(body[start:]) for start in _starts(body)) + body)
        elif name not in {b"IDAT", b"PLTE", b"tRNS"}:
            yield from _words(body)
        if name == b"IEND":
            break
    yield from _words(content[at:])


def _starts(body: bytes) -> Iterator[int]:
    """Where in a chunk of text something compressed may begin: behind a null byte or the byte after it."""
    for index in range(min(len(body) - 2, 200)):
        if body[index] == 0:
            yield index + 1
            yield index + 2


def _jpeg(content: bytes) -> Iterator[str]:
    """All segments before the picture (comments, EXIF, XMP), and what stands behind its end."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        size = int.from_bytes(content[at + 2 : at + 4])
        yield from _words(content[at + 4 : at + 2 + size])
        at += 2 + size
    end = content.rfind(b"\xff\xd9")
    yield from _words(content[end + 2 :] if end >= 0 else content[at:])


def _pdf(content: bytes) -> Iterator[str]:
    for part in (content, *(_inflated(match[1]) for match in _STREAM.finditer(content))):
        yield from _words(part)
        for match in _HEX.finditer(part):
            digits = re.sub(rb"\s", b"", match[1])
            yield from _words(bytes.fromhex(digits[: len(digits) // 2 * 2].decode()))
