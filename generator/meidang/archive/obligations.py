"""Duties on a day: who owes what in which period, and what was done. One engine for all of them.

A duty says who, what, how often and what counts; an entry of its ledger discharges it. Rules, calendar and readiness
read the same ``owed``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from meidang.archive.calendar import add_months, working_days
from meidang.archive.collections import COLLECTIONS, Collection, Entered, entries_until, period_name
from meidang.archive.conditions import predicate, values_at, way, way_to_numbers
from meidang.archive.departments import departments_in_use
from meidang.archive.devices import is_there
from meidang.archive.facts import ACTIVE_STATUSES, is_active, is_employed
from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.archive.spans import Period, periods
from meidang.models.base import Declared, Model, describe
from meidang.models.committee import Committee
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.drug_item import DrugItem
from meidang.models.duties import Duties, Duty, Per
from meidang.models.staff import Staff
from meidang.models.technique import Technique

#: The kind of record that a duty is owed by.
SUBJECTS: Final[Mapping[Per, str]] = {
    "科室": "department",
    "设备": "device",
    "药品": "drug_item",
    "技术项目": "technique",
    "人员": "staff",
    "委员会": "committee",
}
_MODELS: Final[Mapping[str, type[Model]]] = {
    "department": Department,
    "device": Device,
    "drug_item": DrugItem,
    "technique": Technique,
    "staff": Staff,
    "committee": Committee,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of a duty with the entries that fall into it. ``due``: the last day that is in time."""

    period: Period
    entries: tuple[Entered, ...]
    due: date

    def sample(self, duty: Duty) -> int:
        """How large the sample was: what the entries say, else how many they are."""
        steps = _sampled(duty)
        if steps is None:
            return len(self.entries)
        return sum(number for one in self.entries for number in values_at(one.entry, steps))


def _sampled(duty: Duty) -> tuple[Declared, ...] | None:
    return way_to_numbers(COLLECTIONS[duty.ledger].model, duty.sample) if duty.sample else None


@dataclass(frozen=True)
class Owed:
    """A duty of one subject (None: the institution) on a day. ``row``: its place in the table of duties."""

    table: Item[Duties]
    row: int
    duty: Duty
    subject: Item[Any] | None
    slots: tuple[Slot, ...]
    entries: tuple[Entered, ...]
    since: date

    @property
    def about(self) -> str:
        """The key of the duty, as findings name it."""
        return f"{self.table.kind.name}/{self.duty.id}"

    @property
    def whose(self) -> str:
        """The duty and, where it is not the institution's, by whom it is owed."""
        return f"{self.subject.label}的{self.duty.name}" if self.subject else self.duty.name

    def missed(self, day: date) -> tuple[Slot, ...]:
        """The periods that are over, with the days of grace, without enough entries."""
        return tuple(one for one in self.slots if one.due < day and len(one.entries) < self.duty.times)

    def pending(self, day: date) -> Slot | None:
        """The period that still runs and lacks entries."""
        return next((one for one in self.slots if one.due >= day and len(one.entries) < self.duty.times), None)

    @cached_property
    def last(self) -> date | None:
        """When it was last done."""
        return max((one.day for one in self.entries if one.day), default=None)

    @property
    def next_due(self) -> date | None:
        """For a duty by interval: the last day of the present one; None once the duty itself has ended by then."""
        if self.duty.within_months is None:
            return None
        due, until = add_months(self.last or self.since, self.months), self.duty.until
        return due if until is None or due <= until else None

    @property
    def months(self) -> int:
        """The longest interval in months: a device may have one of its own."""
        own = getattr(self.subject.record, "calibration_months", None) if self.subject else None
        return own if own and self.duty.ledger == "calibration" else self.duty.within_months or 0


