"""What waits for whom: findings, duties, endings, improvements and tasks, by whose turn it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.collections import entries
from meidang.archive.facts import is_employed, known
from meidang.archive.obligations import Owed, owed
from meidang.archive.tasks import is_cancelled, is_done
from meidang.findings import Finding, Severity
from meidang.models.department import Department
from meidang.models.plans import WorkPlan
from meidang.models.staff import Staff
from meidang.render.pages.addresses import page_of, path_of, section_anchor
from meidang.render.pages.book import Book
from meidang.render.pages.work.duties import is_late
from meidang.render.pages.work.expiry import endings
from meidang.render.pages.work.sheets import anchor_of

#: What ends or falls due within so many days is told.
AHEAD: Final = timedelta(days=90)
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


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to do. ``address`` (with ``anchor``) is where it is seen, ``path`` the file to change, if one is known.

    ``severity`` is None for what is not wrong yet.
    """

    words: str
    fix: str
    due: date | None
    severity: Severity | None
    address: str
    label: str
    anchor: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that waits for a person, a department, or another office that records name."""

    kind: str
    id: str
    name: str
    wrong: tuple[Matter, ...]
    soon: tuple[Matter, ...]


def waiting(book: Book) -> Sequence[Waiting]:
    """For everybody employed, every department, and every other office that something waits for, in that order."""
    wrong: dict[tuple[str, str], list[Matter]] = {}
    soon: dict[tuple[str, str], list[Matter]] = {}
    whose = Whose(book)
    for finding in book.urgent:
        matter = _of_finding(book, finding)
        heap = soon if finding.severity is Severity.NOTICE else wrong
        for one in whose.of(finding):
            heap.setdefault(one, []).append(matter)
    for one, matter in _coming(book, whose):
        # Why: a notice of what ends tells more than that it ends.
        if not any(other.due == matter.due and other.path == matter.path != "" for other in soon.get(one, ())):
            soon.setdefault(one, []).append(matter)
    people = [("staff", item.id, item.label) for item in book.archive.of(Staff) if is_employed(item.record, book.as_of)]
    departments = [("department", item.id, item.label) for item in book.archive.of(Department)]
    offices = sorted({one for one in (*wrong, *soon) if one[0] == OFFICE})
    return [
        Waiting(kind, key, name, _once(wrong.get((kind, key), ())), _sooner(soon.get((kind, key), ())))
        for kind, key, name in (*people, *departments, *((kind, name, name) for kind, name in offices))
    ]


#: What is no department of the archive but is named as responsible.
OFFICE: Final = "office"


def _once(found: Iterable[Matter]) -> tuple[Matter, ...]:
    return tuple(dict.fromkeys(found))


def _sooner(found: Iterable[Matter]) -> tuple[Matter, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.due or date.max, one.words)))


class Whose:
    """Whose turn things are, by key."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._departments = {item.label: item.id for item in book.archive.of(Department)}
        self._keepers: dict[str, set[str]] = {}
        self._in_entries: dict[tuple[str, int], set[str]] = {}
        for reference in book.archive.references:
            if reference.kind != "staff":
                continue
            match reference.path:
                case (str(name),) if name in _LOOKS_AFTER:
                    self._keepers.setdefault(reference.item.key, set()).add(reference.target)
                case ("entries", int(index), str(name)) if name in _ACTS and book.findings_of(reference.item.key):
                    self._in_entries.setdefault((reference.item.key, index), set()).add(reference.target)

    def of(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """Who must act on a finding: the person, who looks after the record, who acted in the entry, the office."""
        item = self._book.archive.items.get(finding.record)
        if item and isinstance(item.record, Staff):
            yield "staff", item.id
        for person in sorted(self._keepers.get(finding.record, ())):
            yield "staff", person
        if item and item.kind.is_ledger:
            index = self._book.entry_index(finding)
            people = self._in_entries.get((item.key, index), set()) if index is not None else set()
            yield from (("staff", person) for person in sorted(people))
        if item and isinstance(item.record, Department):
            yield "department", item.id
        yield from self.named(self._book.owners.of(finding))

    def named(self, words: str) -> Iterator[tuple[str, str]]:
        """The departments and offices that a text such as ``手术室、后勤部`` names."""
        for name in _OWNERS.split(words):
            if name:
                yield ("department", self._departments[name]) if name in self._departments else (OFFICE, name)

    def keepers(self, item: Item[Any]) -> Iterator[tuple[str, str]]:
        """Who looks after a record."""
        yield from (("staff", person) for person in sorted(self._keepers.get(item.key, ())))
        record = item.record
        if isinstance(record, Staff):
            yield "staff", item.id
        if department := getattr(record, "department_id", None):
            yield "department", department
        yield from self.named(getattr(record, "owner_dept", None) or "")


def _of_finding(book: Book, finding: Finding) -> Matter:
    item = book.archive.items.get(finding.record)
    address, anchor, label = "", "", ""
    if item:
        address, label = book.path(item), book.label(item)
        index = book.entry_index(finding) if item.kind.is_ledger else None
        anchor = f"{item.id}.{index + 1}" if index is not None else ""
        kind, _, row = finding.about.partition("/")
        if row and (own := page_of(kind, row)):
            address, anchor = own, ""
    path = finding.location.path
    return Matter(finding.message, finding.fix, finding.due, finding.severity, address, label, anchor, path)


def _coming(book: Book, whose: Whose) -> Iterator[tuple[tuple[str, str], Matter]]:
    """What is not wrong yet: endings, duties, improvements and tasks that fall due within ``AHEAD``."""
    until = book.as_of + AHEAD
    for ending in endings(book.archive, book.as_of):
        if book.as_of <= ending.day <= until:
            item = ending.item
            anchor = section_anchor(item.kind, str(ending.path[0]))
            words = f"{ending.what}到期"
            matter = Matter(words, "", ending.day, None, path_of(item), item.label, anchor, item.source.path)
            yield from ((one, matter) for one in whose.keepers(item))
    for one in owed(book.archive, book.as_of):
        if (due := _next(one, book.as_of)) and due <= until:
            yield from ((who, _of_duty(one, due)) for who in _who_owes(one, whose))
    yield from _improvements(book, until)
    for item in book.archive.of(WorkPlan):
        for task in item.record.tasks:
            is_open = not is_cancelled(task) and not is_done(task, book.as_of)
            if is_open and task.due_on and book.as_of <= task.due_on <= until:
                matter = Matter(f"年度任务：{task.task}", "", task.due_on, None, path_of(item), item.label, "tasks")
                people = (("staff", task.owner_id),) if task.owner_id else ()
                yield from ((who, matter) for who in (*people, *whose.named(task.owner_dept or "")))


def _next(one: Owed, day: date) -> date | None:
    """The next day on which something of a duty falls due that was not done; late ones are findings."""
    if is_late(one, day):
        return None
    if one.next_due:
        return one.next_due
    open_slots = (slot.due for slot in one.slots if slot.due >= day and len(slot.entries) < one.duty.times)
    return min(open_slots, default=None)


def _of_duty(one: Owed, due: date) -> Matter:
    whose = f"（{one.subject.label}）" if one.subject else ""
    address = page_of("duties", one.duty.id) or ""
    return Matter(f"{one.duty.name}{whose}", "", due, None, address, "应办事项")


def _who_owes(one: Owed, whose: Whose) -> Iterator[tuple[str, str]]:
    if one.subject and one.subject.kind.name in ("staff", "department"):
        yield one.subject.kind.name, one.subject.id
    elif one.subject:
        yield from whose.keepers(one.subject)
    yield from whose.named(one.duty.owner_dept)


def _improvements(book: Book, until: date) -> Iterator[tuple[tuple[str, str], Matter]]:
    for one in entries(book.archive, "qi_entry"):
        entry = one.entry
        if entry.due_on is None or known(entry.closed_on, book.as_of) or not book.as_of <= entry.due_on <= until:
            continue
        words = f"持续改进 {entry.qi_no}：{entry.problem}"
        address = book.path(one.item)
        matter = Matter(words, "", entry.due_on, None, address, "持续改进台账", anchor_of(one), one.item.source.path)
        if entry.action_owner:
            yield ("staff", entry.action_owner), matter
        if one.department_id:
            yield ("department", one.department_id), matter
