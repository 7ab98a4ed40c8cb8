"""The revision that every document names: Git's word for it, or that there is none."""

from __future__ import annotations

import os
import subprocess

import pytest

from meidang.source.revision import UNKNOWN, read_revision
from tools import require_tool


@pytest.fixture
def repository(tmp_path):
    """A repository with one record committed."""
    git = [require_tool("git"), "-C", str(tmp_path), "-c", "user.name=甲", "-c", "user.email=a@example.invalid"]
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "settings.yaml").write_text("as_of: 2026-06-30\n", encoding="utf-8")
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "一"]):
        subprocess.run([*git, *command], check=True)
    return tmp_path


def test_a_commit_is_named_by_its_short_hash(repository):
    assert len(read_revision(repository)) == 10


def test_changed_records_are_said(repository):
    (repository / "archive" / "settings.yaml").write_text("as_of: 2026-07-01\n", encoding="utf-8")
    assert read_revision(repository).endswith("+改动")


def test_what_is_beside_the_records_changes_nothing(repository):
    (repository / "备忘.txt").write_text("x", encoding="utf-8")
    assert not read_revision(repository).endswith("+改动")


def test_without_a_repository_there_is_no_revision(tmp_path):
    assert read_revision(tmp_path) == ""


def test_a_repository_that_tells_nothing_is_said(tmp_path):
    (tmp_path / ".git").mkdir()
    assert read_revision(tmp_path) == UNKNOWN


def test_a_repository_cannot_have_its_own_programs_run(repository):
    trap = repository / "trap"
    subprocess.run(["git", "-C", str(repository), "config", "core.fsmonitor", f"touch {trap}; false"], check=True)
    read_revision(repository)
    assert not trap.exists()


@pytest.mark.parametrize("kind", ["clean", "process"])
def test_nor_those_that_its_attributes_name(repository, kind):
    """Git itself would run them to see whether a file was changed."""
    trap = repository / "trap"
    with (repository / ".git/config").open("a", encoding="utf-8") as file:
        file.write(f'[filter "a=b"]\n\trequired = true\n\t{kind} = "touch \'{trap}\'; cat"\n')
    (repository / ".git/info").mkdir(exist_ok=True)
    (repository / ".git/info/attributes").write_text("* filter=a=b\n", encoding="utf-8")
    for record in (repository / "archive").rglob("*.yaml"):
        os.utime(record, (1, 1))
    assert "+改动" not in read_revision(repository)
    assert not trap.exists()
