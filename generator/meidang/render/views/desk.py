"""What every view needs to know: the archive on a day, with the joins that many records share, each made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from meidang.archive import Archive, Item
from meidang.archive.calendar import add_months
from meidang.archive.called import called
from meidang.archive.collections import Entered, entries_until
from meidang.archive.facts import is_employed
from meidang.archive.index import Path
from meidang.archive.permits import authorised
from meidang.findings import Finding
from meidang.models.base import Model
from meidang.models.department import Department
from meidang.models.staff import Privilege, Staff
from meidang.readiness import Judgement, judge
from meidang.render.views.sourced import groups

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Grant:
    """One privilege in force and who holds it."""

    person: Item[Staff]
    privilege: Privilege


@dataclass(frozen=True)
class Desk:
    """An archive, a day and what was found; the views of all records are written at one desk.

    ``attachment_numbers``: the number of each file, by its name, where an appendix prints them. At a ``traced`` desk
    each field's words know where in the archive they stand (``sourced``).
    """

    archive: Archive
    as_of: date
    findings: Sequence[Finding] = ()
    attachment_numbers: Mapping[str, int] = field(default_factory=dict)
    traced: bool = False

    def name(self, kind: str, target: str) -> str:
        """What people call what a reference names, a record or a row of a table; the key itself if it is broken."""
        return called(self.archive, kind, target)

    def whose(self, department_id: str | None) -> str:
        """Whose ledger it is: a department's by name, or the institution's own."""
        return self.name("department", department_id) if department_id else "院级"

    def way(self, item: Item[Any], model: Model) -> Path | None:
        """The path of a group in its record; None for a copy that somebody made of one."""
        if item.key not in self._ways:
            self._ways[item.key] = {id(one): path for path, one in groups(item.record)}
        return self._ways[item.key].get(id(model))

    @cached_property
    def _ways(self) -> dict[str, dict[int, Path]]:
        return {}

    # --- what was done -----------------------------------------------------------------------------------------------

    def entries(self, name: str) -> Sequence[Entered]:
        """The entries of a collection that are known on the day, the oldest first."""
        return entries_until(self.archive, name, self.as_of)

    def entries_of(self, name: str, department_id: str | None) -> Sequence[Entered]:
        """Those of one department's ledgers; of the institution's own where no department is given."""
        return self._entries_by(name, "").get(department_id, ())

    def entries_about(self, name: str, field: str, target: str) -> Sequence[Entered]:
        """Those whose ``field`` names ``target``."""
        return self._entries_by(name, field).get(target, ())

    def _entries_by(self, name: str, field: str) -> Mapping[str | None, Sequence[Entered]]:
        if (name, field) not in self._grouped:
            grouped: dict[str | None, list[Entered]] = {}
            for one in self.entries(name):
                grouped.setdefault(getattr(one.entry, field) if field else one.department_id, []).append(one)
            self._grouped[name, field] = grouped
        return self._grouped[name, field]

    @cached_property
    def _grouped(self) -> dict[tuple[str, str], Mapping[str | None, Sequence[Entered]]]:
        return {}

    def recent(self, entered: Iterable[Entered], months: int = 12) -> Sequence[Entered]:
        """Those of the last months, a year if nothing else is said, and those without a day."""
        since = add_months(self.as_of, -months)
        return [one for one in entered if one.day is None or one.day > since]

    @cached_property
    def judgements(self) -> Mapping[str, Judgement]:
        """Every standard judged, by its id."""
        return {one.standard.id: one for one in judge(self.archive, self.findings, self.as_of)}

    # --- people ------------------------------------------------------------------------------------------------------

    @cached_property
    def people(self) -> Sequence[Item[Staff]]:
        """Who works here on the day, in the order of the departments."""
        number = {item.id: item.record.dept_no for item in self.archive.of(Department)}
        here = [item for item in self.archive.of(Staff) if is_employed(item.record, self.as_of)]
        return sorted(here, key=lambda item: number.get(item.record.department_id, len(number) + 1))

    @cached_property
    def grants(self) -> Mapping[str, Sequence[Privilege]]:
        """The privileges in force, by the key of the person's record."""
        return {item.key: authorised(self.archive, item, self.as_of) for item in self.archive.of(Staff)}

    @cached_property
    def grants_of_technique(self) -> Mapping[str, Sequence[Grant]]:
        """Who may do what: the privileges in force of those who work here, by the technique's id."""
        found: dict[str, list[Grant]] = {}
        for item in self.people:
            for privilege in self.grants[item.key]:
                found.setdefault(privilege.technique_id or "", []).append(Grant(item, privilege))
        return found

    @cached_property
    def findings_of(self) -> Mapping[str, Sequence[Finding]]:
        """What was found, by the record's key, the heaviest first."""
        found: dict[str, list[Finding]] = {}
        for finding in sorted(self.findings, key=lambda finding: (-finding.severity, *finding.sort_key)):
            found.setdefault(finding.record, []).append(finding)
        return found


@dataclass(frozen=True, slots=True)
class Subject(Generic[M]):
    """What a view is derived of: a record, or a group inside one; ``shown`` holds its declared fields in words.

    ``group`` shows another group as fully as a record's own: an entry of a ledger, a row of another record.
    """

    desk: Desk
    item: Item[Any]
    model: M
    shown: Mapping[str, Any]
    group: Callable[[Desk, Item[Any], Model], dict[str, Any]]

    def rows(self, entered: Iterable[Entered]) -> list[dict[str, Any]]:
        """Entries in words."""
        return [self.group(self.desk, one.item, one.entry) for one in entered]
