"""The techniques of which a sample is drawn: all that were not given up, by what makes one worth a look."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from meidang.archive.calendar import add_months
from meidang.archive.facts import lasting_techniques
from meidang.archive.index import Archive, Item
from meidang.archive.institution_limits import is_restricted
from meidang.archive.tracer.population import Member, Population, Stratum
from meidang.models.scalars import GRADE
from meidang.models.technique import Technique

#: How many techniques count as the most frequent.
_BUSIEST = 3


def techniques(archive: Archive, day: date) -> Population:
    """Everything applied for, in use or suspended on ``day``."""
    here = tuple(lasting_techniques(archive, day))
    return Population(
        "techniques",
        "技术项目",
        "项",
        "截至日期没有终止的技术项目",
        "分级",
        6,
        _strata(archive),
        {str(item.record.grade): GRADE.show(item.record.grade) for item in here},
        tuple(_members(archive, here, day)),
    )


def _strata(archive: Archive) -> tuple[Stratum, ...]:
    titles: Mapping[str, str] = {
        "restricted": "限制类技术",
        "high-grade": f"{GRADE.show(archive.settings.high_risk.from_grade)}及以上",
        "high-risk": "高危技术项目目录",
        "new": "新技术、新业务",
        "busiest": f"例数最多的 {_BUSIEST} 项",
    }
    return tuple(Stratum(key, title) for key, title in titles.items())


def _members(archive: Archive, here: tuple[Item[Technique], ...], day: date) -> list[Member]:
    busiest, least = _busiest(here, day), archive.settings.high_risk.from_grade
    members = []
    for item in here:
        technique = item.record
        marks = {
            "restricted": is_restricted(archive, technique),
            "high-grade": technique.grade >= least,
            "high-risk": any(one.catalogue_category == "高危" for one in technique.catalogue),
            "new": is_new(archive, technique, day),
            "busiest": item.key in busiest,
        }
        strata = frozenset(key for key, holds in marks.items() if holds)
        members.append(Member(item.key, str(technique.grade), strata, technique.departments))
    return members


def is_new(archive: Archive, technique: Technique, day: date) -> bool:
    """In the catalogue of new techniques, or within the time in which its project must be evaluated."""
    if any(one.catalogue_category == "新技术" for one in technique.catalogue):
        return True
    approved = technique.new_technique.approved_on if technique.new_technique else None
    since = add_months(day, -archive.settings.new_technique.evaluate_within_months)
    return approved is not None and since < approved <= day


def _busiest(here: tuple[Item[Technique], ...], day: date) -> AbstractSet[str]:
    """Those with the most cases in the last whole year; ties by id."""
    cases = {item.key: sum(one.cases for one in item.record.figures if one.year == day.year - 1) for item in here}
    ordered = sorted((key for key, count in cases.items() if count), key=lambda key: (-cases[key], key))
    return set(ordered[:_BUSIEST])
