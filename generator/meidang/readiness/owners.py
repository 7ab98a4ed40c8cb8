"""Whose turn a finding is: one answer for readiness, the page of findings and everybody's list of what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from meidang.archive import Archive
from meidang.archive.indicators import series
from meidang.archive.obligations import owed
from meidang.findings import Finding
from meidang.kinds import KINDS
from meidang.models.plans import WorkPlan
from meidang.models.references import TASK


@dataclass(frozen=True)
class Owners:
    """Who must act on what is found in an archive on a day."""

    archive: Archive
    as_of: date

    def of(self, finding: Finding) -> str:
        """The duty's owner, else the department of the ledger or person, else who keeps the record."""
        if finding.about:
            return self._by_row.get(finding.about, "")
        item = self.archive.items.get(finding.record)
        record: Any = item.record if item else None
        department = getattr(record, "department_id", None)
        if department:
            return self.archive.name(KINDS["department"].model, department)
        return getattr(record, "owner_dept", None) or ""

    @cached_property
    def _by_row(self) -> Mapping[str, str]:
        rows: list[Any] = [*owed(self.archive, self.as_of), *series(self.archive, self.as_of)]
        owners = {one.about: (one.duty if hasattr(one, "duty") else one.indicator).owner_dept for one in rows}
        tasks = (task for item in self.archive.of(WorkPlan) for task in item.record.tasks)
        return owners | {f"{TASK}/{task.id}": task.owner_dept or "" for task in tasks}
