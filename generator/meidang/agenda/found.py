"""What everything in this room starts from: an archive, what was found in it on a day, and where its values stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.called import called_apart
from meidang.archive.index import Path
from meidang.archive.privacy import hide
from meidang.archive.spans import span_words
from meidang.findings import Finding, Location
from meidang.models.department import Department
from meidang.readiness import Owners


def urgency(finding: Finding) -> tuple[Any, ...]:
    """The gravest first, then the soonest due, then by place."""
    return -finding.severity, finding.due or date.max, finding.sort_key


@dataclass(frozen=True)
class Found:
    """An archive on a day with its findings.

    ``locate`` gives a value's place in its file; the records of an edition no longer know it.
    """

    archive: Archive
    findings: Sequence[Finding]
    as_of: date
    locate: Callable[[str, Path], Location]

    @cached_property
    def urgent(self) -> tuple[Finding, ...]:
        """All findings, the gravest first."""
        return tuple(sorted(self.findings, key=urgency))

    @cached_property
    def wrong(self) -> frozenset[str]:
        """The keys of the records in which something was found."""
        return frozenset(finding.record for finding in self.findings)

    @cached_property
    def owners(self) -> Owners:
        """Whose turn each finding is."""
        return Owners(self.archive, self.as_of)

    def entry_index(self, finding: Finding) -> int | None:
        """In which entry of its ledger's file a finding is; None where it is above them all."""
        item = self.archive.items[finding.record]
        low, high = 0, len(item.record.entries)
        while low < high:
            middle = (low + high) // 2
            if self._start(item.key, middle) <= finding.location:
                low = middle + 1
            else:
                high = middle
        return low - 1 if low else None

    def _start(self, key: str, index: int) -> Location:
        """Where an entry begins. Why kept: each is counted out from the head of the file."""
        known = self._starts.setdefault(key, {})
        if index not in known:
            known[index] = self.locate(key, ("entries", index))
        return known[index]

    @cached_property
    def _starts(self) -> dict[str, dict[int, Location]]:
        return {}

    def label(self, item: Item[Any]) -> str:
        """What people call a record, also where another is called the same; of a ledger's file also whose it is."""
        if not item.kind.is_ledger:
            return called_apart(self.archive, item)
        department = item.record.department_id
        whose = hide(self.archive.name(Department, department)) if department else "院级"
        return f"{item.kind.title} {whose} {span_words(item.record.period)}"


def found_in(archive: Archive, findings: Sequence[Finding], as_of: date) -> Found:
    """What was found in an archive that still knows where its values stand."""
    return Found(archive, findings, as_of, lambda key, path: archive.items[key].locate(path))
