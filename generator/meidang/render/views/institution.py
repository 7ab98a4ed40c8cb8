"""Derived for the institution (clauses (一) to (九)): seventeen facts, restrictions, people, catalogues, changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final, TypedDict

from meidang.models.base import Record
from meidang.models.department import Department
from meidang.models.institution import Institution
from meidang.models.ledgers.quality import CommitteeDecision, QiEntry
from meidang.models.ledgers.records import RecordQualitySummary
from meidang.models.restriction import Restriction
from meidang.models.scalars import EXPIRY
from meidang.models.technique import Technique
from meidang.render.views.applications import GradeReview, grade_review
from meidang.render.views.department import PlanRow, headcount, improvement, plan_rows
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.figures import IndicatorRow, latest_rows
from meidang.render.views.forms import FormsView, forms
from meidang.render.views.outpatient import OutpatientInsert, outpatient
from meidang.render.views.privileges import PrivilegeWords, privilege_words
from meidang.render.views.rows import (
    LAW_LEVELS,
    CatalogueRow,
    PersonRow,
    ProhibitionRow,
    SelfRestrictionRow,
    TechniqueRow,
    catalogue_rows,
    person_row,
    prohibition_rows,
    self_restriction_row,
    self_restrictions,
    technique_row,
)
from meidang.render.views.words import date_word, joined

#: The seventeen facts of clause (一) (requirement S1-06): a declared field, or one of the three that are derived.
FACTS: Final = (
    "name",
    "legal_representative",
    "responsible_person",
    "registered_capital",
    "floor_area_m2",
    "institution_grade",
    "departments",
    "business_licence",
    "practice_licence",
    "acceptance_certificate",
    "annual_verification",
    "founded_on",
    "website",
    "address",
    "email",
    "postcode",
    "phone",
)
_LABELS: Final = {"departments": "科室设置", "annual_verification": "年检校验"}


class FactRow(TypedDict):
    """One of the seventeen facts."""

    name: Annotated[str, "项目"]
    value: Annotated[str, "内容"]


class DepartmentRow(TypedDict):
    """A department as the list of eighteen shows it."""

    id: Annotated[str, "编号"]
    no: Annotated[str, "序号"]
    name: Annotated[str, "科室名称"]
    category: Annotated[str, "科室类别"]
    in_use: Annotated[str, "是否设置"]
    head: Annotated[str, "负责人"]
    people: Annotated[str, "人员数"]
    archive_no: Annotated[str, "档案编号"]


class GrantRow(PrivilegeWords):
    """A privilege in force with its holder, as the list of privileges shows it."""

    person: Annotated[str, "姓名"]
    department: Annotated[str, "科室"]
    title: Annotated[str, "职称"]
    privilege_type: Annotated[str, "授权类别"]
    performing_status: Annotated[str, "开展状态"]
    granted_on: Annotated[str, "授权日期"]
    valid_to: Annotated[str, "有效期至"]
    granted_by: Annotated[str, "授权签批"]


class ChangeRow(TypedDict):
    """A registered change of any record."""

    record: Annotated[str, "变更对象"]
    change: Annotated[str, "变更内容"]
    changed_on: Annotated[str, "变更日期"]
    due_on: Annotated[str, "计划日期"]
    done_on: Annotated[str, "登记日期"]
    owner_dept: Annotated[str, "责任职能部门"]
    done_by: Annotated[str, "完成人"]


class DossierRow(TypedDict):
    """A record's dossier, as the index of the archive lists it."""

    kind: Annotated[str, "档案种类"]
    archive_no: Annotated[str, "档案编号"]
    label: Annotated[str, "档案名称"]
    owner_dept: Annotated[str, "责任部门"]
    updated_on: Annotated[str, "更新日期"]
    next_review_on: Annotated[str, "下次复核日期"]


class _QualityView(TypedDict):
    """Quality at the institution's level: plans, figures, improvement, summaries, decisions; the blank forms."""

    quality_plans: Annotated[list[PlanRow], "院级质量管理与持续改进方案"]
    indicators: Annotated[list[IndicatorRow], "院级指标"]
    improvement: Annotated[list[dict[str, Any]], QiEntry, "院级持续改进台账（近一年）"]
    record_summaries: Annotated[list[dict[str, Any]], RecordQualitySummary, "季度病历质量分析（近一年）"]
    decisions: Annotated[list[dict[str, Any]], CommitteeDecision, "委员会决议（近一年）"]
    outpatient: Annotated[OutpatientInsert, "门诊病历质量"]
    forms: Annotated[FormsView, "空白表单"]


class InstitutionView(_QualityView):
    """The institution on the day."""

    facts: Annotated[list[FactRow], "一般信息（17 项）"]
    departments: Annotated[list[DepartmentRow], "科室设置"]
    law_restrictions: Annotated[list[ProhibitionRow], "国家、省、市禁限技术"]
    grade_restrictions: Annotated[list[ProhibitionRow], "等级权限禁限"]
    self_restrictions: Annotated[list[SelfRestrictionRow], "自身限制项目"]
    people: Annotated[list[PersonRow], "专业技术人员"]
    grants: Annotated[list[GrantRow], "授权一览"]
    techniques: Annotated[list[TechniqueRow], "技术项目"]
    catalogues: Annotated[list[CatalogueRow], "主要技术项目目录（六类）"]
    dossiers: Annotated[list[DossierRow], "档案索引"]
    changes: Annotated[list[ChangeRow], "更新变更登记"]
    grade_review: Annotated[GradeReview, "项目分级管理审核"]


