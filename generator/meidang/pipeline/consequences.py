"""What a change of the archive means: both versions read once, judged on one day, their documents compared.

For a pull request the change since its branch began is meant, so the earlier version is where the two histories part,
unless the caller wants exactly the one that was named.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from meidang.consequences import Consequences, Moves, Papers, State, Turned, as_of_now, consequences, moves_of, turned
from meidang.errors import UsageError
from meidang.pipeline import Checked, check, read_archive, require_archive
from meidang.pipeline.changed_files import attachments_changed, record_texts
from meidang.pipeline.differences import differences
from meidang.pipeline.papers import papers
from meidang.pipeline.revisions import Committed, committed
from meidang.project import Project
from meidang.readiness import inspection_day, judge
from meidang.source.git import ask_git
from meidang.source.past import Lack, NoPast, lack_of
from meidang.source.revision import read_revision

#: What the working files are compared as.
_HERE: Final = "HEAD"


@dataclass(frozen=True, slots=True)
class Asked:
    """``base`` and ``head``: revisions, ``head`` empty for the files as they lie there; ``direct``: exactly ``base``.

    ``as_of``: the day for both; ``today``: where neither that nor the settings name one.
    """

    base: str
    head: str
    today: date
    as_of: date | None = None
    direct: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """A version that lies in a folder: its revision as people quote it, and its day."""

    project: Project
    revision: str
    words: str
    day: date


def compare_versions(root: Path, asked: Asked) -> Consequences:
    """Everything that the change means. Raises UsageError, of which NoPast is one."""
    with _sides(root, asked) as (before, after):
        read = read_archive(after.project)
        day = asked.as_of or read.archive.settings.as_of or asked.today
        new = check(after.project, as_of=day, today=day, read=read)
        old = check(before.project, as_of=day, today=day)
        ahead = inspection_day(new.archive, day)
        states = (_state(before, old, ahead), _state(after, new, ahead))
        moves = moves_of(*states)
        return consequences(
            *states,
            moves,
            as_of=day,
            day=after.day,
            findings=_came_and_went(old, new, moves),
            papers=_papers(before, after, old, new, moves),
        )


def _papers(before: _Side, after: _Side, old: Checked, new: Checked, moves: Moves) -> Papers:
    files = attachments_changed(before.project, after.project)
    if old.has_errors or new.has_errors:
        return Papers(attachments=files, unsaid="有数据错误，文档没有比较")
    return replace(papers(before.project, old, after.project, new, moves), attachments=files)


def _came_and_went(old: Checked, new: Checked, moves: Moves) -> Turned:
    renamed = tuple(as_of_now(one, moves) for one in old.findings)
    return turned(*differences(replace(old, findings=renamed), new))


def _state(side: _Side, checked: Checked, ahead: date) -> State:
    errors = checked.has_errors
    judged = () if errors else judge(checked.archive, checked.findings, checked.as_of, ahead)
    return State(checked.archive, checked.findings, judged, record_texts(side.project.root), side.revision, side.words)


# --- which versions --------------------------------------------------------------------------------------------------


@contextmanager
def _sides(root: Path, asked: Asked) -> Iterator[tuple[_Side, _Side]]:
    with ExitStack() as stack:
        if asked.head:
            head = stack.enter_context(committed(root, asked.head))
            after = _Side(head.project, head.revision, _named(asked.head, head), head.day)
        else:
            project = require_archive(Project(root))
            after = _Side(project, read_revision(root) or "未提交", "文件夹里现在的文件", asked.today)
        yield _before(root, asked, stack), after


def _before(root: Path, asked: Asked, stack: ExitStack) -> _Side:
    start = asked.base if asked.direct else _fork(root, asked.base, asked.head or _HERE)
    base = stack.enter_context(committed(root, start))
    words = _named(asked.base, base) if start == asked.base else f"{asked.base} 与改动的分叉点"
    return _Side(base.project, base.revision, words, base.day)


def _named(asked: str, found: Committed) -> str:
    """What was asked for, where it is not just the hash."""
    return "" if asked.startswith(found.revision) or found.revision.startswith(asked) else asked


def _fork(root: Path, base: str, head: str) -> str:
    """Where the two histories part; ``base`` itself where the change lies in front of it. Raises NoPast, UsageError."""
    try:
        ends = [_commit(root, one) for one in (base, head)]
        done = ask_git(root, "merge-base", *ends)
        fork = done.stdout.decode().strip()
        if done.returncode or not fork:
            raise _no_fork(root, base)
        return base if fork == ends[0] else fork
    except FileNotFoundError:
        raise NoPast(Lack.GIT, base) from None
    except subprocess.TimeoutExpired:
        raise NoPast(Lack.SLOW, base) from None


def _commit(root: Path, revision: str) -> str:
    done = ask_git(root, "rev-parse", "--verify", f"{revision}^{{commit}}")
    if done.returncode:
        raise NoPast(lack_of(root, done.stderr.decode(errors="replace")), revision)
    return done.stdout.decode().strip()


def _no_fork(root: Path, base: str) -> UsageError:
    if ask_git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return NoPast(Lack.SHALLOW, base)
    return UsageError("两个版本没有共同的历史，找不到分叉点；加 --direct 直接比较这两个版本")
