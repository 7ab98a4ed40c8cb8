"""What a form may read and write: records where records belong, and attachments below their folder; nothing else."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from meidang.errors import UsageError
from meidang.kinds import ARCHIVE, KINDS, kind_of
from meidang.models.codes import ATTACHMENT
from meidang.render.pages.addresses import list_path
from meidang.source.attachments import files_in
from meidang.source.names import ATTACHMENTS, is_attachment
from meidang.source.opening import LINK

_ATTACHED = re.compile(ATTACHMENT.json["pattern"], re.ASCII)
_FOLDERS = frozenset(kind.folder for kind in KINDS.values() if not kind.single)


def record_at(path: str) -> str:
    """The path itself, where a record belongs there. Raises UsageError."""
    if not path.isprintable() or kind_of(path) is None:
        raise UsageError("表单只能读写档案里的记录")
    return path


def page_at(path: str) -> str:
    """The address of the page on which a record stands, from the root of the site."""
    kind = kind_of(path)
    if kind is None:
        return ""
    if kind.is_record and not kind.single:
        return f"/{kind.name}/{PurePosixPath(path).name.removesuffix(kind.suffix)}.html"
    return f"/{list_path(kind)}"


def attachment_at(path: str) -> str:
    """The path itself, where an attachment may lie. Raises UsageError."""
    _, _, file = path.partition("/")
    if not path.startswith(f"{ARCHIVE}/{ATTACHMENTS}/") or not path.isprintable() or not is_attachment(path):
        raise UsageError(f"附件只能放在 {ARCHIVE}/{ATTACHMENTS} 里")
    if not _ATTACHED.fullmatch(file):
        raise UsageError(ATTACHMENT.explain(file) or f"附件的文件名不能用，应为{ATTACHMENT.expected}")
    return path


def records_in(root: Path, folder: str) -> Iterator[str]:
    """The records in the folder of a kind, by name. Raises UsageError for another folder."""
    if folder not in _FOLDERS:
        raise UsageError("表单只能读写档案里的记录")
    for name in files_in(root, *folder.split("/")):
        if kind_of(f"{folder}/{name}"):
            yield f"{folder}/{name}"


def attachments_in(root: Path, folder: str) -> Iterator[str]:
    """The attachments right in a folder, by name. Raises UsageError for a folder elsewhere."""
    attachment_at(f"{folder}/a.pdf")
    for name in files_in(root, *folder.split("/")):
        if "/" not in name and _ATTACHED.fullmatch(name):
            yield f"{folder}/{name}"


def refuse_links(root: Path, path: str) -> None:
    """Raise UsageError where a folder on the way is none: what is written there would land elsewhere."""
    way = root
    for step in path.split("/")[:-1]:
        way /= step
        try:
            mode = os.lstat(way).st_mode
        except FileNotFoundError:
            return
        if not stat.S_ISDIR(mode):
            words = LINK if stat.S_ISLNK(mode) else "文件"
            raise UsageError(f"{way.relative_to(root).as_posix()} 不是目录，而是{words}，没有写入任何文件")
