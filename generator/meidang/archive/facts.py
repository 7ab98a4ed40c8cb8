"""What the records imply on a day: present titles, valid privileges, the state of a credential, rates.

Pure functions that rules and renderers share, so that a document never says what a rule denies. A date after the day is
a plan: ``known`` is how a fact reads what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final

from meidang.archive.index import Archive, Item
from meidang.archive.named_types import type_name
from meidang.archive.once import once
from meidang.models.restriction import Restriction, SelfRestriction
from meidang.models.scalars import NEVER
from meidang.models.shared import Credential
from meidang.models.staff import Privilege, Staff, Suspension, TitleRecord, Training
from meidang.models.tables import CredentialType, Title
from meidang.models.technique import StatusChange, Technique, YearFigures

#: From low to high.
BANDS: Final = ("初级", "中级", "副高级", "正高级")
#: Statuses in which a technique may be done.
ACTIVE_STATUSES: Final = frozenset({"试用", "在用", "转日常"})
#: Statuses in which it must not be done any more.
STOPPED_STATUSES: Final = frozenset({"中止", "终止"})


def known(done_on: date | None, day: date) -> date | None:
    """When something was done; None where that is not given, or lies after ``day``."""
    return done_on if done_on and done_on <= day else None


def is_employed(person: Staff, day: date) -> bool:
    """Whether the person works here on that day; an unknown first day counts as long ago."""
    return (person.hired_on is None or person.hired_on <= day) and (person.left_on is None or person.left_on > day)


def present_title(person: Staff, day: date) -> TitleRecord | None:
    """The title obtained last, not after ``day``."""
    held = [step for step in person.titles if step.obtained_on <= day]
    return max(held, key=lambda step: step.obtained_on, default=None)


def title_row(archive: Archive, person: Staff, day: date) -> Title | None:
    """The row of the table of titles for the person's present title."""
    held = present_title(person, day)
    return archive.titles.get(held.title) if held else None


def has_unknown_title(archive: Archive, person: Staff, day: date) -> bool:
    """Whether the present title is a word that the table of titles lacks: a data error, from which nothing follows."""
    held = present_title(person, day)
    return held is not None and held.title not in archive.titles


def band_at_least(title: Title | None, band: str) -> bool:
    """Whether a title reaches a band; no title reaches none."""
    return title is not None and BANDS.index(title.band) >= BANDS.index(band)


def open_suspension(person: Staff, day: date) -> tuple[int, Suspension] | None:
    """The latest suspension from practice that has begun and is not put right, with its position."""
    begun = [
        (index, each)
        for index, each in enumerate(person.suspensions)
        if each.suspended_on <= day and known(each.rectified_on, day) is None
    ]
    return max(begun, key=lambda each: each[1].suspended_on, default=None)


def aesthetic_training(person: Staff, day: date) -> tuple[Training, ...]:
    """The training in aesthetics up to ``day``."""
    return tuple(each for each in person.training if each.aesthetic and each.trained_on <= day)


def aesthetic_hours(person: Staff, day: date) -> Decimal:
    """The hours of training in aesthetics that count: not those that were failed."""
    counted = (each for each in aesthetic_training(person, day) if each.assessment_result != "不合格")
    return sum((each.hours for each in counted), Decimal(0))


# --- restrictions and privileges -------------------------------------------------------------------------------------


def open_self_restrictions(archive: Archive, day: date) -> Iterator[tuple[Item[Restriction], SelfRestriction]]:
    """Self-restrictions in force on ``day``."""
    for item in archive.of(Restriction):
        own = item.record.self_restriction
        if own and own.restricted_on <= day and (own.released_on is None or own.released_on > day):
            yield item, own


def restricted_throughout(archive: Archive, technique_id: str, first: date, last: date) -> bool:
    """Whether the whole institution refrained from a technique on every day from ``first`` to ``last``."""
    return any(
        own.scope == "机构" and (own.released_on is None or own.released_on > last)
        for own in stops(archive, first).get(technique_id, ())
    )


@once
def stops(archive: Archive, day: date) -> Mapping[str, tuple[SelfRestriction, ...]]:
    """The self-restrictions in force on ``day``, by technique."""
    grouped: dict[str, list[SelfRestriction]] = {}
    for _, own in open_self_restrictions(archive, day):
        grouped.setdefault(own.technique_id, []).append(own)
    return {technique_id: tuple(found) for technique_id, found in grouped.items()}


def binds(restriction: SelfRestriction, staff_id: str, person: Staff, technique_id: str | None) -> bool:
    """Whether a self-restriction stops this person from doing this technique."""
    if technique_id != restriction.technique_id:
        return False
    if restriction.scope == "科室":
        return restriction.department_id in (person.department_id, *person.other_departments)
    return restriction.scope == "机构" or restriction.staff_id == staff_id


