"""Derived for a department: its people and techniques, and what its ledgers tell of quality, drills and meetings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, TypedDict

from meidang.archive import Item
from meidang.archive.collections import Entered
from meidang.models.department import Department
from meidang.models.ledgers.cases import AdverseEvent
from meidang.models.ledgers.quality import AnnualSummary, Drill, Meeting, QiEntry
from meidang.models.plans import QiPlan
from meidang.models.restriction import SelfRestriction
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.render.views.ancillary import (
    ImagingInsert,
    LaboratoryInsert,
    PharmacyInsert,
    RecordsInsert,
    imaging,
    laboratory,
    medical_records,
    pharmacy,
)
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.devices import DeviceRow, device_rows
from meidang.render.views.figures import IndicatorRow, latest_rows
from meidang.render.views.operative import (
    AnaesthesiaInsert,
    OperationInsert,
    TheatreInsert,
    anaesthesia,
    operation,
    theatre,
)
from meidang.render.views.outpatient import OutpatientInsert, outpatient
from meidang.render.views.policies import PolicyRow, of_department, plans_for, policy_rows
from meidang.render.views.rows import (
    CatalogueRow,
    PersonRow,
    SelfRestrictionRow,
    TechniqueRow,
    catalogue_rows,
    person_row,
    self_restriction_row,
    self_restrictions,
    technique_row,
)
from meidang.render.views.words import date_word

_GROUP: Final = "质控小组活动"
#: Policies that stand in a section of their own: plans, and guides to single steps.
_LISTED: Final = frozenset({"预案", "操作步骤指南"})


class PlanRow(TypedDict):
    """A quality plan in one line."""

    title: Annotated[str, "方案名称"]
    year: Annotated[str, "年度"]
    issued_on: Annotated[str, "制定日期"]
    approved_by: Annotated[str, "批准人"]
    linked: Annotated[str, "对应台账条数"]


class _LedgersView(TypedDict):
    """What the ledgers and policies tell of a department."""

    quality_plans: Annotated[list[PlanRow], "质量管理与持续改进方案"]
    qc_meetings: Annotated[list[dict[str, Any]], Meeting, "质控小组活动（近一年）"]
    indicators: Annotated[list[IndicatorRow], "科室指标"]
    improvement: Annotated[list[dict[str, Any]], QiEntry, "科级持续改进台账（近一年）"]
    plans: Annotated[list[PolicyRow], "应急预案"]
    drills: Annotated[list[dict[str, Any]], Drill, "演练（近一年）"]
    adverse_events: Annotated[list[dict[str, Any]], AdverseEvent, "不良反应登记（近一年）"]
    meetings: Annotated[list[dict[str, Any]], Meeting, "会议与协调（近一年）"]
    annual_summaries: Annotated[list[dict[str, Any]], AnnualSummary, "年度总结"]
    guiding: Annotated[list[PolicyRow], "适用的制度与规范"]


class _InsertsView(TypedDict):
    """What concerns single departments."""

    outpatient: Annotated[OutpatientInsert, "门诊专项"]
    laboratory: Annotated[LaboratoryInsert, "检验科专项"]
    imaging: Annotated[ImagingInsert, "影像科专项"]
    pharmacy: Annotated[PharmacyInsert, "药剂科专项"]
    medical_records: Annotated[RecordsInsert, "病案室专项"]
    anaesthesia: Annotated[AnaesthesiaInsert, "麻醉科专项"]
    theatre: Annotated[TheatreInsert, "手术室专项"]
    operation: Annotated[OperationInsert, "注射与光电专项"]


class DepartmentView(_LedgersView, _InsertsView):
    """A department on the day."""

    people: Annotated[list[PersonRow], "科室人员"]
    people_count: Annotated[str, "人员数"]
    qc_group: Annotated[list[PersonRow], "质控小组"]
    techniques: Annotated[list[TechniqueRow], "开展技术项目"]
    catalogues: Annotated[list[CatalogueRow], "技术项目目录（六类）"]
    uncatalogued: Annotated[list[TechniqueRow], "未列入六类目录的技术项目"]
    restrictions: Annotated[list[SelfRestrictionRow], "自身限制项目"]
    devices: Annotated[list[DeviceRow], "设备档案"]


def derive(of: Subject[Department]) -> DepartmentView:
    """Everything that the dossier says and nobody typed."""
    desk, here = of.desk, of.item.id
    people = [item for item in desk.people if works_in(item, here)]
    techniques = [item for item in desk.archive.of(Technique) if here in item.record.departments]
    ids = [item.id for item in techniques]
    group = [desk.archive.get(Staff, member) for member in of.model.qc_group_members]
    return {
        "people": [person_row(desk, item) for item in people],
        "people_count": str(len(people)),
        "qc_group": [person_row(desk, item) for item in group if item],
        "techniques": [technique_row(desk, item) for item in techniques],
        "catalogues": catalogue_rows(desk, techniques),
        "uncatalogued": [technique_row(desk, item) for item in techniques if not item.record.catalogue],
        "restrictions": [
            self_restriction_row(desk, own)
            for own in self_restrictions(desk)
            if _concerns(own, here, people, techniques)
        ],
        "devices": device_rows(desk, here),
        **_ledgers(of, people, ids),
        **_inserts(of, people, ids),
    }


def _ledgers(of: Subject[Department], people: Sequence[Item[Staff]], ids: Sequence[str]) -> _LedgersView:
    desk, here = of.desk, of.item.id
    meetings = desk.recent(_meetings(desk, here))
    return {
        "quality_plans": plan_rows(desk, here),
        "qc_meetings": of.rows(one for one in meetings if one.entry.kind == _GROUP),
        "indicators": latest_rows(desk, here),
        "improvement": of.rows(improvement(desk, here)),
        "plans": policy_rows(desk, plans_for(desk, ids)),
        "drills": of.rows(desk.recent(_drills(desk, here, people))),
        "adverse_events": of.rows(desk.recent(desk.entries_of("adverse_event", here))),
        "meetings": of.rows(one for one in meetings if one.entry.kind != _GROUP),
        "annual_summaries": of.rows(desk.entries_of("annual_summary", here)),
        "guiding": policy_rows(
            desk, (one for one in of_department(desk, of.item.label, ids) if one.record.category not in _LISTED)
        ),
    }


def _inserts(of: Subject[Department], people: Sequence[Item[Staff]], ids: Sequence[str]) -> _InsertsView:
    return {
        "outpatient": outpatient(of, of.item.id),
        "laboratory": laboratory(of),
        "imaging": imaging(of),
        "pharmacy": pharmacy(of),
        "medical_records": medical_records(of, people),
        "anaesthesia": anaesthesia(of, people),
        "theatre": theatre(of),
        "operation": operation(of, ids),
    }


def works_in(item: Item[Staff], department_id: str) -> bool:
    """Whether the department is the person's own or one of the others."""
    return department_id in (item.record.department_id, *item.record.other_departments)


