"""Research projects on a day: which of them belong to a technique, and until when each must be closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from meidang.archive.facts import known
from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.models.research import ResearchProject


@once
def _projects(archive: Archive) -> Mapping[str, Sequence[Item[ResearchProject]]]:
    grouped: dict[str, list[Item[ResearchProject]]] = {}
    for item in archive.of(ResearchProject):
        for technique_id in item.record.technique_ids:
            grouped.setdefault(technique_id, []).append(item)
    return grouped


def projects_of(archive: Archive, technique_id: str) -> Sequence[Item[ResearchProject]]:
    """The projects that name a technique, by id."""
    return _projects(archive).get(technique_id, ())


def closing_due(project: ResearchProject) -> date | None:
    """The day by which it must be closed: what was planned, or a later day that was granted."""
    return project.extended_to or project.planned_close_on


def is_open(project: ResearchProject, day: date) -> bool:
    """Whether it is not closed on ``day``."""
    return known(project.closed_on, day) is None
