"""Whose privileges: those of the people employed on a day, with their place and their technique."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.archive.facts import in_force, is_employed
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


@once
def granted(archive: Archive, day: date) -> tuple[Granted, ...]:
    """The privileges that count, of those employed on ``day``; one that a later-ending one has replaced is left out."""
    return tuple(
        Granted(item, index, privilege, archive.get(Technique, privilege.technique_id))
        for item in archive.of(Staff)
        if is_employed(item.record, day)
        for index, privilege in _lasting(item.record)
    )


@once
def granted_in_force(archive: Archive, day: date) -> tuple[Granted, ...]:
    """Those of them that are granted, not expired and not suspended on ``day``."""
    return tuple(one for one in granted(archive, day) if in_force(one.privilege, day))


def _lasting(person: Staff) -> tuple[tuple[int, Privilege], ...]:
    """For each thing that the person may do, the privilege that ends last."""
    last: dict[tuple[str, str], tuple[int, Privilege]] = {}
    for index, privilege in enumerate(person.privileges):
        kept = last.setdefault(_subject(privilege), (index, privilege))
        if _ends(privilege) > _ends(kept[1]):
            last[_subject(privilege)] = (index, privilege)
    return tuple(sorted(last.values(), key=lambda pair: pair[0]))


def _subject(privilege: Privilege) -> tuple[str, str]:
    return privilege.privilege_type, privilege.technique_id or privilege.icd9cm3 or privilege.operation_name or ""


def _ends(privilege: Privilege) -> tuple[date, date]:
    return privilege.valid_to or NEVER, privilege.granted_on or date.min
