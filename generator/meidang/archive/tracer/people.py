"""The people of whom a sample is drawn: who works here on the day, by what an inspector asks to see first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from meidang.archive.calendar import add_months
from meidang.archive.facts import CredentialState, credential_state, is_employed
from meidang.archive.granted import granted_in_force, is_usable
from meidang.archive.holdings import DOCTOR_POSTS, NURSE_POSTS, holdings, is_nurse
from meidang.archive.index import Archive, Item
from meidang.archive.tracer.population import Member, Population, Stratum
from meidang.models.department import Department
from meidang.models.scalars import GRADE
from meidang.models.staff import Staff

#: Whoever was hired within so many months is new.
NEW_MONTHS = 12


def people(archive: Archive, day: date) -> Population:
    """Everybody who works here on ``day``."""
    here = [item for item in archive.of(Staff) if is_employed(item.record, day)]
    return Population(
        "people",
        "人员",
        "名",
        "截至日期在职的人员",
        "科室",
        8,
        _strata(archive),
        {item.record.department_id: archive.name(Department, item.record.department_id) for item in here},
        tuple(_members(archive, here, day)),
    )


def _strata(archive: Archive) -> tuple[Stratum, ...]:
    grade = GRADE.show(archive.settings.high_risk.from_grade)
    titles: Mapping[str, str] = {
        "new": f"入职不满 {NEW_MONTHS} 个月",
        "expiring": "证照临期或过期",
        "high-grade": f"有{grade}及以上手术授权",
        "anaesthetist": "麻醉医师",
        "nurse": "护士",
        "other": "医技、药剂和其他岗位",
    }
    return tuple(Stratum(key, title) for key, title in titles.items())


def _members(archive: Archive, here: list[Item[Staff]], day: date) -> Iterator[Member]:
    late = _expiring(archive, day)
    high = _high_grade(archive, day)
    since = add_months(day, -NEW_MONTHS)
    for item in here:
        person = item.record
        marks = {
            "new": person.hired_on is not None and person.hired_on > since,
            "expiring": item.key in late,
            "high-grade": item.key in high,
            "anaesthetist": is_anaesthetist(person, day),
            "nurse": is_nurse(person),
            "other": not (DOCTOR_POSTS | NURSE_POSTS) & set(person.posts),
        }
        departments = (person.department_id, *person.other_departments)
        strata = frozenset(key for key, holds in marks.items() if holds)
        yield Member(item.key, person.department_id, strata, departments)


def is_anaesthetist(person: Staff, day: date) -> bool:
    """By post, or by a privilege for anaesthesia in force."""
    granted = any(one.privilege_type == "麻醉" and is_usable(person, one, day) for one in person.privileges)
    return granted or "麻醉医师" in person.posts


def _expiring(archive: Archive, day: date) -> AbstractSet[str]:
    late = (CredentialState.EXPIRING, CredentialState.EXPIRED)
    held = holdings(archive, day)
    return {one.item.key for one in held if credential_state(archive, one.credential, day) in late}


def _high_grade(archive: Archive, day: date) -> AbstractSet[str]:
    least = archive.settings.high_risk.from_grade
    held = granted_in_force(archive, day)
    return {one.item.key for one in held if one.is_operating and one.grade >= least}
