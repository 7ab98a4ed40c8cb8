"""Rows of the lists that several views hold: a person, a technique, a restriction in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Final, TypedDict, get_args

from meidang.archive import Item
from meidang.archive.facts import present_status, present_title
from meidang.archive.holdings import filing_disciplines
from meidang.models.restriction import RestrictedTechnique, Restriction, SelfRestriction
from meidang.models.staff import PrivilegeType, Staff
from meidang.models.technique import CatalogueCategory, Technique
from meidang.render.views.desk import Desk
from meidang.render.views.privileges import in_one_line
from meidang.render.views.words import code_lines, date_word, grade_word, joined

CATEGORIES: Final[tuple[str, ...]] = get_args(CatalogueCategory)
#: Who forbids or restricts, from the highest; self-restrictions are another matter.
LAW_LEVELS: Final = ("国家", "省", "市")
LEVELS: Final = (*LAW_LEVELS, "机构等级")


class PersonRow(TypedDict):
    """A person with all privileges in force."""

    id: Annotated[str, "编号"]
    name: Annotated[str, "姓名"]
    sex: Annotated[str, "性别"]
    department: Annotated[str, "科室"]
    title: Annotated[str, "职称"]
    position: Annotated[str, "职务"]
    posts: Annotated[str, "岗位"]
    filing: Annotated[str, "主诊备案专业"]
    privileges: Annotated[str, "授权范围"]
    marks: Annotated[dict[PrivilegeType, str], "授权类别"]


class TechniqueRow(TypedDict):
    """A technique as an index lists it."""

    id: Annotated[str, "编号"]
    name: Annotated[str, "技术名称"]
    code: Annotated[str, "手术编码"]
    grade: Annotated[str, "级别"]
    specialty: Annotated[str, "专业"]
    categories: Annotated[str, "目录类别"]
    departments: Annotated[str, "开展科室"]
    leader: Annotated[str, "项目负责人"]
    status: Annotated[str, "状态"]
    archive_no: Annotated[str, "档案编号"]


class CatalogueRow(TypedDict):
    """A technique's entry in one of the six catalogues."""

    category: Annotated[str, "目录类别"]
    name: Annotated[str, "技术名称"]
    code: Annotated[str, "手术编码"]
    grade: Annotated[str, "级别"]
    departments: Annotated[str, "开展科室"]
    basis: Annotated[str, "入选理由/依据"]
    approval: Annotated[str, "审批单位及文号"]
    approved_on: Annotated[str, "批准日期"]


class SelfRestrictionRow(TypedDict):
    """A self-restriction, in force or released."""

    technique: Annotated[str, "技术项目"]
    code: Annotated[str, "手术编码"]
    grade: Annotated[str, "级别"]
    scope: Annotated[str, "范围"]
    reasons: Annotated[str, "限制原因"]
    restricted_on: Annotated[str, "限制日期"]
    release_conditions: Annotated[str, "解除条件"]
    release_approved_by: Annotated[str, "审核批准"]
    released_on: Annotated[str, "解除日期"]
    state: Annotated[str, "状态"]


class ProhibitionRow(TypedDict):
    """A technique that an authority or a grade forbids or restricts."""

    level: Annotated[str, "层级"]
    category: Annotated[str, "类别"]
    name: Annotated[str, "技术名称"]
    code: Annotated[str, "手术编码"]
    grade: Annotated[str, "级别"]
    basis: Annotated[str, "依据文件"]
    issued_on: Annotated[str, "公布日期"]
    filed: Annotated[str, "是否备案"]
    filed_on: Annotated[str, "备案日期"]


# --- people ----------------------------------------------------------------------------------------------------------


def person_row(desk: Desk, item: Item[Staff]) -> PersonRow:
    """A person in one line."""
    person, grants = item.record, desk.grants[item.key]
    title = present_title(person, desk.as_of)
    held = {privilege.privilege_type for privilege in grants}
    departments = (person.department_id, *person.other_departments)
    return {
        "id": item.id,
        "name": person.name,
        "sex": person.sex or "",
        "department": joined(desk.name("department", department) for department in departments),
        "title": title.title if title else "",
        "position": person.position or "",
        "posts": joined(person.posts),
        "filing": joined(filing_disciplines(person, desk.as_of)),
        "privileges": in_one_line(desk, grants),
        "marks": {kind: "√" if kind in held else "" for kind in get_args(PrivilegeType)},
    }


