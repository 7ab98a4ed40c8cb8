"""How a stranger's files are opened: relative to the parent's descriptor, following no link, waiting for no pipe."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

#: The root is the user's own business, a link too; nothing below it is.
ROOT = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
FOLDER = ROOT | os.O_NOFOLLOW
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
LINK = "符号链接（快捷方式）"
_KINDS = (
    (stat.S_ISLNK, LINK),
    (stat.S_ISREG, "文件"),
    (stat.S_ISDIR, "目录"),
    (stat.S_ISFIFO, "管道"),
    (stat.S_ISSOCK, "套接字"),
    (stat.S_ISCHR, "设备"),
    (stat.S_ISBLK, "设备"),
)
_REASONS = {
    errno.ENOENT: ("找不到这个文件或目录", "检查路径是否写对，或新建它"),
    errno.EACCES: ("没有读取权限", "为当前用户加上读取权限"),
    errno.EPERM: ("没有读取权限", "为当前用户加上读取权限"),
    errno.ENOTDIR: (f"不是目录，而是文件或{LINK}", "换成普通目录"),
    errno.ENXIO: ("不是普通文件", "换成普通文件"),
}


@contextmanager
def opened(name: str, flags: int, parent: int | None = None) -> Iterator[int]:
    """A descriptor of a file or folder inside the folder ``parent``, closed afterwards. Raises OSError."""
    descriptor = os.open(name, flags, dir_fd=parent)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def kind_of_file(mode: int) -> str:
    """The word for a file that is not of the kind expected."""
    return next((word for test, word in _KINDS if test(mode)), "特殊文件")


def reason(error: OSError) -> tuple[str, str]:
    """Why the system refused, and what to do."""
    return _REASONS.get(error.errno or 0, ("读不到", "检查这个文件能否打开"))


def read_at_most(descriptor: int, most: int) -> bytes:
    """Up to ``most`` bytes; a raw read may return fewer than asked for."""
    parts = []
    while most > 0 and (part := os.read(descriptor, most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)
