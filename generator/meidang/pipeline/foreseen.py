"""A check of a day that has not come: what nobody could have done yet is set apart from what will be wrong by then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from meidang.findings import Finding
from meidang.pipeline import Checked
from meidang.readiness import not_yet_due
from meidang.rules import RULES, run_rules


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is wrong on a day ``days`` ahead unless somebody acts; ``apart``: periodic work of the time until then."""

    checked: Checked
    days: int
    apart: tuple[Finding, ...]


def foreseen(checked: Checked, today: date) -> Foreseen | None:
    """None for a day that is not ahead of ``today``, or of the day that the archive's settings take for today."""
    base = checked.archive.settings.as_of or today
    if checked.as_of <= base:
        return None
    now = run_rules(checked.archive, RULES.values(), base)
    apart = not_yet_due(now, checked.findings)
    left_out = {id(finding) for finding in apart}
    kept = tuple(finding for finding in checked.findings if id(finding) not in left_out)
    return Foreseen(replace(checked, findings=kept), (checked.as_of - base).days, tuple(apart))
