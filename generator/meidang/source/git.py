"""How Git is asked: read-only, never another program of a stranger's repository, never the network, never for ever."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final
from zoneinfo import ZoneInfo

#: Long enough for a cold disk; Git answers in milliseconds.
SECONDS: Final = 20
#: The folders of which an archive's revision speaks.
PARTS: Final = ("archive", "templates")

#: Why: a stranger's repository may name programs to run (fsmonitor, hooks) and hosts to fetch from.
_OPTIONS: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"),
    *("-c", "core.quotePath=false", "-c", "gc.auto=0"),
)

#: The institution's days begin at midnight there.
_ZONE: Final = ZoneInfo("Asia/Shanghai")
#: 31 December 9999; what Git cannot read comes as zero.
_LAST_MOMENT: Final = 253_402_271_999


def day_of(moment: int) -> date:
    """The day of a commit's time (seconds since 1970) in Shanghai."""
    return datetime.fromtimestamp(max(0, min(moment, _LAST_MOMENT)), _ZONE).date()


def start_of(day: date) -> int:
    """The second before a day begins in Shanghai, since 1970."""
    return int(datetime.combine(day, time(), _ZONE).timestamp()) - 1


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
        # Why also this: a repository may allow single protocols against the option, and older Gits fetch all the same.
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
    }


def ask_git(
    root: Path, *arguments: str, seconds: float = SECONDS, also: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[bytes]:
    """Git's answer. ``also``: more of the environment. Raises OSError without a Git, and subprocess.TimeoutExpired."""
    command = git_command(root, *arguments)
    return subprocess.run(command, env={**git_environment(), **also}, capture_output=True, timeout=seconds, check=False)


def without_filters(root: Path) -> Mapping[str, str]:
    """The environment in which Git runs none of the programs that the repository itself names for its files.

    Those of the computer's owner (Git LFS) stay. Needed wherever Git compares files with what was committed. Raises as
    ``ask_git``.
    """
    asked = ("config", "--show-scope", "--includes", "-z", "--name-only", "--get-regexp", r"^filter\.")
    words = ask_git(root, *asked).stdout.decode(errors="surrogateescape").split("\0")
    own = (name for scope, name in zip(words[::2], words[1::2], strict=False) if scope in ("local", "worktree"))
    values = {name: "false" if name.endswith(".required") else "" for name in own}
    return {"GIT_CONFIG_COUNT": str(len(values))} | {
        f"GIT_CONFIG_{part}_{number}": text
        for number, pair in enumerate(values.items())
        for part, text in zip(("KEY", "VALUE"), pair, strict=True)
    }


def start_git(root: Path, *arguments: str, stdin: IO[bytes]) -> subprocess.Popen[bytes]:
    """A Git whose answer is read as it comes. Raises OSError where there is no Git."""
    command = git_command(root, *arguments)
    return subprocess.Popen(
        command, env=git_environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
