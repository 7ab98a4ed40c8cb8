"""What laboratory, imaging, pharmacy and the record room show besides (S1-23 to S1-33)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, TypedDict

from meidang.archive import Item
from meidang.archive.agreements import LAB_OUTSOURCING, agreements_on
from meidang.archive.collections import Entered
from meidang.archive.facts import present_title
from meidang.archive.spans import period_of
from meidang.models.agreement import Agreement, PartnerCredential
from meidang.models.department import Department
from meidang.models.ledgers.pharmacy import DrugLot, PrescriptionReview
from meidang.models.ledgers.records import FrontSheet, ImageQualityReview, RecordQualitySummary
from meidang.models.scalars import AMOUNT, EXPIRY
from meidang.models.staff import Staff
from meidang.render.views.blank import blank
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.drugs import DrugRow, drug_rows
from meidang.render.views.states import term_state
from meidang.render.views.words import date_word, joined, rate_words

# --- laboratory ------------------------------------------------------------------------------------------------------


class AgreementRow(TypedDict):
    """An agreement in one line."""

    partner: Annotated[str, "第三方名称"]
    grade: Annotated[str, "等级"]
    nature: Annotated[str, "性质"]
    icu: Annotated[str, "重症医学科接收"]
    phone: Annotated[str, "联系电话"]
    valid_from: Annotated[str, "协议开始"]
    valid_to: Annotated[str, "协议截止"]
    state: Annotated[str, "状态"]


class PartnerCredentialRow(TypedDict):
    """A document of a partner."""

    partner: Annotated[str, "第三方名称"]
    whose: Annotated[str, "机构或个人"]
    name: Annotated[str, "证照名称"]
    number: Annotated[str, "编号"]
    valid_to: Annotated[str, "有效期至"]
    state: Annotated[str, "状态"]


class PartnerSummaryRow(TypedDict):
    """What a year of an agreement brought."""

    partner: Annotated[str, "第三方名称"]
    year: Annotated[str, "年度"]
    summarised_on: Annotated[str, "总结日期"]
    summary: Annotated[str, "总结"]


class LaboratoryInsert(TypedDict):
    """What a laboratory shows."""

    applies: Annotated[str, "是否适用"]
    agreements: Annotated[list[AgreementRow], "委托检验协议"]
    credentials: Annotated[list[PartnerCredentialRow], "第三方资质"]
    summaries: Annotated[list[PartnerSummaryRow], "委托检验年度总结"]


def laboratory(of: Subject[Department]) -> LaboratoryInsert:
    """Agreements on outsourced tests, the partners' documents, each year's summary."""
    if of.model.dept_name != "检验科":
        return blank(LaboratoryInsert)
    chosen = list(agreements_on(of.desk.archive, LAB_OUTSOURCING))
    return {
        "applies": "是",
        "agreements": [agreement_row(of.desk, item) for item in chosen],
        "credentials": [row for item in chosen for row in _credential_rows(of.desk, item)],
        "summaries": [
            {
                "partner": item.record.partner,
                "year": str(each.year),
                "summarised_on": date_word(each.summarised_on),
                "summary": each.summary.rstrip("\n"),
            }
            for item in chosen
            for each in item.record.year_summaries
        ],
    }


def agreement_row(desk: Desk, item: Item[Agreement]) -> AgreementRow:
    """An agreement in one line; what was not written down is blank."""
    one = item.record
    nature = (
        {True: "公立", False: "非公立", None: ""}[one.is_public],
        {True: "综合", False: "专科", None: ""}[one.is_general],
    )
    return {
        "partner": one.partner,
        "grade": one.partner_grade or "",
        "nature": joined(nature),
        "icu": {True: "是", False: "否", None: "未写明"}[one.icu_named],
        "phone": one.contact_phone or "",
        "valid_from": date_word(one.valid_from),
        "valid_to": EXPIRY.show(one.valid_to),
        "state": term_state(desk, one.valid_to),
    }


def _credential_rows(desk: Desk, item: Item[Agreement]) -> Iterator[PartnerCredentialRow]:
    one = item.record
    held: Iterable[tuple[str, PartnerCredential]] = (
        *(("机构", each) for each in one.credentials),
        *(("个人", each) for each in one.personal_credentials),
    )
    for whose, each in held:
        yield {
            "partner": one.partner,
            "whose": whose,
            "name": each.name,
            "number": each.number or "",
            "valid_to": EXPIRY.show(each.valid_to) if each.valid_to else "",
            "state": term_state(desk, each.valid_to),
        }


# --- imaging ---------------------------------------------------------------------------------------------------------


class ImagingInsert(TypedDict):
    """What an imaging department shows; its indicators stand in the department's own list."""

    applies: Annotated[str, "是否适用"]
    reviews: Annotated[list[dict[str, Any]], ImageQualityReview, "图像质量评价"]


def imaging(of: Subject[Department]) -> ImagingInsert:
    """The reviews of images of the last year."""
    if of.model.dept_name != "影像科":
        return blank(ImagingInsert)
    reviews = of.desk.recent(of.desk.entries("image_quality_review"))
    return {"applies": "是", "reviews": of.rows(reviews)}


# --- pharmacy --------------------------------------------------------------------------------------------------------


