"""Derived for third parties' forms: applications for a new technique, for privileges, for the review of the grade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final, TypedDict

from meidang.archive import Item
from meidang.archive.facts import active_techniques, is_employed, present_title
from meidang.archive.permits import privilege_state
from meidang.models.codes import MOBILE
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.institution import Institution
from meidang.models.scalars import BIRTH_MONTH, EXPIRY, GRADE
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique
from meidang.render.views.blank import blank
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.privileges import privilege_words
from meidang.render.views.rows import TechniqueRow, technique_row
from meidang.render.views.words import date_word, joined

_OPERATION: Final = "手术"
_DONE, _ASSISTED = "术者", "一助"
#: What the form calls the ladders of the table of titles.
_TRADES: Final = {"医师": "医师", "护理": "护士", "药学": "药剂人员", "技术": "技术人员"}


class MemberRow(TypedDict):
    """A person as a form asks for them."""

    name: Annotated[str, "姓名"]
    sex: Annotated[str, "性别"]
    age: Annotated[str, "年龄"]
    education: Annotated[str, "学历学位"]
    title: Annotated[str, "职称"]
    position: Annotated[str, "职务"]
    title_and_position: Annotated[str, "职称职务"]
    specialty: Annotated[str, "专业"]


class LeaderView(MemberRow):
    """The one who leads."""

    birth_ym: Annotated[str, "出生年月", BIRTH_MONTH]
    expertise: Annotated[str, "专长"]
    phone: Annotated[str, "手机号码", MOBILE]


class JointRow(TypedDict):
    """A department that takes part."""

    department: Annotated[str, "科室名称"]
    head: Annotated[str, "科室主任"]


class TechniqueApplication(TypedDict):
    """What the application for a new technique asks for beyond the dossier."""

    department: Annotated[str, "申请科室"]
    leader: Annotated[LeaderView, "项目负责人"]
    members: Annotated[list[MemberRow], "项目成员"]
    joint: Annotated[list[JointRow], "协作科室"]
    min_band: Annotated[str, "最低职称的级别段"]
    min_trade: Annotated[str, "最低职称的类别"]


class OperationRow(TypedDict):
    """An operation that the person may do, did, or asks for."""

    name: Annotated[str, "手术名称"]
    code: Annotated[str, "手术编码"]
    grade: Annotated[str, "手术等级", GRADE]
    performing_status: Annotated[str, "开展状态"]
    required: Annotated[str, "要求职称"]
    done: Annotated[str, "术者例数"]
    assisted: Annotated[str, "一助例数"]
    supervisor: Annotated[str, "指导医师"]
    conditions: Annotated[str, "备注"]
    state: Annotated[str, "状态"]
    granted_on: Annotated[str, "授权日期"]
    valid_to: Annotated[str, "有效期至"]


class GradeReview(TypedDict):
    """What the review of the grade of aesthetic projects asks for beyond the dossier."""

    licence_no: Annotated[str, "执业许可证登记号"]
    licence_valid_to: Annotated[str, "执业许可证有效期至"]
    subjects: Annotated[str, "诊疗科目"]
    doctors: Annotated[str, "医师人数"]
    nurses: Annotated[str, "护士人数"]
    devices: Annotated[str, "在用设备台数"]
    projects: Annotated[list[TechniqueRow], "开展的项目"]


# --- a new technique -------------------------------------------------------------------------------------------------


def technique_application(of: Subject[Technique]) -> TechniqueApplication:
    """Who leads, who takes part, and who may do it at least."""
    technique, desk = of.model, of.desk
    leader = desk.archive.get(Staff, technique.leader_id)
    people = [grant.person for grant in desk.grants_of_technique.get(of.item.id, ())]
    members = {person.id: person for person in people if leader is None or person.id != leader.id}
    title = desk.archive.titles.get(technique.min_title or "")
    departments = list(_departments(desk, technique))
    return {
        "department": departments[0]["department"] if departments else "",
        "leader": _leader(desk, leader),
        "members": [_member(desk, person) for person in members.values()],
        "joint": departments[1:],
        "min_band": title.band if title else "",
        "min_trade": _TRADES[title.ladder] if title else "",
    }


def _departments(desk: Desk, technique: Technique) -> Iterator[JointRow]:
    for key in technique.departments:
        item = desk.archive.get(Department, key)
        head = item.record.head_id if item else None
        yield {"department": desk.name("department", key), "head": desk.name("staff", head) if head else ""}


def _member(desk: Desk, item: Item[Staff]) -> MemberRow:
    person = item.record
    title = present_title(person, desk.as_of)
    last = max(person.education, key=lambda one: one.graduated_on or date.min, default=None)
    position = person.position or ""
    return {
        "name": person.name,
        "sex": person.sex or "",
        "age": _age(person.birth_ym, desk.as_of),
        "education": last.education if last else "",
        "title": title.title if title else "",
        "position": position,
        "title_and_position": "／".join(word for word in (title.title if title else "", position) if word),
        "specialty": (last.specialty if last else None) or person.practice_category_scope or "",
    }


def _leader(desk: Desk, item: Item[Staff] | None) -> LeaderView:
    if item is None:
        return blank(LeaderView)
    person = item.record
    return {
        **_member(desk, item),
        "birth_ym": person.birth_ym or "",
        "expertise": joined(_specialities(desk, person)),
        "phone": person.phone or "",
    }


def _specialities(desk: Desk, person: Staff) -> list[str]:
    """The techniques done most often, at most three."""
    counts: dict[str, int] = {}
    for one in person.participation:
        counts[one.technique_id] = counts.get(one.technique_id, 0) + one.cases
    return [desk.name("technique", key) for key in sorted(counts, key=lambda key: (-counts[key], key))[:3]]


def _age(birth: str | None, day: date) -> str:
    if not birth:
        return ""
    year, month = (int(part) for part in birth.split("-"))
    return str(day.year - year - (day.month < month))


# --- privileges ------------------------------------------------------------------------------------------------------


def operations(of: Subject[Staff]) -> list[OperationRow]:
    """The operations of a person, those in force and those that are not, with what was done of each."""
    return [_operation(of.desk, of.item, one) for one in of.model.privileges if one.privilege_type == _OPERATION]


def _operation(desk: Desk, item: Item[Any], one: Privilege) -> OperationRow:
    words = privilege_words(desk, one)
    technique = desk.archive.get(Technique, one.technique_id)
    return {
        "name": words["name"],
        "code": words["code"],
        "grade": words["grade"],
        "performing_status": one.performing_status or "",
        "required": (technique.record.min_title or "") if technique else "",
        "done": _cases(item.record, one.technique_id, _DONE),
        "assisted": _cases(item.record, one.technique_id, _ASSISTED),
        "supervisor": desk.name("staff", one.supervised_by) if one.supervised_by else "",
        "conditions": words["conditions"],
        "state": privilege_state(desk.archive, item, one, desk.as_of).value,
        "granted_on": date_word(one.granted_on),
        "valid_to": EXPIRY.show(one.valid_to) if one.valid_to else "",
    }


def _cases(person: Staff, technique_id: str | None, role: str) -> str:
    counted = [one.cases for one in person.participation if one.technique_id == technique_id and one.role == role]
    return str(sum(counted)) if technique_id and counted else ""


# --- the grade of projects -------------------------------------------------------------------------------------------


def grade_review(of: Subject[Institution]) -> GradeReview:
    """The licence, how many people and devices, and the projects, the highest grade first."""
    desk = of.desk
    licence = next((one for one in of.model.licences if one.credential_type == "practice_licence"), None)
    titles = [desk.archive.titles.get(title.title) for title in _titles(desk)]
    ladders = [title.ladder for title in titles if title]
    techniques = sorted(active_techniques(desk.archive, desk.as_of), key=lambda item: (-item.record.grade, item.id))
    devices = (item for item in desk.archive.of(Device) if not _is_retired(item.record, desk.as_of))
    return {
        "licence_no": (licence.number or "") if licence else "",
        "licence_valid_to": EXPIRY.show(licence.valid_to) if licence and licence.valid_to else "",
        "subjects": joined(one.name for one in of.model.clinical_subjects),
        "doctors": _count(ladders.count("医师")),
        "nurses": _count(ladders.count("护理")),
        "devices": _count(sum(1 for _ in devices)),
        "projects": [technique_row(desk, item) for item in techniques],
    }


def _titles(desk: Desk) -> Iterator[Any]:
    for item in desk.archive.of(Staff):
        if is_employed(item.record, desk.as_of) and (title := present_title(item.record, desk.as_of)):
            yield title


def _is_retired(device: Device, day: date) -> bool:
    retired = device.disposal.retired_on if device.disposal else None
    return retired is not None and retired <= day


def _count(number: int) -> str:
    return str(number) if number else ""
