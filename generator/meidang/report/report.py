"""Report: what a check found, in the order in which it is shown. Between the pipeline's findings and every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from meidang.findings import Explanation, Finding, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one check.

    ``as_of`` is the day all dates were compared with; ``files`` the number of files read; ``records`` kind label ->
    number of records, in the order to show; ``revision`` names the archive's state, empty when unknown; ``prefix``
    stands before a finding's path to make it relative to the folder that the reader is in (``archive/``);
    ``rules`` what codes mean, for the formats that tell it too, the codes that were looked for in vain among them;
    ``days_ahead`` how far the day lies ahead, 0 for today's or an earlier one; ``not_yet_due`` how much periodic work
    of the time until then was left out, because nobody could have done it yet.
    """

    findings: tuple[Finding, ...]
    as_of: date
    files: int
    records: Mapping[str, int]
    revision: str = ""
    prefix: str = ""
    rules: Mapping[str, Explanation] = field(default_factory=dict)
    days_ahead: int = 0
    not_yet_due: int = 0

    @property
    def ordered(self) -> tuple[Finding, ...]:
        """The heaviest first, then by place: what stops an inspection stands at the top of the list."""
        return tuple(sorted(self.findings, key=_weight_then_place))

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Every severity, the heaviest first -> how many findings have it."""
        heaviest_first = sorted(Severity, reverse=True)
        return {severity: sum(found.severity is severity for found in self.findings) for severity in heaviest_first}


def _weight_then_place(found: Finding) -> tuple[object, ...]:
    # Why so many: two findings that differ in anything must not change places with the order in which they were found.
    return -found.severity, *found.sort_key, found.fix, found.clause, found.record, str(found.due)
