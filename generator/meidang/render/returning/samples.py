"""Rows that are not there: one more in every list of a record, whose cells say what a reviewer's new row would mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.index import Path
from meidang.models.base import Declared, Model, describe
from meidang.render.views.names import GIVEN, Name
from meidang.render.views.sourced import Sourced

#: Stands for the position of a row that is not there.
SAMPLE: Final = -1
_WORDS: Final = "样"
_NAME: Final = Name("")


def with_samples(view: Mapping[str, Any], names: Mapping[str, Name]) -> dict[str, Any]:
    """The view with a twin of every row of a record, and one row in each of its lists that are empty."""
    group = _group_of(view)
    return {key: _sampled(value, names.get(key, _NAME), _list_of(group, key)) for key, value in view.items()}


def model_at(item: Item[Any], path: Path) -> type[Model] | None:
    """The model of the group at a path, which may lead to a row that is not there."""
    model: type[Model] | None = item.kind.model
    for step in path:
        if isinstance(step, str):
            declared = describe(model).get(step) if model else None
            model = declared.model if declared else None
    return model


def _group_of(view: Mapping[str, Any]) -> tuple[Item[Any], Path] | None:
    """The group of a record that a view shows."""
    return next(((one.item, one.path[:-1]) for one in view.values() if isinstance(one, Sourced)), None)


def _list_of(group: tuple[Item[Any], Path] | None, key: str) -> tuple[Item[Any], Path] | None:
    """Where a list of the group lies in the record, if it is one of the record's own."""
    if group is None:
        return None
    model = model_at(*group)
    declared = describe(model).get(key) if model else None
    return (group[0], (*group[1], key)) if declared and declared.many and declared.model else None


def _sampled(value: Any, name: Name, listed: tuple[Item[Any], Path] | None) -> Any:
    if isinstance(value, dict):
        return with_samples(value, name.parts)
    if not isinstance(value, list):
        return value
    rows = [with_samples(row, name.parts) for row in value]
    return [*rows, *_twins(value, name, listed)]


def _twins(rows: Sequence[Mapping[str, Any]], name: Name, listed: tuple[Item[Any], Path] | None) -> list[Any]:
    """Why a twin of each row: a table may print the rows of one kind only."""
    twins = []
    for row in rows:
        group = _group_of(row)
        if group and group[1] and isinstance(group[1][-1], int):
            twins.append(_sample(group[0], (*group[1][:-1], SAMPLE), name.parts, row))
    return twins or ([_sample(*listed[:1], (*listed[1], SAMPLE), name.parts, {})] if listed else [])


def _sample(item: Item[Any], way: Path, names: Mapping[str, Name], like: Mapping[str, Any]) -> dict[str, Any]:
    model = model_at(item, way)
    made = {key: _computed(names[key], like.get(key)) for key in names}
    return {**made, **(_fields(item, way, model, like) if model else {})}


def _computed(name: Name, like: Any) -> Any:
    if name.many:
        return []
    if name.parts:
        return {key: _computed(part, None) for key, part in name.parts.items()}
    return str(like or _WORDS) if isinstance(like, str | None) else _WORDS


def _fields(item: Item[Any], way: Path, model: type[Model], like: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _field(item, (*way, name), one, like.get(name)) for name, one in describe(model).items()}


def _field(item: Item[Any], path: Path, declared: Declared, like: Any) -> Any:
    if declared.model is None:
        word = declared.leaf[0] if isinstance(declared.leaf, tuple) else _WORDS
        return Sourced.of(str(like) if like else word, item, path, declared)
    if declared.many:
        return []
    inside = like if isinstance(like, dict) else {}
    return {**inside, GIVEN: "是", **_fields(item, path, declared.model, inside)}
