"""An archive in which every field that an edition hides holds something unmistakable; and the search for it in bytes."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import count
from urllib.parse import quote

from meidang.archive import Archive
from meidang.models.audience import Audience
from meidang.models.base import changed, describe
from meidang.models.codes import ATTACHMENT, EMAIL, LANDLINE, MOBILE, NATIONAL_ID, NUMBER_CODE, SHA256
from meidang.models.scalars import BIRTH_MONTH, LINE, LONG, MARKDOWN

#: What no text of the example, of the program or of a library holds; every sentinel has one of them in it.
HAN, LATIN, DIGITS, MONTH = "甴曱", "zqxjv", "7171717", "1871-07"
MARKS = (HAN, LATIN, DIGITS, MONTH)
_NUMBERS = count(1001)

_MAKE = {
    LINE: lambda number: f"{HAN}密语{number}号",
    LONG: lambda number: f"住{HAN}路 {number} 号，\n电话另记",
    MARKDOWN: lambda number: f"# {HAN}\n\n{HAN}正文{number}\n",
    NUMBER_CODE: lambda number: f"{LATIN.upper()}-{number}",
    ATTACHMENT: lambda number: f"attachments/{LATIN}{number}.pdf",
    SHA256: lambda number: f"{DIGITS}{number}".ljust(64, "0"),
    EMAIL: lambda number: f"{LATIN}{number}@example.invalid",
    LANDLINE: lambda number: f"0{DIGITS[:2]}-{DIGITS}{number % 10}",
    MOBILE: lambda number: f"13{DIGITS}{number % 100:02}",
    NATIONAL_ID: lambda number: f"1101051{DIGITS}{number}",
    BIRTH_MONTH: lambda number: MONTH,
}


def planted(archive, audience):
    """The archive with a sentinel in every written field that an edition for ``audience`` hides, and how many."""
    before = next(_NUMBERS)
    items = {key: replace(item, record=_filled(item.record, audience)) for key, item in archive.items.items()}
    references = tuple(replace(one, item=items[one.item.key]) for one in archive.references)
    return Archive(items, archive.ids, references), next(_NUMBERS) - before - 1


def _filled(record, audience, inherited=Audience.PUBLIC):
    update = {}
    for declared in describe(type(record)).values():
        value, reaches = getattr(record, declared.name), min(declared.audience, inherited)
        if declared.model:
            groups = value if declared.many else (value,) if value is not None else ()
            filled = tuple(_filled(one, audience, reaches) for one in groups)
            update[declared.name] = filled if declared.many else next(iter(filled), None)
        elif reaches < audience and not declared.ref and declared.leaf in _MAKE:
            one = _MAKE[declared.leaf](next(_NUMBERS))
            update[declared.name] = (one,) if declared.many else one
    return changed(record, update)


# --- the search ------------------------------------------------------------------------------------------------------


def found_in(path, content):
    """The marks in an output and its name, in plain or in one of the ways in which words are written otherwise."""
    found = set()
    for part in (path.encode(), *_unpacked(content)):
        found.update(mark for mark in MARKS if _pattern(mark).search(part))
    return found


def found_below(folder):
    """Every file below a folder that holds a mark."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {path: marks for path, content in found.items() if (marks := found_in(path, content))}


@cache
def _pattern(mark):
    forms = {form for word in {mark, mark.upper()} for form in _forms(word)}
    return re.compile(b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))


def _forms(word) -> Iterator[bytes]:
    code = [ord(character) for character in word]
    texts = {
        word,
        "".join(f"&#{one};" for one in code),
        "".join(f"&#x{one:x};" for one in code),
        "".join(f"&#x{one:X};" for one in code),
        "".join(f"\\u{one:04x}" for one in code),
        "".join(f"\\u{one:04X}" for one in code),
        "".join(f"\\{one:x} " for one in code),
        "".join(f"%{byte:02X}" for byte in word.encode()),
        "".join(f"%{byte:02x}" for byte in word.encode()),
        "".join(f".{byte:02X}" for byte in word.encode()),
        quote(word),
        word.encode().hex(),
        word.encode().hex().upper(),
        word.encode("utf-16-be").hex(),
        word[::-1],
        "\u200b".join(word),
        "&shy;".join(word),
        "<wbr>".join(word),
    }
    yield from (text.encode() for text in texts)
    yield from (word.encode(encoding) for encoding in ("utf-16-le", "utf-16-be", "gb18030"))
    for encoding in ("utf-8", "utf-16-le"):
        yield from _in_base64(word.encode(encoding))


def _in_base64(word) -> Iterator[bytes]:
    """What of a word stands in base64 whatever stands before it."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + word)
        middle = coded[-(-8 * before // 6) : 8 * (before + len(word)) // 6]
        if len(middle) >= 6:
            yield middle
            yield middle.replace(b"+", b"-").replace(b"/", b"_")


def _unpacked(content) -> Iterator[bytes]:
    yield content
    if b"&" in content:
        yield unescape(content.decode(errors="replace")).encode(errors="replace")
    if content.startswith(b"\x1f\x8b"):
        yield from _unpacked(gzip.decompress(content))
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                yield part.filename.encode()
                yield from _unpacked(archive.read(part))
    elif content.startswith((b"\x89PNG", b"%PDF")):
        for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
            try:
                yield zlib.decompressobj().decompress(content[match.start() :], 2**24)
            except zlib.error:
                continue
    elif content.lstrip().startswith(b"<"):
        yield re.sub(rb"<[^<>]*>|\s+", b"", content)
