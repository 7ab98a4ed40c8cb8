"""The archive without what is private: a copy in which private fields are absent, whatever the record.

Which fields are private follows from their declarations. Free text and file names are searched for what looks like an
identity number or a mobile number, because people write them into remarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.privacy import has_personal_number, hide, is_free_text
from meidang.models.base import Declared, Model, changed, describe, per_model
from meidang.source.tree import Source


@dataclass(frozen=True, slots=True)
class _Step:
    """A field that may hold something to take out: itself private, free text (``inner`` empty), or a group."""

    declared: Declared
    inner: tuple[_Step, ...]


@per_model
def _steps(model: type[Model]) -> tuple[_Step, ...]:
    return tuple(step for declared in describe(model).values() if (step := _step(declared)))


def _step(declared: Declared) -> _Step | None:
    if declared.private:
        return _Step(declared, ())
    if declared.model:
        inner = _steps(declared.model)
        return _Step(declared, inner) if inner else None
    return _Step(declared, ()) if is_free_text(declared) or declared.ref else None


def project(archive: Archive) -> Archive:
    """The archive as the site may show it, without records whose id is a personal number: ids become addresses."""
    items = {key: _project(item) for key, item in archive.items.items() if not has_personal_number(key)}
    shown = (reference for reference in archive.references if reference.item.key in items)
    references = tuple(replace(reference, item=items[reference.item.key]) for reference in shown)
    return Archive(items, archive.ids, references)


def _project(item: Item[Any]) -> Item[Any]:
    """The source goes too: it holds the text as read."""
    return replace(item, record=_without(item.record, _steps(item.kind.model)), source=Source(item.source.path))


def _without(record: Model, steps: tuple[_Step, ...]) -> Model:
    """The group itself where there is nothing to take out; most have nothing."""
    update: dict[str, Any] = {}
    for step in steps:
        value = getattr(record, step.declared.name)
        if value is None or value == ():
            continue
        shown = _shown(value, step)
        if shown is not value:
            update[step.declared.name] = shown
    return changed(record, update) if update else record


def _shown(value: Any, step: _Step) -> Any:
    if step.declared.private:
        return () if step.declared.many else None
    if isinstance(value, tuple):
        shown = tuple(_one(one, step) for one in value)
        return value if all(new is old for new, old in zip(shown, value, strict=True)) else shown
    return _one(value, step)


def _one(value: Any, step: _Step) -> Any:
    return _without(value, step.inner) if step.declared.model else hide(value)


@dataclass(frozen=True, slots=True)
class Private:
    """A private value with the record that holds it and the label of its field."""

    record: str
    label: str
    value: str


def private_fields(archive: Archive) -> Iterator[Private]:
    """Every private value of the archive, in the order of records and declarations."""
    for item in archive.items.values():
        yield from _private(item.key, item.record)


def public_texts(archive: Archive) -> Iterator[tuple[str, str]]:
    """Every text that the site may show, with the record that holds it."""
    for item in project(archive).items.values():
        for text in _texts(item.record):
            yield item.key, text


def _texts(record: Model) -> Iterator[str]:
    for declared in describe(type(record)).values():
        value = getattr(record, declared.name)
        for one in value if isinstance(value, tuple) else (value,):
            if declared.model and one is not None:
                yield from _texts(one)
            elif isinstance(one, str):
                yield one


def _private(key: str, record: Model) -> Iterator[Private]:
    for step in _steps(type(record)):
        value = getattr(record, step.declared.name)
        for one in value if isinstance(value, tuple) else (value,):
            if one is None:
                continue
            if step.declared.private:
                yield Private(key, step.declared.label, step.declared.show(one))
            elif step.declared.model:
                yield from _private(key, one)
