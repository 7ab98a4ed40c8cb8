"""``--rev``: check, readiness and build read a version as it was committed, and say the same of it everywhere."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date

import pytest

from meidang.models.audience import Edition
from meidang.render.identity import Identity
from past.conftest import SECOND

DAY = ("--as-of", "2026-06-30")


@pytest.mark.parametrize(
    ("below", "what"),
    [
        ("docs", ("docs",)),
        ("site", ("site",)),
        ("pages", ("pages",)),
    ],
)
def test_a_version_has_the_same_bytes_in_a_clone_and_beside_uncommitted_changes(built, below, what):
    beside, elsewhere = built(below, *what)
    assert len(beside) > 20
    assert beside == elsewhere


def test_a_past_binder_has_the_same_bytes_in_a_clone(mess, tmp_path, run, monkeypatch):
    monkeypatch.setattr("meidang.pipeline.binder.find_office", lambda: None)
    version = mess.short("HEAD~1")
    made = []
    for one in (mess, mess.clone(tmp_path / "别处" / "档案")):
        assert run(one.root, "build", "binder", "--person", "D01", "--rev", version)[0] == 0
        made.append(one.outputs("past", version, "binder"))
    assert any(path.endswith(".docx") for path in made[0])
    assert made[0] == made[1]


def test_the_present_version_of_a_clean_folder_has_the_same_documents_which_are_left_alone(kept, run):
    assert run(kept.root, "build", "docs", *DAY)[0] == 0
    now = kept.outputs("docs")
    assert run(kept.root, "build", "docs", "--rev", "HEAD", *DAY)[0] == 0
    then = kept.outputs("past", kept.short("HEAD"), "docs")
    assert now.keys() == then.keys()
    assert {path for path in now if now[path] != then[path]} == set()
    assert kept.outputs("docs") == now
    assert kept.git("status", "--porcelain") == ""


def test_a_past_site_says_so_on_every_page_and_knows_nothing_of_later(built, kept):
    version = kept.short("HEAD~1")
    files, _ = built("site", "site")
    pages = {path: content.decode() for path, content in files.items() if path.endswith(".html")}
    banner = f"过去的版本：{version}，截至 2026-03-15"
    assert [path for path, page in pages.items() if banner not in page] == []
    assert [path for path, page in pages.items() if 'class="edit"' in page] == []
    assert "第一版通知" in pages["notice.html"]
    assert "原小样医疗美容门诊部" in pages["institution.html"]
    assert not any(kept.short("HEAD") in page for page in pages.values())
    assert version in pages["changes.html"]
    # Why: a revision's own scripts know nothing of the pages that are made today.
    assert files["assets/javascripts/who.js"]


def test_a_site_of_today_has_no_banner():
    today = Identity("甲", "甲", "#0f6b73", Edition.INTERNAL, date(2026, 6, 30), "0123456789")
    assert today.banner == ""
    assert replace(today, is_past=True).banner == "过去的版本：0123456789，截至 2026-06-30"


def test_pages_for_other_engines_carry_the_banner_too(built, kept):
    files, _ = built("pages", "pages")
    pages = {path: text.decode() for path, text in files.items() if path.startswith("docs/") and path.endswith(".md")}
    banner = f"过去的版本：{kept.short('HEAD~1')}"
    assert [path for path, text in pages.items() if banner not in text] == []
    assert pages["docs/institution.md"].startswith("---\n")


# --- the day ---------------------------------------------------------------------------------------------------------


def test_a_version_without_a_day_of_its_own_is_judged_on_the_day_of_its_commit_in_shanghai(kept, run):
    assert SECOND.startswith("2026-03-14T17")
    version = kept.short("HEAD~1")
    _, said, complaints = run(kept.root, "check", "--rev", version)
    assert f"截至 2026-03-15，版本 {version}\n" in said
    assert "提交的那一天（上海时间），截至 2026-03-15。" in said
    assert complaints == ""


def test_a_version_that_pins_its_day_is_judged_on_it(kept, run):
    kept.edit("archive/settings.yaml", "edit_url", "as_of: 2026-02-02\nedit_url")
    version = kept.commit("2026-07-01T12:00:00+0800")
    assert "自己的设置，截至 2026-02-02。" in run(kept.root, "check", "--rev", version)[1]


def test_the_day_that_is_asked_for_comes_before_both(kept, run):
    code, said, complaints = run(kept.root, "check", "--rev", "HEAD", "--as-of", "2027-01-01", "--format", "json")
    found = json.loads(said)
    assert (found["as_of"], found["revision"]) == ("2027-01-01", kept.short("HEAD"))
    assert complaints == ""
    assert code == 1


def test_what_programs_read_holds_no_remark(kept, run):
    _, said, complaints = run(kept.root, "check", "--rev", "HEAD", "--format", "json")
    assert json.loads(said)["as_of"] == "2026-06-01"
    assert "提交的那一天" in complaints


def test_readiness_of_a_version_says_which_it_is(kept, run):
    _, said, _ = run(kept.root, "readiness", "--rev", "HEAD~2")
    assert said.startswith(f"过去的版本 {kept.short('HEAD~2')}。没有写 --as-of")
    assert "截至 2026-01-10" in said


# --- what is not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("check",), ("build", "docs"), ("who", "--person", "D01", "--on", "2026-03-14")])
def test_a_shallow_clone_is_never_taken_for_the_whole_history(kept, tmp_path, run, command):
    old = kept.short("HEAD~2")
    shallow = kept.clone(tmp_path / "浅", "--depth", "1")
    code, said, complaints = run(shallow.root, *command, "--rev", old)
    assert code == 2
    assert complaints == f"meidang：仓库是浅克隆，只有最近的历史，没有版本 {old}；先运行 git fetch --unshallow 再试\n"
    assert said == ""
    assert not (shallow.root / "build").exists()


def test_the_commit_that_a_shallow_clone_has_can_be_built(kept, tmp_path, run):
    shallow = kept.clone(tmp_path / "浅", "--depth", "1")
    assert run(shallow.root, "check", "--rev", "HEAD", "--fail-on", "never")[0] == 0


def test_a_clone_without_contents_says_so(kept, tmp_path, run):
    kept.git("config", "uploadpack.allowFilter", "true")
    partial = kept.clone(tmp_path / "缺", "--filter=blob:none")
    code, _, complaints = run(partial.root, "check", "--rev", "HEAD~1")
    assert code == 2
    assert "不完整" in complaints


def test_a_version_that_is_not_there_is_misuse(kept, run):
    for wrong in ("没有的", "0000000", "-x", "HEAD:archive", "", "a\nb"):
        code, _, complaints = run(kept.root, "check", f"--rev={wrong}")
        assert code == 2, wrong
        assert "没有版本" in complaints
        assert complaints.count("\n") == 1


def test_forms_for_a_past_version_are_refused(kept, run):
    code, _, complaints = run(kept.root, "build", "site", "--forms", "--rev", "HEAD")
    assert code == 2
    assert "--forms 和 --rev 不能一起用" in complaints


def test_a_folder_outside_git_has_no_past(kept, run):
    shutil.rmtree(kept.root / ".git")
    code, _, complaints = run(kept.root, "build", "--rev", "HEAD")
    assert code == 2
    assert "不在 Git 仓库里" in complaints


def test_a_computer_without_git_says_so(kept, run, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    code, _, complaints = run(kept.root, "check", "--rev", "HEAD")
    assert code == 2
    assert "没有 Git" in complaints
