"""The QR code on paper: a page, printed and scanned, says which document it belongs to."""

from __future__ import annotations

import subprocess

import pytest
import zxingcpp
from PIL import Image

from documents.example import SMALL, documents
from meidang.render.word.seal_part import read_seal
from meidang.render.word.stamp import scanned_text
from tools import require_font, require_tool
from word.saved import parts_of

pytestmark = pytest.mark.office


def test_a_printed_page_says_what_document_it_is(tmp_path):
    require_font()
    document = next(one for one in documents(SMALL) if one.kind == "staff")
    (tmp_path / "a.docx").write_bytes(document.content)
    office = [require_tool("soffice"), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*office, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    subprocess.run([require_tool("pdftoppm"), "-gray", "-r", "150", tmp_path / "a.pdf", tmp_path / "page"], check=True)
    read = []
    for page in sorted(tmp_path.glob("page*.pgm")):
        with Image.open(page) as image:
            read += [found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]
    assert read == [scanned_text(read_seal(parts_of(document.content)))]
