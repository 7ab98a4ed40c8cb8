"""Words that know which field of which record they show, so that somebody's edit of a document finds its way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from meidang.archive import Item
from meidang.archive.index import Path
from meidang.models.base import Declared, Model, describe


class Sourced(str):
    """What a field shows. Whatever is composed of it is plain text again: computed.

    ``path`` leads to the field in ``item``'s record, whether or not anything stands there.
    """

    __slots__ = ("declared", "item", "path")
    item: Item[Any]
    path: Path
    declared: Declared

    @classmethod
    def of(cls, words: str, item: Item[Any], path: Path, declared: Declared) -> Sourced:
        """``words`` of a field at ``path``."""
        made = cls(words)
        made.item, made.path, made.declared = item, path, declared
        return made

    @property
    def key(self) -> tuple[str, Path]:
        """The same for all prints of one field."""
        return self.item.key, self.path


def groups(model: Model, path: Path = ()) -> Iterator[tuple[Path, Model]]:
    """A record and every group inside it, with their paths."""
    yield path, model
    for name, declared in describe(type(model)).items():
        value = getattr(model, name) if declared.model else None
        if isinstance(value, tuple):
            for index, one in enumerate(value):
                yield from groups(one, (*path, name, index))
        elif isinstance(value, Model):
            yield from groups(value, (*path, name))


def sourced(item: Item[Any], way: Path, model: type[Model], shown: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a group's fields, each with its source; groups inside have theirs, or are left out and blank."""
    return {
        name: _field(item, (*way, name), declared, shown[name]) if name in shown else ""
        for name, declared in describe(model).items()
    }


def _field(item: Item[Any], path: Path, declared: Declared, shown: Any) -> Any:
    if isinstance(shown, Sourced | list):
        return shown
    if isinstance(shown, str):
        return Sourced.of(shown, item, path, declared)
    if declared.model is None or any(isinstance(one, Sourced) for one in shown.values()):
        return shown
    return {**shown, **sourced(item, path, declared.model, shown)}
