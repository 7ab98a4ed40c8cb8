"""Who was authorised for a technique on a day, and what a person was authorised for: the command and the page ask here.

A privilege in force on paper is not enough: whatever the rules hold against it on that day is named. What stood against
the institution or the technique, whoever did it, is told beside the people (``institution_side``). The words depend on
the records alone, not on the day, so that an answer stays the same until something changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, Final

from meidang.archive.cases import forbidden_grade
from meidang.archive.facts import (
    ACTIVE_STATUSES,
    CredentialState,
    credential_state,
    is_suspended,
    open_suspension,
    present_status,
    stopped_beside,
)
from meidang.archive.granted import Granted
from meidang.archive.holdings import holdings_of, missing_credentials
from meidang.archive.index import Archive, Item
from meidang.archive.institution_limits import against_institution, against_technique
from meidang.archive.listed import plain
from meidang.archive.once import once
from meidang.archive.privilege_limits import (
    against_employment,
    against_filing,
    against_list,
    binding,
    failed_test,
)
from meidang.archive.title_limits import against_title
from meidang.models.scalars import GRADE, NEVER
from meidang.models.staff import Staff
from meidang.models.technique import Technique

#: What an answer was weighed by, and what it says nothing of.
WEIGHED: Final = (
    "核对了个人的授权期限和暂停、在职、暂停执业、岗位必备证照、职称、主诊医师备案、第三方评估、自身限制；"
    "技术的状态、批准、备案、级别、禁止目录和诊疗科目；机构的执业许可证及其校验。"
    "没有核对设备、场所、麻醉和病例本身的条件。"
)


class Verdict(Enum):
    """Whether somebody might do it on the day; in the order in which people want to read."""

    MAY = "可以"
    BARRED = "有授权，当日不可以"
    NOT_THEN = "当日没有授权"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What one person's privilege comes to on a day. ``against``: why not. ``reason``: of a suspension, for the house.

    ``distance``: how many days the privilege has been over on that day; negative before it begins, 0 within.
    """

    held: Granted
    verdict: Verdict
    against: tuple[str, ...]
    reason: str = ""
    distance: int = 0

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        """Which of several privileges speaks for the person: the best, then what ended last, then what begins next.

        Why not simply the nearest: halfway between two privileges the answer would change, though nothing happens.
        """
        ends = self.held.privilege.valid_to or NEVER
        return list(Verdict).index(self.verdict), self.distance < 0, abs(self.distance), -ends.toordinal()


def authorisation(archive: Archive, held: Granted, day: date) -> Authorisation:
    """What a privilege comes to on a day."""
    privilege = held.privilege
    since, until = privilege.granted_on or date.min, privilege.valid_to or NEVER
    if day < since:
        return Authorisation(held, Verdict.NOT_THEN, (f"授权从 {since} 才开始",), distance=(day - since).days)
    if day > until:
        return Authorisation(held, Verdict.NOT_THEN, (f"授权已于 {until} 到期",), distance=(day - until).days)
    if said := against_employment(held.item.record, day):
        return Authorisation(held, Verdict.NOT_THEN, (said.strip(),))
    against = tuple(_against(archive, held, day))
    return Authorisation(held, Verdict.BARRED if against else Verdict.MAY, against, _reason(held, day))


def _reason(held: Granted, day: date) -> str:
    """Why the privilege or its holder is suspended, where it says so."""
    stopped = open_suspension(held.item.record, day)
    words = (
        held.privilege.suspended_for if is_suspended(held.privilege, day) else "",
        stopped[1].reason if stopped else "",
    )
    return "；".join(filter(None, words))


def _against(archive: Archive, held: Granted, day: date) -> Iterator[str]:
    yield from _against_paper(archive, held, day)
    yield from _against_person(archive, held.item.id, day)
    yield from against_title(archive, held, day)
    yield from filter(None, (against_filing(held, day), against_list(archive, held)))
    if held.is_operating and (said := forbidden_grade(archive, held.grade)):
        yield f"为{GRADE.show(held.grade)}，{said}"


def _against_paper(archive: Archive, held: Granted, day: date) -> Iterator[str]:
    """In the privilege itself and in its technique."""
    if is_suspended(held.privilege, day):
        yield f"授权自 {held.privilege.suspended_on} 起暂停"
    if held.technique is None:
        return
    status = present_status(held.technique.record, day)
    if status and status.status not in ACTIVE_STATUSES:
        yield f"技术自 {status.changed_on} 起为“{status.status}”"
    own = binding(archive, held.item, held.technique.id, day)
    if own:
        yield f"自 {own.restricted_on} 起自身限制（范围：{own.scope}）"
    failed = failed_test(held.item.record, held.technique.id, day)
    if failed:
        yield f"{failed} 第三方评估不通过，尚未恢复"


@once
def _against_person(archive: Archive, staff_id: str, day: date) -> tuple[str, ...]:
    """In the holder: suspended from practice, or without what the post must hold.

    Why "the archive does not have": of what was renewed in the same line it no longer knows the earlier one.
    """
    item = archive.get(Staff, staff_id)
    return tuple(_faults(archive, item, day)) if item else ()


