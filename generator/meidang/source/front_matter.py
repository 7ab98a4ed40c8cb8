"""Markdown under front matter: the YAML between two lines of ``---``, and the text below them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEGIN = re.compile(r"---[ \t]*\r?\n")
_END = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
#: As long as the fence, so that every place stays where it is.
_REMARK = "###"


@dataclass(frozen=True, slots=True)
class Parted:
    """``front`` is YAML whose offsets are those of the file; ``body`` begins at ``start``."""

    front: str
    body: str
    start: int


def part(text: str) -> Parted | None:
    """The two parts of a file; None where there is no front matter, or it does not end."""
    begin = _BEGIN.match(text)
    end = _END.search(text, begin.end()) if begin else None
    if end is None:
        return None
    body = text[end.end() :]
    start = end.end() + len(body) - len(body.lstrip("\r\n"))
    return Parted(_REMARK + text[len(_REMARK) : end.start()], body.strip("\r\n").replace("\r\n", "\n"), start)
