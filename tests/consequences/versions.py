"""Small Git repositories: a few records, committed, then changed; and what the product tells of the change."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

from meidang.pipeline.consequences import Asked, compare_versions
from tools import require_tool

SMALL = Path(__file__).parents[1] / "site" / "small" / "archive"
TODAY = date(2026, 7, 1)


class Versions:
    """An institution's folder under Git, with the small archive committed on ``main``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def of_the_small_archive(cls, root: Path) -> Versions:
        shutil.copytree(SMALL, root / "archive")
        made = cls(root)
        made.git("init", "--quiet", "--initial-branch=main")
        made.commit()
        return made

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=甲", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")
        dates = {"GIT_COMMITTER_DATE": "2026-06-20T12:00:00+0800", "GIT_AUTHOR_DATE": "2026-06-20T12:00:00+0800"}
        command = [require_tool("git"), "-C", str(self.root), *who, *arguments]
        env = {**os.environ, **dates}
        return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "改动")
        return self.git("rev-parse", "HEAD")

    def path(self, name: str) -> Path:
        return self.root / "archive" / name

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text
        self.path(name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    def move(self, old: str, new: str) -> None:
        self.path(old).rename(self.path(new))

    def told(self, base: str = "main", head: str = "", **asked: object):
        """The consequences."""
        return compare_versions(self.root, Asked(base, head, TODAY, **asked))
