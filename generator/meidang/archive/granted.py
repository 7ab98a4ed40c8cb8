"""Whose privileges: those of the people employed on a day, with their place and their technique."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.archive.facts import in_force, is_employed, stopped_beside
from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.models.scalars import NEVER
from meidang.models.staff import Privilege, PrivilegeType, Staff
from meidang.models.technique import Technique

#: Types that let a person operate, so that title, filing and grade matter.
OPERATING: Final[frozenset[PrivilegeType]] = frozenset({"手术", "植发", "私密"})


@dataclass(frozen=True, slots=True)
class Granted:
    """A privilege with its holder, its place in the holder's record, and the technique that it names."""

    item: Item[Staff]
    index: int
    privilege: Privilege
    technique: Item[Technique] | None

    @property
    def whose(self) -> str:
        """What people call it: whose it is, of which type and for what."""
        what = self.technique.label if self.technique else self.privilege.operation_name or self.privilege.tier
        return f"{self.item.label}的{self.privilege.privilege_type}授权" + (f"（{what}）" if what else "")

    @property
    def grade(self) -> int:
        """The higher of its own level and its technique's grade; 0 where neither is graded."""
        return max(self.privilege.level or 0, self.technique.record.grade if self.technique else 0)

    @property
    def is_operating(self) -> bool:
        """Whether it lets the person operate."""
        return self.privilege.privilege_type in OPERATING

    def at(self, *path: str) -> tuple[str | int, ...]:
        """The place of a value of the privilege in the holder's record."""
        return ("privileges", self.index, *path)


def is_usable(person: Staff, privilege: Privilege, day: date) -> bool:
    """In force, and no other paper of the same privilege suspended since: what all of the person's papers say."""
    if not in_force(privilege, day):
        return False
    others = [one for one in person.privileges if one.suspended_on and _thing(one) == _thing(privilege)]
    return not stopped_beside(others, privilege, day)


@once
def granted(archive: Archive, day: date) -> tuple[Granted, ...]:
    """Of each thing that those employed on ``day`` were granted, the privilege that ends last: what has run out."""
    every = _of_those_employed(archive, day)
    return _lasting(one for one in every if one.privilege.granted_on is None or one.privilege.granted_on <= day)


@once
def planned(archive: Archive, day: date) -> tuple[Granted, ...]:
    """The same, with what is to be granted after ``day``: a renewal that is signed already is one."""
    return _lasting(_of_those_employed(archive, day))


@once
def granted_in_force(archive: Archive, day: date) -> tuple[Granted, ...]:
    """All privileges of those employed that are granted, not expired and not suspended on ``day``."""
    return tuple(one for one in _of_those_employed(archive, day) if is_usable(one.item.record, one.privilege, day))


@once
def granted_at_all(archive: Archive, day: date) -> tuple[Granted, ...]:
    """What counts as a record: the privilege that ends last for each thing, now and in future, and all in force."""
    counted = {id(one) for find in (granted, planned, granted_in_force) for one in find(archive, day)}
    return tuple(one for one in _of_those_employed(archive, day) if id(one) in counted)


@once
def _of_those_employed(archive: Archive, day: date) -> tuple[Granted, ...]:
    return tuple(
        Granted(item, index, privilege, archive.get(Technique, privilege.technique_id))
        for item in archive.of(Staff)
        if is_employed(item.record, day)
        for index, privilege in enumerate(item.record.privileges)
    )


def _lasting(every: Iterable[Granted]) -> tuple[Granted, ...]:
    last: dict[tuple[str, ...], Granted] = {}
    for one in every:
        kept = last.setdefault(subject_of(one), one)
        if _ends(one.privilege) > _ends(kept.privilege):
            last[subject_of(one)] = one
    return tuple(last.values())


def subject_of(one: Granted) -> tuple[str, ...]:
    """Whose it is, and what for. The tier counts: 限制使用级 is no renewal of 特殊使用级."""
    return one.item.id, *_thing(one.privilege)


def _thing(held: Privilege) -> tuple[str, str, str]:
    return held.privilege_type, held.technique_id or held.icd9cm3 or held.operation_name or "", held.tier or ""


def _ends(privilege: Privilege) -> tuple[date, date]:
    return privilege.valid_to or NEVER, privilege.granted_on or date.min
