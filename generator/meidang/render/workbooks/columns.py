"""The columns of a ledger, from the declarations of its entry: heading, and the value of each cell.

A group inside an entry is laid out in columns of its own (术前评估 › 评分); a list of groups is joined in one cell, an
item a line. References are shown as names. What is derived (``archive.entry_facts``) has columns of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from meidang.archive.collections import Collection, Entered
from meidang.archive.entry_facts import ENTRY_FACTS, EntryFact, Share
from meidang.archive.spans import period_of
from meidang.models.attachment import Attachment
from meidang.models.audience import Edition
from meidang.models.base import Declared, Model, describe
from meidang.models.scalar import Scalar
from meidang.models.scalars import BOOL, GRADE, NEVER
from meidang.render.views import Desk

#: What a cell may hold: a ``Share`` is shown as a percentage, ``str`` is text whatever it looks like.
CellValue = str | int | float | Decimal | date | datetime | Share | None

#: Between the label of a group and the label of a field inside it.
INSIDE: Final = " › "


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and the value of its cell for an entry.

    ``needed``: there even if every cell is empty; ``leads``: says whose and when, on every page across.
    """

    label: str
    value: Callable[[Entered], CellValue]
    needed: bool = True
    leads: bool = False


def columns_of(desk: Desk, collection: Collection, edition: Edition | None = None) -> tuple[Column, ...]:
    """All columns of a collection: whose and when, what was declared (and an edition shows), what is derived.

    The state of what records hold stands in front, as on the site: it is what such a list is read for.
    """
    facts = tuple(_fact(desk, fact) for fact in ENTRY_FACTS.get(collection.name, ()))
    declared = tuple(_declared(desk, collection.model, edition=edition))
    place = _place(desk, collection)
    return (*place, *declared, *facts) if collection.kind.is_ledger else (*place, *facts, *declared)


def _place(desk: Desk, collection: Collection) -> Iterator[Column]:
    """The period and the department; for a group that records hold, the record too."""
    yield Column("期间", _period, leads=True)
    yield Column("科室", lambda one: desk.whose(one.department_id), leads=True)
    if not (collection.kind.is_ledger or collection.kind.single or collection.kind.name == "department"):
        yield Column(collection.kind.plural, lambda one: one.item.label, leads=True)


def _period(one: Entered) -> str:
    """The ledger's own period; for a gathered entry the month of its day."""
    named = getattr(one.item.record, "period", None)
    if isinstance(named, str):
        return named
    return period_of(one.day, "月").name if one.day else ""


def _fact(desk: Desk, fact: EntryFact) -> Column:
    return Column(fact.label, lambda one: fact.of(desk.archive, one, desk.as_of))


# --- declared fields -------------------------------------------------------------------------------------------------


def _declared(  # noqa: PLR0913 - what each step of the walk hands to the next
    desk: Desk,
    model: type[Model],
    above: str = "",
    way: Sequence[str] = (),
    *,
    needed: bool = True,
    edition: Edition | None,
) -> Iterator[Column]:
    """The columns of a model. Of a group that may be missing no field is needed."""
    for name, declared in describe(model).items():
        if edition and not edition.shows(declared.audience):
            continue
        label, steps, must = f"{above}{declared.label}", (*way, name), needed and declared.required
        if declared.model not in (None, Attachment) and not declared.many:
            yield from _declared(desk, declared.model, f"{label}{INSIDE}", steps, needed=must, edition=edition)
        else:
            yield Column(label, _reading(desk, declared, steps), must)


def _reading(desk: Desk, declared: Declared, way: Sequence[str]) -> Callable[[Entered], CellValue]:
    def value(one: Entered) -> CellValue:
        found = one.entry
        for name in way:
            found = getattr(found, name, None)
        return _cell(desk, declared, found)

    return value


def _cell(desk: Desk, declared: Declared, value: Any) -> CellValue:
    """Native where Excel knows the type: numbers, dates, moments. All else is text."""
    if value is None:
        return None
    if declared.many or declared.ref is not None or declared.model is not None:
        return _words(desk, declared, value)
    if declared.leaf in (GRADE, BOOL) or value == NEVER:
        return declared.show(value)
    return value if isinstance(value, int | Decimal | date | str) else declared.show(value)


def _words(desk: Desk, declared: Declared, value: Any) -> str:
    """A value inside a line of text."""
    if value is None:
        return ""
    if declared.many:
        separator = "\n" if declared.model else "、"
        return separator.join(_one(desk, declared, one) for one in value)
    return _one(desk, declared, value)


def _one(desk: Desk, declared: Declared, value: Any) -> str:
    if declared.model is not None:
        return value.file if isinstance(value, Attachment) else _line(desk, value)
    if declared.ref is not None:
        return desk.name(declared.ref, value)
    return declared.leaf.show(value) if isinstance(declared.leaf, Scalar) else str(value)


def _line(desk: Desk, model: Model) -> str:
    """A group in one line: only what is given, each after its label."""
    parts = (
        (declared.label, _words(desk, declared, getattr(model, name)))
        for name, declared in describe(type(model)).items()
    )
    return "；".join(f"{label}：{' '.join(words.split())}" for label, words in parts if words)
