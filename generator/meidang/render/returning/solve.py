"""What the fields of a paragraph must say for it to read as it reads now; nothing where more than one answer fits.

A paragraph is the template's own words with fields between them. Those words are the landmarks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import Enum

from meidang.render.returning.marks import Segment

#: By the place of a segment: its new text.
Answer = dict[int, str]


class Unsolved(Enum):
    """Why there is no answer: the template's own words were changed, or several answers fit."""

    WORDS = "words"
    AMBIGUOUS = "ambiguous"


def tidy(text: str) -> str:
    """A text without what programs change on their own; lines stay."""
    return re.sub(r" ?\n ?", "\n", _blanks(text)).strip()


def _blanks(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", text.replace("\xad", ""))


def solve(segments: Sequence[Segment], text: str) -> Answer | Unsolved:
    """The new text of every segment that shows something and changed.

    First it is asked whether one of them alone explains the text; then all of them, if the words between them leave no
    choice.
    """
    text = tidy(text)
    open_ones = [at for at, one in enumerate(segments) if one.is_shown]
    if not open_ones:
        return Unsolved.WORDS
    alone = [answer for at in open_ones if (answer := _fill(segments, {at}, text)) is not None]
    if len(alone) == 1:
        return _changed(segments, alone[0])
    if alone:
        return Unsolved.AMBIGUOUS
    return _all(segments, open_ones, text)


def _all(segments: Sequence[Segment], open_ones: Collection[int], text: str) -> Answer | Unsolved:
    first = _fill(segments, set(open_ones), text)
    if first is None:
        return Unsolved.WORDS
    last = _fill(segments, set(open_ones), text, backwards=True)
    return _changed(segments, first) if first == last else Unsolved.AMBIGUOUS


def _changed(segments: Sequence[Segment], answer: Answer) -> Answer:
    return {at: new for at, new in answer.items() if new != tidy(segments[at].text)}


def _fill(segments: Sequence[Segment], free: Collection[int], text: str, *, backwards: bool = False) -> Answer | None:
    """The leftmost, or rightmost, way to cut ``text`` at the fixed words; adjacent free ones cannot be told apart."""
    words, holes = _cut(segments, free)
    if not text.startswith(words[0]) or not text.endswith(words[-1]):
        return None
    start, stop = len(words[0]), len(text) - len(words[-1])
    if start > stop:
        return None
    found = _backwards(text, words[1:-1], start, stop) if backwards else _forwards(text, words[1:-1], start, stop)
    if found is None:
        return None
    return {hole: tidy(text[begin:end]) for hole, (begin, end) in zip(holes, found, strict=True)}


def _cut(segments: Sequence[Segment], free: Collection[int]) -> tuple[list[str], list[int]]:
    """The fixed words around and between the free segments, one more than there are of those."""
    words, holes = [""], []
    for at, one in enumerate(segments):
        if at in free:
            holes.append(at)
            words.append("")
        else:
            words[-1] += one.text
    words = [_blanks(one) for one in words]
    words[0], words[-1] = words[0].lstrip(), words[-1].rstrip()
    return words, holes


def _forwards(text: str, words: Sequence[str], start: int, stop: int) -> list[tuple[int, int]] | None:
    spans = []
    for word in words:
        at = text.find(word, start, stop)
        if at < 0:
            return None
        spans.append((start, at))
        start = at + len(word)
    return [*spans, (start, stop)]


def _backwards(text: str, words: Sequence[str], start: int, stop: int) -> list[tuple[int, int]] | None:
    spans = []
    for word in reversed(words):
        at = text.rfind(word, start, stop)
        if at < 0:
            return None
        spans.append((at + len(word), stop))
        stop = at
    return [(start, stop), *reversed(spans)]
