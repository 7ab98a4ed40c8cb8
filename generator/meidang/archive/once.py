"""Facts that many rules and pages ask for are computed once for each archive and kept in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from meidang.archive.index import Archive

P = ParamSpec("P")
R = TypeVar("R")


def once(fact: Callable[Concatenate[Archive, P], R]) -> Callable[Concatenate[Archive, P], R]:
    """Compute a fact once for an archive and its other arguments (which must be hashable).

    Why not ``functools.cache``: it would hash the archive, and keep it alive.
    """

    @wraps(fact)
    def kept(archive: Archive, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (fact, args, *kwargs.items())
        if key not in archive.memory:
            archive.memory[key] = fact(archive, *args, **kwargs)
        return cast("R", archive.memory[key])

    return kept
