"""Who was authorised on a day, by an archive: as it is, or as it was written at the time."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.authorised import Authorisation, Verdict, answers, institution_side, technique_side
from meidang.errors import UsageError
from meidang.pipeline import read_archive
from meidang.project import Project
from meidang.source.commits import Commit, NoCommits, commit_on
from meidang.source.git import PARTS
from meidang.source.past import Lack, past


@dataclass(frozen=True, slots=True)
class Answer:
    """What an archive says of a technique or a person on a day. ``unread``: some of its files could not be read."""

    archive: Archive
    about: Item[Any]
    day: date
    revision: str
    rows: tuple[Authorisation, ...]
    unread: bool = False

    @property
    def may(self) -> bool:
        """Whether somebody might do it."""
        return any(one.verdict is Verdict.MAY for one in self.rows)

    @property
    def institution(self) -> tuple[str, ...]:
        """What stood against the institution, and against the technique that was asked for."""
        return institution_side(self.archive, self.about, self.day)

    def technique(self, one: Authorisation) -> tuple[str, ...]:
        """What stood against the technique of one of a person's privileges; empty where the technique was asked for."""
        return () if self.about.kind.name == "technique" else technique_side(self.archive, one, self.day)

    @property
    def said(self) -> tuple[object, ...]:
        """What people read of it."""
        return (*self.institution, *((*_said(one), *self.technique(one)) for one in self.rows))


@dataclass(frozen=True, slots=True)
class AtTheTime:
    """What the archive said on the day itself. ``answer``: None where there is none, and ``lack`` says why.

    ``same``: whether it said what the archive asked first says.
    """

    answer: Answer | None = None
    lack: str = ""
    same: bool = False


def ask(archive: Archive, about: Item[Any], day: date, revision: str, *, unread: bool = False) -> Answer:
    """The answer of an archive about a technique or a person."""
    return Answer(archive, about, day, revision, answers(archive, about, day), unread)


# --- as it was written then ------------------------------------------------------------------------------------------

_NONE: Final = "那一天的档案查不到：{why}"
_WHY: Final[Mapping[Lack, str]] = {
    Lack.GIT: "这台电脑上没有 Git",
    Lack.REPOSITORY: "档案不在 Git 仓库里，没有过去的版本",
    Lack.REVISION: "仓库里还没有提交",
    Lack.SHALLOW: "仓库是浅克隆，历史不到那一天；运行 git fetch --unshallow 后再查",
    Lack.INCOMPLETE: "仓库不完整，读不到那一天的文件；请重新完整克隆（不用 --filter）",
    Lack.SLOW: "Git 太久没有答复",
}


def at_the_time(root: Path, now: Answer) -> AtTheTime:
    """What the last commit on or before the day says. Whatever is missing is said, never guessed."""
    try:
        commit = commit_on(root, now.day)
    except NoCommits as error:
        return AtTheTime(lack=_NONE.format(why=_WHY.get(error.lack, "Git 读不到这个仓库")))
    except subprocess.TimeoutExpired:
        return AtTheTime(lack=_NONE.format(why=_WHY[Lack.SLOW]))
    except FileNotFoundError:
        return AtTheTime(lack=_NONE.format(why=_WHY[Lack.GIT]))
    if commit is None:
        return AtTheTime(lack=_NONE.format(why="档案是那以后才进入 Git 的"))
    return _read(root, commit, now)


def _read(root: Path, commit: Commit, now: Answer) -> AtTheTime:
    try:
        with past(root, commit.id, PARTS[:1]) as then:
            read = read_archive(Project(then.root))
    except UsageError as error:
        return AtTheTime(lack=_NONE.format(why=error))
    about = read.archive.items.get(now.about.key)
    if about is None:
        word = "这个人" if now.about.kind.name == "staff" else "这项技术"
        return AtTheTime(lack=f"当时的档案（版本 {then.revision}，{then.day} 提交）里还没有{word}，或者读不出来")
    answer = ask(read.archive, about, now.day, then.revision, unread=bool(read.findings))
    return AtTheTime(answer, same=now.said == answer.said)


def _said(one: Authorisation) -> tuple[object, ...]:
    """What people read of an authorisation."""
    held = one.held.privilege
    about = (one.held.item.id, held.privilege_type, held.technique_id, held.operation_name)
    return (*about, held.granted_on, held.valid_to, held.granted_by, one.verdict, one.against)
