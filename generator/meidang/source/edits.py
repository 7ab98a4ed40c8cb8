"""What an edit of a record is: a value set, an item put in, a key or an item taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from meidang.source.layout import Path
from meidang.source.tree import Value


@dataclass(frozen=True, slots=True)
class Set:
    """The value at ``path``; a key that is not there yet stands behind the last one before it in ``order``."""

    path: Path
    value: Value
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """A new item of a list: the last step of ``path`` says before which; the list may be empty or missing."""

    path: Path
    value: Value
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """The key or item at ``path`` taken away; comments above it stay."""

    path: Path


Edit: TypeAlias = Set | Insert | Remove
