"""Keeps comments where people put them while ``write`` edits.

ruamel.yaml hangs a comment that stands above a key on whatever was read last before it, so taking that away, replacing
it or adding after it would lose or move the comment. ``take_tail`` and ``give_tail`` carry it over.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString
from ruamel.yaml.tokens import CommentToken


def take_tail(parent: Any, key: Any) -> str:
    """Remove and return the lines of comment below ``parent[key]``; a comment on its own line's end stays."""
    holder, last = _leaf(parent, key)
    slots = holder.ca.items.get(last)
    token = slots[_slot(holder)] if slots and len(slots) > _slot(holder) else None
    if token is None:
        return ""
    if _is_block_text(holder, last):
        own, tail = "", token.value
    else:
        own, _, tail = token.value.partition("\n")
    if own:
        token.value = own + "\n"
    else:
        slots[_slot(holder)] = None
    return str(tail)


def give_tail(parent: Any, key: Any, tail: str) -> None:
    """Put lines of comment below ``parent[key]``."""
    if not tail:
        return
    holder, last = _leaf(parent, key)
    slots = holder.ca.items.setdefault(last, [None, None, None, None])
    token = slots[_slot(holder)]
    if token is not None:
        token.value += tail
        return
    begin = "" if _is_block_text(holder, last) else "\n"
    slots[_slot(holder)] = CommentToken(begin + tail, CommentMark(0), None)


def give_before(parent: Any, key: Any, tail: str) -> None:
    """Put lines of comment above ``parent[key]``, which is the first of its siblings."""
    if tail:
        slots = parent.ca.items.setdefault(key, [None, None, None, None])
        slots[1] = [CommentToken(tail, CommentMark(0), None), *(slots[1] or [])]


def has_comment(parent: Any, key: Any) -> bool:
    """Whether a comment stands on the line of the scalar, or behind the bracket, at ``parent[key]``."""
    slots = parent.ca.items.get(key)
    token = slots[_slot(parent)] if slots and len(slots) > _slot(parent) else None
    return token is not None and token.value.lstrip(" ").startswith("#") and not _is_block_text(parent, key)


def _leaf(parent: Any, key: Any) -> tuple[Any, Any]:
    """Where ruamel hangs what stands below ``parent[key]``: on the last scalar in it."""
    value = parent[key]
    while isinstance(value, CommentedMap | CommentedSeq) and value and not value.fa.flow_style():
        parent, key = value, (len(value) - 1 if isinstance(value, CommentedSeq) else next(reversed(value)))
        value = parent[key]
    return parent, key


def _slot(holder: Any) -> int:
    return 0 if isinstance(holder, CommentedSeq) else 2


def _is_block_text(holder: Any, key: Any) -> bool:
    return isinstance(holder[key], LiteralScalarString | FoldedScalarString)
