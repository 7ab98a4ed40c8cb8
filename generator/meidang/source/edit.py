"""Edits of one text that leave every other line byte for byte as it is.

Why not a round trip through a library: it lays the whole file out anew, so that a file that people indented in their
own way would change everywhere. Here the new value is put where libyaml says that the old one stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from meidang.source.edits import Edit, Insert, Remove, Set
from meidang.source.front_matter import part
from meidang.source.items import insert_items, remove_entry
from meidang.source.layout import Layout
from meidang.source.read import BODY, MARKDOWN, parse
from meidang.source.setting import set_value, set_words
from meidang.source.tree import Tree

_FENCE: Final = "---"
_BOM: Final = "\ufeff"


class Unwritable(Exception):
    """The text is laid out in a way in which an edit cannot be made; a person must."""


def edited(text: str, edits: Sequence[Edit], *, name: str = "") -> str:
    """``text`` after the edits, one after the other; each path counts in what the edits before it have made.

    ``name``: the file's; of a ``.md`` only the front matter can be edited. What our reader makes of the result is
    exactly the tree that was wanted. Raises ValueError for a text that the reader refuses, KeyError or IndexError for a
    path whose parent does not exist, Unwritable.
    """
    tree = parse(text, name).source.data
    if tree is None:
        raise ValueError("text must be readable")
    tree = deepcopy(tree)
    for run in _runs(edits):
        if name.endswith(MARKDOWN) and any(edit.path[0] == BODY for edit in run):
            raise KeyError(BODY)
        text = _spliced(text, run, name)
        for edit in run:
            apply(tree, edit)
    if parse(text, name).source.data != tree:
        raise Unwritable
    return text


def _runs(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    """The edits, one by one; those that can be made in one reading of the text, together.

    Why: each reading takes as long as the text; a month's cases are corrected, or come, by the hundred.
    """
    run: list[Edit] = []
    for edit in edits:
        if run and not _follows(run[-1], edit):
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def _follows(before: Edit, edit: Edit) -> bool:
    """Whether both are words, or the second one puts an item right behind that of the first."""
    if isinstance(before, Set) and isinstance(edit, Set):
        return all(isinstance(one.value, str) and "\n" not in one.value for one in (before, edit))
    if not (isinstance(before, Insert) and isinstance(edit, Insert)):
        return False
    *way, place = before.path
    return isinstance(place, int) and edit.path == (*way, place + 1) and edit.order == before.order


def apply(tree: Tree, edit: Edit) -> None:
    """The edit as the tree's reader sees it. Raises KeyError or IndexError."""
    *way, last = edit.path
    parent: Any = tree
    for step in way[:-1] if isinstance(edit, Insert) else way:
        parent = parent[step]
    if isinstance(edit, Remove):
        del parent[last]
    elif isinstance(edit, Set):
        parent[last] = edit.value
    else:
        listed: list[Any] = (parent.get(way[-1]) if isinstance(parent, dict) else parent[way[-1]]) or []
        at = int(last)
        parent[way[-1]] = [*listed[:at], edit.value, *listed[at:]]


def _spliced(text: str, run: Sequence[Edit], name: str) -> str:
    """One edit, or new items of one list.

    The front matter's fence is read as a remark, so that offsets are the file's.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(mark)
    parted = part(text) if name.endswith(MARKDOWN) else None
    if parted is None:
        return mark + _made(Layout(text), run)
    return mark + _FENCE + _made(Layout(parted.front), run)[len(_FENCE) :] + text[len(parted.front) :]


def _made(page: Layout, run: Sequence[Edit]) -> str:
    inserts = [one for one in run if isinstance(one, Insert)]
    sets = [one for one in run if isinstance(one, Set)]
    try:
        if inserts:
            return insert_items(page, inserts[0], [one.value for one in inserts])
        if sets:
            return set_words(page, sets) if len(sets) > 1 else set_value(page, sets[0])
        return remove_entry(page, run[0].path)
    except ValueError as error:
        raise Unwritable from error


__all__ = ["Edit", "Insert", "Remove", "Set", "Unwritable", "apply", "edited"]
