"""The archive as an edition may show it: a copy in which everything else is absent, whatever the record.

Which fields an edition shows follows from their declarations. Free text and file names are searched for what looks like
an identity number or a mobile number, because people write them into remarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.facts import is_employed, present_status
from meidang.archive.index import Path
from meidang.archive.privacy import has_personal_number, hide, is_free_text
from meidang.kinds import Kind
from meidang.models.audience import Audience, Edition
from meidang.models.base import Declared, Model, changed, describe, per_model
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.source.tree import Source


@dataclass(frozen=True, slots=True)
class _Step:
    """A field that may hold something to take out: all of it (``hidden``), free text (``inner`` empty), or a group."""

    declared: Declared
    hidden: bool
    inner: tuple[_Step, ...]


@per_model
def _steps(model: type[Model], edition: Edition) -> tuple[_Step, ...]:
    return tuple(step for declared in describe(model).values() if (step := _step(declared, edition)))


def _step(declared: Declared, edition: Edition) -> _Step | None:
    if not edition.shows(declared.audience):
        return _Step(declared, hidden=True, inner=())
    if declared.model:
        inner = _steps(declared.model, edition)
        return _Step(declared, hidden=False, inner=inner) if inner else None
    return _Step(declared, hidden=False, inner=()) if is_free_text(declared) or declared.ref else None


def is_shown(kind: Kind, edition: Edition) -> bool:
    """Whether an edition has anything of a kind's records to show."""
    return any(edition.shows(declared.audience) for declared in describe(kind.model).values())


def project(archive: Archive, edition: Edition, as_of: date) -> Archive:
    """The archive as an edition may show it, without records whose id is a personal number: ids become addresses.

    The public sees who works here and what is done here on the day.
    """
    items = {key: _project(item, edition) for key, item in archive.items.items() if _is_there(item, edition, as_of)}
    shown = (
        reference
        for reference in archive.references
        if reference.item.key in items and _shows(reference.item.kind.model, reference.path, edition)
    )
    references = tuple(replace(reference, item=items[reference.item.key]) for reference in shown)
    return Archive(items, archive.ids, references)


def _is_there(item: Item[Any], edition: Edition, as_of: date) -> bool:
    if has_personal_number(item.key) or not is_shown(item.kind, edition):
        return False
    if edition is not Edition.PUBLIC:
        return True
    record = item.record
    if isinstance(record, Staff):
        return is_employed(record, as_of)
    if isinstance(record, Technique):
        status = present_status(record, as_of)
        return status is not None and status.status in _OFFERED
    return True


#: States of techniques that the public is offered.
_OFFERED = frozenset({"在用", "转日常"})


def _shows(model: type[Model], path: Path, edition: Edition) -> bool:
    """Whether everything on the way to a value is shown."""
    return _shows_names(model, tuple(step for step in path if isinstance(step, str)), edition)


@per_model
def _shows_names(model: type[Model], names: tuple[str, ...], edition: Edition) -> bool:
    if not names:
        return True
    declared = describe(model)[names[0]]
    if not edition.shows(declared.audience):
        return False
    return _shows_names(declared.model, names[1:], edition) if declared.model else True


def _project(item: Item[Any], edition: Edition) -> Item[Any]:
    """The source goes too: it holds the text as read."""
    record = _without(item.record, _steps(item.kind.model, edition))
    return replace(item, record=record, source=Source(item.source.path))


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
    if step.hidden:
        return () if step.declared.many else None
    if isinstance(value, tuple):
        shown = tuple(_one(one, step) for one in value)
        return value if all(new is old for new, old in zip(shown, value, strict=True)) else shown
    return _one(value, step)


def _one(value: Any, step: _Step) -> Any:
    return _without(value, step.inner) if step.declared.model else hide(value)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that an edition does not show, with the record that holds it and the label of its field."""

    record: str
    label: str
    value: str


def hidden_fields(archive: Archive, up_to: Audience) -> Iterator[Hidden]:
    """Every value of fields whose audience reaches no farther than ``up_to``, in that order."""
    for item in archive.items.values():
        yield from _hidden(item.key, item.record, up_to)


def shown_texts(archive: Archive, edition: Edition, as_of: date) -> Iterator[tuple[str, str]]:
    """Every text that an edition may show, with the record that holds it."""
    for item in project(archive, edition, as_of).items.values():
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


@per_model
def _hiding(model: type[Model], up_to: Audience) -> tuple[Declared, ...]:
    """The fields that are hidden, and the groups that hold some."""
    return tuple(
        one for one in describe(model).values() if one.audience <= up_to or (one.model and _hiding(one.model, up_to))
    )


def _hidden(key: str, record: Model, up_to: Audience) -> Iterator[Hidden]:
    for declared in _hiding(type(record), up_to):
        value = getattr(record, declared.name)
        for one in value if isinstance(value, tuple) else (value,):
            if one is None:
                continue
            if declared.model:
                yield from _hidden(key, one, Audience.PUBLIC if declared.audience <= up_to else up_to)
            else:
                yield Hidden(key, declared.label, declared.show(one))
