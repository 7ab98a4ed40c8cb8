"""The Git revision of an archive, for the foot of every document: read from Git, never guessed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from meidang.source.git import PARTS, ask_git

#: There is a repository, and Git will not say.
UNKNOWN = "未知"


def read_revision(root: Path) -> str:
    """The short revision of the folder's commit, ``+改动`` behind it where records or templates differ from it.

    Empty without a repository, ``UNKNOWN`` where there is one that tells nothing: no Git, no commit yet, or a folder of
    another owner, which Git refuses to read.
    """
    revision = _git(root, "rev-parse", "--short=10", "HEAD")
    if not revision:
        return UNKNOWN if _lies_in_a_repository(root) else ""
    changed = _git(root, "status", "--porcelain", "--untracked-files=normal", "--", *PARTS)
    return f"{revision}+改动" if changed else revision


def _git(root: Path, *arguments: str) -> str:
    try:
        done = ask_git(root, *arguments)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def _lies_in_a_repository(root: Path) -> bool:
    folder = root.absolute()
    return any((each / ".git").exists() for each in (folder, *folder.parents))
