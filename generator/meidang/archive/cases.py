"""What a case implies on its own day: its technique and grade, whether it is high-risk, who might do it.

Rules, documents and pages share these. A case is judged by the records as they were on its day, not as they are now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meidang.archive.collections import Entered, entries_until
from meidang.archive.facts import band_at_least, in_force, is_employed, open_suspension, stopped_beside, title_row
from meidang.archive.granted import is_usable
from meidang.archive.index import Archive, Item
from meidang.archive.listed import Listed, listed, listed_technique, plain
from meidang.archive.once import once
from meidang.archive.privilege_limits import binding
from meidang.models.ledgers.cases import AnaesthesiaType, Case
from meidang.models.restriction import Restriction, SelfRestriction
from meidang.models.scalars import GRADE, UNGRADED
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique

#: Anaesthesia that asks for an anaesthetist and a watched recovery (S0-05, S1-34, S1-36).
BEYOND_LOCAL: Final[frozenset[AnaesthesiaType]] = frozenset({"静脉镇静", "椎管内麻醉", "全麻"})
#: Elements of the assessment that must be filled in, by field (S0-04).
ELEMENTS: Final = ("cardiovascular", "coagulation", "expectation", "prior_procedures", "allergy")


@dataclass(frozen=True, slots=True)
class Done:
    """A case with what it names; ``technique`` and ``operator`` are None where their file is broken or not named."""

    entered: Entered
    case: Case
    day: date
    technique: Item[Technique] | None
    operator: Item[Staff] | None

    @property
    def item(self) -> Item[Any]:
        """The ledger's file."""
        return self.entered.item

    @property
    def operation(self) -> str:
        """What was done, in words."""
        return (self.technique.label if self.technique else self.case.operation_name) or self.case.technique_id or ""

    @property
    def whose(self) -> str:
        """What people call it: its number, what was done, by whom, and when."""
        who = self.operator.label if self.operator else self.case.operator_id
        return f"病例 {self.case.case_no}（{'，'.join(filter(None, (self.operation, who, str(self.day))))}）"

    @property
    def grade(self) -> int:
        """The higher of the grade written in the case and the technique's; 0 where neither is graded."""
        own = self.technique.record.grade if self.technique else UNGRADED
        return max(self.case.operation_grade or UNGRADED, own)

    @property
    def is_by_hand(self) -> bool:
        """Whether the operation is only named, without a technique of the archive."""
        return self.case.technique_id is None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the operation goes by."""
        known = (self.technique.record.standard_name, *self.technique.record.aliases) if self.technique else ()
        return (*known, self.case.operation_name) if self.case.operation_name else known

    @property
    def codes(self) -> tuple[str, ...]:
        """Its operation codes."""
        known = self.technique.record.icd9cm3 if self.technique else ()
        return (*known, self.case.icd9cm3) if self.case.icd9cm3 else known

    def at(self, *path: str | int) -> tuple[str | int, ...]:
        """The place of a value of the case in its file."""
        return self.entered.at(*path)


@once
def done_cases(archive: Archive, day: date) -> tuple[Done, ...]:
    """The cases up to ``day``, in the order of their days; later ones are plans."""
    return tuple(
        Done(
            one,
            one.entry,
            one.entry.date,
            archive.get(Technique, one.entry.technique_id),
            archive.get(Staff, one.entry.operator_id),
        )
        for one in entries_until(archive, "case", day)
    )


# --- what may be done ------------------------------------------------------------------------------------------------


@once
def _forbidden_grades(archive: Archive) -> Mapping[int, str]:
    return {grade: list_.label for list_ in archive.of(Restriction) for grade in list_.record.forbidden_grades}


def forbidden_grade(archive: Archive, grade: int) -> str:
    """Why this grade may not be done here, as the end of a sentence; empty where it may."""
    limit = archive.institution.record.max_grade_allowed if archive.institution else None
    if limit is not None and grade > limit:
        return f"本机构最高可开展{GRADE.show(limit)}"
    return f"{_forbidden_grades(archive)[grade]}禁止这一级别" if grade and grade in _forbidden_grades(archive) else ""


@once
def _rows_of_technique(archive: Archive, technique_id: str) -> tuple[Listed, ...]:
    item = archive.get(Technique, technique_id)
    return listed_technique(archive, item.record) if item else ()


def listed_rows(archive: Archive, done: Done) -> tuple[Listed, ...]:
    """The rows of the lists of prohibited and restricted techniques that a case answers to."""
    if done.technique and done.case.operation_name is None and done.case.icd9cm3 is None:
        return _rows_of_technique(archive, done.technique.id)
    return listed(archive, done.names, done.codes)


def restriction_on(archive: Archive, done: Done) -> SelfRestriction | None:
    """The self-restriction that bound the operator on the day."""
    return binding(archive, done.operator, done.case.technique_id, done.day) if done.operator else None


@once
def _high_risk_techniques(archive: Archive) -> AbstractSet[str]:
    return frozenset(
        item.id
        for item in archive.of(Technique)
        if any(entry.catalogue_category == "高危" for entry in item.record.catalogue)
    )


def high_risk(archive: Archive, done: Done) -> str:
    """Why a case needs a discussion and the committee's review, in words; empty where it does not (S0-06)."""
    terms = archive.settings.high_risk
    if done.grade >= terms.from_grade:
        return f"{GRADE.show(done.grade)}手术"
    is_listed = terms.catalogue and done.case.technique_id in _high_risk_techniques(archive)
    return "高危目录内项目" if is_listed else ""


