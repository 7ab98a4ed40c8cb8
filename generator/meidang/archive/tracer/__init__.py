"""The tracer method 追踪检查: which dossiers, techniques and cases an inspector looks at, drawn by a seed.

``populations`` says who may be drawn and of whom there must be one; ``draw`` takes a sample. Nothing but the archive,
the day and the seed decides, so that an inspector may name a number for which nobody could have prepared.
"""

from __future__ import annotations

from datetime import date

from meidang.archive.index import Archive
from meidang.archive.once import once
from meidang.archive.tracer.cases import Traced, cases, traced_cases
from meidang.archive.tracer.draw import Draw, Pick, draw
from meidang.archive.tracer.people import people
from meidang.archive.tracer.population import Member, Population, Stratum
from meidang.archive.tracer.ranking import MOST_SEED, rank
from meidang.archive.tracer.techniques import techniques


@once
def populations(archive: Archive, day: date) -> tuple[Population, ...]:
    """People, techniques and cases, in this order."""
    return people(archive, day), techniques(archive, day), cases(archive, day)


__all__ = [
    "MOST_SEED",
    "Draw",
    "Member",
    "Pick",
    "Population",
    "Stratum",
    "Traced",
    "draw",
    "populations",
    "rank",
    "traced_cases",
]
