"""What of the archive belongs to a department's, a person's or a clause's binder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.collections import COLLECTIONS
from meidang.kinds import KINDS
from meidang.models.duties import Duties
from meidang.models.restriction import Restriction, SelfRestriction
from meidang.models.staff import Staff
from meidang.models.standard import Clause, Evidence, Standard
from meidang.models.technique import Technique
from meidang.readiness.scope import speaks_of
from meidang.render.binder.scope import Level, Scope
from meidang.render.binder.sheets import Sheet

Belongs = Callable[[Sheet], bool]


def belonging(archive: Archive, scope: Scope) -> Belongs:
    """Whether a document belongs to the binder; ledgers of a department were limited to its entries before."""
    if scope.level is Level.DEPARTMENT:
        return _of_department(archive, scope.id)
    if scope.level is Level.PERSON:
        return lambda sheet: sheet.key == f"{KINDS['staff'].name}/{scope.id}"
    if scope.level is Level.CLAUSE:
        return _cited(archive, clauses_of(archive, scope))
    return lambda _: True


# --- a department's --------------------------------------------------------------------------------------------------


def _of_department(archive: Archive, department: str) -> Belongs:
    people = {item.id for item in archive.of(Staff) if department in _departments(item)}
    techniques = {item.id for item in archive.of(Technique) if department in item.record.departments}

    def belongs(sheet: Sheet) -> bool:
        item = archive.items.get(sheet.key)
        if item is None:
            return KINDS[sheet.kind].is_ledger
        if isinstance(item.record, Restriction):
            own = item.record.self_restriction
            return own is not None and _binds(own, department, people, techniques)
        return department in _departments(item) or sheet.key == f"department/{department}"

    return belongs


def _departments(item: Item[Any]) -> tuple[str | None, ...]:
    """Those that a record names as its own."""
    record = item.record
    others = (*getattr(record, "other_departments", ()), *getattr(record, "departments", ()))
    return (getattr(record, "department_id", None), *others)


def _binds(own: SelfRestriction, department: str, people: AbstractSet[str], techniques: AbstractSet[str]) -> bool:
    if own.scope == "科室":
        return own.department_id == department
    return own.staff_id in people if own.scope == "个人" else own.technique_id in techniques


# --- a clause's ------------------------------------------------------------------------------------------------------


def clauses_of(archive: Archive, scope: Scope) -> tuple[Clause, ...]:
    """The clause itself, or of a chapter every clause below it that asks for evidence, in the standard's order."""
    item = archive.get(Standard, scope.standard)
    every = item.record.clauses if item else ()
    inside = {scope.id}
    for clause in every:
        if clause.parent in inside:
            inside.add(clause.id)
    found = [clause for clause in every if clause.id in inside]
    return tuple(clause for clause in found if clause.evidence or clause.id == scope.id)


def _cited(archive: Archive, clauses: tuple[Clause, ...]) -> Belongs:
    named: set[str] = set()
    for clause in clauses:
        named |= set(_named(archive, clause.evidence)) if clause.evidence else set()

    def belongs(sheet: Sheet) -> bool:
        kind = KINDS[sheet.kind]
        # Why not the institution's other documents: they are rosters and blank forms, which a clause does not cite.
        is_dossier = not kind.single or sheet.template == f"{kind.name}.docx"
        return is_dossier and (sheet.key or sheet.kind) in named

    return belongs


def _named(archive: Archive, evidence: Evidence) -> Iterator[str]:
    """The keys of records, and the names of ledgers, that a clause cites in any way."""
    kinds = {*evidence.records, *(name.partition(".")[0] for name in evidence.fields)}
    duties = {row.id: row.ledger for item in archive.of(Duties) for row in item.record.duties}
    ledgers = [*evidence.ledgers, *(duties[name] for name in evidence.duties if name in duties)]
    kinds |= {COLLECTIONS[name].kind.name for name in ledgers if name in COLLECTIONS and "." in name}
    kinds |= {"work_plan"} if evidence.tasks else set()
    records = (key for key, item in archive.items.items() if item.kind.name in kinds)
    yield from (key for key in records if speaks_of(archive, evidence, key))
    yield from (name for name in ledgers if "." not in name)
    yield from (key for name in ledgers if "." not in name for key in _files(archive, name))
    yield from (f"policies/{name}" for name in evidence.policies)


def _files(archive: Archive, ledger: str) -> Iterator[str]:
    """The files of a ledger whose every file is a document of its own."""
    return (item.key for item in archive.of(KINDS[ledger].model))