class AntibacterialRow(TypedDict):
    """Who may prescribe antibacterials, and of which tier."""

    person: Annotated[str, "姓名"]
    department: Annotated[str, "科室"]
    title: Annotated[str, "职称"]
    tier: Annotated[str, "抗菌药物级别"]
    exam: Annotated[str, "培训考核"]
    granted_on: Annotated[str, "授权日期"]
    valid_to: Annotated[str, "有效期至"]


class PharmacyInsert(TypedDict):
    """What a pharmacy shows."""

    applies: Annotated[str, "是否适用"]
    antibacterials: Annotated[list[AntibacterialRow], "抗菌药物处方权"]
    reviews: Annotated[list[dict[str, Any]], PrescriptionReview, "处方月点评"]
    antibacterial_use: Annotated[str, "抗菌药物合理应用点评小结"]
    drugs: Annotated[list[DrugRow], "高风险药品与耗材"]
    lots: Annotated[list[dict[str, Any]], DrugLot, "批号追踪"]


def pharmacy(of: Subject[Department]) -> PharmacyInsert:
    """Who may prescribe what, how prescriptions were reviewed, what is watched and counted."""
    if of.model.dept_name != "药剂科":
        return blank(PharmacyInsert)
    desk = of.desk
    uses = desk.recent(desk.entries("antibiotic_use_review"))
    wrong = sum(not one.entry.appropriate for one in uses)
    return {
        "applies": "是",
        "antibacterials": list(_antibacterials(desk)),
        "reviews": of.rows(desk.recent(desk.entries("prescription_review"))),
        "antibacterial_use": f"近一年点评 {len(uses)} 例，不合理 {wrong} 例。" if uses else "近一年没有点评记录。",
        "drugs": drug_rows(desk),
        "lots": of.rows(desk.recent(desk.entries("drug_lot"))),
    }


def _antibacterials(desk: Desk) -> Iterator[AntibacterialRow]:
    for item in desk.people:
        title = present_title(item.record, desk.as_of)
        for one in desk.grants[item.key]:
            if one.privilege_type == "抗生素":
                score = f"{AMOUNT.show(one.score)} 分" if one.score is not None else ""
                yield {
                    "person": item.record.name,
                    "department": desk.name("department", item.record.department_id),
                    "title": title.title if title else "",
                    "tier": one.tier or "",
                    "exam": " ".join(word for word in (date_word(one.exam_on), score) if word),
                    "granted_on": date_word(one.granted_on),
                    "valid_to": EXPIRY.show(one.valid_to) if one.valid_to else "",
                }


# --- the record room -------------------------------------------------------------------------------------------------


class RecordStaffRow(TypedDict):
    """Someone of the record room: where from, and trained how."""

    name: Annotated[str, "姓名"]
    post: Annotated[str, "职责"]
    title: Annotated[str, "职称"]
    background: Annotated[str, "专业背景"]
    trainings: Annotated[str, "培训"]


class ArchivingRow(TypedDict):
    """A month's filing."""

    month: Annotated[str, "月份"]
    due: Annotated[str, "应归档"]
    in_time: Annotated[str, "按时归档"]
    rate: Annotated[str, "按时归档率"]
    late: Annotated[str, "迟归或未归的病案号"]


class RecordsInsert(TypedDict):
    """What a record room shows."""

    applies: Annotated[str, "是否适用"]
    people: Annotated[list[RecordStaffRow], "病案管理人员"]
    summaries: Annotated[list[dict[str, Any]], RecordQualitySummary, "季度病历质量分析（两级）"]
    front_sheets: Annotated[list[dict[str, Any]], FrontSheet, "病案首页抽查"]
    archiving: Annotated[list[ArchivingRow], "病案归档"]


def medical_records(of: Subject[Department], people: Sequence[Item[Staff]]) -> RecordsInsert:
    """Who works there, the summaries of both levels, the front sheets, the filing month by month."""
    if of.model.dept_name != "病案室":
        return blank(RecordsInsert)
    desk = of.desk
    return {
        "applies": "是",
        "people": [_record_person(desk, of.model, item) for item in people],
        "summaries": of.rows(desk.recent(desk.entries("record_quality_summary"))),
        "front_sheets": of.rows(desk.recent(desk.entries("front_sheet"))),
        "archiving": _archiving(desk.recent(desk.entries("archiving_record"))),
    }


def _record_person(desk: Desk, department: Department, item: Item[Staff]) -> RecordStaffRow:
    title = present_title(item.record, desk.as_of)
    trained = [each for each in item.record.training if each.trained_on <= desk.as_of]
    return {
        "name": item.record.name,
        "post": "负责人" if item.id == department.head_id else item.record.position or "",
        "title": title.title if title else "",
        "background": item.record.background or "",
        "trainings": "\n".join(
            f"{each.trained_on} {each.content}，{AMOUNT.show(each.hours)} 学时" for each in trained[-3:]
        ),
    }


def _archiving(records: Sequence[Entered]) -> list[ArchivingRow]:
    months: dict[str, list[Any]] = {}
    for one in records:
        months.setdefault(period_of(one.moment, "月").words, []).append(one.entry)
    rows: list[ArchivingRow] = []
    for month, mine in months.items():
        late = [each.medical_record_no for each in mine if each.filed_on is None or each.filed_on > each.due_on]
        whole, part = len(mine), len(mine) - len(late)
        rate = rate_words(part / whole, part, whole)
        rows.append(
            {"month": month, "due": str(whole), "in_time": str(part), "rate": rate, "late": joined(late) or "无"}
        )
    return rows
