"""With only the Chinese README: what its examples say is valid, and leads to the first binder."""

from __future__ import annotations

import re
from datetime import date

import pytest

from meidang.cli import main
from meidang.cli.options import OPTIONS
from meidang.findings import Severity
from meidang.models.staff import Staff
from meidang.pipeline import check
from meidang.project import Project
from starter.begun import copied, filled_in, fresh

__all__ = ["fresh"]


@pytest.fixture(scope="module")
def walked(fresh, tmp_path_factory):
    return filled_in(copied(fresh, tmp_path_factory.mktemp("walked") / "x"))


def test_the_examples_of_the_readme_are_valid(walked):
    checked = check(Project(walked), today=date(2026, 11, 26))
    errors = [found for found in checked.findings if found.severity is Severity.ERROR]
    assert not errors
    person = checked.archive.of(Staff)[0].record
    assert (person.name, person.department_id) == ("张三", "aesthetic_surgery")


def test_they_lead_to_documents_a_site_and_a_binder(walked, capsys):
    assert main(["build", "docs", "--root", str(walked)]) == 0
    assert main(["build", "binder", "--root", str(walked)]) == 0
    assert list((walked / "build/binder").rglob("*.docx"))
    names = [file.name for file in (walked / "build/docs").rglob("*.docx")]
    assert any("张三" in name for name in names)


def test_every_command_that_the_readme_names_exists(fresh):
    from meidang.cli.parser import make_parser

    text = (fresh / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`|bin/)meidang ([a-z-]+)", text, re.MULTILINE))
    modules = {
        options.__name__.rpartition(".")[2].strip("_").replace("_", "-")
        for group in OPTIONS.values()
        for options in group
    }
    assert {"check", "build", "new", "renew", "fmt", "due", "diff", "who"} <= named <= modules
    assert make_parser()


def test_files_that_the_readme_names_are_there(fresh):
    text = (fresh / "README.md").read_text(encoding="utf-8")
    first_table = text.partition("## ")[0]
    for path in re.findall(r"`(archive/[^`]*|[a-z_]+\.yaml)`", first_table):
        file = fresh / path if path.startswith("archive") else fresh / "archive" / path
        assert file.exists(), path
