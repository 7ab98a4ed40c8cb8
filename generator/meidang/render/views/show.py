"""A record as plain words: what was declared, each under its name, and what is derived of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.collections import COLLECTIONS, Collection, Entered
from meidang.archive.entry_facts import ENTRY_FACTS, EntryFact
from meidang.kinds import Kind
from meidang.models import agreement as agreement_models
from meidang.models.attachment import Attachment
from meidang.models.base import Declared, Model, describe
from meidang.models.committee import Committee
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.drug_item import DrugItem
from meidang.models.institution import Institution
from meidang.models.ledgers import pharmacy, quality, records
from meidang.models.plans import QiPlan, QualityGoal, Task, WorkPlan
from meidang.models.research import ResearchProject
from meidang.models.restriction import Restriction, SelfRestriction
from meidang.models.shared import Credential, GuidingDocument
from meidang.models.staff import Participation, Privilege, Staff
from meidang.models.standard import Standard
from meidang.models.technique import Technique, YearFigures
from meidang.render.views import (
    bodies,
    compliance,
    department,
    devices,
    drugs,
    institution,
    plans,
    restriction,
    shared,
    staff,
    standard,
    states,
    technique,
)
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.names import GIVEN, Name, Namer, returned_type
from meidang.render.views.sourced import sourced

#: The one table of what is derived: a record, or a group inside one, and the function whose TypedDict joins its fields.
DERIVED: Mapping[type[Model], Callable[[Subject[Any]], Any]] = {
    Staff: staff.derive,
    Technique: technique.derive,
    Department: department.derive,
    Institution: institution.derive,
    Restriction: restriction.derive,
    Device: devices.device,
    DrugItem: drugs.drug_item,
    agreement_models.Agreement: bodies.agreement,
    Committee: bodies.committee,
    ResearchProject: bodies.research_project,
    WorkPlan: plans.work_plan,
    QiPlan: plans.qi_plan,
    Standard: standard.derive,
    quality.ComplianceReportLedger: compliance.derive,
    Attachment: shared.attachment,
    Credential: shared.credential,
    GuidingDocument: shared.document,
    Privilege: staff.privilege,
    Participation: staff.participation,
    YearFigures: technique.figures,
    SelfRestriction: restriction.self_restriction,
    agreement_models.PartnerCredential: states.partner_credential,
    Task: plans.task,
    QualityGoal: plans.quality_goal,
    quality.QiEntry: states.whose,
    quality.QualityCheck: states.quality_check,
    quality.Drill: states.drill,
    pharmacy.DrugDailyCount: states.daily_count,
    pharmacy.MonitorReading: states.reading,
    records.RecordQualitySummary: states.whose,
    records.FrontSheet: states.front_sheet,
}

#: The facts of an entry, by its model.
_FACTS: Final[Mapping[type[Model], tuple[Collection, tuple[EntryFact, ...]]]] = {
    COLLECTIONS[name].model: (COLLECTIONS[name], facts) for name, facts in ENTRY_FACTS.items()
}

_NAMER = Namer(
    {model: returned_type(function) for model, function in DERIVED.items()},
    {model: {fact.name: fact.label for fact in facts} for model, (_, facts) in _FACTS.items()},
)


def names(kind: Kind) -> Mapping[str, Name]:
    """Every name that the view of such a record offers, without any data."""
    return {**_NAMER.of(kind.model), **_NAMER.of_type(shared.General)}


def show(desk: Desk, item: Item[Any]) -> dict[str, Any]:
    """The view of a record."""
    shown = _group(desk, item, item.record)
    return {**shown, **shared.general(Subject(desk, item, item.record, shown, _group))}


def entry_names(model: type[Model]) -> Mapping[str, Name]:
    """Every name that the view of an entry offers."""
    return _NAMER.of(model)


def show_entry(desk: Desk, item: Item[Any], entry: Model) -> dict[str, Any]:
    """The view of one entry of a ledger."""
    return _group(desk, item, entry)


def _group(desk: Desk, item: Item[Any], model: Model) -> dict[str, Any]:
    shown = {
        name: _field(desk, item, declared, getattr(model, name)) for name, declared in describe(type(model)).items()
    }
    if desk.traced and (way := desk.way(item, model)) is not None:
        shown = sourced(item, way, type(model), shown)
    shown |= _facts(desk, item, model)
    derive = DERIVED.get(type(model))
    return {**shown, **derive(Subject(desk, item, model, shown, _group))} if derive else shown


def _facts(desk: Desk, item: Item[Any], model: Model) -> dict[str, str]:
    """What follows from an entry, as workbooks and pages say it too."""
    if type(model) not in _FACTS:
        return {}
    collection, facts = _FACTS[type(model)]
    day = getattr(model, collection.day_field)
    department = getattr(item.record, "department_id", None)
    entered = Entered(item, collection.field, 0, model, day.date() if isinstance(day, datetime) else day, department)
    return {fact.name: fact.words(desk.archive, entered, desk.as_of) for fact in facts}


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
        return declared.show(value).rstrip("\r\n")
    targets = value if declared.many else (value,)
    return "、".join(desk.name(declared.ref, target) for target in targets)
