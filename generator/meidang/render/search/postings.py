r"""Which pages hold a piece of a word, as text: a sign for each page, or a bit where they are many.

A sign stands for how far a page's number lies from the one before, the commonest as one byte. ``search-index.js`` reads
them back. A sign is never ``"`` or ``\\`` or a line separator, so that it may stand in a script as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

#: Before bits; no sign for a distance is the same.
_BITS_FOLLOW: Final = "!"
#: Adds so much to the distance that the next sign stands for.
_JUMP: Final = "~"
_JUMPED: Final = 50_000

_FIRST: Final = ord("#")
_BACKSLASH: Final = ord("\\")
#: Distances that one byte tells: the printable characters from # to } without the backslash.
_ONE_BYTE: Final = ord("}") - _FIRST
#: Where longer distances go on, and the two separators that are left out there.
_SECOND: Final = 0xA1
_SEPARATORS: Final = 0x2028
_BITS: Final = 6


def encode(pages: Sequence[int], total: int) -> str:
    """The numbers of pages, rising, out of ``total``; whichever of the two forms is shorter."""
    if len(pages) * _BITS > total + _BITS:
        return _BITS_FOLLOW + "".join(_bits(pages, total))
    signs = _signs(total)
    if total <= _JUMPED:
        return signs[pages[0] + 1] + "".join([signs[page - before] for before, page in pairwise(pages)])
    return "".join(_far(page - before) for before, page in pairwise((-1, *pages)))


@cache
def _signs(total: int) -> Sequence[str]:
    """The sign of each distance below a number of pages."""
    return [_sign(distance) for distance in range(min(total, _JUMPED) + 1)]


def _sign(distance: int) -> str:
    if distance <= _ONE_BYTE:
        code = _FIRST - 1 + distance
        return chr(code if code < _BACKSLASH else code + 1)
    code = _SECOND + distance - _ONE_BYTE - 1
    return chr(code if code < _SEPARATORS else code + 2)


def _far(distance: int) -> str:
    jumps, rest = divmod(distance - 1, _JUMPED)
    return _JUMP * jumps + _sign(rest + 1)


def _bits(pages: Sequence[int], total: int) -> Iterator[str]:
    """Six pages a character, the first in the lowest bit."""
    held = bytearray(-(-total // _BITS))
    for page in pages:
        held[page // _BITS] |= 1 << page % _BITS
    for code in held:
        yield chr(_FIRST + code if _FIRST + code < _BACKSLASH else _FIRST + code + 1)
