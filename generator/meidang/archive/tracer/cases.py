"""The cases of which a sample is drawn: those of the last twelve months, by number, never by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from meidang.archive.calendar import add_months
from meidang.archive.cases import BEYOND_LOCAL, Done, done_cases, high_risk
from meidang.archive.collections import entries_until
from meidang.archive.follow_ups import visits_by_case
from meidang.archive.index import Archive
from meidang.archive.once import once
from meidang.archive.tracer.population import Member, Population, Stratum
from meidang.models.staff import Staff

#: Cases of so many months back are drawn.
MONTHS = 12
#: What people write where there was no reaction.
_NOTHING = frozenset({"无", "未见", "没有"})
_STRATA: Mapping[str, str] = {
    "reaction": "有不良反应或并发症",
    "high-risk": "高风险项目",
    "anaesthesia": "全身麻醉、椎管内麻醉或静脉镇静",
    "traced": "用了高风险药品、耗材或设备",
    "surgical": "手术类",
    "other": "非手术类",
}


@dataclass(frozen=True, slots=True)
class Traced:
    """A case under the key by which it is drawn."""

    key: str
    done: Done


@once
def traced_cases(archive: Archive, day: date) -> Mapping[str, Traced]:
    """The cases of the last months by key: ``case/C26-0043``; a number that comes again gets ``#2`` behind it."""
    found: dict[str, Traced] = {}
    times: dict[str, int] = {}
    since = add_months(day, -MONTHS)
    for done in done_cases(archive, day):
        if done.day > since:
            count = times[done.case.case_no] = times.get(done.case.case_no, 0) + 1
            key = f"case/{done.case.case_no}" + (f"#{count}" if count > 1 else "")
            found[key] = Traced(key, done)
    return found


def cases(archive: Archive, day: date) -> Population:
    """The cases of the last twelve months up to ``day``."""
    traced = tuple(traced_cases(archive, day).values())
    operators = {one.done.case.operator_id for one in traced}
    return Population(
        "cases",
        "病例",
        "例",
        f"病例台账里截至日期前 {MONTHS} 个月的病例",
        "操作者",
        8,
        tuple(Stratum(key, title) for key, title in _STRATA.items()),
        {operator: archive.name(Staff, operator) for operator in sorted(operators)},
        tuple(_members(archive, traced, day)),
    )


def _members(archive: Archive, traced: Sequence[Traced], day: date) -> list[Member]:
    reacted = _reacted(archive, day)
    members = []
    for one in traced:
        case = one.done.case
        marks = {
            "reaction": case.case_no in reacted,
            "high-risk": bool(high_risk(archive, one.done)),
            "anaesthesia": case.anaesthesia_type in BEYOND_LOCAL,
            "traced": bool(case.injections or case.device_ids),
            "surgical": case.category == "手术类",
            "other": case.category != "手术类",
        }
        strata = frozenset(key for key, holds in marks.items() if holds)
        department = one.done.entered.department_id
        members.append(Member(one.key, case.operator_id, strata, (department,) if department else ()))
    return members


def has_reaction(words: str | None) -> bool:
    """Whether a visit says that there was one."""
    return bool(words) and words not in _NOTHING


def _reacted(archive: Archive, day: date) -> AbstractSet[str]:
    """The numbers of cases with an adverse event, or a visit that found a reaction."""
    events = {one.entry.case_no for one in entries_until(archive, "adverse_event", day) if one.entry.case_no}
    found = {
        case_no
        for case_no, visits in visits_by_case(archive).items()
        if any(has_reaction(each.entry.adverse_reaction) and each.moment <= day for each in visits)
    }
    return events | found
