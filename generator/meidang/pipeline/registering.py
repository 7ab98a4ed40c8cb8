"""Digests of attachments written into the records that name them; comments, order and every other line stay."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from meidang.archive import Archive
from meidang.archive.attachments import Citation, Cited, cited
from meidang.archive.index import Path as Way
from meidang.errors import UsageError
from meidang.kinds import ARCHIVE
from meidang.models.attachment import Attachment
from meidang.models.base import describe
from meidang.pipeline.rewriting import Rewrite
from meidang.pipeline.trees import at, text_of
from meidang.project import Project
from meidang.source.attachments import Seen
from meidang.source.edit import Set, Unwritable, edited
from meidang.source.names import same_name_key
from meidang.source.read import parse
from meidang.source.tree import Value


def state(one: Cited, seen: Seen) -> str:
    """How it stands with a file, in a few words."""
    if seen.fault:
        return seen.fault.words
    if any(_is_changed(citation, seen) for citation in one.citations):
        return "与登记时不同"
    return "已登记" if all(citation.sha256 for citation in one.citations) else "没有登记摘要"


def _is_changed(citation: Citation, seen: Seen) -> bool:
    return bool(citation.sha256) and citation.sha256 != seen.sha256


def registered(project: Project, archive: Archive, seen: Mapping[str, Seen]) -> tuple[Rewrite, ...]:
    """What registering the digests that are missing would change; a file with a fault, or changed, is left alone."""
    fit = [one for one in cited(archive) if state(one, seen[one.file]) == "没有登记摘要"]
    return _changes(project, _digests(fit, seen))


def accepted(
    project: Project, archive: Archive, seen: Mapping[str, Seen], files: Collection[str]
) -> tuple[Rewrite, ...]:
    """What taking the files as they are now would change."""
    return _changes(project, _digests((one for one in cited(archive) if one.file in files), seen))


def _digests(found: Iterable[Cited], seen: Mapping[str, Seen]) -> Iterator[tuple[Citation, str, str]]:
    """Every citation that says something else than the digest, with its file and that."""
    for one in found:
        digest = seen[one.file].sha256
        for citation in one.citations:
            if citation.sha256 != digest:
                yield citation, one.file, digest


def _changes(project: Project, digests: Iterable[tuple[Citation, str, str]]) -> tuple[Rewrite, ...]:
    asked: dict[str, dict[Way, tuple[str, str]]] = {}
    for citation, file, digest in digests:
        asked.setdefault(citation.item.source.path, {})[citation.path] = file, digest
    return tuple(_change(project, path, ways) for path, ways in sorted(asked.items()))


def _change(project: Project, path: str, ways: Mapping[Way, tuple[str, str]]) -> Rewrite:
    before = text_of(project.root, path)
    data: Value = parse(before, path).source.data
    for way, (file, _) in ways.items():
        if at(data, (*way, "file")) != file:
            raise UsageError(f"{path} 刚刚被改动，没有写入任何文件；请再运行一次")
    try:
        return Rewrite(path, before, with_digests(before, path, {way: digest for way, (_, digest) in ways.items()}))
    except Unwritable:
        raise UsageError(f"{path} 的写法比较特别，没有写入任何文件；请照命令列出的摘要自己补上 sha256") from None


def with_digests(text: str, path: str, digests: Mapping[Way, str]) -> str:
    """A record's text with the digests of the groups at some places. Raises Unwritable."""
    edits = [Set((*way, "sha256"), digest, tuple(describe(Attachment))) for way, digest in digests.items()]
    return edited(text, edits, name=path)


def named(project: Project, archive: Archive, given: str) -> str:
    """The name by which records know a file of the command line. Raises UsageError where none does."""
    known = {one.file for one in cited(archive)}
    folder = Path(os.path.abspath(project.root)) / ARCHIVE  # noqa: PTH100 - resolve would follow links
    for base in (Path.cwd(), folder.parent, folder):
        path = Path(os.path.normpath(base / given))
        if path.is_relative_to(folder) and (name := path.relative_to(folder).as_posix()) in known:
            return name
    same = sorted(name for name in known if given and same_name_key(name.rpartition("/")[2]) == same_name_key(given))
    if len(same) == 1:
        return same[0]
    if same:
        raise UsageError(f"叫 {given} 的附件不止一个（{'、'.join(same)}），请写全路径")
    how = "路径照记录里的写，例如 attachments/D01/执业证书.pdf；不重名时只写文件名也可以"
    raise UsageError(f"没有记录引用 {given}；{how}")
