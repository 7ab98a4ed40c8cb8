"""A folder of strangers' files -> sources and findings. Follows no link, waits for no pipe, loses no file in silence.

Every folder and file is opened relative to its parent's descriptor with O_NOFOLLOW and looked at with fstat before a
byte is read, so that nothing can be swapped on the way.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from meidang.findings import Finding, Location
from meidang.source.builder import Known
from meidang.source.limits import DEFAULT_LIMITS, MIB, Limits
from meidang.source.names import (
    hint,
    is_astray,
    is_attachment,
    is_printable_name,
    is_quiet,
    same_name_key,
    shown_path,
)
from meidang.source.opening import FILE, FOLDER, ROOT, kind_of_file, opened, read_at_most, reason
from meidang.source.problems import Code, problem
from meidang.source.read import parse
from meidang.source.shares import Shared, read_in_shares
from meidang.source.tree import Source

#: From so many files or bytes on, a second process reads its half in less time than it takes to start.
_LARGE, _LARGE_BYTES = 1_000, 4 * MIB


def read_sources(
    root: Path,
    folder: str,
    is_expected: Callable[[str], bool],
    limits: Limits = DEFAULT_LIMITS,
    *,
    processes: int = 1,
) -> tuple[list[Source], list[Finding]]:
    """Read every file below ``root/folder`` that ``is_expected``; whatever else lies there is a finding.

    Paths, those given to ``is_expected`` too, are relative to ``root`` with ``/``. A file that cannot be read yields a
    source without data beside its finding. Order: by path. A large archive is read by up to ``processes`` processes;
    only a program without threads may ask for more than one.
    """

    def read(share: int, shares: int) -> Shared:
        walk = _Walk(folder, is_expected, limits, share, shares)
        try:
            with opened(str(root), ROOT) as root_fd:
                walk.folder(folder, folder, root_fd)
        except OSError as error:
            walk.refuse_os(folder, error)
        return walk.sources, walk.findings if share == 0 else walk.about_records()

    sources, findings = read_in_shares(read, processes if _is_large(root / folder) else 1)
    return sorted(sources, key=lambda source: source.path.split("/")), findings


def _is_large(folder: Path) -> bool:
    """Whether a second process would earn its start."""
    files = bytes_ = 0
    for place, _, names in os.walk(folder):
        files += len(names)
        with suppress(OSError):
            bytes_ += sum(os.lstat(f"{place}/{name}").st_size for name in names)
    return files >= _LARGE or bytes_ >= _LARGE_BYTES


def read_source(root: Path, path: str) -> Source:
    """Read one record by the rules of ``read_sources``; without data where it cannot be read, for whatever reason."""
    folder, name = path.split("/")
    walk = _Walk(folder, lambda _path: True, DEFAULT_LIMITS)
    with suppress(OSError), opened(str(root), ROOT) as root_fd, opened(folder, FOLDER, root_fd) as descriptor:
        walk.record(name, path, descriptor)
    return walk.sources[0] if walk.sources else Source(path)


@dataclass(slots=True)
class _Walk:
    """One walk through the folder: what was read, what was refused, and how much of the limits is used.

    Of several shares each walks everywhere and reads its own files; what concerns no record is said by the first.
    """

    top: str
    is_expected: Callable[[str], bool]
    limits: Limits
    share: int = 0
    shares: int = 1
    sources: list[Source] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    files: int = 0
    bytes: int = 0
    is_full: bool = False

    def about_records(self) -> list[Finding]:
        """The findings about records that were read; every share comes across the rest."""
        paths = {source.path for source in self.sources}
        return [finding for finding in self.findings if finding.location.path in paths]

    def folder(self, name: str, path: str, parent: int) -> None:
        """Read everything in one folder and below it."""
        if path.count("/") > self.limits.depth:
            self.refuse(path, Code.LIMIT, f"目录套得超过 {self.limits.depth} 层", "把文件移到外层目录")
            return
        try:
            with opened(name, FOLDER, parent) as descriptor:
                with os.scandir(descriptor) as entries:
                    names = sorted(entry.name for entry in entries)
                beside = self._refuse_same_names(names, path)
                for each in names:
                    self._entry(each, f"{path}/{each}", descriptor, beside)
        except OSError as error:
            self.refuse_os(path, error)

    def _entry(self, name: str, path: str, parent: int, beside: Mapping[str, str]) -> None:
        self.files += 1
        if self.files > self.limits.files:
            self._refuse_rest(path, f"文件超过 {self.limits.files} 个", "「文件数」（files）")
        elif not is_printable_name(name):
            self.refuse(path, Code.UNEXPECTED, "文件名里有看不见或无法显示的字符", "改名，只用文字、数字和 - _")
        elif self.is_expected(path) and not is_astray(name, beside):
            if self.files % self.shares == self.share:
                self.record(name, path, parent)
            else:
                self._leave(name, path, parent)
        else:
            self._other(name, path, parent, beside)

    def _leave(self, name: str, path: str, parent: int) -> None:
        """Leave a record to another share; its size counts here too."""
        with suppress(OSError):
            status = os.stat(name, dir_fd=parent, follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                self._fits(path, min(status.st_size, self.limits.file_bytes + 1))

    def record(self, name: str, path: str, parent: int) -> None:
        """Read a file that should be a record; one that cannot be read is known all the same."""
        try:
            with opened(name, FILE, parent) as descriptor:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode):
                    self._refuse_kind(path, status.st_mode)
                else:
                    self._read(path, descriptor)
        except OSError as error:
            if error.errno == errno.ELOOP:
                self._refuse_kind(path, stat.S_IFLNK)
            else:
                self.refuse_os(path, error)
        if not self.sources or self.sources[-1].path != path:
            self.sources.append(Source(path))

    def _read(self, path: str, descriptor: int) -> None:
        raw = read_at_most(descriptor, self.limits.file_bytes + 1)
        if self._fits(path, len(raw)):
            reading = parse(raw, path, self.limits, self.known)
            self.sources.append(reading.source)
            self.findings += reading.findings

    def _fits(self, path: str, size: int) -> bool:
        """Count a record's bytes; whether all records together are still within the limit."""
        self.bytes += size
        if self.bytes <= self.limits.archive_bytes:
            return True
        self._refuse_rest(
            path, f"全部记录超过 {self.limits.archive_bytes // MIB} MiB", "「档案总大小（MiB）」（archive_mib）"
        )
        return False

    def _other(self, name: str, path: str, parent: int, beside: Mapping[str, str]) -> None:
        """A folder to go into, a file to pass over, or something that does not belong here."""
        try:
            mode = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
        except OSError as error:
            self.refuse_os(path, error)
            return
        if stat.S_ISDIR(mode):
            self.folder(name, path, parent)
        elif stat.S_ISLNK(mode) and _leads_to_folder(name, parent):
            message = f"不是真正的文件夹，而是{kind_of_file(mode)}"
            self.refuse(path, Code.UNREADABLE, message, "换成真正的文件夹")
        elif not stat.S_ISREG(mode):
            self._refuse_kind(path, mode)
        elif not is_quiet(name, at_top=path == f"{self.top}/{name}") and not is_attachment(path):
            message, fix = hint(name, beside)
            self.refuse(path, Code.UNEXPECTED, message, fix)

    def _refuse_same_names(self, names: list[str], folder: str) -> Mapping[str, str]:
        """Name those that are one on another computer; every key with the first name that has it."""
        seen: dict[str, str] = {}
        for name in names:
            first = seen.setdefault(same_name_key(name), name)
            if first != name:
                message = f"与“{shown_path(first)}”只差大小写或写法，在别的电脑上是同一个文件"
                self.refuse(f"{folder}/{name}", Code.SAME_NAME, message, "改名，或删去多余的一个")
        return seen

    def _refuse_kind(self, path: str, mode: int) -> None:
        self.refuse(path, Code.UNREADABLE, f"不是普通文件，而是{kind_of_file(mode)}", "换成普通文件")

    def _refuse_rest(self, path: str, message: str, limit: str) -> None:
        """Say once, in the first share, that a limit of the whole archive is passed."""
        if not self.is_full and self.share == 0:
            fix = f"移走不属于档案的文件，或在设置的「读取上限」（limits）里调高{limit}"
            self.refuse(path, Code.LIMIT, f"{message}，从这里起不再读入", fix)
        self.is_full = True

    def refuse_os(self, path: str, error: OSError) -> None:
        """Turn the system's refusal into a finding."""
        message, fix = reason(error)
        self.refuse(path, Code.UNREADABLE, message, fix)

    def refuse(self, path: str, code: Code, message: str, fix: str) -> None:
        """Add a finding about a whole file."""
        self.findings.append(problem(code, message, Location(shown_path(path)), fix))


def _leads_to_folder(name: str, parent: int) -> bool:
    """Whether a link stands for a folder: asked for the message only, nothing behind it is opened."""
    try:
        return stat.S_ISDIR(os.stat(name, dir_fd=parent).st_mode)
    except OSError:
        return False