def _faults(archive: Archive, item: Item[Staff], day: date) -> Iterator[str]:
    stopped = open_suspension(item.record, day)
    if stopped:
        yield f"自 {stopped[1].suspended_on} 起暂停执业"
    for index, kind in missing_credentials(archive, item, day):
        yield f"任{item.record.posts[index]}，档案里没有当时的{kind.name}"
    for one in holdings_of(archive, item, day):
        if one.must_hold and credential_state(archive, one.credential, day) is CredentialState.EXPIRED:
            yield f"{one.name}已于 {one.credential.valid_to} 过期"


# --- which privileges speak of what ----------------------------------------------------------------------------------

#: A person's privileges of one type for one technique: renewals of one another.
Series = Sequence[Granted]


def best(archive: Archive, series: Series, day: date) -> Authorisation:
    """What a person's privileges of one type for one technique come to on a day."""
    every = (_beside(series, authorisation(archive, one, day), day) for one in series)
    return min(every, key=lambda one: one.rank)


def _beside(series: Series, one: Authorisation, day: date) -> Authorisation:
    """Barred where another of the series was suspended since this one was granted."""
    stopped = stopped_beside((other.privilege for other in series), one.held.privilege, day)
    if one.verdict is not Verdict.MAY or not stopped:
        return one
    return replace(one, verdict=Verdict.BARRED, against=(f"同一授权的另一份自 {stopped} 起暂停",))


@once
def every_series(archive: Archive) -> tuple[Series, ...]:
    """Everybody's privileges, the renewals of one another together; of one that fits several techniques one for each.

    Those that name a technique only by its name or code count for it; what is no technique (prescribing) stands alone.
    """
    grouped: dict[tuple[str, ...], list[Granted]] = {}
    for item in archive.of(Staff):
        for index, privilege in enumerate(item.record.privileges):
            held = Granted(item, index, privilege, None)
            for technique in _techniques(archive, held) or (None,):
                what = technique.id if technique else _subject(held)
                key = (item.id, privilege.privilege_type, what)
                grouped.setdefault(key, []).append(replace(held, technique=technique))
    return tuple(map(tuple, grouped.values()))


def _subject(held: Granted) -> str:
    one = held.privilege
    return one.technique_id or one.icd9cm3 or one.operation_name or one.tier or ""


@once
def series_of(archive: Archive) -> Mapping[str, tuple[Series, ...]]:
    """By the key of a technique (``technique/T01``) and of a person (``staff/D01``)."""
    found: dict[str, list[Series]] = {}
    for series in every_series(archive):
        technique = series[0].technique
        for key in (series[0].item.key, *([technique.key] if technique else [])):
            found.setdefault(key, []).append(series)
    return {key: tuple(every) for key, every in found.items()}


@once
def _named(archive: Archive) -> Mapping[str, tuple[Item[Technique], ...]]:
    """Techniques by name, alias and operation code."""
    found: dict[str, dict[str, Item[Technique]]] = {}
    for item in archive.of(Technique):
        names = map(plain, (item.record.standard_name, *item.record.aliases))
        for key in (*names, *item.record.icd9cm3):
            found.setdefault(key, {})[item.id] = item
    return {key: tuple(items.values()) for key, items in found.items()}


def _techniques(archive: Archive, held: Granted) -> tuple[Item[Technique], ...]:
    privilege = held.privilege
    if privilege.technique_id:
        item = archive.get(Technique, privilege.technique_id)
        return (item,) if item else ()
    keys = (privilege.icd9cm3, plain(privilege.operation_name) if privilege.operation_name else None)
    return tuple({one.id: one for key in keys if key for one in _named(archive).get(key, ())}.values())


def answers(archive: Archive, about: Item[Any], day: date) -> tuple[Authorisation, ...]:
    """Everybody who was ever granted a technique, or all that a person was, as of a day: who may before who may not."""
    every = (best(archive, series, day) for series in series_of(archive).get(about.key, ()))
    return tuple(sorted(every, key=lambda one: (one.rank[0], one.held.item.id, one.held.index)))


def institution_side(archive: Archive, about: Item[Any], day: date) -> tuple[str, ...]:
    """What stood against the institution on the day, and against the technique where one was asked for."""
    technique = against_technique(archive, about.id, day) if about.kind.name == "technique" else ()
    return (*against_institution(archive, day), *technique)


def technique_side(archive: Archive, one: Authorisation, day: date) -> tuple[str, ...]:
    """What stood against the technique of one privilege, for whoever asks about a person."""
    technique = one.held.technique
    return tuple(against_technique(archive, technique.id, day)) if technique else ()


def terms(archive: Archive, held: Granted) -> Iterator[str]:
    """Within what limits and under whose guidance the privilege was granted."""
    one = held.privilege
    if held.grade:
        yield GRADE.show(held.grade)
    if one.independent is not None:
        yield "可独立实施" if one.independent else "不可独立实施"
    if one.supervised_by:
        yield f"指导医师 {archive.name(Staff, one.supervised_by)}"
    if one.max_asa:
        yield f"ASA ≤ {one.max_asa}"
    if one.max_op_grade:
        yield f"手术级别 ≤ {GRADE.show(one.max_op_grade)}"
