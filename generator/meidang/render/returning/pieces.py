"""Fields that are printed in pieces: boxes to tick, a date's year, month and day, a number digit by digit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.models.scalars import BOOL
from meidang.render.returning.marks import Piece
from meidang.render.returning.outcomes import Edited, Outcome, Unplaced, Why
from meidang.render.views.sourced import Sourced

_TICKS: Final = frozenset("☑☒√✓✔■●")
_DATE: Final = ("year", "month", "day")
_BETWEEN: Final = "、"


@dataclass(frozen=True, slots=True)
class PieceEdited:
    """One piece of a field that reads otherwise now."""

    piece: Piece
    after: str
    place: str


def is_ticked(text: str) -> bool:
    """Whether a box reads as ticked."""
    return any(mark in _TICKS for mark in text)


def put_together(edits: Sequence[PieceEdited]) -> Iterator[Outcome]:
    """What the fields say whose pieces were edited."""
    by_field: dict[object, list[PieceEdited]] = {}
    for one in edits:
        by_field.setdefault(one.piece.field.key, []).append(one)
    for ones in by_field.values():
        field, place = ones[0].piece.field, ones[0].place
        after = _together(field, ones)
        if isinstance(after, Why):
            yield Unplaced(after, place, str(field), " ".join(one.after for one in ones))
        elif after != str(field):
            yield Edited(field, after, place)


def _together(field: Sourced, edits: Sequence[PieceEdited]) -> str | Why:
    filters = {one.piece.filter for one in edits}
    if filters == {"box"}:
        return _ticked(field, edits)
    if filters <= {*_DATE}:
        return _dated(field, edits)
    return _spelt(field, edits) if filters == {"digit"} else Why.PIECE


def _ticked(field: Sourced, edits: Sequence[PieceEdited]) -> str | Why:
    words = [word for word in str(field).split(_BETWEEN) if word]
    for one in edits:
        if not is_ticked(one.after):
            words = [word for word in words if word not in one.piece.arguments]
    for one in edits:
        if is_ticked(one.after) and not {*words} & {*one.piece.arguments}:
            if len(one.piece.arguments) > 1:
                return Why.TICKS
            words.append(one.piece.arguments[0])
    if len(words) > 1 and not field.declared.many:
        return Why.TICKS
    return "否" if not words and field.declared.leaf is BOOL else _BETWEEN.join(words)


def _dated(field: Sourced, edits: Sequence[PieceEdited]) -> str | Why:
    parts = dict(zip(_DATE, str(field).split("-"), strict=False))
    parts |= {one.piece.filter: one.after.strip() for one in edits}
    if not any(parts.values()):
        return ""
    try:
        return date(*(int(parts[name]) for name in _DATE)).isoformat()
    except (KeyError, ValueError):
        return Why.PIECE


def _spelt(field: Sourced, edits: Sequence[PieceEdited]) -> str | Why:
    letters = list(str(field))
    marks = [at for at, letter in enumerate(letters) if letter.isalnum()]
    for one in edits:
        number = one.piece.arguments[0]
        if not isinstance(number, int) or number > len(marks) or len(one.after) != 1:
            return Why.PIECE
        letters[marks[number - 1]] = one.after
    return "".join(letters)
