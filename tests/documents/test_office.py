"""LibreOffice opens every document and prints it: no blank page, nothing lost on the way, every letter has a shape."""

from __future__ import annotations

import subprocess

import pytest

from documents.example import documents
from tools import require_font, require_tool

pytestmark = pytest.mark.office

#: Records whose documents are long, have long names or stand empty; of every other template the first document.
CHOSEN = {"D01", "T07", "aesthetic_surgery", "pharmacy", "self-T05-2021", "national-restricted-2022"}


def chosen():
    """Every document of the chosen records, and one of each template."""
    seen = {document.template for document in documents() if document.id in CHOSEN}
    for document in documents():
        if document.id in CHOSEN or document.template not in seen:
            seen.add(document.template)
            yield document


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The PDF of each chosen document, by file name."""
    soffice = require_tool("soffice")
    require_font()
    folder = tmp_path_factory.mktemp("office")
    for document in chosen():
        (folder / f"{document.kind}-{document.id}-{document.template}").write_bytes(document.content)
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
    assert len(printed) == len(list(chosen()))


def test_no_page_is_blank_and_each_says_where_it_is(printed):
    for name, pdf in printed.items():
        found = pages(pdf)
        for number, page in enumerate(found, start=1):
            words = page.split()
            assert len("".join(words)) > 60, f"{name} page {number}"
            expected = f"第{number}页共{len(found)}页"
            assert number == 1 or expected in "".join(words), f"{name} page {number}"


def test_the_first_heading_follows_the_cover(printed):
    for name, pdf in printed.items():
        found = pages(pdf)
        is_cover = "第1页" not in "".join(found[0].split())
        if is_cover:
            assert "一、" in found[1] or "（一）" in found[1], name


def test_a_form_fits_its_sheet(printed):
    """Only the application for a new technique takes two."""
    forms = {name: len(pages(pdf)) for name, pdf in printed.items() if name.startswith("institution-") and "." in name}
    assert {name for name, count in forms.items() if count > 1} == {
        "institution-institution-institution.new_technique_application",
        "institution-institution-institution.roster",
    }
