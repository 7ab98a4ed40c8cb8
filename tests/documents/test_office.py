"""LibreOffice opens every document and prints it: no blank page, nothing lost on the way, every letter has a shape."""

from __future__ import annotations

import subprocess

import pytest

from documents.example import documents
from tools import require_font, require_tool

pytestmark = pytest.mark.office

#: One of each template, and the longest.
CHOSEN = {"D01", "T07", "aesthetic_surgery", "self-T05-2021", "national-restricted-2022", "institution"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The PDF of each chosen document, by file name."""
    soffice = require_tool("soffice")
    require_font()
    folder = tmp_path_factory.mktemp("office")
    for document in documents():
        if document.id in CHOSEN:
            (folder / f"{document.id}-{document.template}").write_bytes(document.content)
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    files = sorted(folder.glob("*.docx"))
    subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=300)
    return {file.stem: file.with_suffix(".pdf") for file in files}


def pages(pdf) -> list[str]:
    command = [require_tool("pdftotext"), "-layout", pdf, "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.removesuffix("\f").split("\f")


def test_every_document_opens_and_prints(printed):
    assert [name for name, pdf in printed.items() if not pdf.is_file()] == []
    assert len(printed) == 7


def test_no_page_is_blank_and_each_says_where_it_is(printed):
    for name, pdf in printed.items():
        found = pages(pdf)
        for number, page in enumerate(found, start=1):
            words = page.split()
            assert len("".join(words)) > 60, f"{name} page {number}"
            is_cover = number == 1 and not any("一览表" in word for word in words)
            expected = f"第{number}页共{len(found)}页"
            assert is_cover or expected in "".join(words), f"{name} page {number}"


def test_the_first_heading_follows_the_cover(printed):
    for name, pdf in printed.items():
        found = pages(pdf)
        if "一览表" not in found[0]:
            assert "一、" in found[1] or "（一）" in found[1], name
