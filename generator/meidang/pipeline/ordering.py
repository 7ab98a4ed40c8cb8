"""Changes of one record -> edits in an order in which each path still holds when its turn comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from meidang.archive import Item
from meidang.archive.index import Path
from meidang.models.base import describe
from meidang.pipeline.trees import at
from meidang.render.returning.samples import model_at
from meidang.source.edit import Edit, Insert, Remove, Set, apply
from meidang.source.tree import Tree, Value


@dataclass(frozen=True, slots=True)
class Field:
    """A field's new value; None to leave it out."""

    path: Path
    value: Value


@dataclass(frozen=True, slots=True)
class NewRow:
    """An item before the one at ``path``."""

    path: Path
    value: Value


@dataclass(frozen=True, slots=True)
class OldRow:
    """An item that goes."""

    path: Path


Change = Field | NewRow | OldRow


def ordered(tree: Tree, item: Item[Any], changes: Sequence[Change]) -> list[Edit]:
    """The edits; all paths of ``changes`` count in ``tree`` as it is."""
    work = _Work(deepcopy(tree), item, [])
    for one in changes:
        if isinstance(one, Field):
            work.set(one)
    # The innermost lists first, each from its end, so that no index moves before it was used.
    new = [one for one in changes if isinstance(one, NewRow)]
    old = [one for one in changes if isinstance(one, OldRow)]
    paths = {one.path for one in new} | {one.path for one in old}
    for path in sorted(paths, key=lambda path: (len(path), _index(path)), reverse=True):
        coming = [one for one in new if one.path == path]
        work.insert(path, [one.value for one in coming])
        if any(one.path == path for one in old):
            work.add(Remove((*path[:-1], _index(path) + len(coming))))
    for listed in {one.path[:-1] for one in old}:
        if at(work.tree, listed) == []:
            work.add(Remove(listed))
    return work.edits


def _index(path: Path) -> int:
    return int(path[-1])


@dataclass(slots=True)
class _Work:
    tree: Tree
    item: Item[Any]
    edits: list[Edit]

    def add(self, edit: Edit) -> None:
        """One more edit, and what it makes of the tree."""
        self.edits.append(edit)
        apply(self.tree, edit)

    def insert(self, path: Path, values: Sequence[Value]) -> None:
        """New items before one, in their order."""
        for value in reversed(values):
            self.add(Insert(path, value, _order(self.item, path[:-1])))

    def set(self, one: Field) -> None:
        """A field set, left out, or in a group that is not there yet; a group without anything is left out too."""
        way, value = one.path, one.value
        if value is None:
            group = at(self.tree, way[:-1])
            only = isinstance(group, dict) and len(group) == 1 and len(way) > 1 and isinstance(way[-2], str)
            self.add(Remove(way[:-1] if only else way))
            return
        old = at(self.tree, way)
        if isinstance(old, list) and isinstance(value, list) and old:
            for edit in _of_list(way, old, value):
                self.add(edit)
            return
        depth = next((size for size in range(1, len(way)) if at(self.tree, way[:size]) is None), len(way))
        for step in reversed(way[depth:]):
            value = {str(step): value}
        self.add(Set(way[:depth], value, _order(self.item, way[:depth])))


def _of_list(way: Path, old: Sequence[Value], new: Sequence[Value]) -> Iterator[Edit]:
    """Words of a list that came or went, the last first."""
    matcher = SequenceMatcher(None, [str(one) for one in old], [str(one) for one in new], autojunk=False)
    for kind, start, stop, first, last in reversed(matcher.get_opcodes()):
        if kind == "equal":
            continue
        both = min(stop - start, last - first)
        yield from (Insert((*way, start + both), new[place]) for place in range(last - 1, first + both - 1, -1))
        # Why behind the new ones: a list that is empty in between would be written anew.
        behind = last - first - both
        yield from (Remove((*way, place + behind)) for place in range(stop - 1, start + both - 1, -1))
        yield from (Set((*way, start + step), new[first + step]) for step in range(both))


def _order(item: Item[Any], way: Path) -> Sequence[str]:
    """The order in which the fields beside one are declared."""
    model = model_at(item, way[:-1])
    return tuple(describe(model)) if model else ()
