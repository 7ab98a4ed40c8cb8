"""What falls due before the inspection, which clauses that turns, and by when somebody must have begun. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meidang.agenda.found import Found
from meidang.agenda.matter import Turn
from meidang.agenda.matters import together, turns
from meidang.agenda.stages import lead_days
from meidang.readiness import Judged, Judgement, State


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do before the inspection. ``begin_by``: when to begin at the latest; ``clauses``: what it turns."""

    turn: Turn
    due: date
    begin_by: date
    clauses: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """``steps`` by their day, the earliest first; ``turning``: clauses that are met now and will not be on the day."""

    inspection_on: date
    lead: int
    steps: tuple[Step, ...]
    turning: tuple[Judged, ...]
    wrong: int

    @property
    def vetoes(self) -> int:
        """How many veto clauses turn."""
        return sum(bool(one.clause.veto) for one in self.turning)


def forecast(found: Found, judgements: Sequence[Judgement], inspection_on: date) -> Forecast:
    """Everything that falls due from the day on until the inspection, and what else is known to turn by then."""
    leads = lead_days(found)
    lead = leads[1] if len(leads) > 1 else next(iter(leads), 0)
    every = together(turns(found, inspection_on - found.as_of))
    turning = tuple(one for each in judgements for one in each.leaves if one.state is State.AT_RISK)
    turned = _turned(turning)
    steps = tuple(_step(turn, turn.matter.due, lead, turned) for turn in every if _is_ahead(turn, found, inspection_on))
    wrong = sum(turn.matter.is_wrong for turn in every)
    return Forecast(inspection_on, lead, tuple(sorted(steps, key=_order)), turning, wrong)


def _is_ahead(turn: Turn, found: Found, until: date) -> bool:
    return turn.matter.due is not None and found.as_of <= turn.matter.due <= until


def _order(step: Step) -> tuple[object, ...]:
    """The earliest day first; of one day what turns most."""
    veto = any(one.clause.veto for one in step.clauses)
    return step.due, not veto, -len(step.clauses), -(step.turn.matter.severity or 0), step.turn.said


def _step(turn: Turn, due: date | None, lead: int, turned: Mapping[tuple[str, ...], Sequence[Judged]]) -> Step:
    matter, day = turn.matter, due or date.max
    known = (*turned.get((matter.about.record, matter.words), ()), *turned.get((matter.about.record, str(day)), ()))
    clauses = {one.clause.id: one for one in known}
    return Step(turn, day, day - timedelta(days=lead), tuple(clauses.values()))


def _turned(turning: Iterable[Judged]) -> Mapping[tuple[str, ...], Sequence[Judged]]:
    """The clauses at risk by record and words of the risk, and by record and day."""
    found: dict[tuple[str, ...], list[Judged]] = {}
    for one in turning:
        for risk in one.risks:
            for key in (risk.what, str(risk.since or "")):
                if risk.record and key:
                    found.setdefault((risk.record, key), []).append(one)
    return found
