"""Who may be drawn: the members of a population, the strata that each belongs to, the cells over which to spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Stratum:
    """A sort of member of which a sample holds at least one: its id, and what people call it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Member:
    """What may be drawn, by its ``key``. ``strata``: ids; ``cell``: its place while the rest of a sample is spread.

    ``departments``: those to which it belongs.
    """

    key: str
    cell: str
    strata: frozenset[str]
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """All members of one sort. ``scope``: who they are, in words; ``unit``: how they are counted.

    ``spread``: what a cell is, in words; ``cells``: what each is called. ``size``: how many an inspector usually draws.
    ``strata``: the weightiest first.
    """

    id: str
    title: str
    unit: str
    scope: str
    spread: str
    size: int
    strata: tuple[Stratum, ...]
    cells: Mapping[str, str]
    members: tuple[Member, ...]

    def of_department(self, department: str) -> Population:
        """With the members of one department only."""
        return replace(self, members=tuple(one for one in self.members if department in one.departments))
