"""Many words looked for at once in much text: a word is tried only where a piece of it stands.

Every word has a window of pieces, one beginning at each character. Of a text only every so many pieces are looked
at, so that one of them falls into the window wherever the word stands. That costs the same for ten words and for a
hundred thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class _Mesh:
    """Pieces of ``length`` characters, of a text one in ``step``; finds words of ``shortest`` characters or more."""

    length: int
    step: int

    @property
    def shortest(self) -> int:
        return self.length + self.step - 1


#: The coarser the mesh, the faster and the longer the words; the last one takes what the others do not.
_MESHES: Final = (_Mesh(6, 6), _Mesh(4, 3), _Mesh(2, 1))


class Sieve:
    """Words of two characters or more, ready to be looked for."""

    def __init__(self, words: Iterable[str]) -> None:
        sorted_: dict[_Mesh, list[str]] = {}
        for word in dict.fromkeys(words):
            if mesh := next((mesh for mesh in _MESHES if len(word) >= mesh.shortest), None):
                sorted_.setdefault(mesh, []).append(word)
        self._held = {mesh: _pieces(mesh, held) for mesh, held in sorted_.items()}

    def found_in(self, text: str) -> Collection[str]:
        """The words that stand in a text, each once."""
        found: dict[str, None] = {}
        for mesh, pieces in self._held.items():
            size = mesh.length
            there = {text[at : at + size] for at in range(0, len(text) - size + 1, mesh.step)}
            for piece in pieces.keys() & there:
                found.update(dict.fromkeys(_around(text, piece, pieces[piece])))
        return found.keys()


def _around(text: str, piece: str, words: Sequence[tuple[str, int]]) -> Iterator[str]:
    """The words that stand in a text around a piece of theirs. Why by place: thousands may share a piece."""
    at = text.find(piece)
    while at >= 0:
        yield from (word for word, before in words if before <= at and text.startswith(word, at - before))
        at = text.find(piece, at + 1)


def _pieces(mesh: _Mesh, words: Sequence[str]) -> Mapping[str, Sequence[tuple[str, int]]]:
    """The words by the pieces of their windows, with how far into the word a piece begins."""
    cut = {word: [word[at : at + mesh.length] for at in range(_ends(mesh, word))] for word in words}
    common = Counter(piece for pieces in cut.values() for piece in pieces)
    found: dict[str, list[tuple[str, int]]] = {}
    for word, pieces in cut.items():
        weights = [common[piece] for piece in pieces]
        begin = min(range(len(pieces) - mesh.step + 1), key=lambda at: sum(weights[at : at + mesh.step]))
        for at in range(begin, begin + mesh.step):
            found.setdefault(pieces[at], []).append((word, at))
    return found


def _ends(mesh: _Mesh, word: str) -> int:
    """How many pieces of a word are candidates for its window; of a long one the first will do."""
    return min(len(word) - mesh.length, _ENOUGH) + 1


#: Among so many pieces one is rare: addresses and numbers begin alike, and each goes on in its own way.
_ENOUGH: Final = 60