def derive(of: Subject[Institution]) -> InstitutionView:
    """Everything that the dossier says and nobody typed."""
    desk = of.desk
    departments = sorted(desk.archive.of(Department), key=lambda item: item.record.dept_no)
    techniques = desk.archive.of(Technique)
    lists = [item.record for item in desk.archive.of(Restriction)]
    law = sorted((one for one in lists if one.authority_level in LAW_LEVELS), key=_by_level)
    return {
        "facts": _facts(of),
        "departments": [_department_row(desk, item) for item in departments],
        "law_restrictions": [row for one in law for row in prohibition_rows(one)],
        "grade_restrictions": [
            row for one in lists if one.authority_level == "机构等级" for row in prohibition_rows(one)
        ],
        "self_restrictions": [self_restriction_row(desk, own) for own in self_restrictions(desk)],
        "people": [person_row(desk, item) for item in desk.people],
        "grants": list(_grants(desk)),
        "techniques": [technique_row(desk, item) for item in techniques],
        "catalogues": catalogue_rows(desk, techniques),
        "dossiers": list(_dossiers(desk)),
        "changes": sorted(_changes(desk), key=lambda row: row["changed_on"], reverse=True),
        "grade_review": grade_review(of),
        **_quality(of),
    }


def _quality(of: Subject[Institution]) -> _QualityView:
    desk = of.desk
    return {
        "quality_plans": plan_rows(desk, None),
        "indicators": latest_rows(desk, None),
        "improvement": of.rows(improvement(desk, None)),
        "record_summaries": of.rows(
            one for one in desk.recent(desk.entries("record_quality_summary")) if one.entry.level == "院级"
        ),
        "decisions": of.rows(desk.recent(desk.entries("committee_decision"))),
        "outpatient": outpatient(of, None),
        "forms": forms(desk),
    }


def _by_level(restriction: Restriction) -> int:
    return LAW_LEVELS.index(restriction.authority_level)


def _facts(of: Subject[Institution]) -> list[FactRow]:
    return [{"name": _fact_name(of, name), "value": _fact(of, name)} for name in FACTS]


def _fact_name(of: Subject[Institution], name: str) -> str:
    from_table = of.desk.name("credential_types", name)
    fields = type(of.model).__pydantic_fields__
    return _LABELS.get(name) or (fields[name].title or name if name in fields else from_table)


def _fact(of: Subject[Institution], name: str) -> str:
    if name == "departments":
        used = [item.record.dept_name for item in of.desk.archive.of(Department) if item.record.in_use]
        return f"设置 {len(used)} 个：{joined(used)}" if used else ""
    if name == "annual_verification":
        past = (one for one in of.model.annual_verification if one.verified_on <= of.desk.as_of)
        last = max(past, key=lambda one: one.verified_on, default=None)
        return f"{last.verified_on} {last.result}" if last else ""
    if name in of.shown:
        return str(of.shown[name])
    held = (row for row, licence in _licences(of) if licence == name)
    return "；".join(_licence_words(row) for row in held)


def _licences(of: Subject[Institution]) -> Iterator[tuple[dict[str, Any], str]]:
    for row, licence in zip(of.shown["licences"], of.model.licences, strict=True):
        yield row, licence.credential_type


def _licence_words(row: dict[str, Any]) -> str:
    until = f"有效期至 {row['valid_to']}" if row["valid_to"] else ""
    return "，".join(word for word in (row["number"], until, row["state"]) if word)


def _department_row(desk: Desk, item: Any) -> DepartmentRow:
    department: Department = item.record
    count = headcount(desk, item.id)
    # Why no number for one that is not in use: the binder holds no dossier to look up.
    number = department.archive_no if department.in_use else None
    return {
        "id": item.id,
        "no": str(department.dept_no),
        "name": department.dept_name,
        "category": department.category,
        "in_use": "是" if department.in_use else "否",
        "head": desk.name("staff", department.head_id) if department.head_id else "",
        "people": str(count) if department.in_use or count else "",
        "archive_no": number or "",
    }


def _grants(desk: Desk) -> Iterator[GrantRow]:
    for item in desk.people:
        person = person_row(desk, item)
        for privilege in desk.grants[item.key]:
            yield {
                **privilege_words(desk, privilege),
                "person": person["name"],
                "department": person["department"],
                "title": person["title"],
                "privilege_type": privilege.privilege_type,
                "performing_status": privilege.performing_status or "",
                "granted_on": date_word(privilege.granted_on),
                "valid_to": EXPIRY.show(privilege.valid_to) if privilege.valid_to else "",
                "granted_by": privilege.granted_by or "",
            }


def _records(desk: Desk) -> Iterator[Any]:
    return (item for item in desk.archive.items.values() if isinstance(item.record, Record))


def _dossiers(desk: Desk) -> Iterator[DossierRow]:
    for item in _records(desk):
        record: Record = item.record
        yield {
            "kind": item.kind.title,
            "archive_no": record.archive_no or "",
            "label": item.label,
            "owner_dept": record.owner_dept or "",
            "updated_on": date_word(record.updated_on),
            "next_review_on": date_word(record.next_review_on),
        }


def _changes(desk: Desk) -> Iterator[ChangeRow]:
    for item in _records(desk):
        for change in item.record.revisions:
            yield {
                "record": f"{item.kind.title}·{item.label}",
                "change": change.change,
                "changed_on": date_word(change.changed_on),
                "due_on": date_word(change.due_on),
                "done_on": date_word(change.done_on),
                "owner_dept": change.owner_dept or "",
                "done_by": change.done_by or "",
            }
