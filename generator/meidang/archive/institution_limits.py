"""What stands against the institution on a day, whoever does it: licence, registered subjects, approval and filing.

Rules and the question who was authorised share these. The words depend on the records alone, not on the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive.calendar import add_working_days
from meidang.archive.facts import first_case, known
from meidang.archive.holdings import practice_licence, verification_due
from meidang.archive.index import Archive, Item
from meidang.archive.listed import listed_technique
from meidang.models.department import Department
from meidang.models.institution import Institution, Verification
from meidang.models.scalars import NEVER
from meidang.models.technique import Technique


def against_institution(archive: Archive, day: date) -> Iterator[str]:
    """In the institution's own licence: none, over, or not verified."""
    item, licence = archive.institution, practice_licence(archive, day)
    if item is None or licence is None:
        yield "档案里没有当时的医疗机构执业许可证"
        return
    if (licence.valid_to or NEVER) < day:
        yield f"医疗机构执业许可证已于 {licence.valid_to} 过期"
    latest, due = last_verification(item, day)[1], verification_due(archive, day)
    if latest and latest.result != "合格":
        yield f"医疗机构执业许可证 {latest.verified_on} 的校验结论为{latest.result}"
    elif due is None:
        yield "医疗机构执业许可证没有校验日期"
    elif due < day:
        yield f"医疗机构执业许可证应于 {due} 前校验，档案里没有这次校验"


def against_technique(archive: Archive, technique_id: str, day: date) -> Iterator[str]:
    """In the technique: not registered, not yet approved, restricted and not filed."""
    item = archive.get(Technique, technique_id)
    if item is None:
        return
    technique = item.record
    if said := against_specialty(archive, technique) or against_departments(archive, technique):
        yield f"技术{said}（诊疗科目不分日期，按现在登记的）"
    steps = technique.status_history
    first = min(steps, key=lambda one: one.changed_on, default=None)
    if first and first.changed_on > day:
        yield f"技术 {first.changed_on} 才登记“{first.status}”"
    yield from _against_approval(technique, day)
    due, filed = filing(archive, item, day)
    if is_restricted(archive, technique) and filed is None and due and due < day:
        yield f"属于限制类技术，应于 {due} 前备案，当时没有备案"


def _against_approval(technique: Technique, day: date) -> Iterator[str]:
    admission, new = technique.admission, technique.new_technique
    approved = (admission.committee_approved_on if admission else None) or (new.approved_on if new else None)
    if approved is None:
        yield "没有登记技术委员会批准的日期"
    elif approved > day:
        yield f"技术委员会 {approved} 才批准"
    if admission and admission.ethics_on and admission.ethics_on > day:
        yield f"伦理审查 {admission.ethics_on} 才通过"


# --- the licence -----------------------------------------------------------------------------------------------------


def last_verification(item: Item[Institution], day: date) -> tuple[int, Verification | None]:
    """The latest verification, not after ``day``, with its position; position 0 where there is none."""
    past = [each for each in enumerate(item.record.annual_verification) if each[1].verified_on <= day]
    return max(past, key=lambda each: each[1].verified_on, default=(0, None))


# --- the registered subjects -----------------------------------------------------------------------------------------


def against_specialty(archive: Archive, technique: Technique) -> str:
    """That none of the technique's specialties is a registered subject; empty where one is, or none is known."""
    subjects = archive.institution.record.clinical_subjects if archive.institution else ()
    if any(word in subject.name for word in technique.specialty for subject in subjects):
        return ""
    return f"的专业{'、'.join(technique.specialty)}不在登记的诊疗科目里" if subjects and technique.specialty else ""


def against_departments(archive: Archive, technique: Technique) -> str:
    """That none of the technique's departments stands for a registered subject."""
    subjects = archive.institution.record.clinical_subjects if archive.institution else ()
    is_covered = _covered(archive, technique, [subject.code for subject in subjects])
    return "" if is_covered or not subjects or not technique.departments else "的开展科室都没有对应已登记的诊疗科目"


def _covered(archive: Archive, technique: Technique, codes: list[str]) -> bool:
    """Whether a department stands for a registered subject, or for one above or below it (14 and 14.01)."""
    departments = [archive.get(Department, department_id) for department_id in technique.departments]
    if None in departments:
        return True
    own = [code for department in departments if department for code in department.record.clinical_subjects]
    return any(f"{a}.".startswith(f"{b}.") or f"{b}.".startswith(f"{a}.") for a in own for b in codes)


# --- the filing of restricted techniques -----------------------------------------------------------------------------


def filing(archive: Archive, item: Item[Technique], day: date) -> tuple[date | None, date | None]:
    """The day until which a technique must be filed, and the day on which it was."""
    admission, terms, first = item.record.admission, archive.settings, first_case(item.record, day)
    due = add_working_days(first, terms.filing_working_days, terms.calendar) if first else None
    rows = [filed for one in listed_technique(archive, item.record) if (filed := known(one.row.filed_on, day))]
    filed = known(admission.filed_on, day) if admission else None
    return due, filed or min(rows, default=None)


def is_restricted(archive: Archive, technique: Technique) -> bool:
    """Whether it is restricted by law: by its own dossier, or by a list of the state, the province or the city."""
    rows = listed_technique(archive, technique)
    return technique.restricted_by_law or any(one.row.category == "限制" for one in rows)
