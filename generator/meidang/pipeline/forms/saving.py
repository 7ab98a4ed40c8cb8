"""What a form saves -> judged as if it were there -> written, all or nothing.

Data errors refuse; what the rules newly find is told, and refuses nothing: the archive says how things are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from meidang.archive.attachments import Citation, cited
from meidang.archive.index import Path as Way
from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.kinds import ARCHIVE
from meidang.pipeline import Checked, check
from meidang.pipeline.attachments import seen_attachments
from meidang.pipeline.differences import differences
from meidang.pipeline.forms.places import refuse_links
from meidang.pipeline.forms.telling import Told, told
from meidang.pipeline.forms.weighing import Weighed, weighed
from meidang.pipeline.registering import with_digests
from meidang.pipeline.rewriting import Rewrite, rewrite
from meidang.pipeline.trees import bytes_of, text_of
from meidang.project import Project
from meidang.source.attachments import Seen, look_at
from meidang.source.edit import Unwritable
from meidang.source.limits import DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as the form would have it; ``base``: the digest of the file that the form was filled from, or empty."""

    path: str
    text: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it: ``errors`` refused the whole; ``found`` is what the rules find now; ``told``: what was changed.

    ``elsewhere``: data errors that others left in the archive, for which no page can be made anew.
    """

    errors: tuple[Finding, ...]
    found: Weighed = field(default_factory=Weighed)
    changes: tuple[Rewrite, ...] = ()
    files: tuple[str, ...] = ()
    elsewhere: tuple[Finding, ...] = ()
    told: Told = field(default_factory=Told)


def digest(content: bytes) -> str:
    """By which a form says which version of a file it was filled from."""
    return hashlib.sha256(content).hexdigest()


def save(
    project: Project, drafts: Sequence[Draft], assets: Mapping[str, bytes], *, as_of: date | None, today: date
) -> Saved:
    """Judge, and write where no data error says no. ``assets``: new attachments by path; one that nobody names is left.

    Raises UsageError where a file changed meanwhile or must not be written, OSError.
    """
    for path in (*(draft.path for draft in drafts), *assets):
        refuse_links(project.root, path)
    before = {draft.path: _present(project.root, draft) for draft in drafts}
    fresh = dict(_fresh(project.root, assets))
    judge = partial(check, project, as_of=as_of, today=today)
    texts, after = _judged(project, judge, {draft.path: draft.text for draft in drafts}, _seen(fresh))
    was = judge()
    coming, going = differences(was, after)
    if errors := tuple(_errors(after, coming, texts)):
        return Saved(errors)
    named = {f"{ARCHIVE}/{one.file}" for one in cited(after.archive)}
    files = {path: content for path, content in fresh.items() if path in named}
    changes = tuple(Rewrite(path, before[path], text) for path, text in texts.items() if before[path] != text)
    rewrite(project.root, changes, files)
    unwritten = fresh.keys() - files.keys()
    found = weighed([one for one in coming if one.location.path not in unwritten], going)
    left = tuple(one for one in after.findings if one.severity is Severity.ERROR)
    return Saved((), found, changes, tuple(files), left, told(was, after, changes, files))


def _judged(
    project: Project, judge: Callable[..., Checked], texts: dict[str, str], added: Mapping[str, Seen]
) -> tuple[dict[str, str], Checked]:
    """The texts with the digests of new scans in them, and the archive as it would be."""
    after = judge(instead=texts, added=added)
    if registered := _registered(project, after, texts, added):
        texts = {**texts, **registered}
        after = judge(instead=texts, added=added)
    return texts, after


def _present(root: Path, draft: Draft) -> str | None:
    """What the file says now. Raises UsageError where that is not what the form was filled from."""
    try:
        text = text_of(root, draft.path)
    except FileNotFoundError:
        if draft.base:
            raise UsageError(f"{draft.path} 刚刚被删除或改名，没有保存；请回到列表重新打开") from None
        return None
    except UnicodeDecodeError:
        raise UsageError(f"{draft.path} 不是 UTF-8 文字，没有保存") from None
    if not draft.base:
        raise UsageError(f"{draft.path} 已经有了，没有保存；请换一个编号，或打开原来的那一条修改")
    if digest(text.encode()) != draft.base:
        raise UsageError(f"{draft.path} 打开以后被别人改过，没有保存；请记下要改的内容，重新打开这一条再改")
    return text


def _fresh(root: Path, assets: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The attachments that do not lie there already. Raises UsageError where another file has the name."""
    for path, content in assets.items():
        try:
            there = bytes_of(root, path, DEFAULT_LIMITS.attachment_bytes + 1)
        except FileNotFoundError:
            yield path, content
        else:
            if there != content:
                raise UsageError(f"{path} 已经有了，内容不同，没有保存；请给新文件换一个名字再选")


def _seen(files: Mapping[str, bytes]) -> Mapping[str, Seen]:
    """The new files, looked at where they are in nobody's way; by the names under which records know them."""
    names = [path.partition("/")[2] for path in files]
    with TemporaryDirectory(prefix="meidang-") as folder:
        for path, content in files.items():
            place = Path(folder) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return look_at(Path(folder), ARCHIVE, dict.fromkeys(names, ()))


def _registered(
    project: Project, after: Checked, texts: Mapping[str, str], added: Mapping[str, Seen]
) -> Mapping[str, str]:
    """The texts to which digests are added: of new files, and of those that were picked and had none."""
    seen = {**seen_attachments(project, after.archive), **added}
    wanted: dict[str, dict[Way, str]] = {}
    for one in cited(after.archive):
        for citation in one.citations:
            path, found = citation.item.source.path, seen[one.file]
            if path in texts and not found.fault and _is_new(citation, found, is_added=one.file in added):
                wanted.setdefault(path, {})[citation.path] = found.sha256
    try:
        return {path: with_digests(texts[path], path, digests) for path, digests in wanted.items()}
    except Unwritable:
        return {}


def _is_new(citation: Citation, found: Seen, *, is_added: bool) -> bool:
    return not citation.sha256 or (is_added and citation.sha256 != found.sha256)


def _errors(after: Checked, coming: Sequence[Finding], texts: Mapping[str, str]) -> Iterator[Finding]:
    """Data errors in what is saved, and those that it brings elsewhere."""
    known = set(coming)
    for finding in after.findings:
        if finding.severity is Severity.ERROR and (finding in known or finding.location.path in texts):
            yield finding
