"""News -> the text of a message: whose, which day, how many of what; then each, the latest stage first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from meidang.agenda import Found, Turn
from meidang.agenda.stages import News, titles
from meidang.agenda.whose import names_of
from meidang.archive.calendar import days_left
from meidang.archive.privacy import hide

#: So many of each stage are told; the rest is a number.
_MOST: Final = 30
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


def digest_of(found: Found, every: Sequence[News], whose: str = "") -> Digest:
    """The message about ``every`` to somebody called ``whose``; to all where that is empty."""
    institution = found.archive.institution
    name = "·".join(part for part in (institution.label if institution else "美档", whose) if part)
    counts = Counter(one.stage for one in every)
    shown = {stage: words for stage, words in titles(found).items() if counts[stage]}
    summed = "，".join(f"{words} {counts[stage]} 项" for stage, words in shown.items())
    lines = [
        line
        for stage, words in shown.items()
        for line in _stage(found, words, [one.turn for one in every if one.stage == stage], is_for_one=bool(whose))
    ]
    title = _line(f"{name}　{found.as_of}：{summed}")
    return Digest(title, (*lines, "", "运行 meidang due 或打开网站的“待办”看全部。"))


def _stage(found: Found, title: str, turns: Sequence[Turn], *, is_for_one: bool) -> Iterator[str]:
    yield from ("", f"【{title}】{len(turns)} 项")
    ordered = sorted(turns, key=lambda turn: (-(turn.matter.severity or 0), turn.matter.due or found.as_of, turn.said))
    for number, turn in enumerate(ordered[:_MOST], 1):
        yield _line(f"{number}. {_words(found, turn, is_for_one=is_for_one)}")
    if len(turns) > _MOST:
        yield f"……另有 {len(turns) - _MOST} 项"


def _words(found: Found, turn: Turn, *, is_for_one: bool) -> str:
    matter = turn.matter
    severity = f"[{matter.severity.label}] " if matter.severity else ""
    due = f"（{matter.due}，{days_left(matter.due, found.as_of)}）" if matter.due else ""
    whose = "" if is_for_one else names_of(found, turn.whose)
    fix = f"　办法：{matter.fix}" if matter.fix and is_for_one else ""
    return f"{severity}{turn.said}{due}{f'　责任：{whose}' if whose else ''}{fix}"


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
