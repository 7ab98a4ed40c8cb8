"""Clauses + evidence + findings -> each clause's state: what is missing, whose turn it is, since when. Pure.

Several standards stand side by side on the same evidence. Nothing counts as met that a rule denies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from meidang.archive import Archive
from meidang.findings import Finding
from meidang.models.standard import Standard
from meidang.readiness.cited import cited_by
from meidang.readiness.judge import Judge, not_yet_due, turning
from meidang.readiness.owners import Owners
from meidang.readiness.states import Gap, Judged, Judgement, Proof, State
from meidang.rules import RULES, run_rules

#: Without an inspection day in the settings, so far ahead is looked.
_AHEAD: Final = timedelta(days=90)


def inspection_day(archive: Archive, as_of: date) -> date:
    """The day for which the institution prepares, never before ``as_of``."""
    return max(archive.settings.inspection_on or as_of + _AHEAD, as_of)


def judge(
    archive: Archive, findings: Sequence[Finding], as_of: date, inspection_on: date | None = None
) -> tuple[Judgement, ...]:
    """Every standard judged on ``as_of``, and for the inspection day: what turns by then if nothing is done."""
    if not archive.of(Standard):
        return ()
    day = max(inspection_on or inspection_day(archive, as_of), as_of)
    later = run_rules(archive, RULES.values(), day)
    planned = inspection_on or archive.settings.inspection_on
    at_desk = Judge(archive, findings, turning(findings, later), as_of, day, planned)
    return tuple(at_desk.standard(item) for item in archive.of(Standard))


__all__ = [
    "Gap",
    "Judged",
    "Judgement",
    "Owners",
    "Proof",
    "State",
    "cited_by",
    "inspection_day",
    "judge",
    "not_yet_due",
]
