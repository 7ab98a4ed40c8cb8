"""A sample of a population: at least one of each stratum, the rest spread over the cells in turn.

Each stratum's is its member of the smallest rank, so every member has the same chance there, and one record may answer
for several strata. The rest goes to the cell that has been given least, and in it to the smallest rank that is left.
``site/assets/javascripts/tracer-draw.js`` draws in the same way; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from meidang.archive.tracer.population import Member, Population
from meidang.archive.tracer.ranking import rank


@dataclass(frozen=True, slots=True)
class Pick:
    """A member that was drawn, and why, in words."""

    member: Member
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample in the order in which it was drawn. ``lacking``: of what none could be drawn, in sentences."""

    population: Population
    picks: tuple[Pick, ...]
    lacking: tuple[str, ...]


@dataclass
class _Sample:
    """The sample in the making: reasons by key, in the order of drawing."""

    population: Population
    size: int
    reasons: dict[str, list[str]] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.reasons) >= self.size


def draw(population: Population, seed: int, size: int) -> Draw:
    """At most ``size`` members (all of them where there are no more), by ``seed``. Of none nothing is said."""
    ranked = sorted(population.members, key=lambda one: rank(seed, one.key))
    sample = _Sample(population, size)
    if not size:
        return Draw(population, (), ())
    if not ranked:
        return Draw(population, (), (f"没有可抽的{population.title}",))
    _by_stratum(sample, ranked)
    _by_cell(sample, ranked, seed)
    if len(ranked) < size:
        sample.lacking.append(f"只有 {len(ranked)} {population.unit}，不足 {size} {population.unit}，已全部抽取")
    members = {one.key: one for one in ranked}
    picks = tuple(Pick(members[key], tuple(why)) for key, why in sample.reasons.items())
    return Draw(population, picks, tuple(sample.lacking))


def _by_stratum(sample: _Sample, ranked: list[Member]) -> None:
    """The smallest rank of each stratum; one that is drawn already answers for it too."""
    for stratum in sample.population.strata:
        first = next((one.key for one in ranked if stratum.id in one.strata), None)
        if first is None:
            sample.lacking.append(f"没有符合“{stratum.title}”的{sample.population.title}")
        elif first in sample.reasons or not sample.is_full:
            sample.reasons.setdefault(first, []).append(stratum.title)
        elif not any(stratum.id in one.strata for one in ranked if one.key in sample.reasons):
            sample.lacking.append(f"名额已满，没有抽取“{stratum.title}”")


def _by_cell(sample: _Sample, ranked: list[Member], seed: int) -> None:
    """The rest: always from the cell of which the fewest are drawn, of several the one of the smallest rank."""
    population = sample.population
    waiting: dict[str, list[Member]] = {}
    given: dict[str, int] = {}
    for one in ranked:
        given.setdefault(one.cell, 0)
        if one.key in sample.reasons:
            given[one.cell] += 1
        else:
            waiting.setdefault(one.cell, []).append(one)
    order: Mapping[str, str] = {cell: rank(seed, f"{population.id}/{cell}") for cell in waiting}
    heads = dict.fromkeys(waiting, 0)
    while waiting and not sample.is_full:
        cell = min(waiting, key=lambda one: (given[one], order[one]))
        member = waiting[cell][heads[cell]]
        sample.reasons[member.key] = [f"{population.spread}轮取：{population.cells[cell]}"]
        given[cell] += 1
        heads[cell] += 1
        if heads[cell] == len(waiting[cell]):
            del waiting[cell]
