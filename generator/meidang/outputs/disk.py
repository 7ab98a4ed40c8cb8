"""What the disk is asked to do: write, force, list, exchange, remove. The lowest part of ``outputs``; decides nothing.

Everything goes through ``os`` functions, so that the tests can fail or kill each single step.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import stat
from pathlib import Path

_OPEN = os.O_CLOEXEC | os.O_NOFOLLOW
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CHUNK = 1 << 20
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})


def make_folder(path: Path) -> None:
    """Make one folder for its owner only; ``settle`` opens it to others at the end."""
    os.mkdir(path, 0o700)
    os.chmod(path, 0o700)  # the umask may have taken bits away


def write_file(folder: Path, path: str, content: bytes) -> None:
    """Write a new file at ``path`` below ``folder``, making the folders on the way."""
    *parents, name = path.split("/")
    for parent in parents:
        folder /= parent
        if not folder.is_dir():
            make_folder(folder)
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPEN, 0o600)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def listing(folder: Path) -> dict[str, int]:
    """Every file below ``folder``: its path with ``/`` -> its size in bytes.

    Raises ``OSError`` for anything that is not a plain file or folder: a producer that leaves links has gone wrong.
    """
    found: dict[str, int] = {}
    for base, folders, files in os.walk(folder, onerror=give_up):
        for name in (*folders, *files):
            path = Path(base, name)
            status = path.lstat()
            if stat.S_ISDIR(status.st_mode):
                continue
            if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
                raise OSError(errno.EINVAL, "输出中只能有普通文件，不能有链接", str(path))
            found[path.relative_to(folder).as_posix()] = status.st_size
    return found


def fingerprint(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file's bytes, and how many they are."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_RDONLY | _OPEN)
    try:
        while chunk := os.read(descriptor, _CHUNK):
            digest.update(chunk)
            size += len(chunk)
    finally:
        os.close(descriptor)
    return digest.hexdigest(), size


def settle(folder: Path, *, private: bool) -> None:
    """Give everything below ``folder`` and itself its fixed mode and force it to the disk, the innermost first."""
    file_mode, folder_mode = (0o600, 0o700) if private else (0o644, 0o755)
    for base, _folders, files in os.walk(folder, topdown=False, onerror=give_up):
        for name in files:
            os.chmod(Path(base, name), file_mode)
            sync(Path(base, name))
        os.chmod(base, folder_mode)
        sync(Path(base))


def sync(path: Path) -> None:
    """Force one file's bytes, or one folder's names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY | _OPEN)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system or the file system cannot (then nothing has changed)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # not Linux, or a C library without it
        return False
    names = os.fsencode(one), os.fsencode(other)
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    problem = ctypes.get_errno()
    if problem in _UNSUPPORTED:
        return False
    raise OSError(problem, os.strerror(problem), str(one), None, str(other))


def remove(path: Path) -> None:
    """Remove a folder with all it holds, a link (never what it points at) or a file; nothing there is fine."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


def give_up(problem: OSError) -> None:
    """For ``os.walk``, which otherwise passes over folders that it cannot read."""
    raise problem