def is_suspended(privilege: Privilege, day: date) -> bool:
    """Suspended and not restored on ``day``."""
    began = privilege.suspended_on is not None and privilege.suspended_on <= day
    return began and (privilege.restored_on is None or privilege.restored_on > day)


def in_force(privilege: Privilege, day: date) -> bool:
    """Granted, not expired and not suspended on ``day``: what the paper says, whoever holds it."""
    granted = privilege.granted_on is None or privilege.granted_on <= day
    valid = privilege.valid_to is None or privilege.valid_to >= day
    return granted and valid and not is_suspended(privilege, day)


def stopped_beside(series: Iterable[Privilege], one: Privilege, day: date) -> date | None:
    """Since when another paper of the same privilege is suspended, if it is since this one was granted.

    Why it counts: whoever is suspended under the renewal may not go on under the earlier paper, which still runs.
    """
    since = one.granted_on or date.min
    others = (other for other in series if other is not one and is_suspended(other, day))
    lasting = (other.suspended_on for other in others if (other.valid_to or NEVER) >= day)
    return min((began for began in lasting if began and began >= since), default=None)


# --- credentials -----------------------------------------------------------------------------------------------------


class CredentialState(Enum):
    """The five states of a credential."""

    ON_FILE = "在册"
    ACTIVE = "有效"
    EXPIRING = "临期"
    EXPIRED = "过期"
    MISSING = "缺失"


def lead_days(archive: Archive, kind: CredentialType | None) -> tuple[int, ...]:
    """How many days ahead to warn, longest first: the type's own, else the settings'."""
    own = kind.lead_days if kind else ()
    return tuple(sorted(own or archive.settings.lead_days, reverse=True))


def credential_state(archive: Archive, credential: Credential, day: date) -> CredentialState:
    """On file without an end, active, expiring within the longest lead time, or expired. The last day is valid."""
    if credential.valid_to is None or credential.valid_to == NEVER:
        return CredentialState.ON_FILE
    if credential.valid_to < day:
        return CredentialState.EXPIRED
    leads = lead_days(archive, archive.credential_types.get(credential.credential_type))
    soon = bool(leads) and credential.valid_to <= day + timedelta(days=leads[0])
    return CredentialState.EXPIRING if soon else CredentialState.ACTIVE


def credential_name(archive: Archive, credential: Credential) -> str:
    """The type's name, or what stands for it where the table is broken."""
    return type_name(archive.credential_types.get(credential.credential_type), credential.credential_type)


# --- techniques ------------------------------------------------------------------------------------------------------


def present_status(technique: Technique, day: date) -> StatusChange | None:
    """The latest status, not after ``day``; of several on one day the one written last."""
    past = [change for change in technique.status_history if change.changed_on <= day]
    return max(reversed(past), key=lambda change: change.changed_on, default=None)


def is_active(technique: Technique, day: date) -> bool:
    """Whether the technique is being done; one without a recorded status counts as done."""
    status = present_status(technique, day)
    return status is None or status.status in ACTIVE_STATUSES


def active_techniques(archive: Archive, day: date) -> Iterator[Item[Technique]]:
    """The techniques that are being done."""
    return (item for item in archive.of(Technique) if is_active(item.record, day))


def lasting_techniques(archive: Archive, day: date) -> Iterator[Item[Technique]]:
    """The techniques that have not been given up for good: applied for, in use, or suspended."""
    for item in archive.of(Technique):
        status = present_status(item.record, day)
        if status is None or status.status != "终止":
            yield item


def statuses_during(technique: Technique, first: date, last: date) -> tuple[str, ...]:
    """The statuses that held on any day from ``first`` to ``last``, in order; none before the history begins."""
    before = present_status(technique, first)
    later = sorted(
        (change for change in technique.status_history if first < change.changed_on <= last),
        key=lambda change: change.changed_on,
    )
    return tuple(change.status for change in ([before] if before else []) + later)


def first_case(technique: Technique, day: date) -> date | None:
    """When the first patient was treated: the earlier of the two dates given, if not after ``day``."""
    parts = (technique.admission, technique.new_technique)
    return min((first for part in parts if part and (first := known(part.first_case_on, day))), default=None)


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of one year as shares of the cases (requirement S1-13.5); None where there was no case."""

    cure_including_improved: float | None
    ineffective: float | None
    complication: float | None
    dispute: float | None


def rates(figures: YearFigures) -> Rates:
    """治愈率(含好转), 无效率, 并发症发生率, 纠纷发生率."""

    def share(count: int) -> float | None:
        return count / figures.cases if figures.cases else None

    return Rates(
        share(figures.cured + figures.improved),
        share(figures.ineffective),
        share(figures.complications),
        share(figures.disputes),
    )
