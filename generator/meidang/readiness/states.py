"""What may be said of a clause, and of a standard as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from meidang.archive import Item
from meidang.findings import Severity
from meidang.models.standard import Clause, Standard


class State(Enum):
    """What may be said of a clause."""

    MET = "已达到"
    AT_RISK = "有风险"
    NOT_MET = "未达到"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing or wrong: what, whose turn it is, since when; the finding's code, record and place in words.

    ``since`` is the day by which it should have been done; for a risk the day on which it turns. ``record`` is empty
    where nothing was found at all.
    """

    what: str
    owner: str
    since: date | None
    record: str = ""
    code: str = ""
    fix: str = ""
    severity: Severity = Severity.MAJOR


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence that a clause cites; ``kind`` is the name of the field of ``Evidence`` that cites it."""

    kind: str
    id: str
    words: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause with its state. A chapter has its children's worst state and no proofs of its own. ``depth`` from 0."""

    clause: Clause
    state: State
    reason: str
    gaps: tuple[Gap, ...]
    risks: tuple[Gap, ...]
    proofs: tuple[Proof, ...]
    depth: int
    is_leaf: bool


@dataclass(frozen=True)
class Judgement:
    """A standard with every clause judged, in its own order.

    ``inspection_on``: the day for which risks are judged; ``planned_on``: the day of the inspection, None where nobody
    has set one.
    """

    standard: Item[Standard]
    clauses: tuple[Judged, ...]
    inspection_on: date
    planned_on: date | None

    @property
    def inspection_words(self) -> str:
        """The day of the inspection for people: a day that only we chose is never said to be it."""
        if self.planned_on is None:
            return f"未定（暂按 {self.inspection_on} 判断风险）"
        past = "" if self.planned_on == self.inspection_on else f"（已过，按 {self.inspection_on} 判断）"
        return f"{self.planned_on}{past}"

    @property
    def leaves(self) -> tuple[Judged, ...]:
        """The clauses that are judged themselves."""
        return tuple(one for one in self.clauses if one.is_leaf)

    @property
    def counts(self) -> Mapping[State, int]:
        """How many clauses are in each state; all four are there."""
        counted = Counter(one.state for one in self.leaves)
        return {state: counted[state] for state in State}

    @property
    def score(self) -> tuple[Decimal, Decimal]:
        """Points of the clauses that are met or at risk, and of all that apply; a clause without weight has none."""
        applicable = [one for one in self.leaves if one.state is not State.NOT_APPLICABLE]
        got = (one.clause.weight or Decimal(0) for one in applicable if one.state is not State.NOT_MET)
        return sum(got, Decimal(0)), sum((one.clause.weight or Decimal(0) for one in applicable), Decimal(0))

    @property
    def vetoes(self) -> tuple[Judged, ...]:
        """The veto clauses that are not met: one is enough to fail."""
        return tuple(one for one in self.leaves if one.clause.veto and one.state is State.NOT_MET)
