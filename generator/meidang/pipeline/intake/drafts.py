"""The records as an import would leave them: edits of the files that are there, trees of those that are new."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path as Folder
from typing import Any

from meidang.archive.index import Item, Path
from meidang.kinds import Kind
from meidang.models.attachment import Attachment
from meidang.models.base import Model, describe
from meidang.pipeline.rewriting import Rewrite
from meidang.pipeline.trees import text_of
from meidang.source.edit import Edit, Insert, Remove, Set, apply, edited
from meidang.source.emitted import Manner, mapping_lines
from meidang.source.read import parse
from meidang.source.tree import Tree, Value


@dataclass(slots=True)
class Draft:
    """One file. ``item`` is None for a record that is new; ``before`` then too."""

    kind: Kind
    id: str
    label: str
    item: Item[Any] | None
    before: str | None
    tree: Tree
    edits: list[Edit] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where the record lies, or will."""
        return self.item.source.path if self.item else self.kind.path(self.id)

    def set(self, path: Path, value: Value) -> None:
        """A value, and the groups around it where they are missing."""
        depth = next((at for at in range(1, len(path)) if not _has(self.tree, path[:at])), len(path))
        for step in reversed(path[depth:]):
            value = {str(step): value}
        if path[-1] == "file" and depth == len(path) and _has(self.tree, (*path[:-1], "sha256")):
            # Why: the digest is of the file that was there.
            self._do(Remove((*path[:-1], "sha256")))
        self._do(Set(path[:depth], value, tuple(describe(_model_at(self.kind.model, path[: depth - 1])))))

    def add(self, name: str, value: Tree) -> int:
        """A new item of a list, behind the others; its place there."""
        listed = self.tree.get(name) or []
        place = len(listed) if isinstance(listed, list) else 0
        self._do(Insert((name, place), value, tuple(describe(self.kind.model))))
        return place

    def clear(self, path: Path) -> None:
        """Take a value away, and the groups that nothing is left in."""
        while len(path) > 1 and isinstance(path[-2], str) and (self._is_last(path) or path[-1] == "file"):
            path = path[:-1]
        if _has(self.tree, path):
            self._do(Remove(path))

    def _is_last(self, path: Path) -> bool:
        return list(_at(self.tree, path[:-1]) or {}) == [path[-1]]

    def _do(self, edit: Edit) -> None:
        apply(self.tree, edit)
        self.edits.append(edit)

    def rewrite(self) -> Rewrite | None:
        """The file as it will be; None where nothing changes. Raises Unwritable."""
        if self.before is None:
            return Rewrite(self.path, None, new_text(self.kind, self.tree)) if self.tree else None
        after = edited(self.before, self.edits, name=self.path) if self.edits else self.before
        return None if after == self.before else Rewrite(self.path, self.before, after)


def draft_of(root: Folder, item: Item[Any]) -> Draft:
    """A record that is there. Raises OSError."""
    text = text_of(root, item.source.path)
    tree = parse(text, item.source.path).source.data or {}
    return Draft(item.kind, item.id, item.label, item, text, deepcopy(tree))


def new_text(kind: Kind, tree: Tree) -> str:
    """A new record as a file: the line for editors, then the keys in their order."""
    up = "../" * (kind.path("x").count("/"))
    lines = mapping_lines(ordered(kind.model, tree), Manner(spread=True))
    return "\n".join([f"# yaml-language-server: $schema={up}schemas/{kind.name}.schema.json", *lines]) + "\n"


def ordered(model: type[Model], tree: Tree) -> Tree:
    """The keys of a mapping and of all below it in the order of the declarations."""
    fields = describe(model)
    return {name: _ordered(fields[name].model, tree[name]) for name in fields if name in tree}


def _ordered(model: type[Model] | None, value: Value) -> Value:
    if model is None:
        return value
    if isinstance(value, dict):
        return ordered(model, value)
    return [_ordered(model, one) for one in value] if isinstance(value, list) else value


def _model_at(model: type[Model], path: Path) -> type[Model]:
    for step in path:
        if isinstance(step, str):
            model = describe(model)[step].model or Attachment
    return model


def _at(tree: Any, path: Path) -> Any:
    for step in path:
        if isinstance(tree, dict):
            tree = tree.get(str(step))
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def _has(tree: Any, path: Path) -> bool:
    return _at(tree, path) is not None
