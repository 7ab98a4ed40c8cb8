"""Files that records name -> what is there and what is wrong. No link is followed, no pipe waited for.

Every folder on the way is listed, so that a name is written as it stands on the disk: a computer that takes ``a.PDF``
for ``a.pdf`` would otherwise find what others miss.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from meidang.source.characters import visible
from meidang.source.contents import Fault, fault_in
from meidang.source.decoder import Decoder
from meidang.source.forms import DOCX, FORMS
from meidang.source.limits import DEFAULT_LIMITS, MIB
from meidang.source.names import is_printable_name, is_quiet, same_name_key, shown_path
from meidang.source.opening import FILE, FOLDER, ROOT, kind_of_file, opened, reason
from meidang.source.problems import Code


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it lies there: what is wrong with it, or else its size, its digest and its shape.

    ``shape`` (``2480×3508``, ``3 页``) is known of what had to be opened, or was asked for.
    """

    size: int = 0
    sha256: str = ""
    shape: str = ""
    fault: Fault | None = None


def look_at(
    root: Path, folder: str, named: Mapping[str, Collection[str]], *, shapes: bool = False
) -> Mapping[str, Seen]:
    """The files, named relative to ``root/folder`` with ``/``, each with the digests that are registered for it.

    One that is as it was registered is trusted to open: it did so then. Any other is decoded, in a process of its own.
    ``shapes``: say of every picture and PDF how large it is.
    """
    if not named:
        return {}
    with closing(Decoder()) as decoder, opened(str(root), ROOT) as descriptor:
        shelf = _Shelf(decoder, shapes=shapes)
        return {name: shelf.seen(folder, name, digests, descriptor) for name, digests in sorted(named.items())}


def files_in(root: Path, *folder: str) -> Iterator[str]:
    """The files below a folder that a record could name, relative to it with ``/``, by name; links lead nowhere."""
    with suppress(OSError), opened(str(root), ROOT) as descriptor:
        yield from _below(list(folder), descriptor, "", 0)


def _below(way: Sequence[str], parent: int, above: str, depth: int) -> Iterator[str]:
    if way:
        with opened(way[0], FOLDER, parent) as descriptor:
            yield from _below(way[1:], descriptor, above, depth)
        return
    with os.scandir(parent) as entries:
        found = sorted(
            (one.name, one.is_dir(follow_symlinks=False), one.is_file(follow_symlinks=False)) for one in entries
        )
    for name, is_folder, is_file in found:
        if is_folder and depth < DEFAULT_LIMITS.depth:
            with suppress(OSError):
                yield from _below([name], parent, f"{above}{name}/", depth + 1)
        elif is_file and is_printable_name(name) and not is_quiet(name, at_top=False):
            yield f"{above}{name}"


@dataclass(slots=True)
class _Shelf:
    """The folders on the way, each listed once: the names that are one on another computer, by what they share."""

    decoder: Decoder
    shapes: bool
    listed: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def seen(self, folder: str, name: str, digests: Collection[str], root: int) -> Seen:
        """What lies behind a name."""
        return self._look((folder, *name.split("/")), digests, root, "")

    def _look(self, steps: Sequence[str], digests: Collection[str], parent: int, way: str) -> Seen:
        """The file behind ``steps``, the first of which lies in the folder ``parent``."""
        if len(steps) > DEFAULT_LIMITS.depth:
            words = f"套得超过 {DEFAULT_LIMITS.depth} 层目录"
            return Seen(fault=Fault(Code.ATTACHMENT_SIZE, words, "把文件移到外层目录"))
        step, rest = steps[0], steps[1:]
        if fault := self._spelling(step, parent, way):
            return Seen(fault=fault)
        try:
            with opened(step, FOLDER if rest else FILE, parent) as descriptor:
                if rest:
                    return self._look(rest, digests, descriptor, f"{way}/{step}")
                return self._file(step, digests, descriptor)
        except OSError as error:
            return Seen(fault=_closed(step, parent, error, is_folder=bool(rest)))

    def _file(self, name: str, digests: Collection[str], descriptor: int) -> Seen:
        status = os.fstat(descriptor)
        if fault := _unfit(name, status):
            return Seen(status.st_size, fault=fault)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            fault = fault_in(file, PurePosixPath(name).suffix.lower())
            file.seek(0)
            seen = Seen(status.st_size, hashlib.file_digest(file, "sha256").hexdigest(), fault=fault)
            file.seek(0)
            return seen if fault else self._opened(name, seen, digests, file)

    def _opened(self, name: str, seen: Seen, digests: Collection[str], file: BinaryIO) -> Seen:
        """The file with what is found on opening it, where it is opened at all."""
        is_known = seen.sha256 in digests
        if FORMS.get(PurePosixPath(name).suffix.lower(), DOCX) == DOCX or (is_known and not self.shapes):
            return seen
        found = self.decoder.look(name, file.read(DEFAULT_LIMITS.attachment_bytes), whole=not is_known)
        return replace(seen, fault=found) if isinstance(found, Fault) else replace(seen, shape=found)

    def _spelling(self, step: str, parent: int, way: str) -> Fault | None:
        same = self._names(parent, way).get(same_name_key(step), set())
        if step in same:
            return None
        if same:
            words = f"的大小写或写法与磁盘上不同：磁盘上是“{visible(min(same))}”"
            return Fault(Code.ATTACHMENT_SPELLING, words, f"这里的“{visible(step)}”照磁盘上的写，或给文件改名")
        words = f"不存在：{shown_path(way.removeprefix('/'))} 里没有“{visible(step)}”"
        return Fault(Code.ATTACHMENT_ABSENT, words, "把文件放到那里，或改正这里的路径")

    def _names(self, parent: int, way: str) -> Mapping[str, set[str]]:
        if way not in self.listed:
            names: dict[str, set[str]] = {}
            for name in os.listdir(parent):
                names.setdefault(same_name_key(name), set()).add(name)
            self.listed[way] = names
        return self.listed[way]


def _unfit(name: str, status: os.stat_result) -> Fault | None:
    """What is wrong with a file that nobody has read."""
    if not stat.S_ISREG(status.st_mode):
        return _other_kind(name, status.st_mode, is_folder=False)
    if status.st_size > DEFAULT_LIMITS.attachment_bytes:
        words = f"有 {status.st_size / MIB:.1f} MiB，超过 {DEFAULT_LIMITS.attachment_bytes // MIB} MiB"
        return Fault(Code.ATTACHMENT_SIZE, words, "压缩或拆成几个文件；扫描件 300 dpi 足够")
    return None


def _closed(name: str, parent: int, error: OSError, *, is_folder: bool) -> Fault:
    """Why a file or folder that exists cannot be opened."""
    try:
        mode = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
    except OSError:
        mode = 0
    if mode and not (stat.S_ISDIR(mode) if is_folder else stat.S_ISREG(mode)):
        return _other_kind(name, mode, is_folder=is_folder)
    return Fault(Code.ATTACHMENT_KIND, f"打不开：{reason(error)[0]}", reason(error)[1])


def _other_kind(name: str, mode: int, *, is_folder: bool) -> Fault:
    if is_folder:
        words = f"路上的“{visible(name)}”不是目录，而是{kind_of_file(mode)}"
        return Fault(Code.ATTACHMENT_KIND, words, "换成普通目录")
    return Fault(Code.ATTACHMENT_KIND, f"不是普通文件，而是{kind_of_file(mode)}", "换成普通文件")
