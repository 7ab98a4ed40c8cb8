"""The Git revision of an archive, for the foot of every document: read from Git, never guessed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: Long enough for a cold disk; Git answers in milliseconds.
_SECONDS = 20


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
    changed = _git(root, "status", "--porcelain", "--", "archive", "templates")
    return f"{revision}+改动" if changed else revision


def _git(root: Path, *arguments: str) -> str:
    # Why the options: a stranger's repository may name programs to run (fsmonitor, hooks); the environment may name
    # another repository.
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-C", str(root), *arguments]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1"}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "HOME": os.environ.get("HOME", "/")}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=_SECONDS, check=False, text=True)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _lies_in_a_repository(root: Path) -> bool:
    folder = root.absolute()
    return any((each / ".git").exists() for each in (folder, *folder.parents))
