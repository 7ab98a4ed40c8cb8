"""Long texts before and after: how many paragraphs changed, below which headings. Linear; no text is repeated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from meidang.consequences.shown import clean

_HEADING: Final = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*")
_BLANK: Final = re.compile(r"\n[ \t]*\n+")
#: So many headings are named.
_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    heading: str


def prose_change(before: str, after: str) -> str:
    """``改了 2 段，新增 1 段，在「三、随访」之下``; a paragraph that only stands elsewhere did not change."""
    old, new = tuple(_paragraphs(before)), tuple(_paragraphs(after))
    gone, come = _missing(old, new), _missing(new, old)
    altered = min(len(gone), len(come))
    counts = ((altered, "改了"), (len(come) - altered, "新增"), (len(gone) - altered, "删去"))
    said = "，".join(f"{verb} {count} 段" for count, verb in counts if count)
    headings = list(dict.fromkeys(one.heading for one in (*come, *gone) if one.heading))
    if not said:
        return "只调整了段落顺序或空行"
    named = "".join(f"「{clean(one)}」" for one in headings[:_MOST])
    more = f"等 {len(headings)} 节" if len(headings) > _MOST else ""
    return f"{said}（{named}{more}）" if named else said


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    heading = ""
    for part in _BLANK.split(text.replace("\r\n", "\n").strip()):
        lines = part.strip()
        if lines and (found := _HEADING.fullmatch(lines.split("\n")[0])):
            heading = found[1]
        if lines:
            yield _Paragraph(" ".join(lines.split()), heading)


def _missing(of: Sequence[_Paragraph], among: Sequence[_Paragraph]) -> list[_Paragraph]:
    there = Counter(one.text for one in among)
    found = []
    for one in of:
        if there[one.text]:
            there[one.text] -= 1
        else:
            found.append(one)
    return found
