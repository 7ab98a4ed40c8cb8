"""A scan that somebody hands over -> an attachment: looked at like any other, under a safe name that is free."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from meidang.errors import UsageError
from meidang.kinds import ARCHIVE
from meidang.outputs.names import safe_file_name
from meidang.project import Project
from meidang.source.contents import Fault, fault_in
from meidang.source.decoder import Decoder
from meidang.source.forms import DOCX, JPEG, PDF, PNG, form_of, unsuited
from meidang.source.limits import Limits
from meidang.source.names import ATTACHMENTS, same_name_key

_SUFFIXES: Final = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", DOCX: ".docx"}
_HEAD: Final = 1024


@dataclass(frozen=True, slots=True)
class Scan:
    """``file``: as records name it, below ``archive``; ``path``: from the root."""

    file: str
    content: bytes

    @property
    def path(self) -> str:
        """Where it is to lie."""
        return f"{ARCHIVE}/{self.file}"

    @property
    def sha256(self) -> str:
        """Its digest."""
        return hashlib.sha256(self.content).hexdigest()


def scan_of(project: Project, given: Path, folder: str, words: tuple[str, ...], limits: Limits) -> Scan:
    """The file for ``attachments/<folder>/<words>``. Raises UsageError where it is no fit attachment, OSError."""
    if not given.is_file():
        raise UsageError(f"没有文件 {given.name}")
    with given.open("rb") as file:
        content = file.read(limits.attachment_bytes + 1)
    if len(content) > limits.attachment_bytes:
        raise UsageError(f"{given.name} 超过 {limits.attachment_bytes // 2**20} MiB；扫描时降低分辨率，或存成 PDF")
    head = content[:_HEAD]
    form = form_of(head)
    if form is None:
        other = unsuited(head)
        raise UsageError(f"{given.name} 不是 PDF、JPG、PNG 或 docx" + (f"；{other.advice}" if other else ""))
    suffix = _SUFFIXES[form]
    fault = fault_in(BytesIO(content), suffix) or _decoded(f"scan{suffix}", content, form)
    if fault:
        raise UsageError(f"{given.name}{fault.words}；{fault.fix}")
    return Scan(_free(project, folder, words, suffix), content)


def _decoded(name: str, content: bytes, form: str) -> Fault | None:
    if form == DOCX:
        return None
    with closing(Decoder()) as decoder:
        found = decoder.look(name, content, whole=True)
    return found if isinstance(found, Fault) else None


def _free(project: Project, folder: str, words: tuple[str, ...], suffix: str) -> str:
    """A name that no file has yet, on no computer."""
    place = project.archive / ATTACHMENTS / folder
    taken = {same_name_key(file.name) for file in place.iterdir()} if place.is_dir() else set()
    number = 1
    while True:
        more = (str(number),) if number > 1 else ()
        name = safe_file_name(*words, *more, suffix=suffix)
        if same_name_key(name) not in taken:
            return f"{ATTACHMENTS}/{folder}/{name}"
        number += 1
