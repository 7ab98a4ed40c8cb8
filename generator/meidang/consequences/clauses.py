"""Clauses that turn: 已达到 → 未达到, with what is new there or what is gone; and where each standard stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from meidang.consequences.moves import Moves
from meidang.consequences.shown import quiet
from meidang.readiness import Judged, Judgement, State


@dataclass(frozen=True, slots=True)
class ClauseTurn:
    """A clause with another state. ``why``: what is missing now and was not, or was and is not any more."""

    standard: str
    number: str
    title: str
    is_veto: bool
    before: State
    after: State
    why: tuple[str, ...]

    @property
    def is_worse(self) -> bool:
        """Whether it is farther from being met."""
        order = (State.NOT_APPLICABLE, State.MET, State.AT_RISK, State.NOT_MET)
        return order.index(self.after) > order.index(self.before)

    @property
    def sentence(self) -> str:
        """One line for people, without why."""
        veto = "（否决项）" if self.is_veto else ""
        return f"{self.number} {self.title}{veto}：{self.before.value} → {self.after.value}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a standard stands before and after: clauses not met, vetoes among them, points of how many."""

    standard: str
    not_met: tuple[int, int]
    vetoes: tuple[int, int]
    points: tuple[Decimal, Decimal]
    full: tuple[Decimal, Decimal]


def clause_turns(before: Sequence[Judgement], after: Sequence[Judgement], moves: Moves) -> Iterator[ClauseTurn]:
    """The clauses of standards in both versions, in their order."""
    olds = {moves.id("standard", one.standard.id): one for one in before}
    for judgement in after:
        if (old := olds.get(judgement.standard.id)) is None:
            continue
        were = {one.clause.id: one for one in old.leaves}
        for one in judgement.leaves:
            was = were.get(one.clause.id)
            if was is not None and was.state is not one.state:
                clause = one.clause
                yield ClauseTurn(
                    judgement.standard.label,
                    clause.clause_no,
                    clause.title,
                    bool(clause.veto),
                    was.state,
                    one.state,
                    _why(was, one, moves),
                )


def _why(was: Judged, now: Judged, moves: Moves) -> tuple[str, ...]:
    had = [quiet(moves.text(gap.what)) for gap in (*was.gaps, *was.risks)]
    has = [quiet(gap.what) for gap in (*now.gaps, *now.risks)]
    come = [one for one in dict.fromkeys(has) if one not in had]
    gone = [f"不再有：{one}" for one in dict.fromkeys(had) if one not in has]
    if now.state in (State.NOT_MET, State.AT_RISK) and come:
        return tuple(come)
    return tuple(gone) or ((now.reason or was.reason,) if now.reason or was.reason else ())


def standings(before: Sequence[Judgement], after: Sequence[Judgement], moves: Moves) -> Iterator[Standing]:
    """Of each standard in both versions."""
    olds = {moves.id("standard", one.standard.id): one for one in before}
    for one in after:
        if old := olds.get(one.standard.id):
            (was, full), (now, full_now) = old.score, one.score
            not_met = old.counts[State.NOT_MET], one.counts[State.NOT_MET]
            vetoes = len(old.vetoes), len(one.vetoes)
            yield Standing(one.standard.label, not_met, vetoes, (was, now), (full, full_now))
