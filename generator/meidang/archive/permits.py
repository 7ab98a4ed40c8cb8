"""Who may do what on a day: the one notion of a privilege that may be used, for rules, documents and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum

from meidang.archive.facts import (
    STOPPED_STATUSES,
    in_force,
    is_employed,
    is_suspended,
    open_suspension,
    present_status,
)
from meidang.archive.granted import is_usable
from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.archive.privilege_limits import binding
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique


class PrivilegeState(Enum):
    """Whether a privilege may be used, and if not, why."""

    USABLE = "有效"
    SUSPENDED = "暂停"
    EXPIRED = "过期"
    PENDING = "未生效"
    NOT_EMPLOYED = "不在职"
    OUT_OF_PRACTICE = "暂停执业"
    STOPPED = "技术停用"
    RESTRICTED = "自身限制"


def privilege_state(archive: Archive, item: Item[Staff], privilege: Privilege, day: date) -> PrivilegeState:
    """The first thing that stands against using a privilege: in itself, in its holder, in its technique."""
    person, technique_id = item.record, privilege.technique_id
    against = {
        PrivilegeState.SUSPENDED: is_suspended(privilege, day)
        or (in_force(privilege, day) and not is_usable(person, privilege, day)),
        PrivilegeState.EXPIRED: privilege.valid_to is not None and privilege.valid_to < day,
        PrivilegeState.PENDING: privilege.granted_on is not None and privilege.granted_on > day,
        PrivilegeState.NOT_EMPLOYED: not is_employed(person, day),
        PrivilegeState.OUT_OF_PRACTICE: open_suspension(person, day) is not None,
        PrivilegeState.STOPPED: is_stopped(archive, privilege, day),
        PrivilegeState.RESTRICTED: binding(archive, item, technique_id, day) is not None,
    }
    return next((state for state, is_so in against.items() if is_so), PrivilegeState.USABLE)


def is_stopped(archive: Archive, privilege: Privilege, day: date) -> bool:
    """Whether the privilege's technique has been suspended or given up."""
    technique = archive.get(Technique, privilege.technique_id)
    status = present_status(technique.record, day) if technique else None
    return status is not None and status.status in STOPPED_STATUSES


def authorised(archive: Archive, item: Item[Staff], day: date) -> tuple[Privilege, ...]:
    """The privileges that the person may use on ``day``."""
    usable = PrivilegeState.USABLE
    return tuple(one for one in item.record.privileges if privilege_state(archive, item, one, day) is usable)


@once
def _performers(archive: Archive, day: date) -> Mapping[str, tuple[Item[Staff], ...]]:
    grouped: dict[str, list[Item[Staff]]] = {}
    for item in archive.of(Staff):
        for technique_id in {privilege.technique_id or "" for privilege in authorised(archive, item, day)}:
            grouped.setdefault(technique_id, []).append(item)
    return {technique_id: tuple(found) for technique_id, found in grouped.items()}


def performers(archive: Archive, technique_id: str, day: date) -> Sequence[Item[Staff]]:
    """Who may do a technique on ``day``."""
    return _performers(archive, day).get(technique_id, ())
