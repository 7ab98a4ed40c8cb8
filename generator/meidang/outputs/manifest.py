"""What an earlier build wrote into a folder, line by line in its marker; what else is there belongs to somebody.

Between ``refusals`` and ``staging``; looks, never touches. The same outputs give the same manifest: it holds no date.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

from meidang.outputs.disk import fingerprint, give_up
from meidang.outputs.refusals import MARKER, OutputRefused

_NOTE = (
    "本文件夹由美档生成，下次生成时整体替换；请勿在此存放自己的文件，也不要修改这里的文件。\n"
    "Written by Meidang and replaced as a whole by the next build; keep and edit nothing of yours here.\n"
)
#: Stands above the lines even where none follow: nothing was written is not the same as nothing is known.
_HEAD = "sha256 size path"
_LINE = re.compile(r"([0-9a-f]{64}) ([0-9]+) (.+)")

#: What file managers and office programs leave beside the files that they show or open.
_LITTER = (".ds_store", "thumbs.db", "desktop.ini", "~$*.docx", ".~lock.*#")

_NAMED = 5

_Manifest = dict[str, tuple[str, int]]


def manifest(folder: Path, paths: list[str]) -> bytes:
    """The marker's text for ``paths`` below ``folder``."""
    lines = [_NOTE, f"{_HEAD}\n"]
    for path in sorted(paths):
        digest, size = fingerprint(folder / path)
        lines.append(f"{digest} {size} {path}\n")
    return "".join(lines).encode()


def refuse_strangers(target: Path, *, strict: bool) -> None:
    """Raise ``OutputRefused`` if ``target`` holds files that no build wrote or, when ``strict``, that were changed.

    A marker without a manifest (from MkDocs alone, or an older Meidang) tells nothing: then everything is ours.
    """
    marker = target / MARKER
    written = _read(marker.read_bytes().decode(errors="replace")) if marker.is_file() else None
    if written is None:
        return
    found = list(islice(_strangers(target, written, strict=strict), _NAMED + 1))
    if found:
        more = " 等" if len(found) > _NAMED else ""
        raise OutputRefused(
            f"输出目录 {target} 里有不是美档生成的、或生成后改动过的文件：{'、'.join(found[:_NAMED])}{more}。"
            "再次生成会把它们删掉或覆盖，所以没有生成；请先把这些文件移到别处，或把整个目录改名留存，再重新生成"
        )


def _read(text: str) -> _Manifest | None:
    # Why not splitlines: a path may hold characters that it takes for the end of a line.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    matches = [match for line in lines if (match := _LINE.fullmatch(line))]
    if not matches and _HEAD not in lines:
        return None
    return {_composed(path): (digest, int(size)) for digest, size, path in (match.groups() for match in matches)}


def _strangers(target: Path, written: _Manifest, *, strict: bool) -> Iterator[str]:
    for path in _held(target):
        name = path.relative_to(target).as_posix()
        if name == MARKER or _is_litter(path.name):
            continue
        known = written.get(_composed(name))
        if known is None:
            yield f"{_printable(name)}（不是美档生成的）"
        elif strict and not _is_unchanged(path, known):
            yield f"{_printable(name)}（改动过）"


def _held(target: Path) -> Iterator[Path]:
    """Everything that is not a folder, links to folders too, in a fixed order."""
    for base, folders, files in os.walk(target, onerror=give_up):
        folders.sort()
        yield from (Path(base, name) for name in sorted(files))
        yield from (path for name in folders if (path := Path(base, name)).is_symlink())


def _is_unchanged(path: Path, known: tuple[str, int]) -> bool:
    # Why the size first: it spares the reading, and a link or pipe must not be opened at all.
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_size == known[1] and fingerprint(path) == known


def _is_litter(name: str) -> bool:
    return any(fnmatchcase(name.casefold(), pattern) for pattern in _LITTER)


def _composed(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _printable(path: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in path)
