"""Which files of the archive each commit added, changed, renamed and deleted: Git's plumbing says, read as it comes.

Why ``rev-list`` and ``diff-tree`` and not ``git log``: settings of a stranger's repository make ``git log`` run
programs (to verify signatures) and answer otherwise. The first parents alone, each commit against its own: so the
changes add up to the present state, and what came by a merge came on the merge's day.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, Final

from meidang.source.git import PARTS, ask_git, day_of, start_git
from meidang.source.past import Lack, lack_of

_CHUNK: Final = 2**16
_REGULAR: Final = frozenset({b"100644", b"100755"})
#: Renames are looked for among so many new and so many deleted files of a commit at most.
_MOST_RENAMED: Final = 200
_RENAMES: Final = ("-M", f"-l{_MOST_RENAMED}")


class NoCommits(Exception):
    """Git gives none; ``lack`` says why."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(lack)
        self.lack = lack


class Sort(StrEnum):
    """What happened to a file; the value is what people read."""

    ADDED = "新增"
    MODIFIED = "修改"
    RENAMED = "改名"
    DELETED = "删除"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit by its whole hash, with the first parent (empty: none) and its day in Shanghai."""

    id: str
    parent: str
    day: date


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that a commit touched. ``old_path`` of a renamed file only; blobs are empty where there is no file."""

    commit: Commit
    sort: Sort
    path: str
    old_path: str
    old_blob: str
    new_blob: str


def commits(root: Path, most: int, last: str = "HEAD") -> tuple[list[Commit], bool, bool]:
    """The newest commits up to ``last``, newest first; whether there are more; whether a shallow clone ends them.

    The commit at which a shallow clone ends is left out: what it changed cannot be known. Raises NoCommits, OSError
    without a Git, and subprocess.TimeoutExpired.
    """
    asked = ("rev-list", "--first-parent", "--parents", "--timestamp", f"--max-count={most + 1}", last, "--")
    done = ask_git(root, *asked)
    if done.returncode:
        raise NoCommits(lack_of(root, done.stderr.decode(errors="replace")))
    found = [_commit(line.split()) for line in done.stdout.decode().splitlines()]
    is_shallow = bool(found) and not found[-1].parent and _had_parents(root, found[-1].id)
    return found[: -1 if is_shallow else most], len(found) > most, is_shallow


def _commit(words: list[str]) -> Commit:
    return Commit(words[1], words[2] if len(words) > 2 else "", day_of(int(words[0])))


def _had_parents(root: Path, commit: str) -> bool:
    """Whether the commit itself names parents, wherever Git takes it for the first one."""
    head = ask_git(root, "cat-file", "commit", commit).stdout.partition(b"\n\n")[0]
    return b"\nparent " in head


def touched(root: Path, listed: Iterable[Commit], most: int, seconds: float, *, renames: bool = True) -> list[Touched]:
    """What each commit did to the archive's files, in the order of the commits; at most ``most + 1``.

    Paths are relative to ``root``. Links and submodules are no files. ``renames``: whether Git compares contents, which
    must all be there. Raises NoCommits and OSError.
    """
    by_id = {commit.id: commit for commit in listed}
    lines = (f"{commit.id} {commit.parent}".rstrip() for commit in by_id.values())
    options = _RENAMES if renames else ("--no-renames",)
    asked = ("diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-abbrev", "--relative", *options)
    found: list[Touched] = []
    with answering(root, *asked, "--", PARTS[0], lines=lines, seconds=seconds) as git:
        for one in _touched(_words(git.stdout), by_id):
            found.append(one)
            if len(found) > most:
                return found
        if git.wait():
            raise NoCommits(Lack.INCOMPLETE)
    return found


def _touched(words: Iterator[bytes], by_id: dict[str, Commit]) -> Iterator[Touched]:
    commit = None
    for word in words:
        if not word.startswith(b":"):
            commit = by_id.get(word.decode(errors="replace"))
            continue
        old_mode, new_mode, old, new, status = word[1:].split(b" ")
        first = next(words, b"").decode(errors="replace")
        second = next(words, b"").decode(errors="replace") if status.startswith(b"R") else ""
        was, is_now = old_mode in _REGULAR, new_mode in _REGULAR
        if commit and (was or is_now) and (old != new or second):
            path = second if is_now and second else first
            old_path = first if was and is_now and second else ""
            yield Touched(
                commit, _sort(was, is_now, old_path), path, old_path, _blob(old, there=was), _blob(new, there=is_now)
            )


def _sort(was: bool, is_now: bool, old_path: str) -> Sort:  # noqa: FBT001 - before and after
    if was and is_now:
        return Sort.RENAMED if old_path else Sort.MODIFIED
    return Sort.ADDED if is_now else Sort.DELETED


def _blob(name: bytes, *, there: bool) -> str:
    return name.decode() if there else ""


def _words(stream: IO[bytes] | None) -> Iterator[bytes]:
    """What stands between NULs, as it comes."""
    rest = b""
    while stream and (chunk := stream.read(_CHUNK)):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


@contextmanager
def answering(root: Path, *arguments: str, lines: Iterable[str], seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    """A Git that is asked for these lines, for so long at most; it ends with the block.

    Raises NoCommits (SLOW) when the time was over, and OSError without a Git.
    """
    with TemporaryFile() as wanted:
        wanted.writelines(line.encode() + b"\n" for line in lines)
        wanted.seek(0)
        with start_git(root, *arguments, stdin=wanted) as git:
            stop = Timer(seconds, git.kill)
            stop.start()
            try:
                yield git
            except NoCommits:
                if stop.is_alive():
                    raise
            finally:
                in_time = stop.is_alive()
                stop.cancel()
                git.kill()
        if not in_time:
            raise NoCommits(Lack.SLOW)


def commit_on(root: Path, day: date) -> Commit | None:
    """The last commit on or before a day in Shanghai, of those that came by the first parents; None before all.

    Raises NoCommits (SHALLOW where a shallow clone ends before the day), OSError and subprocess.TimeoutExpired.
    """
    until = f"--before={day.isoformat()}T23:59:59+0800"
    done = ask_git(root, "rev-list", "--first-parent", "--parents", "--timestamp", "--max-count=1", until, "HEAD", "--")
    if done.returncode:
        raise NoCommits(lack_of(root, done.stderr.decode(errors="replace")))
    found = done.stdout.decode().split()
    if not found and ask_git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        raise NoCommits(Lack.SHALLOW)
    return _commit(found) if found else None
