"""The archive as an edition may show it: a copy in which everything else is absent, whatever the record.

Which fields an edition shows follows from their declarations. Free text and file names are searched for what looks like
an identity number or a mobile number, because people write them into remarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import is_
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.facts import is_employed, present_status, present_title
from meidang.archive.index import Path
from meidang.archive.privacy import FREE_TEXT, has_personal_number, hide, is_free_text
from meidang.kinds import KINDS, Kind
from meidang.models.attachment import Attachment
from meidang.models.audience import Audience, Edition
from meidang.models.base import Declared, Model, changed, describe, per_model
from meidang.models.codes import EMAIL, LANDLINE, SHA256
from meidang.models.department import Department
from meidang.models.restriction import Restriction, SelfRestriction
from meidang.models.settings import Settings
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.source.tree import Source

#: The keys of the records that are seen, where others are left out.
Seen = frozenset[str] | None


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

    The public sees who works here, what is done here and what is not, on the day; what names a record that it does not
    see is left out too.
    """
    there = [item for item in archive.items.values() if _is_there(item, edition, as_of)]
    seen = frozenset(item.key for item in there) if edition is Edition.PUBLIC else None
    items = {item.key: _project(_narrowed(item, edition, as_of), edition, seen) for item in there}
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
    return edition is not Edition.PUBLIC or _concerns_public(item.record, as_of)


def _concerns_public(record: Any, as_of: date) -> bool:
    """Whether a record says what holds on the day; a restriction of one person is nobody else's affair."""
    match record:
        case Staff():
            return is_employed(record, as_of)
        case Department():
            return record.in_use
        case Technique():
            status = present_status(record, as_of)
            return status is not None and status.status in _OFFERED
        case Restriction(self_restriction=SelfRestriction() as own):
            return own.scope != "个人" and own.restricted_on <= as_of and not _is_over(own, as_of)
        case Settings():
            return False
        case _:
            return True


def _is_over(own: SelfRestriction, as_of: date) -> bool:
    return own.released_on is not None and own.released_on <= as_of


def _narrowed(item: Item[Any], edition: Edition, as_of: date) -> Item[Any]:
    """For the public a person has the present title only."""
    record = item.record
    if edition is not Edition.PUBLIC or not isinstance(record, Staff):
        return item
    title = present_title(record, as_of)
    return replace(item, record=changed(record, {"titles": (title,) if title else ()}))


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


def _project(item: Item[Any], edition: Edition, seen: Seen) -> Item[Any]:
    """The source goes too: it holds the text as read."""
    record = _without(item.record, _steps(item.kind.model, edition), seen)
    return replace(item, record=record, source=Source(item.source.path))


def _without(record: Model, steps: tuple[_Step, ...], seen: Seen) -> Model:
    """The group itself where there is nothing to take out; most have nothing."""
    update: dict[str, Any] = {}
    for step in steps:
        value = getattr(record, step.declared.name)
        if value is None or value == ():
            continue
        shown = _shown(value, step, seen)
        if shown is not value:
            update[step.declared.name] = shown
    return changed(record, update) if update else record


def _shown(value: Any, step: _Step, seen: Seen) -> Any:
    if step.hidden:
        return () if step.declared.many else None
    if isinstance(value, tuple):
        shown = tuple(new for one in value if (new := _one(one, step, seen)) is not None)
        return value if len(shown) == len(value) and all(map(is_, shown, value)) else shown
    return _one(value, step, seen)


def _one(value: Any, step: _Step, seen: Seen) -> Any:
    """A value without what is hidden; None for what the public is not shown: a record's name, a scan."""
    if seen is not None and isinstance(value, Attachment) and not value.is_shown(Edition.PUBLIC):
        return None
    if step.declared.model:
        return _without(value, step.inner, seen)
    kind = KINDS.get(step.declared.ref or "")
    if seen is not None and kind and kind.is_record and f"{kind.name}/{value}" not in seen:
        return None
    return hide(value)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that an edition does not show, with the record that holds it and the label of its field.

    ``audience``: for whom it is; NOBODY's value is private in itself, others are only not for this edition.
    """

    record: str
    label: str
    value: str
    audience: Audience


def hidden_fields(archive: Archive, edition: Edition, as_of: date) -> Iterator[Hidden]:
    """Every value that an edition does not show: private ones, and what people wrote in others; choices and dates not.

    Of a record that the edition leaves out nothing is shown.
    """
    for item in archive.items.values():
        # Why the settings: public pages do without them, but the frame of every page has the institution's look.
        is_there = isinstance(item.record, Settings) or _is_there(item, edition, as_of)
        audience = edition.audience if is_there else _BEYOND
        yield from _hidden(item.key, item.record, audience, inherited=Audience.PUBLIC)


#: More than any field has: nothing reaches so far.
_BEYOND: Final = max(Audience) + 1


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
def _hiding(model: type[Model], audience: int) -> tuple[Declared, ...]:
    """The fields of which an edition for ``audience`` hides something that people wrote."""
    return tuple(
        one
        for one in describe(model).values()
        if (one.model and _hiding(one.model, _inside(one, audience))) or _hides(one, audience)
    )


def _inside(group: Declared, audience: int) -> int:
    """For whom the fields of a group must be that they are shown; of a hidden one none is."""
    return audience if group.audience >= audience else _BEYOND


def _hides(declared: Declared, audience: int) -> bool:
    return declared.private or (declared.audience < audience and _is_written(declared))


def _is_written(declared: Declared) -> bool:
    """Whether the field holds words or numbers of people's own, by which it would be known elsewhere."""
    return declared.leaf in _WRITTEN and not declared.ref


_WRITTEN: Final = (*FREE_TEXT, SHA256, EMAIL, LANDLINE)


def _hidden(key: str, record: Model, audience: int, inherited: Audience) -> Iterator[Hidden]:
    for declared in _hiding(type(record), audience):
        value = getattr(record, declared.name)
        reaches = min(declared.audience, inherited)
        for one in value if isinstance(value, tuple) else (value,):
            if one is None:
                continue
            if isinstance(one, Attachment) and audience == Audience.PUBLIC and not one.is_shown(Edition.PUBLIC):
                yield from _hidden(key, one, _BEYOND, reaches)
            elif declared.model:
                yield from _hidden(key, one, _inside(declared, audience), reaches)
            elif isinstance(one, str) or declared.private:
                yield Hidden(key, declared.label, declared.show(one), reaches)
