"""Derived for a person (clause (八)): present title, privileges in force or not, prohibitions, hours, credits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypedDict

from meidang.archive import Item
from meidang.archive.facts import CredentialState, aesthetic_hours, binds, is_employed, present_title, title_row
from meidang.archive.holdings import filing_disciplines, missing_credentials
from meidang.archive.permits import PrivilegeState, privilege_state
from meidang.models.base import describe
from meidang.models.restriction import Restriction, SelfRestriction
from meidang.models.scalars import AMOUNT
from meidang.models.shared import Credential
from meidang.models.staff import Education, Participation, Privilege, Staff
from meidang.models.technique import Technique
from meidang.render.views.applications import OperationRow, operations
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.privileges import PrivilegeWords, privilege_words
from meidang.render.views.rows import (
    LEVELS,
    ProhibitionRow,
    SelfRestrictionRow,
    prohibition_rows,
    self_restriction_row,
    self_restrictions,
)
from meidang.render.views.words import code_lines, grade_word, joined

#: Whose dossier lists what is forbidden by law and grade: those who may operate at all.
_DOCTORS = "医师"
IN_FORCE = PrivilegeState.USABLE.value


class PrivilegeView(PrivilegeWords):
    """A privilege on the day."""

    state: Annotated[str, "状态"]


class ParticipationView(TypedDict):
    """Cases of one technique in one year."""

    code: Annotated[str, "手术编码"]
    grade: Annotated[str, "级别"]


class CreditsRow(TypedDict):
    """The sum of one year's credits."""

    year: Annotated[str, "年度"]
    credits: Annotated[str, "学分合计"]
    items: Annotated[str, "项目数"]


class StaffView(TypedDict):
    """A person on the day."""

    present_title: Annotated[str, "现职称"]
    title_and_position: Annotated[str, "职称职务"]
    latest_education: Annotated[str, "最高学历学位"]
    latest_school: Annotated[str, "毕业院校"]
    filing: Annotated[str, "主诊备案专业"]
    employment: Annotated[str, "在职状态"]
    credentials_and_missing: Annotated[list[dict[str, Any]], Credential, "证照与资质（含缺失的）"]
    authorised: Annotated[list[dict[str, Any]], Privilege, "授权开展项目"]
    not_authorised: Annotated[list[dict[str, Any]], Privilege, "未生效、过期或暂停的授权"]
    prohibitions: Annotated[list[ProhibitionRow], "技术权限内禁止、限制开展项目"]
    own_restrictions: Annotated[list[SelfRestrictionRow], "自身限制项目"]
    training_hours: Annotated[str, "医美专科培训学时合计"]
    credits_by_year: Annotated[list[CreditsRow], "各年度学分"]
    operations: Annotated[list[OperationRow], "手术权限"]


def derive(of: Subject[Staff]) -> StaffView:
    """Everything that the dossier says and nobody typed."""
    person, desk = of.model, of.desk
    title, education = present_title(person, desk.as_of), _latest(person.education)
    privileges = of.shown["privileges"]
    return {
        "present_title": title.title if title else "",
        "title_and_position": " / ".join(
            word for word in (title.title if title else "", person.position or "") if word
        ),
        "latest_education": education.education if education else "",
        "latest_school": education.school if education else "",
        "filing": joined(filing_disciplines(person, desk.as_of)),
        "employment": "在职" if is_employed(person, desk.as_of) else "离职",
        "credentials_and_missing": [*of.shown["credentials"], *_missing(of)],
        "authorised": [row for row in privileges if row["state"] == IN_FORCE],
        "not_authorised": [row for row in privileges if row["state"] != IN_FORCE],
        "prohibitions": list(_prohibitions(desk, person)),
        "own_restrictions": [
            self_restriction_row(desk, own) for own in self_restrictions(desk) if _concerns(of.item, own, desk)
        ],
        "training_hours": AMOUNT.show(aesthetic_hours(person, desk.as_of)),
        "credits_by_year": _credits(person),
        "operations": operations(of),
    }


def _missing(of: Subject[Staff]) -> Iterator[dict[str, Any]]:
    """A row for each credential that the posts ask for and the person does not hold."""
    blank = dict.fromkeys(describe(Credential), "")
    if is_employed(of.model, of.desk.as_of):
        for _, kind in missing_credentials(of.desk.archive, of.item, of.desk.as_of):
            yield {**blank, "credential_type": kind.name, "state": CredentialState.MISSING.value}


def _latest(education: Sequence[Education]) -> Education | None:
    return max(education, key=lambda step: step.graduated_on or date.min, default=None)


def _credits(person: Staff) -> list[CreditsRow]:
    years = sorted({step.year for step in person.continuing_education}, reverse=True)
    by_year = {year: [step for step in person.continuing_education if step.year == year] for year in years}
    return [
        {
            "year": str(year),
            "credits": AMOUNT.show(sum((step.credits for step in steps), Decimal())),
            "items": str(len(steps)),
        }
        for year, steps in by_year.items()
    ]


# --- what is forbidden -----------------------------------------------------------------------------------------------


def _prohibitions(desk: Desk, person: Staff) -> Iterator[ProhibitionRow]:
    """For doctors: the lists of the state, province, city and grade, and what lies above their title."""
    title = title_row(desk.archive, person, desk.as_of)
    if title is None or title.ladder != _DOCTORS:
        return
    lists = [item.record for item in desk.archive.of(Restriction) if item.record.authority_level in LEVELS]
    for one in sorted(lists, key=lambda one: LEVELS.index(one.authority_level)):
        if not one.declared_none:
            yield from prohibition_rows(one)
    if title.max_grade is not None:
        for grade in range(title.max_grade + 1, 5):
            yield {
                "level": "职称权限",
                "category": "禁止",
                "name": f"全部{grade_word(grade)}手术",
                "code": "",
                "grade": grade_word(grade),
                "basis": f"{title.title}最高可开展{grade_word(title.max_grade)}手术",
                "issued_on": "",
                "filed": "",
                "filed_on": "",
            }


def _concerns(item: Item[Staff], own: SelfRestriction, desk: Desk) -> bool:
    """Whether it binds this person, who holds a privilege for the technique or works where it is done."""
    if not binds(own, item.id, item.record, own.technique_id):
        return False
    technique = desk.archive.get(Technique, own.technique_id)
    places = technique.record.departments if technique else ()
    person = item.record
    near = {person.department_id, *person.other_departments} & set(places)
    return own.scope == "个人" or bool(near) or any(step.technique_id == own.technique_id for step in person.privileges)


# --- groups inside ---------------------------------------------------------------------------------------------------


def privilege(of: Subject[Privilege]) -> PrivilegeView:
    """What it is for, by its type if nothing else, under what conditions, and whether it holds on the day."""
    words = privilege_words(of.desk, of.model)
    state = privilege_state(of.desk.archive, of.item, of.model, of.desk.as_of)
    return {**words, "name": words["name"] or of.model.privilege_type, "state": state.value}


def participation(of: Subject[Participation]) -> ParticipationView:
    """The technique's code and grade."""
    technique = of.desk.archive.get(Technique, of.model.technique_id)
    return {
        "code": code_lines(technique.record.icd9cm3) if technique else "",
        "grade": grade_word(technique.record.grade) if technique else "",
    }