# --- techniques ------------------------------------------------------------------------------------------------------


def technique_row(desk: Desk, item: Item[Technique]) -> TechniqueRow:
    """A technique in one line."""
    technique = item.record
    status = present_status(technique, desk.as_of)
    return {
        "id": item.id,
        "name": technique.standard_name,
        "code": code_lines(technique.icd9cm3),
        "grade": grade_word(technique.grade),
        "specialty": joined(technique.specialty),
        "categories": joined(entry.catalogue_category for entry in technique.catalogue),
        "departments": joined(desk.name("department", department) for department in technique.departments),
        "leader": desk.name("staff", technique.leader_id) if technique.leader_id else "",
        "status": status.status if status else "",
        "archive_no": technique.archive_no or "",
    }


def catalogue_rows(desk: Desk, techniques: Iterable[Item[Technique]]) -> list[CatalogueRow]:
    """The entries of all techniques, in the order of the six catalogues."""
    entries = [(entry, item) for item in techniques for entry in item.record.catalogue]
    entries.sort(key=lambda pair: (CATEGORIES.index(pair[0].catalogue_category), pair[1].id))
    return [
        {
            "category": entry.catalogue_category,
            "name": item.record.standard_name,
            "code": code_lines(item.record.icd9cm3),
            "grade": grade_word(item.record.grade),
            "departments": joined(desk.name("department", department) for department in item.record.departments),
            "basis": entry.basis or "",
            "approval": " ".join(word for word in (entry.approving_authority, entry.approval_no) if word),
            "approved_on": date_word(entry.approved_on),
        }
        for entry, item in entries
    ]


# --- restrictions ----------------------------------------------------------------------------------------------------


def self_restriction_row(desk: Desk, own: SelfRestriction) -> SelfRestrictionRow:
    """A self-restriction in one line."""
    technique = desk.archive.get(Technique, own.technique_id)
    released = own.released_on is not None and own.released_on <= desk.as_of
    return {
        "technique": desk.name("technique", own.technique_id),
        "code": code_lines(technique.record.icd9cm3) if technique else "",
        "grade": grade_word(technique.record.grade) if technique else "",
        "scope": scope_words(desk, own),
        "reasons": joined(own.reasons),
        "restricted_on": date_word(own.restricted_on),
        "release_conditions": own.release_conditions or "",
        "release_approved_by": own.release_approved_by or "",
        "released_on": date_word(own.released_on),
        "state": "已解除" if released else "限制中",
    }


def scope_words(desk: Desk, own: SelfRestriction) -> str:
    """Whom it binds: the institution, a department or a person by name."""
    if own.scope == "科室" and own.department_id:
        return f"科室：{desk.name('department', own.department_id)}"
    if own.scope == "个人" and own.staff_id:
        return f"个人：{desk.name('staff', own.staff_id)}"
    return own.scope


def self_restrictions(desk: Desk) -> Iterator[SelfRestriction]:
    """All self-restrictions known on the day, in force and released."""
    for item in desk.archive.of(Restriction):
        own = item.record.self_restriction
        if own and own.restricted_on <= desk.as_of:
            yield own


def prohibition_rows(restriction: Restriction) -> Iterator[ProhibitionRow]:
    """The rows of one list; a list declared empty says so in a row of its own."""
    if restriction.declared_none:
        yield _prohibition(restriction, name="无（本层级没有禁限技术）")
    for grade in restriction.forbidden_grades:
        yield _prohibition(restriction, name=f"全部{grade_word(grade)}手术", category="禁止", grade=grade)
    for row in restriction.items:
        yield _prohibition(restriction, name=row.technique_name, category=row.category, grade=row.grade, row=row)


def _prohibition(
    restriction: Restriction,
    *,
    name: str,
    category: str = "",
    grade: int | None = None,
    row: RestrictedTechnique | None = None,
) -> ProhibitionRow:
    filed = row.filed if row else None
    return {
        "level": restriction.authority_level,
        "category": category,
        "name": name,
        "code": code_lines(row.icd9cm3) if row else "",
        "grade": grade_word(grade),
        "basis": restriction.basis or "",
        "issued_on": date_word(restriction.issued_on),
        "filed": "" if filed is None else ("是" if filed else "否"),
        "filed_on": date_word(row.filed_on) if row else "",
    }
