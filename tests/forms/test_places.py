"""The trial's server reads and writes records and attachments where they belong, and nothing else."""

from __future__ import annotations

from base64 import b64encode

import pytest

from forms.asking import SCAN, saving
from forms.hospital import NURSE, RECORD, scan


@pytest.mark.parametrize("action", ["deleteFile", "deleteFiles"])
@pytest.mark.parametrize("path", [NURSE, "archive/attachments/D01/执业证书.pdf"])
def test_nothing_is_deleted_through_the_form(forms, root, action, path):
    done = forms.ask(action, path=path, paths=[path], options={"commitMessage": "删"})
    assert (done.status, "不能删除" in done.said["error"]) == (422, True)
    assert (root / path).exists()


def test_no_attachment_is_put_there_without_a_record(forms, root):
    asset = {"path": SCAN, "content": b64encode(scan()).decode(), "encoding": "base64"}
    assert forms.ask("persistMedia", asset=asset, options={"commitMessage": "传"}).status == 422
    assert not (root / SCAN).exists()


def test_a_record_is_not_renamed_through_the_form(forms, root):
    done = saving(forms, RECORD, newPath="archive/staff/N09.yaml")
    assert (done.status, "meidang rename" in done.said["error"]) == (422, True)
    assert not (root / "archive" / "staff" / "N09.yaml").exists()


PLACES = [
    "archive/staff/../../hospital.yaml",
    "/etc/passwd",
    "archive/staff/N02.yaml\0",
    "archive/staff/sub/N09.yaml",
    "archive/attachments/N02/a.yaml",
    "archive\\staff\\N09.yaml",
    "templates/staff.docx",
    "mkdocs.yml",
    ".git/config",
    "archive/.git/config",
    "",
]


@pytest.mark.parametrize("path", PLACES)
def test_no_other_place_is_read_or_written(forms, root, path):
    before = sorted(one for one in root.parent.rglob("*"))
    assert saving(forms, RECORD, path, base="").status == 422
    assert forms.ask("getEntry", path=path).status == 422
    assert saving(forms, RECORD, assets=[(path, scan())]).status == 422
    assert forms.ask("getMediaFile", path=path).status == 422
    assert forms.ask("entriesByFolder", folder=path, extension="yaml", depth=1).status == 422
    assert sorted(one for one in root.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "../a.png", ".a.png", "a.png\n", "CON/../a.png", "a.yaml.png/"]
)
def test_no_other_file_is_an_attachment(forms, name):
    assert saving(forms, RECORD, assets=[(f"archive/attachments/{name}", scan())]).status == 422


def test_a_scan_that_is_not_what_its_name_says_is_refused_with_the_place(forms, root):
    text = RECORD.replace("valid_to: 2026-05-19", "valid_to: 2026-05-19\n    scan: {file: attachments/N02/a.png}")
    done = saving(forms, text, assets=[("archive/attachments/N02/a.png", scan())])
    assert done.status == 422
    assert any(one.startswith("证照与资质第 1 项，扫描件") and "JPEG" in one for one in done.said["sentences"]), (
        done.said
    )
    assert not (root / "archive" / "attachments" / "N02").exists()


def test_links_lead_nowhere(forms, root, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "N09.yaml").write_text(RECORD, encoding="utf-8")
    (root / "archive" / "attachments" / "N02").symlink_to(outside)
    (root / "archive" / "work_plan" / "P9.yaml").symlink_to(outside / "N09.yaml")
    assert saving(forms, RECORD.replace("护师", "护士"), assets=[(SCAN, scan())]).status == 422
    assert forms.ask("getEntry", path="archive/work_plan/P9.yaml").said["data"] is None
    assert forms.ask("getMedia", mediaFolder="archive/attachments/N02").said == []
    assert saving(forms, RECORD, "archive/work_plan/P9.yaml", base="").status != 200
    assert [one.name for one in outside.iterdir()] == ["N09.yaml"]


def test_a_folder_of_records_that_is_a_link_takes_no_new_record(forms, root, tmp_path):
    outside = tmp_path / "outside"
    (root / "archive" / "research_project").rename(outside)
    (root / "archive" / "research_project").symlink_to(outside)
    before = sorted(one.name for one in outside.iterdir())
    done = saving(forms, "title: 新课题\n", "archive/research_project/R09.yaml", base="")
    assert done.status != 200
    assert sorted(one.name for one in outside.iterdir()) == before


def test_pictures_to_choose_from_are_those_of_one_folder(forms):
    found = forms.ask("getMedia", mediaFolder="archive/attachments/institution").said
    assert [one["name"] for one in found] == ["执业许可证.jpg"]
    assert found[0]["content"] == b64encode(scan()).decode()
    assert forms.ask("getMediaFile", path=found[0]["path"]).said == found[0]
