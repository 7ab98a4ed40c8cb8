"""``meidang attachments``: list the files that records name; register their digests; take one that has changed."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from meidang.archive import Archive
from meidang.archive.attachments import Citation, Cited, cited
from meidang.load import is_record_path
from meidang.pipeline import Read, read_archive, require_archive
from meidang.pipeline.attachments import seen_attachments, uncited
from meidang.pipeline.registering import accepted, named, registered, state
from meidang.pipeline.rewriting import Rewrite, rewrite
from meidang.project import Project
from meidang.report.lines import one_line
from meidang.source.attachments import Seen
from meidang.source.characters import masked
from meidang.source.verdicts import ACCEPT, REGISTER, as_argument

_KIB = 1024
#: Unreadable files that are named; the rest is a number.
_MOST = 20
_DIGEST = re.compile(r"([0-9a-f]{64})")


def run(options: argparse.Namespace) -> int:
    """List, register or accept; 1 where a file is not in order, or was not taken."""
    project = require_archive(Project(options.root))
    read = read_archive(project)
    unread = _unread(read)
    code = _run(options, project, read.archive, whole=not unread)
    if unread:
        _say([f"{len(unread)} 个文件读不进来，其中引用的附件没有列入；请先运行 meidang check 改正：", *_named(unread)])
    return code or int(bool(unread))


def _run(options: argparse.Namespace, project: Project, archive: Archive, *, whole: bool) -> int:
    if options.accept:
        return _accept(project, archive, options.accept)
    if options.register:
        return _register(project, archive)
    return _list(project, archive, whole=whole)


def _unread(read: Read) -> list[str]:
    """The records that are missing from the archive because of what is wrong with them."""
    known = {item.source.path for item in read.archive.items.values()}
    faulty = {finding.location.path for finding in read.findings}
    return sorted(path for path in faulty - known if is_record_path(path))


def _named(paths: Sequence[str]) -> Iterator[str]:
    yield from (f"  {_shown(path)}" for path in paths[:_MOST])
    if len(paths) > _MOST:
        yield f"  …以及另外 {len(paths) - _MOST} 个"


# --- list ------------------------------------------------------------------------------------------------------------


def _list(project: Project, archive: Archive, *, whole: bool) -> int:
    """``whole``: no record is missing; of a broken one nobody knows which files it names."""
    seen = seen_attachments(project, archive, shapes=True)
    states = {one.file: state(one, seen[one.file]) for one in cited(archive)}
    for one in cited(archive):
        _say(_about(one, seen[one.file], states[one.file]))
    spare = list(uncited(project, archive)) if whole else []
    if spare:
        _say(("没有记录引用的文件：", *(f"  {_shown(file)}" for file in spare), ""))
    _say(_summary(Counter(states.values()), len(spare)))
    return int(any(said != "已登记" for said in states.values()))


def _about(one: Cited, seen: Seen, said: str) -> Iterator[str]:
    yield _shown(one.file)
    size = f"{-(-seen.size // _KIB):,} KiB" if seen.size else ""
    digest = f"摘要 {seen.sha256[:12]}" if seen.sha256 else ""
    yield "  " + "　".join(word for word in (one_line(said), size, seen.shape, digest) if word)
    yield from (f"  引用：{_citation(citation)}" for citation in one.citations)
    yield ""


def _citation(citation: Citation) -> str:
    item = citation.item
    name = item.label if item.kind.single else f"{item.label} {item.id}"
    return one_line(masked(f"{name}：{citation.label}（{citation.locate()}）"))


def _summary(states: Mapping[str, int], spare: int) -> Iterator[str]:
    fine = {word: states.get(word, 0) for word in ("已登记", "没有登记摘要", "与登记时不同")}
    counts = [f"{word} {count}" for word, count in fine.items() if count]
    if wrong := sum(states.values()) - sum(fine.values()):
        counts.append(f"有问题 {wrong}")
    more = f"；另有 {spare} 个文件没有记录引用" if spare else ""
    yield f"附件 {sum(states.values())} 个" + (f"：{'，'.join(counts)}" if counts else "") + more
    if fine["没有登记摘要"]:
        yield f"登记摘要：{REGISTER}"
    if fine["与登记时不同"]:
        yield f"打开核对过，认可换过的文件：{ACCEPT} 文件"


# --- register, accept ------------------------------------------------------------------------------------------------


def _register(project: Project, archive: Archive) -> int:
    seen = seen_attachments(project, archive)
    changes = registered(project, archive, seen)
    states = {one.file: state(one, seen[one.file]) for one in cited(archive)}
    rewrite(project.root, changes)
    _say(_done(changes, "登记"))
    left = {file: said for file, said in states.items() if said not in ("已登记", "没有登记摘要")}
    _say(_refused(left, seen))
    return int(bool(left))


def _accept(project: Project, archive: Archive, given: Sequence[str]) -> int:
    files = {named(project, archive, one) for one in given}
    seen = seen_attachments(project, archive)
    unfit = {file: fault.words for file in sorted(files) if (fault := seen[file].fault)}
    if unfit:
        _say(_refused(unfit, seen))
        _say(["没有写入任何文件。"])
        return 1
    changes = accepted(project, archive, seen, files)
    rewrite(project.root, changes)
    _say(_done(changes, "认可"))
    return 0


def _done(changes: Collection[Rewrite], verb: str) -> Iterator[str]:
    for change in changes:
        yield from (_shown_line(line) for line in change.diff(around=0))
    yield f"已{verb}，改了 {len(changes)} 个文件。" if changes else f"没有要{verb}的，文件没有改动。"


def _shown_line(line: str) -> str:
    """A line of a record: what no message repeats is hidden, a digest is not."""
    return one_line("".join(each if _DIGEST.fullmatch(each) else masked(each) for each in _DIGEST.split(line)))


def _refused(states: Mapping[str, str], seen: Mapping[str, Seen]) -> Iterator[str]:
    for file, said in states.items():
        fault = seen[file].fault
        fix = fault.fix if fault else f"打开核对过就运行 {ACCEPT} {as_argument(file)}"
        yield f"没有登记：附件“{_shown(file)}”{one_line(said)}；{fix}"


def _shown(file: str) -> str:
    return one_line(masked(file))


def _say(lines: Collection[str] | Iterator[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
