"""A workbook as it was read: cells with what they hold and how they are shown, by sheet and row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds (text, number, boolean, date …) and its number format; ``is_error`` for #N/A and the like.

    ``unsolved``: a formula whose result is not stored; ``is_spread``: one of several joined across; ``is_struck``: the
    text is crossed out.
    """

    value: Any
    shown_as: str = "General"
    is_error: bool = False
    unsolved: bool = False
    is_spread: bool = False
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells joined to one: first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: by row, from 1, the cells by column, from 1; only what holds something.

    ``remarked``: the places of comments.
    """

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merges: Sequence[Merge] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    remarked: frozenset[tuple[int, int]] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def letters(column: int) -> str:
    """The name of a column: 1 is A."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
