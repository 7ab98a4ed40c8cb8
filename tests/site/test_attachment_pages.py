"""Attachments: each has a page that leads back to its records; its picture only where a record allows the edition."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from meidang.archive import Archive
from meidang.models.audience import Edition
from meidang.models.base import changed
from meidang.pipeline.published import read_published
from meidang.project import Project
from meidang.render.pages.addresses import attachment_path

FILE = "attachments/institution/执业许可证.jpg"
ADDRESS = attachment_path(FILE)
SMALL = Path(__file__).parent / "small"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The small archive, where the scan is a photograph that says in its metadata who took it."""
    root = tmp_path_factory.mktemp("scanned")
    shutil.copytree(SMALL / "archive", root / "archive")
    image = Image.new("RGB", (60, 40), "white")
    exif = image.getexif()
    exif[0x010E], exif[0x013B] = "secret description", "secret photographer"
    image.save(root / "archive" / FILE, "JPEG", exif=exif, comment=b"secret comment")
    return Project(root)


@pytest.fixture
def allowing(archive):
    """The archive, with the licence's scan shown as far as is said."""

    def make(shown_in):
        item = archive.items["institution"]
        licences = tuple(
            changed(one, {"scan": changed(one.scan, {"shown_in": shown_in})}) if one.scan else one
            for one in item.record.licences
        )
        told = replace(item, record=changed(item.record, {"licences": licences}))
        return Archive({**archive.items, item.key: told}, archive.ids, archive.references)

    return make


SHOWN = {
    None: set(),
    "内部版": {Edition.INTERNAL},
    "评审版": {Edition.INTERNAL, Edition.INSPECTOR},
    "公开版": set(Edition),
}


@pytest.mark.parametrize("shown_in", SHOWN)
def test_a_picture_is_in_the_editions_that_its_record_allows(shown_in, allowing, project, make_site):
    other = allowing(shown_in)
    for edition in Edition:
        found = read_published(project, other, edition)
        site = make_site(other, edition=edition, pictures=found)
        pictures = [path for path in site.files if path.startswith("attachment/")]
        assert bool(pictures) == (edition in SHOWN[shown_in])
        if pictures:
            assert f'<img src="{pictures[0].rpartition("/")[2]}"' in site.pages[ADDRESS].body.replace(
                "../attachment/", ""
            )
        elif ADDRESS in site.pages:
            assert "<img" not in site.pages[ADDRESS].body
            assert "没有放上本网站" in site.pages[ADDRESS].body


def test_a_published_picture_has_no_metadata(allowing, project, make_site):
    other = allowing("公开版")
    site = make_site(other, pictures=read_published(project, other, Edition.PUBLIC), edition=Edition.PUBLIC)
    (content,) = [content for path, content in site.files.items() if path.startswith("attachment/")]
    assert b"secret" not in content
    with Image.open(BytesIO(content)) as image:
        assert image.size == (60, 40)
        assert not image.getexif()


def test_the_way_leads_from_record_to_attachment_and_back(pages):
    assert f'href="{ADDRESS}"' in pages["institution.html"]
    assert 'href="../institution.html#licences"' in pages[ADDRESS]
    assert f'href="{ADDRESS}"' in pages["attachments.html"]
    assert "执业许可证.jpg" in pages[ADDRESS]


def test_a_file_that_is_not_there_is_said_and_stops_nothing(allowing, project, tmp_path, make_site):
    other = allowing("公开版")
    found = read_published(Project(tmp_path), other, Edition.PUBLIC)
    assert found == {}
    assert "没有放上本网站" in make_site(other, pictures=found).pages[ADDRESS].body


def test_a_personal_number_in_a_files_name_is_not_told(archive, make_site):
    item = archive.items["institution"]
    named = tuple(
        changed(one, {"scan": changed(one.scan, {"file": "attachments/13800138000.jpg"})}) if one.scan else one
        for one in item.record.licences
    )
    told = replace(item, record=changed(item.record, {"licences": named}))
    site = make_site(Archive({**archive.items, item.key: told}, archive.ids, archive.references))
    said = [address for address, page in site.pages.items() if "13800138000" in f"{address}{page}"]
    assert said == []
