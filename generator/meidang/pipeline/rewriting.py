"""Records written anew: all of them or none, and none that somebody else has changed meanwhile."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from meidang.errors import UsageError
from meidang.pipeline.trees import text_of


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One record's file, before and after; both with their line ends."""

    path: str
    before: str
    after: str

    def diff(self, around: int = 2) -> Iterator[str]:
        """The lines that change with a few around them, as Git shows them."""
        before, after = (text.removeprefix("\ufeff").splitlines() for text in (self.before, self.after))
        return difflib.unified_diff(before, after, f"a/{self.path}", f"b/{self.path}", lineterm="", n=around)


def rewrite(root: Path, changes: Sequence[Rewrite]) -> None:
    """Write them all. Raises UsageError where a file is not what it was, OSError; nothing has changed then."""
    if not changes:
        return
    staging = Path(mkdtemp(prefix=".meidang-", dir=root))
    done: list[int] = []
    try:
        for number, change in enumerate(changes):
            _stage(staging / f"{number}.new", change.after)
            _stage(staging / f"{number}.old", change.before)
            for name in ("new", "old"):
                shutil.copymode(root / change.path, staging / f"{number}.{name}", follow_symlinks=False)
        _refuse_changed(root, changes)
        try:
            for number, change in enumerate(changes):
                (staging / f"{number}.new").replace(root / change.path)
                done.append(number)
        except BaseException:
            for number in done:
                (staging / f"{number}.old").replace(root / changes[number].path)
            raise
    finally:
        shutil.rmtree(staging)


def _stage(place: Path, text: str) -> None:
    with place.open("xb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _refuse_changed(root: Path, changes: Sequence[Rewrite]) -> None:
    for change in changes:
        try:
            is_same = text_of(root, change.path) == change.before
        except UnicodeDecodeError:
            is_same = False
        if not is_same:
            raise UsageError(f"{change.path} 刚刚被别人改动，没有写入任何文件；请再运行一次")
