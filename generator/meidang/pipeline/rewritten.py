"""Rows whose every word was replaced: perhaps another item was meant, which keeps what the document does not print."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from meidang.archive.index import Path
from meidang.models.base import describe
from meidang.pipeline.trees import Trees, at
from meidang.render.returning.samples import model_at
from meidang.render.views.sourced import Sourced

Key = tuple[str, Path]
#: Of a row that says one thing, its change is no rewriting.
_SEVERAL: Final = 2


@dataclass(slots=True)
class Rewritten:
    """``printed`` and ``edited``: the keys of fields."""

    trees: Trees
    printed: Collection[Key]
    edited: Collection[Key]
    _told: set[Key] = field(default_factory=set)

    def note(self, one: Sourced) -> str:
        """What to say at a field; once for each row that was rewritten wholly, and keeps something unseen."""
        item, steps = one.item, max((at for at, step in enumerate(one.path) if isinstance(step, int)), default=-1)
        row = one.path[: steps + 1]
        model = model_at(item, row)
        if not row or model is None or (item.key, row) in self._told:
            return ""
        there = at(self.trees.base(item.source.path), row)
        seen = {path for key, path in self.printed if key == item.key and path[: len(row)] == row}
        said = {path for path in seen if at(there, path[len(row) :]) is not None}
        names = {path[len(row)] for path in seen}
        kept = [one.label for name, one in describe(model).items() if name not in names and name in (there or {})]
        if len(said) < _SEVERAL or not kept or any((item.key, path) not in self.edited for path in said):
            return ""
        self._told.add((item.key, row))
        fields = "、".join(f"「{label}」" for label in kept)
        return f"这一行整行改写过，没有印出的{fields}仍是原来的；若是换了一项，请在档案里一并改"
