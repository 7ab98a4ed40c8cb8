"""Lines for a terminal of 80 columns: a Chinese character takes two, and is broken anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from meidang.report.fields import width

#: What is not torn apart: runs of letters and digits, and a closing mark with the character before it.
_PIECE: Final = re.compile(r"[!-~]+|[^!-~\s][，。；：、）」》！？]*|\s|.")


def folded(text: str, first: str, rest: str, columns: int = 80) -> Iterator[str]:
    """``text`` in lines of at most ``columns``; ``first`` stands before the first, ``rest`` before the others."""
    line = first
    is_empty = True
    room = columns - max(width(first), width(rest))
    for piece in _pieces(text, room):
        if not is_empty and width(line) + width(piece) > columns:
            yield line.rstrip()
            line, is_empty = rest, True
            if piece.isspace():
                continue
        line += piece
        is_empty = False
    yield line.rstrip()


def _pieces(text: str, room: int) -> Iterator[str]:
    """What is not torn apart, unless it is longer than a line."""
    for piece in _PIECE.findall(text):
        if piece.isascii() and len(piece) > room:
            yield from (piece[at : at + room] for at in range(0, len(piece), room))
        else:
            yield piece
