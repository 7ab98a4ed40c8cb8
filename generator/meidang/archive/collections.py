"""Everything dated that was done, by one name: the entries of a ledger, or a group that records hold.

``case`` are the entries of all case ledgers; ``technique.supervision`` are the supervisions written in the technique
dossiers. Duties, indicators, workbooks and pages ask for both in the same way, so that nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.archive.spans import MONTHS, period_of, span
from meidang.kinds import KINDS, Kind
from meidang.models.base import Model, describe
from meidang.models.ledger import Entry, Ledger

#: Groups of records that are ledgers too: what they are called, and the field that dates them.
GATHERED: Final[Mapping[str, tuple[str, str]]] = {
    "institution.licences": ("机构证照台账", "obtained_on"),
    "institution.annual_verification": ("年检校验台账", "verified_on"),
    "staff.credentials": ("人员证照台账", "obtained_on"),
    "staff.privileges": ("授权台账", "granted_on"),
    "staff.training": ("专科培训台账", "trained_on"),
    "staff.skill_contests": ("护理技能考核台账", "contest_on"),
    "staff.third_party_assessments": ("第三方能力评估台账", "assessed_on"),
    "staff.qualification_checks": ("资质核查台账", "verified_on"),
    "staff.suspensions": ("暂停执业台账", "suspended_on"),
    "technique.supervision": ("督导评价台账", "supervised_on"),
    "technique.status_history": ("技术状态变更台账", "changed_on"),
    "agreement.year_summaries": ("协议年度总结台账", "summarised_on"),
    "department.zones": ("检验科分区检查台账", "checked_on"),
    "work_plan.tasks": ("年度计划任务台账", "due_on"),
}


@dataclass(frozen=True, slots=True)
class Collection:
    """What a name stands for: ``model`` is the entry's, ``field`` the list that holds the entries in a ``kind``."""

    name: str
    title: str
    kind: Kind
    field: str
    model: type[Model]
    day_field: str


def _ledger(kind: Kind) -> Collection:
    model = describe(kind.model)["entries"].model
    if model is None or not issubclass(model, Entry):
        raise TypeError(f"{kind.name}: a ledger's entries must be of a model of their own")
    return Collection(kind.name, kind.title, kind, "entries", model, model.day_field)


def _gathered(name: str, title: str, day_field: str) -> Collection:
    kind_name, _, field = name.partition(".")
    model = describe(KINDS[kind_name].model)[field].model
    if model is None:
        raise TypeError(f"{name}: not a list of groups")
    return Collection(name, title, KINDS[kind_name], field, model, day_field)


#: Every collection by name: the ledgers in the order of KINDS, then what is gathered.
COLLECTIONS: Final[Mapping[str, Collection]] = {
    one.name: one
    for one in (
        *(_ledger(kind) for kind in KINDS.values() if kind.is_ledger),
        *(_gathered(name, title, day) for name, (title, day) in GATHERED.items()),
    )
}


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry with its file, its place there, and its day (None where no date is given).

    ``department_id``: the department whose ledger it is; for a gathered entry the record's own.
    """

    item: Item[Any]
    field: str
    index: int
    entry: Any
    day: date | None
    department_id: str | None

    def at(self, *path: str | int) -> tuple[str | int, ...]:
        """The place of a value of the entry in its file."""
        return (self.field, self.index, *path)

    @property
    def moment(self) -> date:
        """The day, to sort by."""
        return self.day or date.min


@once
def entries(archive: Archive, name: str) -> tuple[Entered, ...]:
    """The entries of a collection, in the order of their days; undated ones first."""
    collection = COLLECTIONS[name]
    found = sorted(_entries(archive, collection), key=lambda one: (one.moment, one.item.id, one.index))
    return tuple(found)


def _entries(archive: Archive, collection: Collection) -> Iterator[Entered]:
    field, day_field = collection.field, collection.day_field
    for item in archive.of(collection.kind.model):
        department = _department(item)
        for index, entry in enumerate(getattr(item.record, field)):
            day = getattr(entry, day_field)
            yield Entered(item, field, index, entry, day.date() if isinstance(day, datetime) else day, department)


def _department(item: Item[Any]) -> str | None:
    if item.kind.name == "department":
        return item.id
    return getattr(item.record, "department_id", None)


@once
def entries_until(archive: Archive, name: str, day: date) -> tuple[Entered, ...]:
    """Those entries that are known on ``day``; undated ones are."""
    return tuple(one for one in entries(archive, name) if one.day is None or one.day <= day)


def period_name(one: Entered, every: str) -> str:
    """The period of that length (月, 季度, 半年, 年) for which an entry counts.

    The file's own period says it where that is no longer: a quarter's summary is written after the quarter. Else the
    day says it.
    """
    named = getattr(one.item.record, "period", None)
    return (_named(named, every) if named else None) or period_of(one.moment, every).name


@cache
def _named(name: str, every: str) -> str | None:
    own = span(name)
    months = (own.last.year - own.first.year) * 12 + own.last.month - own.first.month + 1
    return period_of(own.first, every).name if months <= MONTHS[every] else None


def ledger_items(archive: Archive) -> Iterator[Item[Ledger]]:
    """All ledger files."""
    return (item for item in archive.items.values() if item.kind.is_ledger)


def titled(name: str) -> str:
    """What people call a collection."""
    collection = COLLECTIONS.get(name)
    return collection.title if collection else name
