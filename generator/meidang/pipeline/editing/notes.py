"""A credential was renewed -> which 备注 beside it may still tell of the old one, for whoever renewed it to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from meidang.consequences.shown import clean
from meidang.models.base import Model, describe
from meidang.source.tree import Value

#: How people write of a paper that runs out.
_RUNNING_OUT: Final = ("到期", "换证", "延续")


def left_notes(name: str, until: Value, notes: Iterable[tuple[str, Value]]) -> Iterator[str]:
    """A question for each of ``notes`` (whose, and the text) that speaks of the credential ``name`` or its old day.

    Why only asked: a note is somebody's own words, and what is to stand there instead only people know.
    """
    signs = (name, *_RUNNING_OUT, *_written(until))
    label = describe(Model)["note"].label
    for whose, note in notes:
        if isinstance(note, str) and any(sign in note for sign in signs):
            yield f"{whose}{label}里还写着“{clean(note).removesuffix('。')}”，要改吗？"


def _written(day: Value) -> Iterator[str]:
    """2026-04-30 as people write it in a sentence."""
    if isinstance(day, str) and day[:1].isdigit():
        year, month, last = (int(part) for part in day.split("-"))
        yield from (day, f"{year}.{month}.{last}", f"{year}/{month}/{last}", f"{year}年{month}月{last}日")
