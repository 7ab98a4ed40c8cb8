"""What must not be written: folders that are not ours, and paths that leave the folder or cannot live together.

Between the caller and ``staging``; looks, never touches.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from meidang.errors import UsageError
from meidang.outputs.names import RESERVED
from meidang.project import Project

#: The file that says: this folder was written by Meidang and may be replaced as a whole.
MARKER = ".meidang-output"

_NAME = re.compile(r'[^\x00-\x1f\x7f\ud800-\udfff<>:"|?*\\/]+')


class OutputRefused(UsageError):
    """Writing there, or under that name, could destroy something that is not an output."""


def refuse_target(target: Path) -> None:
    """Raise ``OutputRefused`` unless the absolute ``target`` is free, empty or an output folder of ours."""
    real = Path(os.path.realpath(target))
    if not target.name:
        raise OutputRefused(f"输出目录不能是根目录：{target}")
    _refuse_links(target)
    _refuse_archive(real, target)
    if any((parent / MARKER).is_file() for parent in real.parents):
        raise OutputRefused(f"输出目录不能放在另一个输出目录里，否则会被一起替换：{target}")
    if target.exists() and not target.is_dir():
        raise OutputRefused(f"输出目录的位置上已有一个文件：{target}")
    if target.exists() and not _is_ours(target) and any(target.iterdir()):
        raise OutputRefused(
            f"目录不是空的，也不是美档生成的（没有 {MARKER}），不能覆盖：{target}。请换一个目录，或先把它移走"
        )


def _refuse_links(target: Path) -> None:
    """No link at the target, nor on the way to it below the project's root (above, links are the machine's affair)."""
    root = _project_root(target)
    below = [path for path in target.parents if root in path.parents] if root else []
    for path in (target, *below):
        if path.is_symlink():
            raise OutputRefused(f"输出目录不能是链接，也不能经过链接：{path}")


def _refuse_archive(real: Path, target: Path) -> None:
    root = _project_root(real)
    if root is None:
        return
    archive = Project(root).archive
    if real == root:
        raise OutputRefused(f"输出目录不能是档案所在的目录：{target}。请用它下面的 build 之类的子目录")
    if any(path.exists() and path.samefile(archive) for path in (real, *real.parents)):
        raise OutputRefused(f"输出目录不能是档案目录，也不能在档案目录里：{target}")


def _project_root(path: Path) -> Path | None:
    """The nearest folder at or above ``path`` with an archive in it.

    Why the marker: an output folder may hold a page folder that happens to be called ``archive``.
    """
    return next((p for p in (path, *path.parents) if Project(p).archive.is_dir() and not _is_ours(p)), None)


def _is_ours(folder: Path) -> bool:
    marker = folder / MARKER
    return marker.is_file() and not marker.is_symlink()


class Paths:
    """The output paths of one folder, refused one by one as they come."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._spelled: dict[str, str] = {}

    def add(self, path: str) -> None:
        """Raise ``OutputRefused`` for a path that leaves the folder, no disk can hold, or that another one shadows."""
        for name in path.split("/"):
            _refuse_name(name, path)
        if path == MARKER:
            raise OutputRefused(f"输出文件不能叫 {MARKER}，这个名字留给美档自己")
        *folders, whole = _prefixes(path)
        for folder in folders:
            self._add_folder(folder, path)
        if _folded(whole) in self._spelled:
            raise OutputRefused(f"两个输出文件同名（不区分大小写）：{self._spelled[_folded(whole)]}、{path}")
        self._spelled[_folded(whole)] = whole
        self._files.add(_folded(whole))

    def _add_folder(self, folder: str, path: str) -> None:
        spelled = self._spelled.setdefault(_folded(folder), folder)
        if spelled != folder or _folded(folder) in self._files:
            raise OutputRefused(f"输出路径互相冲突（不区分大小写）：{spelled}、{path}")


def _refuse_name(name: str, path: str) -> None:
    stem = name.partition(".")[0].rstrip(" ").upper()
    if not _NAME.fullmatch(name) or name.endswith((".", " ")) or stem in RESERVED or len(name.encode()) > 255:
        raise OutputRefused(
            f"输出路径不能用：{path!r}。每一段都要是普通的文件名，不能为空、不能是“..”，也不能以“/”开头"
        )


def _prefixes(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
