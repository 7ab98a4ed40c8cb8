"""A record as plain words: what was declared, each under its name, and what is derived of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meidang.archive import Item
from meidang.kinds import Kind
from meidang.models.base import Declared, Model, describe
from meidang.models.department import Department
from meidang.models.institution import Institution
from meidang.models.restriction import Restriction, SelfRestriction
from meidang.models.shared import Credential, GuidingDocument
from meidang.models.staff import Participation, Privilege, Staff
from meidang.models.technique import Technique, YearFigures
from meidang.render.views import department, institution, restriction, shared, staff, technique
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.names import GIVEN, Name, Namer, returned_type

#: The one table of what is derived: a record, or a group inside one, and the function whose TypedDict joins its fields.
DERIVED: Mapping[type[Model], Callable[[Subject[Any]], Any]] = {
    Staff: staff.derive,
    Technique: technique.derive,
    Department: department.derive,
    Institution: institution.derive,
    Restriction: restriction.derive,
    Credential: shared.credential,
    GuidingDocument: shared.document,
    Privilege: staff.privilege,
    Participation: staff.participation,
    YearFigures: technique.figures,
    SelfRestriction: restriction.self_restriction,
}

_NAMER = Namer({model: returned_type(function) for model, function in DERIVED.items()})


def names(kind: Kind) -> Mapping[str, Name]:
    """Every name that the view of such a record offers, without any data."""
    return {**_NAMER.of(kind.model), **_NAMER.of_type(shared.General)}


def show(desk: Desk, item: Item[Any]) -> dict[str, Any]:
    """The view of a record."""
    shown = _group(desk, item, item.record)
    return {**shown, **shared.general(Subject(desk, item, item.record, shown))}


def _group(desk: Desk, item: Item[Any], model: Model) -> dict[str, Any]:
    shown = {
        name: _field(desk, item, declared, getattr(model, name)) for name, declared in describe(type(model)).items()
    }
    derive = DERIVED.get(type(model))
    return {**shown, **derive(Subject(desk, item, model, shown))} if derive else shown


def _field(desk: Desk, item: Item[Any], declared: Declared, value: Any) -> Any:
    if declared.model is None:
        return _words(desk, declared, value)
    if declared.many:
        return [_group(desk, item, one) for one in value]
    if value is None:
        return _NAMER.declared(declared).blank
    return {GIVEN: "是", **_group(desk, item, value)}


def _words(desk: Desk, declared: Declared, value: Any) -> str:
    """The words for people; a reference is shown as the name of what it names; a block's last line end is not."""
    if declared.ref is None or value is None:
        return declared.show(value).rstrip("\n")
    targets = value if declared.many else (value,)
    return "、".join(desk.name(declared.ref, target) for target in targets)
