"""``meidang init``: hostile and wrong answers, questions on a terminal; what is not made whole is not made at all."""

from __future__ import annotations

import io
import os
import sys
from contextlib import nullcontext
from datetime import date

import pytest

from meidang.cli import main
from meidang.models.department import Department
from meidang.models.institution import Institution
from meidang.pipeline import check
from meidang.pipeline.formatting import formatted_record
from meidang.pipeline.installed import Installed
from meidang.project import Project
from meidang.render.starter import Answers
from meidang.render.starter.records import institution, settings
from meidang.source.read import parse
from starter.begun import FLAGS, GITLAB, NAME, begin

TODAY = date(2026, 11, 26)


def judged(folder):
    return check(Project(folder), today=TODAY)


# --- hostile and wrong answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "a: b",
        "# x",
        "'\"",
        "<script>alert(1)</script>",
        "- x",
        "{a: 1}",
        "no",
        "0123",
        "2026-01-01",
        "@@since@@",
        "*x*",
        "$(id)",
        "医院 #1",
        "|",
    ],
)
def test_a_name_is_a_name_whatever_it_holds(name):
    answers = Answers(name, TODAY, "0", short_name=name)
    texts = {"archive/institution.yaml": institution(answers), "archive/settings.yaml": settings(answers)}
    read = {path: parse(text, path).source.data for path, text in texts.items()}
    assert read["archive/institution.yaml"]["name"] == name
    assert read["archive/settings.yaml"]["site"]["short_name"] == name
    assert all(formatted_record(path, text) == text for path, text in texts.items())


def test_a_name_that_looks_like_markup_is_text_everywhere(tmp_path, capsys):
    name = "<script>alert(1)</script>'\": # @@since@@"
    folder = begin(tmp_path / "x", "--name", name, "--yes", "--no-git", "--ci", "none")
    checked = judged(folder)
    assert not checked.has_errors
    assert checked.archive.of(Institution)[0].record.name == name
    assert "<script" not in (folder / "README.md").read_text(encoding="utf-8")
    assert main(["fmt", "--check", "--root", str(folder)]) == 0


@pytest.mark.parametrize("name", ["a\nb: c", "\x1b[2J", "\u202e院", "", "  "])
def test_a_name_that_is_none_is_refused_and_nothing_is_left(tmp_path, name, capsys):
    assert main(["init", str(tmp_path / "x"), "--name", name, "--yes"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--departments", "心内科"), "没有科室“心内科”"),
        (("--type", "酒店"), "没有机构类型“酒店”"),
        (("--inspection", "明天"), "不是日期"),
        (("--ci", "svn"), "--ci 不能是"),
    ],
)
def test_a_wrong_flag_says_what_to_write(tmp_path, flags, said, capsys):
    with pytest.raises(SystemExit) if flags[0] in ("--inspection", "--ci") else no_exit():
        assert main(["init", str(tmp_path / "x"), "--name", NAME, "--yes", *flags]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def no_exit():
    return nullcontext()


def test_a_second_run_writes_nothing(tmp_path, capsys):
    folder = begin(tmp_path / "x", *FLAGS, "--ci", "none")
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert main(["init", str(folder), *FLAGS]) == 2
    assert "从不覆盖" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_an_empty_folder_will_do_and_a_file_or_link_will_not(tmp_path, monkeypatch, capsys):
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr("meidang.cli.init.installed", Installed)
    begin(tmp_path / "empty", *FLAGS, "--ci", "none")
    # What the program came in is not at hand: somebody must bring it.
    assert "还缺安装文件 meidang-" in capsys.readouterr().out
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link", "no/such"):
        assert main(["init", str(tmp_path / name), *FLAGS]) == 2
    assert (tmp_path / "file").read_text() == "x"


def test_a_failure_leaves_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("meidang.pipeline.starting.settle", fails)
    assert main(["init", str(tmp_path / "x"), *FLAGS]) == 74
    assert not list(tmp_path.iterdir())


def fails(*arguments, **options):
    raise OSError(28, "full")


def test_without_a_terminal_everything_must_be_said(tmp_path, capsys):
    assert main(["init", str(tmp_path / "x")]) == 2
    assert "--name" in capsys.readouterr().err
    assert main(["init", str(tmp_path / "x"), "--name", NAME]) == 2
    assert "--yes" in capsys.readouterr().err


# --- questions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def terminal(monkeypatch):
    def answers(*lines):
        monkeypatch.setattr(sys, "stdin", Typed("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    return answers


class Typed(io.StringIO):
    def isatty(self):
        return True


def test_questions_have_defaults_and_ask_again(tmp_path, terminal, capsys):
    # What an input method types is understood: full-width digits, letters and brackets.
    answers = ("９", "５", "", "心内科", "１、　药剂科", "明天", "２０２７－０３－０１", "svn", "ＧｉｔＬａｂ", "ｎ")
    terminal("", "星河医疗美容医院（总院）", "", *answers)
    assert main(["init", str(tmp_path / "x")]) == 0
    said = capsys.readouterr().out
    for sentence in ("机构名称要写", "没有机构类型“９”", "没有科室“心内科”", "不是日期", "没有平台“svn”"):
        assert sentence in said
    archive = judged(tmp_path / "x").archive
    institution = archive.of(Institution)[0].record
    assert institution.name == "星河医疗美容医院（总院）"
    assert (institution.institution_type, institution.institution_grade) == ("美容医院(二级医疗美容专科医院)", "二级")
    assert [one.id for one in archive.of(Department) if one.record.in_use] == ["aesthetic_surgery", "pharmacy"]
    assert (archive.settings.inspection_on, archive.settings.site.short_name) == (date(2027, 3, 1), None)
    assert (tmp_path / "x" / GITLAB).is_file()
    assert not (tmp_path / "x" / ".git").exists()


def test_who_stops_answering_gets_nothing(tmp_path, terminal, capsys):
    terminal("星河医院")
    assert main(["init", str(tmp_path / "x")]) == 2
    assert "没有写出任何文件" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_who_presses_ctrl_c_gets_nothing(tmp_path, terminal, monkeypatch, capsys):
    terminal()
    monkeypatch.setattr("builtins.input", interrupted)
    assert main(["init", str(tmp_path / "x")]) == 130
    assert "没有写出任何文件" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def interrupted(question):
    raise KeyboardInterrupt


def test_files_have_the_same_modes_whatever_the_umask(tmp_path, capsys):
    old = os.umask(0o077)
    try:
        folder = begin(tmp_path / "x", *FLAGS, "--ci", "none")
    finally:
        os.umask(old)
    assert (folder / "archive/institution.yaml").stat().st_mode & 0o777 == 0o644
    assert folder.stat().st_mode & 0o777 == 0o755