# --- who might do it -------------------------------------------------------------------------------------------------


@once
def _privileges(archive: Archive) -> Mapping[tuple[str, str], tuple[Privilege, ...]]:
    """By holder and technique; those that name no technique, by holder and operation code, and by name."""
    grouped: dict[tuple[str, str], list[Privilege]] = {}
    for item in archive.of(Staff):
        for held in item.record.privileges:
            named = (held.icd9cm3, plain(held.operation_name) if held.operation_name else None)
            for key in (held.technique_id,) if held.technique_id else named:
                if key:
                    grouped.setdefault((item.id, key), []).append(held)
    return {key: tuple(found) for key, found in grouped.items()}


def privileges_for(archive: Archive, done: Done) -> Iterator[Privilege]:
    """The operator's privileges for what was done, in force on the day or not."""
    held, who = _privileges(archive), done.case.operator_id
    yield from held.get((who, done.case.technique_id or ""), ())
    for key in dict.fromkeys((*done.codes, *map(plain, done.names))):
        yield from held.get((who, key), ())


def usable_for(archive: Archive, done: Done) -> tuple[Privilege, ...]:
    """Those under which the operator might do it: in force, and no other paper of the same type suspended since."""
    held = tuple(privileges_for(archive, done))
    return tuple(one for one in held if in_force(one, done.day) and not stopped_for(held, one, done.day))


def stopped_for(held: Iterable[Privilege], one: Privilege, day: date) -> date | None:
    """Since when another paper of the same type is suspended, of those held for one operation."""
    return stopped_beside((other for other in held if other.privilege_type == one.privilege_type), one, day)


def is_authorised(archive: Archive, done: Done) -> bool:
    """Whether the operator might do it, by their papers."""
    return bool(usable_for(archive, done))


def anaesthetises(person: Staff, day: date) -> tuple[Privilege, ...]:
    """The person's privileges for anaesthesia in force on ``day``."""
    if not is_employed(person, day) or open_suspension(person, day):
        return ()
    return tuple(one for one in person.privileges if one.privilege_type == "麻醉" and is_usable(person, one, day))


def anaesthetises_alone(archive: Archive, person: Staff, grade: int, day: date) -> bool:
    """Whether the person might anaesthetise without guidance for an operation of this grade (S1-34)."""
    title = title_row(archive, person, day)
    band = archive.title_rules.independent_anaesthesia_min_band
    if title is None or title.ladder != "医师" or not band_at_least(title, band):
        return False
    granted = (one for one in anaesthetises(person, day) if one.independent)
    return any(one.max_op_grade is None or grade <= one.max_op_grade for one in granted)
