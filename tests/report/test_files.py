"""``meidang check --report FORMAT=FILE``: text in the log and files beside it, in one run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from lxml import etree

from meidang.cli import main

SMALL = Path(__file__).parents[1] / "site" / "small"


@pytest.fixture
def hospital(tmp_path):
    shutil.copytree(SMALL / "archive", tmp_path / "archive")
    return tmp_path


def check(hospital, *arguments):
    return main(["check", "--root", str(hospital), "--fail-on", "never", *arguments])


def test_several_reports_and_the_text_in_one_run(hospital, capsys):
    files = {name: hospital / "out" / f"check.{name}" for name in ("sarif", "junit", "gitlab", "json")}
    assert check(hospital, *(f"--report={name}={file}" for name, file in files.items())) == 0
    assert "已检查 " in capsys.readouterr().out
    found = json.loads(files["json"].read_text(encoding="utf-8"))["findings"]
    assert found
    assert len(json.loads(files["gitlab"].read_text(encoding="utf-8"))) == len(found)
    assert len(json.loads(files["sarif"].read_text(encoding="utf-8"))["runs"][0]["results"]) == len(found)
    # Rules that found nothing are told too: they come from the program, not from the findings.
    assert len(etree.parse(files["junit"]).findall(".//testcase")) > len(found)


def test_a_report_replaces_the_last_one_and_leaves_nothing_beside_it(hospital, capsys):
    file = hospital / "out/check.json"
    for _ in range(2):
        check(hospital, f"--report=json={file}")
    assert [one.name for one in file.parent.iterdir()] == ["check.json"]
    assert file.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("place", ["archive/x.json", "archive/staff/D01.yaml", "build/../archive/x.json"])
def test_no_report_is_written_among_the_records(place, hospital, capsys):
    before = sorted(hospital.rglob("*"))
    assert check(hospital, f"--report=json={hospital / place}") == 2
    assert "报告请写到别处" in capsys.readouterr().err
    assert sorted(hospital.rglob("*")) == before


def test_nor_through_a_link(hospital, tmp_path, capsys):
    (hospital / "out").symlink_to(hospital / "archive")
    assert check(hospital, f"--report=json={hospital / 'out/x.json'}") == 2
    (hospital / "link.json").symlink_to(hospital / "elsewhere.json")
    assert check(hospital, f"--report=json={hospital / 'link.json'}") == 2
    assert not (hospital / "elsewhere.json").exists()


@pytest.mark.parametrize("word", ["html=x", "sarif", "sarif=", "=x"])
def test_a_wrong_report_says_how_to_write_it(word, hospital, capsys):
    with pytest.raises(SystemExit) as ended:
        check(hospital, f"--report={word}")
    assert ended.value.code == 2
    assert "格式=文件" in capsys.readouterr().err
