"""Parts -> a .docx, always the same bytes for the same parts: names sorted, one date, no trace of the machine.

Why not ``zipfile``: it cannot take a part that was deflated before, and most parts of a document are its template's.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from deflate import deflate_compress

from meidang.render.word.package import CONTENT_TYPES

#: 1 January 1980, the first day that a zip can name.
_DAY: Final = (1 << 5) | 1
_LOCAL, _ENTRY, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_DEFLATE, _VERSION, _UTF8 = 8, 20, 0x800
_LEVEL: Final = 6
#: A zip without extensions holds no more; a volume of a binder is far smaller.
_MOST: Final = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class Deflated:
    """A part's content as a zip holds it."""

    data: bytes
    checksum: int
    size: int


class TooLarge(ValueError):
    """More than a plain zip can hold."""


def deflated(content: bytes) -> Deflated:
    """A whole part.

    Why not ``zlib``: systems ship it in several makes, which pack differently; libdeflate comes along and is faster.
    """
    return Deflated(bytes(deflate_compress(content, _LEVEL)), crc32(content), len(content))


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The document of these parts."""
    return zipped({name: deflated(content) for name, content in parts.items()})


def zipped(parts: Mapping[str, Deflated]) -> bytes:
    """The document of these parts, names sorted behind the content types. Raises TooLarge beyond 4 GiB."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
        head, entry = _headers(name, parts[name], at)
        pieces += (head, parts[name].data)
        directory.append(entry)
        at += len(head) + len(parts[name].data)
    size = sum(map(len, directory))
    if at + size > _MOST or len(directory) > 0xFFFF:
        raise TooLarge
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), size, at, 0)
    return b"".join((*pieces, *directory, end))


def _headers(name: str, part: Deflated, at: int) -> tuple[bytes, bytes]:
    if max(part.size, at) > _MOST:
        raise TooLarge
    raw = name.encode()
    flags = 0 if name.isascii() else _UTF8
    sizes = (part.checksum, len(part.data), part.size)
    local = _LOCAL.pack(b"PK\3\4", _VERSION, flags, _DEFLATE, 0, _DAY, *sizes, len(raw), 0)
    entry = _ENTRY.pack(b"PK\1\2", _VERSION, _VERSION, flags, _DEFLATE, 0, _DAY, *sizes, len(raw), 0, 0, 0, 0, 0, at)
    return local + raw, entry + raw
