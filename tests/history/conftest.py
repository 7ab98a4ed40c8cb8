"""Small Git repositories with an archive in them, committed on days that the test names."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from meidang.load import is_record_path
from meidang.source.history import BOUNDS, read_history
from tools import require_tool


class Repository:
    """A folder under Git. ``root`` is the project's: the repository's own, or one below it."""

    def __init__(self, root: Path, top: Path | None = None) -> None:
        self.root = root
        self.top = top or root

    def git(self, *arguments, stdin=None, day=None):
        """Git's answer; ``day``: the moment of a commit, as Git reads it."""
        who = ("-c", "user.name=甲", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")
        dates = {"GIT_COMMITTER_DATE": day, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00+0000"} if day else {}
        command = [require_tool("git"), "-C", str(self.top), *who, *arguments]
        env = {**os.environ, **dates}
        return subprocess.run(command, check=True, capture_output=True, text=True, input=stdin, env=env).stdout.strip()

    def write(self, files):
        """Texts by path below the project's root; None takes a file away."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def commit(self, files, day="2026-01-01T12:00:00+0800"):
        """Write and commit; the whole hash."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "某人改了身份证号", day=day)
        return self.git("rev-parse", "HEAD")

    def history(self, **bounds):
        """What the product reads."""
        return read_history(self.root, is_record_path, type(BOUNDS)(**bounds) if bounds else BOUNDS)


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "机构"
    root.mkdir()
    made = Repository(root)
    made.git("init", "--quiet", "--initial-branch=main")
    return made


@pytest.fixture
def other():
    """Another folder as a repository."""
    return Repository
