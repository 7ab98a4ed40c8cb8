"""Whose turn things are: people, departments, and the offices that records name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from meidang.agenda.found import Found
from meidang.archive import Item
from meidang.archive.called import called_apart
from meidang.findings import Finding
from meidang.models.department import Department
from meidang.models.plans import WorkPlan
from meidang.models.references import TASK
from meidang.models.staff import Staff

#: What is no department of the archive but is named as responsible.
OFFICE: Final = "office"
#: Fields of a record that name who looks after it.
_LOOKS_AFTER: Final = frozenset({"head_id", "keeper_id", "leader_id", "keyholder_1", "keyholder_2", "owner_id"})
#: Fields of an entry that name who did it or must act; whoever assisted, watched or signed is not asked.
_ACTS: Final = frozenset(
    {
        "action_owner",
        "doctor_id",
        "handler_id",
        "inspector",
        "operator_id",
        "responsible",
        "visitor",
    }
)
_OWNERS: Final = re.compile(r"[、，,;；/]+")


class Who(NamedTuple):
    """A person (``staff``) or a ``department`` by id, or an ``office`` by name."""

    kind: str
    id: str


class Whose:
    """Whose turn things are, by key."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._departments = {item.label: item.id for item in found.archive.of(Department)}
        self._keepers: dict[str, set[str]] = {}
        self._in_entries: dict[tuple[str, int], set[str]] = {}
        self._tasks = {
            f"{TASK}/{task.id}": task.owner_id for plan in found.archive.of(WorkPlan) for task in plan.record.tasks
        }
        for reference in found.archive.references:
            if reference.kind != "staff":
                continue
            match reference.path:
                case (str(name),) if name in _LOOKS_AFTER:
                    self._keepers.setdefault(reference.item.key, set()).add(reference.target)
                case ("entries", int(index), str(name)) if name in _ACTS and reference.item.key in found.wrong:
                    self._in_entries.setdefault((reference.item.key, index), set()).add(reference.target)

    def of(self, finding: Finding) -> Iterator[Who]:
        """Who must act on a finding: the person, who looks after the record, who acted in the entry, the office."""
        item = self._found.archive.items.get(finding.record)
        if item and isinstance(item.record, Staff):
            yield Who("staff", item.id)
        for person in sorted(self._keepers.get(finding.record, ())):
            yield Who("staff", person)
        if item and item.kind.is_ledger:
            index = self._found.entry_index(finding)
            people = self._in_entries.get((item.key, index), set()) if index is not None else set()
            yield from (Who("staff", person) for person in sorted(people))
        if item and isinstance(item.record, Department):
            yield Who("department", item.id)
        yield from self.named(self._found.owners.of(finding))
        yield from self._reminded(finding)

    def _reminded(self, finding: Finding) -> Iterator[Who]:
        """Who was told of it before it fell due; ``coming`` tells the same people. It stays theirs when it is late."""
        if owner := self._tasks.get(finding.about):
            yield Who("staff", owner)
        item = self._found.archive.items.get(finding.record)
        if finding.due is None or item is None or item.kind.is_ledger:
            return
        # Why not a person's department: what a duty asks of everybody is the person's and the duty's owner's.
        if not (finding.about and isinstance(item.record, Staff)):
            yield from self.keepers(item)

    def named(self, words: str) -> Iterator[Who]:
        """The departments and offices that a text such as ``手术室、后勤部`` names."""
        for name in _OWNERS.split(words):
            if name:
                yield Who("department", self._departments[name]) if name in self._departments else Who(OFFICE, name)

    def keepers(self, item: Item[Any]) -> Iterator[Who]:
        """Who looks after a record."""
        yield from (Who("staff", person) for person in sorted(self._keepers.get(item.key, ())))
        record = item.record
        if isinstance(record, Staff):
            yield Who("staff", item.id)
        if department := getattr(record, "department_id", None):
            yield Who("department", department)
        yield from self.named(getattr(record, "owner_dept", None) or "")


def name_of(found: Found, who: Who) -> str:
    """What people call somebody; an office is called by its name."""
    if who.kind == "staff":
        return found.archive.name(Staff, who.id)
    return found.archive.name(Department, who.id) if who.kind == "department" else who.id


def name_apart(found: Found, who: Who) -> str:
    """The same, so that it is nobody else's."""
    item = found.archive.items.get(f"{who.kind}/{who.id}")
    return called_apart(found.archive, item) if item else name_of(found, who)


def names_of(found: Found, whose: Iterable[Who]) -> str:
    """All of them; with their codes where two have one name."""
    return "、".join(dict.fromkeys(name_apart(found, one) for one in whose))
