"""LibreOffice lays a binder out: the contents name the pages that the PDF has, in every volume."""

from __future__ import annotations

import re

import pytest

from binder.made import checked, contents, document_of, project_at, scope, words
from documents.example import REVISION
from meidang.pipeline.binder import build_binder
from meidang.pipeline.office import Failed, find_office, printed, to_pdf
from tools import require_font, require_tool

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    """A department's binder in volumes of nine pages at most, with their PDFs."""
    require_tool("soffice")
    require_font()
    project = project_at(tmp_path_factory.mktemp("binder") / "small")
    (project.root / "archive/binder.yaml").write_text("volume_pages: 9\n")
    return build_binder(project, checked(project), REVISION, scope("department", "K01"), pdf=True)


def volumes(bound):
    for number in range(1, len(bound.volumes) + 1):
        stem = f"卷宗-美容外科-第{number}册"
        word = (bound.folder / f"{stem}.docx").read_bytes()
        yield document_of(word), printed((bound.folder / f"{stem}.pdf").read_bytes())


def test_it_was_split_and_nothing_was_complained_of(bound):
    assert len(bound.volumes) > 1
    assert bound.remarks == ()
    assert [volume.first for volume in bound.volumes[1:]] == [volume.last + 1 for volume in bound.volumes[:-1]]
    assert bound.pages == bound.volumes[-1].last


def test_the_contents_name_the_pages_that_the_pdf_has(bound):
    total = 0
    for (xml, pdf), volume in zip(volumes(bound), bound.volumes, strict=True):
        lines = contents(xml)
        marks = [mark for mark in pdf.headings if mark.level <= 1]
        assert [mark.title for mark in marks] == [title for title, _, _ in lines]
        front = marks[0].page
        assert [str(mark.page - front + volume.first) for mark in marks] == [page for _, _, page in lines]
        assert pdf.pages - front == volume.last - volume.first + 1
        total += len(lines)
    dividers = [unit for volume in bound.volumes for unit in volume.units if unit.sheet is None]
    assert total == bound.documents + bound.attachments + len(dividers)
    assert any(unit.again for unit in dividers)


def test_a_part_that_goes_on_begins_with_an_index_of_what_follows(bound):
    found = 0
    for (xml, _), volume in zip(volumes(bound), bound.volumes, strict=True):
        for unit in (unit for unit in volume.units if unit.again):
            divider = words(xml[xml.rindex(f'w:name="{unit.bookmark}"') :].partition("<w:sectPr")[0])
            behind = [one.title for one in volume.units if one.number in unit.following]
            assert behind
            assert all(title in divider for title in behind)
            found += 1
    assert found


def test_the_first_volume_lists_all(bound):
    xml, _ = next(volumes(bound))
    text = re.sub(r"<[^>]*>", "", xml)
    assert "分册目录" in text
    assert f"第 {len(bound.volumes)} 册" in text


def test_what_libreoffice_cannot_open_is_said():
    with pytest.raises(Failed, match="LibreOffice"):
        to_pdf(find_office() or require_tool("soffice"), b"PK\x03\x04 not a document")
