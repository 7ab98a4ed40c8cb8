"""A group of which nothing is to be said: every name is there, every text and list is empty."""

from __future__ import annotations

from typing import TypeVar, cast, get_origin, get_type_hints

V = TypeVar("V")


def blank(kind: type[V]) -> V:
    """The TypedDict without content; its values are texts and lists."""
    hints = get_type_hints(kind)
    return cast("V", {name: [] if get_origin(hint) is list else "" for name, hint in hints.items()})
