"""News -> the text of a message: whose, which day, how many of what; then each, the latest stage first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from meidang.agenda import Found, Turn
from meidang.agenda.stages import FOUND, News, titles
from meidang.agenda.whose import names_of
from meidang.archive.calendar import days_left
from meidang.archive.privacy import hide

#: So many of each stage are told, and so many in a first message, which is of all of them; the rest is a number.
_MOST: Final = 30
_MOST_AT_FIRST: Final = 10
#: So few more are told as well: that there is one more is no shorter.
_FEW: Final = 3
#: A line longer than this is cut: robots count bytes, and the whole stands in the archive.
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Digest:
    """A message: its title, and its text line by line."""

    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, as one text."""
        return "\n".join((self.title, *self.lines))


def digest_of(found: Found, every: Sequence[News], whose: str = "", *, is_first: bool = False) -> Digest:
    """The message about ``every`` to somebody called ``whose``; to all where that is empty.

    ``is_first``: it tells how things stand, as nothing was told before.
    """
    institution = found.archive.institution
    name = "·".join(part for part in (institution.label if institution else "美档", whose) if part)
    named = {**titles(found), **({FOUND: "其他问题"} if is_first else {})}
    by_stage = {stage: [one.turn for one in every if one.stage == stage] for stage in named}
    shown = [(named[stage], turns) for stage, turns in by_stage.items() if turns]
    summed = "，".join(f"{words} {len(turns)} 项" for words, turns in shown)
    most = _MOST_AT_FIRST if is_first else _MOST
    lines = [line for words, turns in shown for line in _stage(found, words, turns, most, is_for_one=bool(whose))]
    title = _line(f"{name}　{found.as_of}{'　目前' if is_first else ''}：{summed}")
    first = ("第一次提醒，先说目前的全部情况；以后只说新进入提醒的，没有新的就不发。",) if is_first else ()
    return Digest(title, (*first, *lines, "", "运行 meidang due 或打开网站的“待办”看全部。"))


def _stage(found: Found, title: str, turns: Sequence[Turn], most: int, *, is_for_one: bool) -> Iterator[str]:
    yield from ("", f"【{title}】{len(turns)} 项")
    ordered = sorted(turns, key=lambda turn: (-(turn.matter.severity or 0), turn.matter.due or found.as_of, turn.said))
    told = ordered if len(ordered) <= most + _FEW else ordered[:most]
    for number, turn in enumerate(told, 1):
        yield _line(f"{number}. {_words(found, turn, is_for_one=is_for_one)}")
    if len(told) < len(turns):
        yield f"……另有 {len(turns) - len(told)} 项"


def _words(found: Found, turn: Turn, *, is_for_one: bool) -> str:
    matter = turn.matter
    severity = f"[{matter.severity.label}] " if matter.severity else ""
    whose = "" if is_for_one else names_of(found, turn.whose)
    fix = f"　办法：{matter.fix}" if matter.fix and is_for_one else ""
    return f"{severity}{turn.said}{_when(found, turn)}{f'　责任：{whose}' if whose else ''}{fix}"


def _when(found: Found, turn: Turn) -> str:
    """The day and how far off it is, as far as the words do not say it already."""
    due = turn.matter.due
    if due is None:
        return ""
    left = days_left(due, found.as_of)
    said = [part for part in (str(due), left) if part not in turn.said]
    return f"（{'，'.join(said)}）" if said else ""


def _line(text: str) -> str:
    """On one line, without numbers that name a person, and not too long."""
    plain = hide(" ".join("".join(char if char.isprintable() or char == "\u3000" else " " for char in text).split(" ")))
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def parts(digest: Digest, most_bytes: int, *, with_title: bool = True) -> Sequence[str]:
    """The message in pieces of at most ``most_bytes`` of UTF-8, cut between lines; each says which it is.

    ``with_title``: whether the title is its first line, for those who know no other place for it.
    """
    room = most_bytes - len("（00/00）\n".encode())
    pieces: list[str] = []
    held = ""
    for line in (*([digest.title] if with_title else []), *digest.lines):
        short = line.encode()[:room].decode(errors="ignore")
        joined = f"{held}\n{short}" if held else short
        if len(joined.encode()) > room:
            pieces.append(held)
            joined = short
        held = joined
    pieces = [piece.strip("\n") for piece in (*pieces, held) if piece.strip()]
    if len(pieces) == 1:
        return pieces
    return [f"（{number}/{len(pieces)}）\n{piece}" for number, piece in enumerate(pieces, 1)]
