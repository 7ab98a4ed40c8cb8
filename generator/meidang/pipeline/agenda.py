"""What a check found -> what falls due and whose turn it is, in the words of the site's internal edition."""

from __future__ import annotations

from collections.abc import Iterable

from meidang.agenda import OFFICE, Found, Turn, Who
from meidang.archive.facts import is_employed
from meidang.archive.index import Path
from meidang.archive.named import found_called, person_named
from meidang.errors import UsageError
from meidang.findings import Location
from meidang.models.audience import Edition
from meidang.models.department import Department
from meidang.pipeline import Checked
from meidang.render.pages.editions.projection import project
from meidang.render.pages.editions.told import told


def found_by(checked: Checked) -> Found:
    """What was found, without anything private: the same as the pages tell."""
    projected = project(checked.archive, Edition.INTERNAL, checked.as_of)
    shown = [told(finding, Edition.INTERNAL) for finding in checked.findings]

    def locate(key: str, path: Path) -> Location:
        return checked.archive.items[key].locate(path)

    return Found(projected, shown, checked.as_of, locate)


def person_called(found: Found, words: str) -> Who:
    """Who works here and is called so, by id or name. Raises UsageError with the nearest names."""
    item = person_named(found.archive, words)
    if not is_employed(item.record, found.as_of):
        raise UsageError(f"{item.label}（{item.id}）在 {found.as_of} 不在职，没有待办")
    return Who("staff", item.id)


def department_called(found: Found, turns: Iterable[Turn], words: str) -> Who:
    """The department, or the office that something waits for, by id or name. Raises UsageError likewise."""
    offices = {one.id: (one, one.id) for turn in turns for one in turn.whose if one.kind == OFFICE}
    departments = {item.id: (Who("department", item.id), item.label) for item in found.archive.of(Department)}
    return found_called("科室或部门", words, {**offices, **departments})
