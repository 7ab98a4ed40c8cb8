"""The Git revision of an archive, for the foot of every document: read from Git, never guessed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from meidang.source.git import PARTS, ask_git, without_filters

#: There is a repository, and Git will not say.
UNKNOWN = "未知"
#: Why no submodules: Git would run what their settings name, and no record lies in one.
_STATUS = ("status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=all", "--")


def read_revision(root: Path) -> str:
    """The short revision of the folder's commit, ``+改动`` behind it where records or templates differ from it.

    Empty without a repository, ``UNKNOWN`` where there is one that tells nothing: no Git, no commit yet, or a folder of
    another owner, which Git refuses to read.
    """
    revision = _git(root, "rev-parse", "--short=10", "HEAD")
    if not revision:
        return UNKNOWN if _lies_in_a_repository(root) else ""
    return f"{revision}+改动" if _git(root, *_STATUS, *PARTS, compares=True) else revision


def _git(root: Path, *arguments: str, compares: bool = False) -> str:
    try:
        done = ask_git(root, *arguments, also=without_filters(root) if compares else {})
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def _lies_in_a_repository(root: Path) -> bool:
    folder = root.absolute()
    return any((each / ".git").exists() for each in (folder, *folder.parents))
