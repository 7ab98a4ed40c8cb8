"""What changed in the archive, commit by commit, and in which fields: from Git, bounded, and never guessed.

Nobody's name and no commit's subject is read. What is missing (a shallow clone, a history that is too long, a version
that cannot be read) is said in the result. The same commit gives the same result, but for what is not committed.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Final

from meidang.source.commits import Commit, NoCommits, Sort, Touched, commits, touched
from meidang.source.differing import Difference
from meidang.source.git import PARTS, ask_git, without_filters
from meidang.source.limits import MIB
from meidang.source.past import Lack
from meidang.source.versions import Room, Uncompared, Versions, compare

#: Some thousand versions of a person's record, and of each what an edit touched.
_ROOM: Final = Room(read=24 * MIB, parsed=3 * MIB)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a history is read at most.

    ``commits``; ``changes`` of files; ``compared``: changes of which both versions are looked at, and ``room``: so much
    of them; ``seconds``: for each answer of Git.
    """

    commits: int = 10_000
    changes: int = 50_000
    compared: int = 2_000
    room: Room = _ROOM
    seconds: float = 15


BOUNDS: Final = Bounds()


class Cut(Enum):
    """What of the history is missing; the value is a sentence for people."""

    COMMITS = "提交太多，只读了最近的一部分，更早的改动不在其中"
    CHANGES = "改动太多，只读了最近的一部分，更早的改动不在其中"
    SHALLOW = "仓库是浅克隆，只有最近的历史；运行 git fetch --unshallow 后更早的改动才读得到"
    RENAMES = "仓库不完整（克隆时用了 --filter），认不出改名：改名的文件写作一条删除和一条新增"


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to one file.

    ``day``: the commit's, in Shanghai; ``commit``: its short hash; ``old_path``: of a renamed file only. Of a record
    that was modified or renamed either ``difference`` says where, or ``uncompared`` why not; other files have neither.
    """

    day: date
    commit: str
    sort: Sort
    path: str
    old_path: str
    old_blob: str
    new_blob: str
    difference: Difference | None = None
    uncompared: Uncompared | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody did to one file since the last commit."""

    sort: Sort
    path: str


@dataclass(frozen=True, slots=True)
class History:
    """The changes of the archive's files, newest first. ``lack``: why there are none; ``cuts``: what is missing.

    ``commit``: the short hash of the one that it ends with; ``edits``: what is not committed, by path.
    """

    changes: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()
    commit: str = ""
    lack: Lack | None = None
    cuts: tuple[Cut, ...] = ()

    @property
    def reason(self) -> str:
        """A sentence for people: why there is no history; empty where there is one."""
        return _REASONS.get(self.lack, _REASONS[Lack.INCOMPLETE]) if self.lack else ""

    @property
    def first_day(self) -> date | None:
        """The earliest day of a change that was read."""
        return min((change.day for change in self.changes), default=None)


_REASONS: Final[Mapping[Lack, str]] = {
    Lack.GIT: "生成网站的电脑上没有 Git，读不到修改历史",
    Lack.REPOSITORY: "档案不在 Git 仓库里，没有修改历史",
    Lack.REFUSED: "仓库属于别的用户，Git 拒绝读取；请由它的主人生成网站，或按 Git 的提示设置 safe.directory",
    Lack.REVISION: "仓库里还没有提交，没有修改历史",
    Lack.ARCHIVE: "仓库的当前版本里没有 archive 文件夹，没有修改历史",
    Lack.INCOMPLETE: "仓库不完整，读不到修改历史；请重新完整克隆后再生成网站",
    Lack.SLOW: "Git 太久没有答复，没有读到修改历史",
}
#: A hash as people quote it, like that of the revision at the foot of every page.
_SHORT: Final = 10


#: Up to the commit that lies in the folder, and what was edited since.
_PRESENT: Final = "HEAD"


def read_history(
    root: Path, is_record: Callable[[str], bool], bounds: Bounds = BOUNDS, commit: str = _PRESENT
) -> History:
    """The history of the archive below ``root``. ``is_record``: whether a record belongs at a path; only it is read.

    ``commit``: a whole hash, with which it ends; nothing is said then of what is not committed.
    """
    try:
        return _history(root, is_record, bounds, commit)
    except NoCommits as error:
        return History(lack=error.lack)
    except subprocess.TimeoutExpired:
        return History(lack=Lack.SLOW)
    except FileNotFoundError:
        return History(lack=Lack.GIT)


def _history(root: Path, is_record: Callable[[str], bool], bounds: Bounds, last: str) -> History:
    listed, has_more, is_shallow = commits(root, bounds.commits, last)
    if ask_git(root, "cat-file", "-t", f"{last}:./{PARTS[0]}").stdout.strip() != b"tree":
        raise NoCommits(Lack.ARCHIVE)
    found, cuts = _touched(root, listed, bounds)
    cuts += [cut for cut, is_so in ((Cut.COMMITS, has_more), (Cut.SHALLOW, is_shallow)) if is_so]
    if len(found) > bounds.changes:
        cuts.append(Cut.CHANGES)
    changes = tuple(_changes(root, found[: bounds.changes], is_record, bounds))
    commit = ask_git(root, "rev-parse", f"--short={_SHORT}", last).stdout.decode().strip()
    edits = tuple(_edits(root, bounds.changes)) if last == _PRESENT else ()
    return History(changes, edits, commit, cuts=tuple(cuts))


def _touched(root: Path, listed: Sequence[Commit], bounds: Bounds) -> tuple[list[Touched], list[Cut]]:
    try:
        return touched(root, listed, bounds.changes, bounds.seconds), []
    except NoCommits as error:
        if error.lack is Lack.SLOW:
            raise
        # Without the contents of files Git cannot look for renames; everything else stands in the trees.
        return touched(root, listed, bounds.changes, bounds.seconds, renames=False), [Cut.RENAMES]


def _changes(
    root: Path, found: Sequence[Touched], is_record: Callable[[str], bool], bounds: Bounds
) -> Iterator[Change]:
    records = [one for one in found if one.old_blob and one.new_blob and is_record(one.path)]
    versions = [Versions(one.path, one.old_blob, one.new_blob) for one in records[: bounds.compared]]
    results = iter(compare(root, versions, bounds.room, bounds.seconds))
    for one in found:
        is_compared = bool(one.old_blob and one.new_blob) and is_record(one.path)
        yield _change(one, next(results, Uncompared.OLD) if is_compared else None)


def _change(one: Touched, result: Difference | Uncompared | None) -> Change:
    said = result if isinstance(result, Difference) else None
    why = result if isinstance(result, Uncompared) else None
    short = one.commit.id[:_SHORT]
    return Change(one.commit.day, short, one.sort, one.path, one.old_path, one.old_blob, one.new_blob, said, why)


# --- what is not committed -------------------------------------------------------------------------------------------

#: As ``read_revision`` asks, so that both say the same.
_STATUS: Final = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all")


def _edits(root: Path, most: int) -> Iterator[Edit]:
    done = ask_git(root, *_STATUS, "--", PARTS[0], also=without_filters(root))
    above = ask_git(root, "rev-parse", "--show-prefix").stdout.decode(errors="replace").strip()
    for line in sorted(done.stdout.decode(errors="replace").split("\0")[:-1], key=lambda line: line[3:])[:most]:
        yield Edit(_sort(line[:2]), line[3:].removeprefix(above))


def _sort(letters: str) -> Sort:
    """What the two letters of ``git status`` say: of the index, and of the file itself."""
    if "D" in letters:
        return Sort.DELETED
    return Sort.ADDED if "A" in letters or "?" in letters else Sort.MODIFIED
