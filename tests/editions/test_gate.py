"""The gate looks into every format that a site can hold."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
import zlib

import docx
import openpyxl
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from meidang.render.pages import PrivateValue, leaks

SECRET = "虚构市虚构区虚构路7号2单元"
VALUES = [PrivateValue("staff/D01", "家庭住址", SECRET)]
_EXIF_USER, _EXIF_TITLE = 0x010E, 0x9C9B


def _saved(thing, **options):
    target = io.BytesIO()
    thing.save(target, **options)
    return target.getvalue()


def _word(said="", author=""):
    document = docx.Document()
    paragraph = document.add_paragraph("前")
    for character in said:
        paragraph.add_run(character).bold = True
    document.core_properties.author = author
    return _saved(document)


def _excel(said="", title="", sheet="表"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.active["B2"] = said
    book.properties.title = title
    return _saved(book)


def _picture():
    return Image.new("RGB", (8, 8), "white")


def _png(text):
    info = PngInfo()
    info.add_text("Comment", text, zip=True)
    return _saved(_picture(), format="PNG", pnginfo=info)


def _png_international(text):
    info = PngInfo()
    info.add_itxt("Title", text, zip=True)
    return _saved(_picture(), format="PNG", pnginfo=info)


def _jpeg(text, tag=_EXIF_USER):
    exif = Image.Exif()
    exif[tag] = text.encode("utf-16-le" if tag == _EXIF_TITLE else "utf-8")
    return _saved(_picture(), format="JPEG", exif=exif)


def _pdf(text):
    stream = zlib.compress(f"<{('﻿' + text).encode('utf-16-be').hex()}> Tj".encode())
    return b"%PDF-1.7\n1 0 obj<</Length 9>>stream\n" + stream + b"\nendstream endobj\n%%EOF"


def _zip(name, content):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


HIDING = {
    "runs of a Word paragraph": ("a.docx", lambda text: _word(said=text)),
    "author of a Word file": ("a.docx", lambda text: _word(author=text)),
    "cell of a workbook": ("a.xlsx", lambda text: _excel(said=text)),
    "title of a workbook": ("a.xlsx", lambda text: _excel(title=text)),
    "name of a sheet": ("a.xlsx", lambda text: _excel(sheet=text)),
    "compressed comment of a PNG": ("a.png", _png),
    "international text of a PNG": ("a.png", _png_international),
    "behind the end of a PNG": ("a.png", lambda text: _png("") + text.encode()),
    "description in EXIF": ("a.jpg", _jpeg),
    "title of Windows in EXIF": ("a.jpg", lambda text: _jpeg(text, _EXIF_TITLE)),
    "comment of a JPEG": ("a.jpg", lambda text: _saved(_picture(), format="JPEG", comment=text.encode())),
    "behind the end of a JPEG": ("a.jpg", lambda text: _jpeg("") + text.encode()),
    "stream of a PDF": ("a.pdf", _pdf),
    "compressed": ("a.js.gz", lambda text: gzip.compress(text.encode())),
    "file in a zip": ("a.zip", lambda text: _zip("a.txt", text)),
    "name of a file in a zip": ("a.zip", lambda text: _zip(f"{text}.txt", "")),
    "workbook in a zip": ("a.zip", lambda text: _zip("a.xlsx", _excel(said=text))),
    "UTF-16": ("a.bin", lambda text: b"\x00" + text.encode("utf-16-le")),
    "picture inside a page": (
        "a.html",
        lambda text: f'<img src="data:image/jpeg;base64,{base64.b64encode(_jpeg(text)).decode()}">'.encode(),
    ),
}


@pytest.mark.parametrize("place", HIDING)
def test_the_gate_looks_into_it(place):
    path, make = HIDING[place]
    assert [str(leak) for leak in leaks([(path, make(SECRET))], VALUES)] == [f"{path} 里有 staff/D01 的「家庭住址」"]
    assert leaks([(path, make("虚构市另一条路8号"))], VALUES) == []


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no archive", b"\x1f\x8b no gzip", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]
)
def test_a_broken_file_stops_nobody_and_hides_nothing(content):
    assert leaks([("a.bin", content)], VALUES) == []
    assert leaks([("a.bin", content + b"\x00" * 20 + SECRET.encode())], VALUES)
