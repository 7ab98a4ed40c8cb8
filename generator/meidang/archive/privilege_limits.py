"""What stands against a privilege on a day, beside its own paper and the title: lists, restrictions, filing, tests.

Rules and the question who was authorised share these. Each gives the words behind whose privilege it is; empty where
nothing stands against it.
"""

from __future__ import annotations

from datetime import date

from meidang.archive.facts import binds, is_employed, stops
from meidang.archive.granted import Granted
from meidang.archive.holdings import is_obtained
from meidang.archive.index import Archive, Item
from meidang.archive.listed import Listed, listed
from meidang.archive.named_types import ATTENDING_FILING
from meidang.models.restriction import SelfRestriction
from meidang.models.staff import Staff


def listed_for(archive: Archive, one: Granted, category: str) -> Listed | None:
    """The first row of a list with the privilege's own operation or its technique's names and codes."""
    technique = one.technique.record if one.technique else None
    names = [one.privilege.operation_name or ""]
    codes = [one.privilege.icd9cm3] if one.privilege.icd9cm3 else []
    if technique:
        names += [technique.standard_name, *technique.aliases]
        codes += technique.icd9cm3
    rows = listed(archive, filter(None, names), codes)
    return next((row for row in rows if row.row.category == category), None)


def against_list(archive: Archive, one: Granted) -> str:
    """That nobody may do it: it is on a list of what is prohibited."""
    row = listed_for(archive, one, "禁止")
    return f"与{row.item.label}里禁止的“{row.row.technique_name}”名称或编码相同" if row else ""


def binding(archive: Archive, person: Item[Staff], technique_id: str | None, day: date) -> SelfRestriction | None:
    """The self-restriction that stops the person from doing the technique."""
    bound = stops(archive, day).get(technique_id or "", ())
    return next((own for own in bound if binds(own, person.id, person.record, technique_id)), None)


# --- the filing as 主诊医师 ------------------------------------------------------------------------------------------


def needs_filing(one: Granted) -> bool:
    """Whether a doctor does it on their own responsibility, so that the law asks for a filing."""
    is_guided = one.privilege.independent is False or one.privilege.supervised_by is not None
    is_doctor = not {"医师", "主诊医师"}.isdisjoint(one.item.record.posts)
    has_specialty = one.technique is not None and bool(one.technique.record.specialty)
    return one.is_operating and has_specialty and is_doctor and not is_guided


def filed_for(person: Staff, day: date) -> tuple[str, ...]:
    """The disciplines of the filings that held on ``day``."""
    held = (
        one
        for one in person.credentials
        if one.credential_type == ATTENDING_FILING
        and is_obtained(one, day)
        and (one.valid_to is None or one.valid_to >= day)
    )
    return tuple(dict.fromkeys(one.filing_discipline for one in held if one.filing_discipline))


def against_filing(one: Granted, day: date) -> str:
    """That the holder was not filed for it on the day."""
    specialty = one.technique.record.specialty if one.technique else ()
    filed = filed_for(one.item.record, day)
    if not needs_filing(one) or not frozenset(filed).isdisjoint(specialty):
        return ""
    said = f"备案专业是{'、'.join(filed)}" if filed else "没有有效的主诊医师备案"
    return f"属于{'、'.join(specialty)}，{said}"


# --- the person ------------------------------------------------------------------------------------------------------


def against_employment(person: Staff, day: date) -> str:
    """That the person did not work here yet, or any more."""
    if is_employed(person, day):
        return ""
    has_left = person.left_on and person.left_on <= day
    return f"已于 {person.left_on} 离职" if has_left else f" {person.hired_on} 才入职"


def failed_test(person: Staff, technique_id: str | None, day: date) -> date | None:
    """When an outside body failed the person in this technique, if they were not restored by ``day``."""
    for test in person.third_party_assessments:
        is_about = technique_id is not None and test.technique_id == technique_id
        is_restored = test.restored_on is not None and test.restored_on <= day
        if is_about and test.result == "不通过" and test.assessed_on < day and not is_restored:
            return test.assessed_on
    return None
