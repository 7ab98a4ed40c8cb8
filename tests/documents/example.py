"""What the tests of documents share: the example archive, the shipped templates, and a document's text."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date
from functools import cache
from pathlib import Path
from struct import pack

from lxml import etree

from meidang.archive import Archive
from meidang.load import is_record_path, load_archive
from meidang.render.documents import Document, render_documents
from meidang.render.word.properties import CORE, Properties
from meidang.rules import RULES, run_rules
from meidang.source.files import read_sources

CHECKOUT = Path(__file__).parents[2]
AS_OF = date(2026, 6, 30)
REVISION = "0123456789"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


#: A small hospital with one record of every kind and one file of every ledger.
SMALL = CHECKOUT / "tests/site/small"


def _chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))


#: A sound picture of four red points.
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\xff\0\0\xff\0\0" * 2))
    + _chunk(b"IEND", b"")
)


@cache
def archive(root: Path = CHECKOUT) -> Archive:
    """The example archive as loaded, or the small one."""
    sources, _ = read_sources(root, "archive", is_record_path)
    return load_archive(sources).archive


@cache
def templates() -> dict[str, bytes]:
    """The shipped templates by file name."""
    return {path.name: path.read_bytes() for path in sorted((CHECKOUT / "templates").glob("*.docx"))}


@cache
def documents(root: Path = CHECKOUT) -> tuple[Document, ...]:
    """Every document of the example archive, or of the small one."""
    findings = run_rules(archive(root), RULES.values(), AS_OF)
    return tuple(render_documents(archive(root), findings, templates(), as_of=AS_OF, revision=REVISION))


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    """A part of a document, parsed strictly."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def paragraphs(content: bytes, name: str = "word/document.xml") -> list[str]:
    """The text of every paragraph, with Word's line ends and tabs as characters."""
    return [_text(paragraph) for paragraph in part(content, name).iter(f"{W}p")]


def _text(paragraph) -> str:
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    runs = (element for element in paragraph.iter(f"{W}t", *marks) if element.getparent().tag == f"{W}r")
    return "".join(marks.get(element.tag) or element.text or "" for element in runs)


def repacked(content: bytes, change) -> bytes:
    """A document with its parts changed: ``change`` gets and returns the parts by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in change(parts).items():
            package.writestr(name, data)
    return buffer.getvalue()


def saying(text: str, *, template: str = "staff.docx") -> bytes:
    """A shipped template with a paragraph of this text (XML inside) before all others."""

    def change(parts):
        body = parts["word/document.xml"].decode()
        parts["word/document.xml"] = body.replace("<w:body>", f"<w:body>{text}", 1).encode()
        return parts

    return repacked(templates()[template], change)


def line(text: str) -> str:
    """A paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def subject(text: str):
    """A change of a template's parts: this is its subject."""
    core = Properties("标题", "", AS_OF, subject=text).xml()
    return lambda parts: {**parts, CORE: core}