@once
def owed(archive: Archive, day: date) -> tuple[Owed, ...]:
    """Every duty of every subject on ``day``; duties that name a field or ledger that does not fit are left out."""
    found: list[Owed] = []
    for table in archive.of(Duties):
        for row, duty in enumerate(table.record.duties):
            found += _Row(archive, table, row, duty, day).owed()
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Row:
    """A duty with its place in the table, on a day."""

    archive: Archive
    table: Item[Duties]
    number: int
    duty: Duty
    day: date

    def owed(self) -> Iterator[Owed]:
        """The duty of each of its subjects."""
        duty = self.duty
        collection = COLLECTIONS.get(duty.ledger)
        meets = predicate(collection.model, duty.where) if collection else None
        if collection is None or meets is None or (duty.sample and _sampled(duty) is None) or duty.since > self.day:
            return
        done = [one for one in entries_until(self.archive, duty.ledger, self.day) if one.day and meets(one.entry)]
        if duty.per == "机构":
            yield self._of(None, done)
            return
        grouped = _by_subject(collection, SUBJECTS[duty.per], done)
        for subject in subjects(self.archive, duty, self.day):
            yield self._of(subject, grouped.get(subject.id, ()))

    def _of(self, subject: Item[Any] | None, done: Sequence[Entered]) -> Owed:
        since = max(self.duty.since, (subject and _begins(subject.record)) or self.duty.since)
        slots = tuple(self._slots(since, done)) if self.duty.every else ()
        return Owed(self.table, self.number, self.duty, subject, slots, tuple(done), since)

    def _slots(self, since: date, done: Sequence[Entered]) -> Iterator[Slot]:
        """The periods from the first whole one on to the one that runs."""
        until, every = min(self.day, self.duty.until or self.day), self.duty.every or "年"
        by_period: dict[str, list[Entered]] = {}
        if every == "工作日":
            for one in done:
                by_period.setdefault(one.moment.isoformat(), []).append(one)
            days = working_days(since, until, self.archive.settings.calendar)
            spans: Iterable[Period] = (Period(each, each, each.isoformat()) for each in days)
        else:
            for one in done:
                by_period.setdefault(period_name(one, every), []).append(one)
            spans = periods(since, until, every)
        for period in spans:
            due = period.last + timedelta(days=self.duty.grace_days)
            yield Slot(period, tuple(by_period.get(period.name, ())), due)


# --- by whom it is owed ----------------------------------------------------------------------------------------------


def subjects(archive: Archive, duty: Duty, day: date) -> Iterator[Item[Any]]:
    """The records that owe a duty on ``day``: in use, employed, active, and meeting the duty's conditions."""
    kind = SUBJECTS[duty.per]
    meets = predicate(_MODELS[kind], duty.subjects)
    if meets is None:
        return
    chosen = frozenset(duty.departments)
    for item in _in_use(archive, kind, day):
        department = item.id if kind == "department" else getattr(item.record, "department_id", None)
        if (not chosen or department in chosen) and meets(item.record):
            yield item


def _in_use(archive: Archive, kind: str, day: date) -> Iterable[Item[Any]]:
    if kind == "department":
        return departments_in_use(archive)
    every = archive.of(_MODELS[kind])
    return (item for item in every if _is_there(item.record, day))


def _is_there(record: Any, day: date) -> bool:
    if isinstance(record, Staff):
        return is_employed(record, day)
    if isinstance(record, Technique):
        return is_active(record, day)
    return is_there(record, day) if isinstance(record, Device) else True


def _begins(record: Any) -> date | None:
    """The first day on which the subject can owe anything."""
    if isinstance(record, Staff):
        return record.hired_on
    if isinstance(record, Department):
        return record.established_on
    if isinstance(record, Committee):
        return record.founded_on
    if isinstance(record, Device):
        return record.acceptance.accepted_on if record.acceptance else None
    if isinstance(record, Technique):
        return min((step.changed_on for step in record.status_history if step.status in ACTIVE_STATUSES), default=None)
    return None


def _by_subject(collection: Collection, kind: str, counted: Iterable[Entered]) -> Mapping[str, list[Entered]]:
    """The entries by the record that they are about: the one that holds them, that they name, or whose ledger it is."""
    grouped: dict[str, list[Entered]] = {}
    if collection.kind.name == kind:
        for one in counted:
            grouped.setdefault(one.item.id, []).append(one)
        return grouped
    names = [declared.name for declared in describe(collection.model).values() if declared.ref == kind]
    steps = way(collection.model, names[0]) if names else None
    for one in counted:
        if kind == "department" and one.department_id:
            grouped.setdefault(one.department_id, []).append(one)
            continue
        for target in values_at(one.entry, steps) if steps else ():
            grouped.setdefault(target, []).append(one)
    return grouped
