"""Files of the archive written anew, made and taken away: all of them or none, and none that changed meanwhile."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Final

from meidang.errors import UsageError
from meidang.pipeline.trees import text_of


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One record's file, before and after, both with their line ends; None: no file before, or none after."""

    path: str
    before: str | None
    after: str | None

    def diff(self, around: int = 2) -> Iterator[str]:
        """The lines that change with a few around them, as Git shows them."""
        before, after = ((text or "").removeprefix("\ufeff").splitlines() for text in (self.before, self.after))
        old = f"a/{self.path}" if self.before is not None else os.devnull
        new = f"b/{self.path}" if self.after is not None else os.devnull
        return difflib.unified_diff(before, after, old, new, lineterm="", n=around)


#: No files beside the records.
_NONE: Final[Mapping[str, bytes]] = MappingProxyType({})


def rewrite(root: Path, changes: Sequence[Rewrite], files: Mapping[str, bytes] = _NONE) -> None:
    """Write them all. ``files``: attachments by path, each a new one.

    Raises UsageError where a file is not what it was, OSError; nothing has changed then.
    """
    if not changes and not files:
        return
    staging = Path(mkdtemp(prefix=".meidang-", dir=root))
    try:
        steps = [_staged(staging / str(number), root, change) for number, change in enumerate(changes)]
        steps += [_added(staging / f"file{number}", root / path, files[path]) for number, path in enumerate(files)]
        _refuse_changed(root, changes, files)
        _take(steps)
    finally:
        shutil.rmtree(staging)


@dataclass(frozen=True, slots=True)
class _Step:
    """A file with what is to lie there, and what lies there; None: nothing."""

    target: Path
    new: Path | None
    old: Path | None

    def do(self) -> None:
        """Put the new one there."""
        if self.new is None:
            self.target.unlink()
        elif self.old is None:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            # Why a link: unlike a replacement, it refuses where somebody has just put a file.
            os.link(self.new, self.target)
        else:
            self.new.replace(self.target)

    def undo(self) -> None:
        """Put the old one back, whether or not the step was done; a file that somebody else put there stays."""
        if self.old is not None:
            self.old.replace(self.target)
        elif self.new is not None and self.target.exists() and self.target.samefile(self.new):
            self.target.unlink()


def _take(steps: Sequence[_Step]) -> None:
    done: list[_Step] = []
    try:
        for step in steps:
            done.append(step)  # first: it may be interrupted when it is done
            step.do()
    except BaseException as error:
        for step in reversed(done):
            step.undo()
        if isinstance(error, FileExistsError):
            raise UsageError(f"{error.filename2} 刚刚被别人新建，没有写入任何文件；请再运行一次") from None
        raise


def _staged(staging: Path, root: Path, change: Rewrite) -> _Step:
    target = root / change.path
    new = old = None
    if change.after is not None:
        new = _stage(staging.with_suffix(".new"), change.after.encode())
    if change.before is not None:
        old = _stage(staging.with_suffix(".old"), change.before.encode())
        with suppress(FileNotFoundError):  # told below, as a change
            for copy in filter(None, (new, old)):
                shutil.copymode(target, copy, follow_symlinks=False)
    return _Step(target, new, old)


def _added(place: Path, target: Path, content: bytes) -> _Step:
    return _Step(target, _stage(place, content), None)


def _stage(place: Path, content: bytes) -> Path:
    with place.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return place


def _refuse_changed(root: Path, changes: Sequence[Rewrite], files: Mapping[str, bytes]) -> None:
    for change in changes:
        if _present(root, change.path) != change.before:
            raise UsageError(f"{change.path} 刚刚被别人改动，没有写入任何文件；请再运行一次")
    for path in files:
        if (root / path).exists() or (root / path).is_symlink():
            raise UsageError(f"{path} 已经有了，没有写入任何文件；请换一个文件名")


def _present(root: Path, path: str) -> str | bytes | None:
    """What a file says now; None where there is none."""
    try:
        return text_of(root, path)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return b""
