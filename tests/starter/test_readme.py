"""With only the Chinese README: what its examples say is valid, and leads to the first binder."""

from __future__ import annotations

import re
import shlex
from datetime import date

import pytest

from meidang.cli import main
from meidang.cli.parser import make_parser
from meidang.findings import Severity
from meidang.models.staff import Staff
from meidang.pipeline import check
from meidang.project import Project
from meidang.render.starter import Answers, render_starter
from starter.begun import blocks_of, copied, filled_in, uncommented


@pytest.fixture(scope="module")
def walked(fresh, tmp_path_factory):
    return filled_in(copied(fresh, tmp_path_factory.mktemp("walked") / "x"))


def test_the_examples_of_the_readme_are_valid(walked):
    checked = check(Project(walked), today=date(2026, 11, 26))
    errors = [found for found in checked.findings if found.severity is Severity.ERROR]
    assert not errors
    person = checked.archive.of(Staff)[0].record
    assert (person.name, person.department_id) == ("张三", "aesthetic_surgery")


def test_a_department_is_put_in_use_before_people_are_told_to_be_in_it(fresh):
    text = (fresh / "README.md").read_text(encoding="utf-8")
    assert text.index("把“是否设置”") < text.index("meidang new staff") < text.index("head_id: D01")


def test_a_prompt_that_is_left_in_a_record_is_pointed_out(fresh, tmp_path):
    folder = copied(fresh, tmp_path / "x")
    path = folder / "archive/institution.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^# (?=[a-z_]+:$|  )", "", text, flags=re.MULTILINE), encoding="utf-8")
    found = [one for one in check(Project(folder), today=date(2026, 11, 26)).findings if one.severity is Severity.ERROR]
    assert [one.code for one in found] == ["SRC028"] * 7, "a subject's two lines and a licence's five"


def test_they_lead_to_documents_and_a_binder(walked, tmp_path, monkeypatch, capsys):
    # Why: without LibreOffice on the way a binder is made in a second, as it is for whoever has not got it.
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["build", "docs", "--root", str(walked)]) == 0
    assert main(["build", "binder", "--root", str(walked)]) == 0
    assert list((walked / "build/binder").rglob("*.docx"))
    names = [file.name for file in (walked / "build/docs").rglob("*.docx")]
    assert any("张三" in name for name in names)


def commands(fresh):
    """What the README says is to be typed, whole lines and in a sentence, with a day for the word."""
    text = (fresh / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"`(meidang [^`]+)`|^ +(meidang [^#\n]+)", text, re.MULTILINE)
    return {(one or other).strip().replace("日期", "2026-11-26") for one, other in found}


def test_every_command_that_the_readme_names_is_one_that_the_program_takes(fresh):
    named = commands(fresh)
    assert len(named) > 25
    # Help ends the program, so of those that ask for it the command itself is tried.
    for command in (one.removesuffix(" --help") for one in named):
        make_parser().parse_args(shlex.split(command)[1:])
    assert {"check", "build", "new", "renew", "fmt", "due", "diff", "who", "import", "export-form", "forms"} <= {
        command.split()[1] for command in named
    }


@pytest.mark.parametrize("word", ["合并请求", "备份", "MEIDANG_NOTIFY", "forms", "打了红叉", "合并错了", "条数多"])
def test_what_people_ask_first_is_answered(fresh, word):
    assert word in (fresh / "README.md").read_text(encoding="utf-8")


def test_only_the_chosen_platform_is_explained():
    text = render_starter(Answers("甲", date(2026, 11, 26), "0", platforms=("gitlab",)))["README.md"]
    assert "**GitLab**" in text
    assert "**GitHub**" not in text
    assert "CODEOWNERS" not in text


def test_files_that_the_readme_names_are_there(fresh):
    text = (fresh / "README.md").read_text(encoding="utf-8")
    first_table = text.partition("## ")[0]
    for path in re.findall(r"`(archive/[^`]*|[a-z_]+\.yaml)`", first_table):
        file = fresh / path if path.startswith("archive") else fresh / "archive" / path
        assert file.exists(), path


def test_its_lines_are_there_even_where_no_department_is_in_use_yet():
    texts = render_starter(Answers("甲", date(2026, 11, 26), "0"))
    blocks = blocks_of(texts["README.md"])
    assert blocks
    for path, block in blocks:
        assert uncommented(texts[path], block) != texts[path]
