"""An archive, and its templates, as of a Git revision: written into a folder of its own, which goes when it was read.

Why not ``git archive`` or a work tree: both run filters that a repository's settings name, and leave out or change what
its attributes say. Blobs are read as they were committed.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Timer
from typing import IO, Final

from meidang.errors import UsageError
from meidang.source.git import PARTS, ask_git, day_of, start_git, start_of

#: Scans of a large hospital, from a slow disk.
_SECONDS: Final = 300
_MOST_FILES, _MOST_BYTES = 200_000, 8 * 2**30
_CHUNK: Final = 2**20
_FILE_MODES: Final = frozenset({b"100644", b"100755"})
_SHOWN: Final = re.compile(r"[^\s\x00-\x1f\x7f-][^\x00-\x1f\x7f]{0,199}")


class Lack(StrEnum):
    """Why there is no past to be had."""

    GIT = "git"
    REPOSITORY = "repository"
    REFUSED = "refused"
    REVISION = "revision"
    AMBIGUOUS = "ambiguous"
    SHALLOW = "shallow"
    INCOMPLETE = "incomplete"
    ARCHIVE = "archive"
    LARGE = "large"
    SLOW = "slow"


_SENTENCES: Final = {
    Lack.GIT: "这台电脑上没有 Git，读不到过去的版本；请先安装 Git",
    Lack.REPOSITORY: "这个文件夹不在 Git 仓库里，没有过去的版本可读",
    Lack.REFUSED: "这个仓库属于别的用户，Git 拒绝读取；请由它的主人运行，或按 Git 的提示设置 safe.directory",
    Lack.REVISION: "仓库里没有版本 {revision}；它可能在别的分支或别的电脑上，先运行 git fetch 再试",
    Lack.AMBIGUOUS: "版本 {revision} 太短，不止一个版本以它开头；请写长一些",
    Lack.SHALLOW: "仓库是浅克隆，只有最近的历史，没有版本 {revision}；先运行 git fetch --unshallow 再试",
    Lack.INCOMPLETE: "仓库不完整，版本 {revision} 的文件不全；请重新完整克隆（不用 --filter）后再试",
    Lack.ARCHIVE: "版本 {revision} 里还没有 archive 文件夹",
    Lack.LARGE: "版本 {revision} 的文件太多或太大，读不下",
    Lack.SLOW: "Git 太久没有答复，已放弃；请检查磁盘后再试",
}


class NoPast(UsageError):
    """``lack`` says why, for programs; the sentence, for people."""

    def __init__(self, lack: Lack, revision: str) -> None:
        """``revision``: as it was asked for."""
        if not _SHOWN.fullmatch(revision):
            super().__init__("版本的写法不对，没有版本可读；写提交号、标签或分支，例如 main")
        else:
            super().__init__(_SENTENCES[lack].format(revision=revision))
        self.lack = lack


@dataclass(frozen=True, slots=True)
class Past:
    """``root``: a folder with ``archive`` and perhaps ``templates`` in it, to be read only. ``day``: the commit's.

    ``commit``: its whole hash; ``revision``: as people quote it.
    """

    root: Path
    commit: str
    revision: str
    day: date


@contextmanager
def past(root: Path, revision: str, parts: Sequence[str] = PARTS) -> Iterator[Past]:
    """The archive below ``root`` as it was committed under a revision (a hash, a tag, a branch). Raises NoPast.

    ``parts``: the folders to be written. Links and submodules are left out, as the reader would refuse them. Raises
    OSError as the disk gives it.
    """
    try:
        commit = _commit(root, revision)
        short = _said(root, "rev-parse", "--short=10", commit)
        day = day_of(int(_said(root, "rev-list", "--max-count=1", "--timestamp", commit).split()[0]))
        listed = _listed(root, commit, revision, parts)
        with TemporaryDirectory(prefix="meidang-") as folder:
            _write(root, listed, Path(folder), revision)
            yield Past(Path(folder), commit, short, day)
    except subprocess.TimeoutExpired:
        raise NoPast(Lack.SLOW, revision) from None


def _commit(root: Path, revision: str) -> str:
    if not _SHOWN.fullmatch(revision):
        raise NoPast(Lack.REVISION, revision)
    try:
        done = ask_git(root, "rev-parse", "--verify", f"{revision}^{{commit}}")
    except FileNotFoundError:
        raise NoPast(Lack.GIT, revision) from None
    if done.returncode == 0:
        return done.stdout.decode().strip()
    raise NoPast(lack_of(root, done.stderr.decode(errors="replace")), revision)


def last_before(root: Path, day: date) -> str | None:
    """The last state of the main line before a day began in Shanghai, as a hash; None where Git tells of none.

    Why the first parents: what was merged counts from its merge on.
    """
    asked = ("rev-list", "--first-parent", "--max-count=1", f"--before={start_of(day)}", "HEAD", "--")
    try:
        return _said(root, *asked) or None
    except (OSError, subprocess.TimeoutExpired):
        return None


def lack_of(root: Path, complaint: str) -> Lack:
    """Why Git found no revision, by what it complains of; REVISION where it says nothing else."""
    if "not a git repository" in complaint:
        return Lack.REPOSITORY
    if "dubious ownership" in complaint:
        return Lack.REFUSED
    if "is ambiguous" in complaint:
        return Lack.AMBIGUOUS
    return Lack.SHALLOW if _said(root, "rev-parse", "--is-shallow-repository") == "true" else Lack.REVISION


def _said(root: Path, *arguments: str) -> str:
    return ask_git(root, *arguments).stdout.decode(errors="replace").strip()


# --- the files of a commit -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    blob: bytes


def _listed(root: Path, commit: str, revision: str, parts: Sequence[str]) -> list[_File]:
    done = ask_git(root, "ls-tree", "-r", "-z", commit, "--", *parts, seconds=_SECONDS)
    if done.returncode:
        raise NoPast(Lack.INCOMPLETE, revision)
    entries = (entry.partition(b"\t") for entry in done.stdout.split(b"\0") if entry)
    files = [_File(os.fsdecode(path), head.split()[2]) for head, _, path in entries if head.split()[0] in _FILE_MODES]
    if not any(file.path.startswith(f"{PARTS[0]}/") for file in files):
        raise NoPast(Lack.ARCHIVE, revision)
    if len(files) > _MOST_FILES:
        raise NoPast(Lack.LARGE, revision)
    if any({"", ".", ".."} & set(file.path.split("/")) for file in files):
        raise NoPast(Lack.INCOMPLETE, revision)
    return files


def _write(root: Path, files: list[_File], folder: Path, revision: str) -> None:
    with TemporaryFile() as wanted:
        wanted.writelines(file.blob + b"\n" for file in files)
        wanted.seek(0)
        with start_git(root, "cat-file", "--batch", "--buffer", stdin=wanted) as git:
            stop = Timer(_SECONDS, git.kill)
            stop.start()
            try:
                _receive(git.stdout, files, folder, revision)
            except NoPast as error:
                raise NoPast(error.lack if stop.is_alive() else Lack.SLOW, revision) from None
            finally:
                stop.cancel()
                git.kill()


def _receive(answers: IO[bytes] | None, files: list[_File], folder: Path, revision: str) -> None:
    if answers is None:
        raise ValueError("started without a pipe")
    room = _MOST_BYTES
    for file in files:
        head = answers.readline(200).split()
        if len(head) != 3 or head[0] != file.blob or head[1] != b"blob":
            raise NoPast(Lack.INCOMPLETE, revision)
        size = int(head[2])
        room -= size
        if room < 0:
            raise NoPast(Lack.LARGE, revision)
        if not _copied(answers, folder / file.path, size) or answers.read(1) != b"\n":
            raise NoPast(Lack.INCOMPLETE, revision)


def _copied(answers: IO[bytes], place: Path, size: int) -> bool:
    """Write a file that nobody changes; whether all of it came."""
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as made:
        while size and (chunk := answers.read(min(size, _CHUNK))):
            made.write(chunk)
            size -= len(chunk)
    return size == 0