def _concerns(
    own: SelfRestriction, department_id: str, people: list[Item[Staff]], techniques: list[Item[Technique]]
) -> bool:
    if own.scope == "科室":
        return own.department_id == department_id
    if own.scope == "个人":
        return any(item.id == own.staff_id for item in people)
    return any(item.id == own.technique_id for item in techniques)


def headcount(desk: Desk, department_id: str) -> int:
    """How many people work there."""
    return sum(works_in(item, department_id) for item in desk.people)


# --- what the ledgers tell -------------------------------------------------------------------------------------------


def plan_rows(desk: Desk, department_id: str | None) -> list[PlanRow]:
    """The quality plans of a department, or of the institution, the latest year first."""
    plans = [item for item in desk.archive.of(QiPlan) if item.record.department_id == department_id]
    return [
        {
            "title": item.label,
            "year": str(item.record.year),
            "issued_on": date_word(item.record.issued_on),
            "approved_by": item.record.approved_by or "",
            "linked": str(len(desk.entries_about("qi_entry", "plan_id", item.id))),
        }
        for item in sorted(plans, key=lambda item: -item.record.year)
    ]


def improvement(desk: Desk, department_id: str | None) -> Sequence[Entered]:
    """The improvement items of the last year, and older ones that are still open."""
    every = desk.entries_of("qi_entry", department_id)
    recent = {id(one) for one in desk.recent(every)}
    return [one for one in every if id(one) in recent or not one.entry.closed_on or one.entry.closed_on > desk.as_of]


def _meetings(desk: Desk, department_id: str) -> Sequence[Entered]:
    """Its own, and those of others in which it took part."""
    return [
        one
        for one in desk.entries("meeting")
        if one.department_id == department_id or department_id in one.entry.participating_depts
    ]


def _drills(desk: Desk, department_id: str, people: Sequence[Item[Staff]]) -> Sequence[Entered]:
    """Its own, and those of others in which somebody of it took part."""
    here = {item.id for item in people}
    return [
        one
        for one in desk.entries("drill")
        if one.department_id == department_id or not here.isdisjoint(one.entry.participants)
    ]
