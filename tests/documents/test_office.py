"""LibreOffice opens every document and prints it: no blank page, nothing lost on the way, every letter has a shape."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

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
    return printed_by(soffice, folder, folder)


def printed_by(soffice: str, folder: Path, to: Path, **environment: str) -> dict[str, Path]:
    """The PDF, in ``to``, of each document of a folder."""
    command = [soffice, f"-env:UserInstallation={(to / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    files = sorted(folder.glob("*.docx"))
    known = {**os.environ, **environment}
    subprocess.run([*command, "--outdir", to, *files], check=True, capture_output=True, timeout=300, env=known)
    return {file.stem: to / f"{file.stem}.pdf" for file in files}


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
    """Lists and filled forms may take more."""
    forms = {name: len(pages(pdf)) for name, pdf in printed.items() if name.startswith("institution-") and "." in name}
    assert {name for name, count in forms.items() if count > 1} == {
        "institution-institution-institution.医疗美容项目分级管理审核表",
        "institution-institution-institution.roster",
    }


# --- other fonts ---------------------------------------------------------------------------------------------------------

#: Of the fonts that hospitals have, a stand-in with high lines and one with low ones.
STAND_INS = {"high": ("Noto Serif CJK SC", "Noto Sans CJK SC"), "low": ("WenQuanYi Zen Hei", "WenQuanYi Zen Hei")}


def _font_settings(song: str, hei: str) -> str:
    """Settings of fontconfig under which the two fonts are others."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{given}</string></edit></match>'
        for asked, given in (("宋体", song), ("黑体", hei), ("Times New Roman", "Liberation Serif"))
    )
    include = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    return f"{head}<fontconfig>{include}{rules}</fontconfig>"


def test_pages_begin_alike_with_other_fonts(tmp_path):
    """So that page numbers counted here hold in the hospital, whose fonts are as low as one and as wide as either."""
    soffice = require_tool("soffice")
    for family in ("Liberation Serif", *(family for pair in STAND_INS.values() for family in pair)):
        require_font(family)
    for document in documents():
        if document.template == "staff.docx":
            (tmp_path / f"{document.kind}-{document.id}.docx").write_bytes(document.content)
    begins: dict[str, dict[str, list[str]]] = {}
    for name, pair in STAND_INS.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "fonts.conf").write_text(_font_settings(*pair), encoding="utf-8")
        found = printed_by(soffice, tmp_path, folder, FONTCONFIG_FILE=str(folder / "fonts.conf"))
        begins[name] = {file: ["".join(page.split())[:70] for page in pages(pdf)] for file, pdf in found.items()}
    assert begins["high"] == begins["low"]
    assert sum(map(len, begins["high"].values())) > 60
