"""What is not wrong yet: endings, duties, improvements and tasks that fall due until a day, and whose turn they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.agenda.dues import next_due
from meidang.agenda.endings import Ending, endings
from meidang.agenda.found import Found
from meidang.agenda.identities import identities_of_endings, identity_of_duty, identity_of_task
from meidang.agenda.matter import About, Matter, Turn
from meidang.agenda.whose import Who, Whose
from meidang.archive.collections import entries
from meidang.archive.facts import known
from meidang.archive.obligations import Owed, owed
from meidang.archive.tasks import is_cancelled, is_done
from meidang.models.plans import WorkPlan


def coming(found: Found, whose: Whose, until: date) -> Iterator[Turn]:
    """What falls due from the day on; what is late already is a finding."""
    yield from _endings(found, whose, until)
    for one in owed(found.archive, found.as_of):
        due = next_due(one, found.as_of)
        if due and due <= until:
            yield Turn(_of_duty(found, one, due), tuple(_who_owes(one, whose)))
    yield from _improvements(found, until)
    yield from _tasks(found, whose, until)


def _endings(found: Found, whose: Whose, until: date) -> Iterator[Turn]:
    every = endings(found.archive, found.as_of)
    identities = identities_of_endings(every)
    for ending in every:
        if found.as_of <= ending.day <= until:
            identity = identities[ending.item.key, ending.path]
            yield Turn(_of_ending(found, ending, identity), tuple(whose.keepers(ending.item)))


def _of_ending(found: Found, ending: Ending, identity: str) -> Matter:
    item = ending.item
    return Matter(
        f"{ending.what}到期",
        "",
        ending.day,
        None,
        About(item.key, ending.path[:1]),
        found.label(item),
        item.source.path,
        identity,
        location=found.locate(item.key, ending.path),
    )


def _of_duty(found: Found, one: Owed, due: date) -> Matter:
    subject = f"（{found.label(one.subject)}）" if one.subject else ""
    about = About(one.table.key, (), one.about)
    return Matter(f"{one.duty.name}{subject}", "", due, None, about, "应办事项", identity=identity_of_duty(one))


def _who_owes(one: Owed, whose: Whose) -> Iterator[Who]:
    if one.subject and one.subject.kind.name in ("staff", "department"):
        yield Who(one.subject.kind.name, one.subject.id)
    elif one.subject:
        yield from whose.keepers(one.subject)
    yield from whose.named(one.duty.owner_dept)


def _improvements(found: Found, until: date) -> Iterator[Turn]:
    for one in entries(found.archive, "qi_entry"):
        entry = one.entry
        if entry.due_on is None or known(entry.closed_on, found.as_of) or not found.as_of <= entry.due_on <= until:
            continue
        people = (Who("staff", entry.action_owner),) if entry.action_owner else ()
        departments = (Who("department", one.department_id),) if one.department_id else ()
        matter = Matter(
            f"持续改进 {entry.qi_no}：{entry.problem}",
            "",
            entry.due_on,
            None,
            About(one.item.key, ("entries", one.index)),
            "持续改进台账",
            one.item.source.path,
            f"{one.item.key} {entry.qi_no}",
            location=found.locate(one.item.key, ("entries", one.index, "due_on")),
        )
        yield Turn(matter, (*people, *departments))


def _tasks(found: Found, whose: Whose, until: date) -> Iterator[Turn]:
    for item in found.archive.of(WorkPlan):
        for index, task in enumerate(item.record.tasks):
            is_open = not is_cancelled(task) and not is_done(task, found.as_of)
            if is_open and task.due_on and found.as_of <= task.due_on <= until:
                matter = Matter(
                    task.task,
                    "",
                    task.due_on,
                    None,
                    About(item.key, ("tasks",)),
                    item.label,
                    identity=identity_of_task(item.key, task),
                    location=found.locate(item.key, ("tasks", index, "due_on")),
                )
                people = (Who("staff", task.owner_id),) if task.owner_id else ()
                yield Turn(matter, (*people, *whose.named(task.owner_dept or "")))
