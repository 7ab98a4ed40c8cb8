"""What every view needs to know: the archive on a day, with the joins that many records share, each made once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from meidang.archive import Archive, Item
from meidang.archive.facts import is_employed
from meidang.archive.permits import authorised
from meidang.findings import Finding
from meidang.kinds import KINDS
from meidang.models.base import Model
from meidang.models.department import Department
from meidang.models.staff import Privilege, Staff

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Grant:
    """One privilege in force and who holds it."""

    person: Item[Staff]
    privilege: Privilege


@dataclass(frozen=True)
class Desk:
    """An archive, a day and what was found; the views of all records are written at one desk."""

    archive: Archive
    as_of: date
    findings: Sequence[Finding] = ()

    def name(self, kind: str, target: str) -> str:
        """What people call what a reference names, a record or a row of a table; the key itself if it is broken."""
        if kind == "credential_types":
            credential_type = self.archive.credential_types.get(target)
            return credential_type.name if credential_type else target
        if kind == "projects":
            project = self.archive.projects.get(target)
            return f"{target} {project.name}" if project else target
        return target if KINDS[kind].is_table else self.archive.name(KINDS[kind].model, target)

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
    """What a view is derived of: a record, or a group inside one; ``shown`` holds its declared fields in words."""

    desk: Desk
    item: Item[Any]
    model: M
    shown: Mapping[str, Any]
