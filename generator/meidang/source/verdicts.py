"""What is said of an attachment at a place that names it, and of one that nobody names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from meidang.findings import Finding, Location
from meidang.source.attachments import Seen
from meidang.source.characters import masked, visible
from meidang.source.problems import Code, problem

REGISTER: Final = "meidang attachments --register"
ACCEPT: Final = "meidang attachments --accept"


def verdict(file: str, seen: Seen, sha256: str, locate: Callable[[str], Location], record: str) -> Finding | None:
    """What is wrong with a file for a group that names it; ``sha256`` is what that has registered, if anything.

    ``locate`` tells where a field of the group stands.
    """
    name = f"附件“{visible(file)}”"
    if seen.fault:
        return problem(seen.fault.code, f"{name}{seen.fault.words}", locate("file"), seen.fault.fix, record=record)
    if not sha256:
        message = f"{name}没有登记摘要，日后被换掉看不出来"
        return problem(Code.ATTACHMENT_UNREGISTERED, message, locate("file"), f"运行 {REGISTER}", record=record)
    if sha256 != seen.sha256:
        message = f"{name}与登记时不同，现在的摘要是 {seen.sha256}"
        fix = f"打开核对；换得对就运行 {ACCEPT} {as_argument(file)}，换错了就从 Git 恢复原来的文件"
        return problem(Code.ATTACHMENT_CHANGED, message, locate("sha256"), fix, record=record)
    return None


def uncited(path: str) -> Finding:
    """A file at ``path`` that nobody names."""
    name = visible(path.partition("/")[2])
    fix = f"写进用得着它的记录，例如证照的「扫描件」（scan）里，「文件」（file）写 {name}；用不着的删除"
    return problem(Code.ATTACHMENT_UNCITED, "没有记录引用这个附件", Location(path), fix)


def as_argument(file: str) -> str:
    """A file as the command line takes it; of a name that no message repeats only that it is one."""
    if masked(file) != file:
        return "文件"
    path = f"archive/{file}"
    return path if all(each.isalnum() or each in "/._-" for each in path) else "'" + path.replace("'", r"'\''") + "'"
