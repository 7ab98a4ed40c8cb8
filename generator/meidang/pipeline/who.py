"""Who was authorised on a day, by an archive: as it is, or as it was written at the time; found by id or name."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.authorised import Authorisation, Verdict, answers
from meidang.errors import UsageError
from meidang.models.technique import Technique
from meidang.pipeline import read_archive
from meidang.project import Project
from meidang.render.binder.guesses import close_to, listed, offered, plain
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


# --- by name ---------------------------------------------------------------------------------------------------------


def technique_named(archive: Archive, called: str) -> Item[Technique]:
    """A technique by id, name or alias. Raises UsageError, which names the nearest, or all where there are several."""
    every = archive.of(Technique)
    named = [one for one in every if one.id == called] or [one for one in every if plain(called) in _names(one)]
    if len(named) == 1:
        return named[0]
    if named:
        words = "、".join(f"{one.id} {one.label}" for one in named)
        raise UsageError(f"技术“{called}”有 {len(named)} 项：{words}；请写编号")
    near = list(_near(archive, called))
    if not every:
        raise UsageError("档案里还没有技术项目")
    raise UsageError(f"没有技术“{called}”{offered(near) or listed([f'{one.id} {one.label}' for one in every])}")


def _names(item: Item[Technique]) -> frozenset[str]:
    return frozenset(map(plain, (item.id, item.record.standard_name, *item.record.aliases)))


def _near(archive: Archive, called: str) -> Iterator[str]:
    known = {name: one for one in archive.of(Technique) for name in (one.label, *one.record.aliases)}
    seen = dict.fromkeys(known[name].id for name in close_to(called, known))
    yield from (f"{one} {archive.name(Technique, one)}" for one in seen)


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
    return AtTheTime(answer, same=[*map(_said, now.rows)] == [*map(_said, answer.rows)])


def _said(one: Authorisation) -> tuple[object, ...]:
    """What people read of an authorisation."""
    held = one.held.privilege
    about = (one.held.item.id, held.privilege_type, held.technique_id, held.operation_name)
    return (*about, held.granted_on, held.valid_to, held.granted_by, one.verdict, one.against)
