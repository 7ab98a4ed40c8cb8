"""Files that records name -> what is wrong with them. Each is looked at once; no link is followed, no pipe waited for.

Every folder on the way is listed, so that a name is written as it stands on the disk: a computer that takes ``a.PDF``
for ``a.pdf`` would otherwise find what others miss.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from meidang.findings import Finding, Location
from meidang.source.characters import visible
from meidang.source.contents import Fault, fault_in
from meidang.source.limits import DEFAULT_LIMITS, MIB
from meidang.source.names import same_name_key, shown_path
from meidang.source.opening import FILE, FOLDER, ROOT, kind_of_file, opened, reason
from meidang.source.problems import Code, problem


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that a record may not name as it does."""

    name: str
    fault: Fault

    def at(self, location: Location, record: str) -> Finding:
        """The finding at the field that names the file."""
        message = f"附件“{visible(self.name)}”{self.fault.words}"
        return problem(self.fault.code, message, location, self.fault.fix, record=record)


def refused_attachments(root: Path, folder: str, names: Collection[str]) -> Mapping[str, Refused]:
    """Those of the files, named relative to ``root/folder`` with ``/``, with which something is wrong, by name."""
    if not names:
        return {}
    shelf = _Shelf()
    with opened(str(root), ROOT) as descriptor:
        faults = {name: shelf.look((folder, *name.split("/")), descriptor) for name in sorted(names)}
    return {name: Refused(name, fault) for name, fault in faults.items() if fault}


@dataclass(slots=True)
class _Shelf:
    """The folders on the way, each listed once: the names that are one on another computer, by what they share."""

    listed: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def look(self, steps: Sequence[str], parent: int, way: str = "") -> Fault | None:
        """What is wrong with the file behind ``steps``, the first of which lies in the folder ``parent``."""
        if len(steps) > DEFAULT_LIMITS.depth:
            return Fault(Code.ATTACHMENT_SIZE, f"套得超过 {DEFAULT_LIMITS.depth} 层目录", "把文件移到外层目录")
        step, rest = steps[0], steps[1:]
        if fault := self._spelling(step, parent, way):
            return fault
        try:
            with opened(step, FOLDER if rest else FILE, parent) as descriptor:
                return self.look(rest, descriptor, f"{way}/{step}") if rest else _file(step, descriptor)
        except OSError as error:
            return _closed(step, parent, error, is_folder=bool(rest))

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


def _file(name: str, descriptor: int) -> Fault | None:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return _other_kind(name, status.st_mode, is_folder=False)
    if status.st_size > DEFAULT_LIMITS.attachment_bytes:
        words = f"有 {status.st_size / MIB:.1f} MiB，超过 {DEFAULT_LIMITS.attachment_bytes // MIB} MiB"
        return Fault(Code.ATTACHMENT_SIZE, words, "压缩或拆成几个文件；扫描件 300 dpi 足够")
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        return fault_in(file, PurePosixPath(name).suffix.lower())


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
