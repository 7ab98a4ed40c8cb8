"""Names as people type them: widths, spaces and brackets do not matter; what comes near to a name that nobody has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

#: Half of the characters alike, or one in two: 丁二 is near 丁一.
_ALIKE: Final = 0.5
#: How many are offered that only look alike; how many are listed where none does.
_OFFERED, _LISTED = 5, 30
#: Up to so many letters an id is no word: N02 is near N03, but it is somebody else.
_SHORT: Final = 4
_AROUND: Final = re.compile(r"[()\[\]〔〕.、·\-第章节条]")
_PRINTED: Final = re.compile(r"([0-9]{1,2})(?:[.-]([0-9]{1,3}))?")
_DIGITS: Final = "零一二三四五六七八九"


def plain(words: str) -> str:
    """``（八） 6`` -> ``(八)6``."""
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold()


def bare(number: str) -> str:
    """A clause's number without what stands around it: ``(八)``, ``八`` and ``第八章`` are one."""
    return _AROUND.sub("", plain(number))


def in_chinese(number: str) -> str:
    """``8.6`` -> ``八6``, as ``bare`` has it; nothing for what is no such number."""
    found = _PRINTED.fullmatch(plain(number).strip("()"))
    if not found:
        return ""
    tens, ones = divmod(int(found[1]), 10)
    chapter = (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")
    return chapter + (found[2] or "")


def close_to(called: str, known: Iterable[str]) -> Sequence[str]:
    """All names that hold what was typed, or that it holds; else those most like it."""
    words, every = plain(called), list(dict.fromkeys(known))
    if words.isascii() and len(words) <= _SHORT:
        return ()
    within = [one for one in every if words in plain(one) or (len(one) > 1 and plain(one) in words)]
    if within:
        return within
    scored = [(SequenceMatcher(None, words, plain(one)).ratio(), at) for at, one in enumerate(every)]
    best = sorted((-score, at) for score, at in scored if score >= _ALIKE)
    return [every[at] for _, at in best[:_OFFERED]]


def offered(close: Sequence[str]) -> str:
    """``，是不是“微整注射科”？``; nothing where nothing is near."""
    return f"，是不是{'、'.join(f'“{one}”' for one in close)}？" if close else ""


def listed(known: Sequence[str]) -> str:
    """Whom or what there is."""
    more = f" 等 {len(known)} 个" if len(known) > _LISTED else ""
    return f"。现有：{'、'.join(known[:_LISTED])}{more}" if known else ""
