"""How Git is asked: read-only, never another program of a stranger's repository, never the network, never for ever."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import IO, Final

#: Long enough for a cold disk; Git answers in milliseconds.
SECONDS: Final = 20
#: The folders of which an archive's revision speaks.
PARTS: Final = ("archive", "templates")

#: Why: a stranger's repository may name programs to run (fsmonitor, hooks) and hosts to fetch from.
_OPTIONS: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"),
    *("-c", "core.quotePath=false", "-c", "gc.auto=0"),
)


def git_command(root: Path, *arguments: str) -> list[str]:
    """The command that asks Git about a folder."""
    return ["git", *_OPTIONS, "-C", str(root), *arguments]


def git_environment() -> dict[str, str]:
    """Why nothing but this: the environment may name another repository, and a commit may be replaced by another."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", "/"),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }


def ask_git(root: Path, *arguments: str, seconds: float = SECONDS) -> subprocess.CompletedProcess[bytes]:
    """Git's answer. Raises OSError where there is no Git, and subprocess.TimeoutExpired."""
    command = git_command(root, *arguments)
    return subprocess.run(command, env=git_environment(), capture_output=True, timeout=seconds, check=False)


def start_git(root: Path, *arguments: str, stdin: IO[bytes]) -> subprocess.Popen[bytes]:
    """A Git whose answer is read as it comes. Raises OSError where there is no Git."""
    command = git_command(root, *arguments)
    return subprocess.Popen(
        command, env=git_environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
