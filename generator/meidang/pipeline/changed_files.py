"""What lies in two folders: the texts of records, and which attachments and templates are not the same."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from meidang.consequences import FileChange, Sort
from meidang.kinds import ARCHIVE, kind_of
from meidang.pipeline.trees import bytes_of
from meidang.project import Project
from meidang.source.characters import masked
from meidang.source.limits import DEFAULT_LIMITS


def record_texts(root: Path) -> Mapping[str, bytes]:
    """What every record's file holds, by path; nothing of one that cannot be read, which the errors name."""
    found: dict[str, bytes] = {}
    for place, folders, names in os.walk(root / ARCHIVE):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name).relative_to(root).as_posix()
            if kind_of(path):
                try:
                    found[path] = bytes_of(root, path, DEFAULT_LIMITS.file_bytes + 1)
                except OSError:
                    found[path] = b""
    return found


def sort_of(old: object, new: object) -> Sort:
    """What became of a thing that is None where it is not there."""
    if old is None:
        return Sort.ADDED
    return Sort.CHANGED if new is not None else Sort.REMOVED


def templates_changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    """The templates that came, went or have another content, by name."""
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return tuple(FileChange(sort_of(before.get(name), after.get(name)), masked(name)) for name in names)


def attachments_changed(before: Project, after: Project) -> tuple[FileChange, ...]:
    """The attachments that came, went, moved or have another content, by path; links are no files."""
    olds, news = _attachments(before.root), _attachments(after.root)
    moved = dict(_moved(olds, news))
    gone = set(moved.values())
    return tuple(
        FileChange(sort_of(olds.get(path), news.get(path)), masked(path), masked(moved.get(path, "")))
        for path in sorted({*olds, *news} - gone)
        if path not in olds or path not in news or not _same_file(olds[path], news[path])
    )


def _moved(olds: Mapping[str, Path], news: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    """The new and the old path of each file that lies elsewhere with the same content; each once."""
    waiting: dict[int, list[str]] = defaultdict(list)
    for path in sorted(olds.keys() - news.keys()):
        waiting[olds[path].stat().st_size].append(path)
    for path in sorted(news.keys() - olds.keys()):
        alike = waiting.get(news[path].stat().st_size, [])
        if found := next((one for one in alike if _same_file(olds[one], news[path])), None):
            alike.remove(found)
            yield path, found


def _attachments(root: Path) -> Mapping[str, Path]:
    folder = root / ARCHIVE / "attachments"
    files = (place for place in folder.rglob("*") if place.is_file() and not place.is_symlink())
    return {place.relative_to(root / ARCHIVE).as_posix(): place for place in files if not place.name.startswith(".")}


def _same_file(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while chunk := first.read(2**20):
            if chunk != second.read(2**20):
                return False
    return True
