"""Derived for a technique (clause (七)): present status, performers, rates with n/N, restrictions, documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, TypedDict

from meidang.archive.facts import present_status, rates
from meidang.archive.research import projects_of
from meidang.models.base import Model, describe
from meidang.models.scalars import EXPIRY
from meidang.models.shared import GuidingDocument
from meidang.models.technique import Technique, YearFigures
from meidang.render.views.applications import TechniqueApplication, technique_application
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.policies import LimitRow, PolicyRow, limit_rows, of_techniques, policy_rows
from meidang.render.views.rows import SelfRestrictionRow, person_row, self_restriction_row, self_restrictions
from meidang.render.views.words import date_word, joined, percent, rate_words


class PerformerRow(TypedDict):
    """Someone who may do the technique."""

    name: Annotated[str, "姓名"]
    department: Annotated[str, "科室"]
    title: Annotated[str, "职称"]
    privilege_type: Annotated[str, "授权类别"]
    performing_status: Annotated[str, "开展状态"]
    granted_on: Annotated[str, "授权日期"]
    valid_to: Annotated[str, "有效期至"]
    granted_by: Annotated[str, "授权签批"]


class DocumentRow(TypedDict):
    """A policy, plan or form of the technique."""

    use: Annotated[str, "用途"]
    document_name: Annotated[str, "文件名"]
    document_no: Annotated[str, "文号"]
    version: Annotated[str, "版本"]
    effective_on: Annotated[str, "生效日期"]
    next_review_on: Annotated[str, "下次复核日期"]


class ResearchRow(TypedDict):
    """A research project that the technique belongs to."""

    research_title: Annotated[str, "课题名称"]
    leader: Annotated[str, "负责人"]
    approving_authority: Annotated[str, "立项单位"]
    level: Annotated[str, "级别"]
    approval_no: Annotated[str, "立项编号"]
    approved_on: Annotated[str, "立项日期"]
    planned_close_on: Annotated[str, "计划结题日期"]
    extended_to: Annotated[str, "批准延期至"]
    closed_on: Annotated[str, "实际结题日期"]


class RatesView(TypedDict):
    """The rates of one year: ``98.99%（606/612）``, and its two halves."""

    cure_rate: Annotated[str, "治愈率（含好转）"]
    cure_percent: Annotated[str, "治愈率（含好转，百分数）"]
    cure_share: Annotated[str, "治愈率（含好转，n/N）"]
    ineffective_rate: Annotated[str, "无效率"]
    ineffective_percent: Annotated[str, "无效率（百分数）"]
    ineffective_share: Annotated[str, "无效率（n/N）"]
    complication_rate: Annotated[str, "并发症率"]
    complication_percent: Annotated[str, "并发症率（百分数）"]
    complication_share: Annotated[str, "并发症率（n/N）"]
    dispute_rate: Annotated[str, "纠纷率"]
    dispute_percent: Annotated[str, "纠纷率（百分数）"]
    dispute_share: Annotated[str, "纠纷率（n/N）"]


class TechniqueView(TypedDict):
    """A technique on the day."""

    status: Annotated[str, "现状态"]
    status_on: Annotated[str, "状态变更日期"]
    categories: Annotated[str, "目录类别"]
    performers: Annotated[list[PerformerRow], "授权人员"]
    restrictions: Annotated[list[SelfRestrictionRow], "自身限制"]
    research: Annotated[list[ResearchRow], "科研项目"]
    documents: Annotated[list[DocumentRow], "制度文件"]
    yearly: Annotated[list[dict[str, Any]], YearFigures, "年度运行情况（近年在前）"]
    policies: Annotated[list[PolicyRow], "适用的制度、预案与操作指南"]
    limits: Annotated[list[LimitRow], "操作限值"]
    application: Annotated[TechniqueApplication, "申报表"]


def derive(of: Subject[Technique]) -> TechniqueView:
    """Everything that the dossier says and nobody typed."""
    technique, desk = of.model, of.desk
    status = present_status(technique, desk.as_of)
    policies = of_techniques(desk, [of.item.id])
    return {
        "status": status.status if status else "",
        "status_on": date_word(status.changed_on) if status else "",
        "categories": joined(entry.catalogue_category for entry in technique.catalogue),
        "performers": _performers(desk, of.item.id),
        "restrictions": [
            self_restriction_row(desk, own) for own in self_restrictions(desk) if own.technique_id == of.item.id
        ],
        "research": list(_research(desk, of.item.id)),
        "documents": list(_documents(technique)),
        "yearly": sorted(of.shown["figures"], key=lambda row: str(row["year"]), reverse=True),
        "policies": policy_rows(desk, policies),
        "limits": limit_rows(policies),
        "application": technique_application(of),
    }


def _performers(desk: Desk, technique_id: str) -> list[PerformerRow]:
    rows: list[PerformerRow] = []
    for grant in desk.grants_of_technique.get(technique_id, ()):
        person, privilege = person_row(desk, grant.person), grant.privilege
        rows.append(
            {
                "name": person["name"],
                "department": person["department"],
                "title": person["title"],
                "privilege_type": privilege.privilege_type,
                "performing_status": privilege.performing_status or "",
                "granted_on": date_word(privilege.granted_on),
                "valid_to": EXPIRY.show(privilege.valid_to) if privilege.valid_to else "",
                "granted_by": privilege.granted_by or "",
            }
        )
    return rows


def _research(desk: Desk, technique_id: str) -> Iterator[ResearchRow]:
    for item in projects_of(desk.archive, technique_id):
        project = item.record
        yield {
            "research_title": project.research_title,
            "leader": desk.name("staff", project.leader_id) if project.leader_id else "",
            "approving_authority": project.approving_authority or "",
            "level": project.level or "",
            "approval_no": project.approval_no or "",
            "approved_on": date_word(project.approved_on),
            "planned_close_on": date_word(project.planned_close_on),
            "extended_to": date_word(project.extended_to),
            "closed_on": date_word(project.closed_on),
        }


def _documents(model: Model) -> Iterator[DocumentRow]:
    for name, declared in describe(type(model)).items():
        value = getattr(model, name)
        if isinstance(value, GuidingDocument):
            yield {
                "use": declared.label,
                "document_name": value.document_name,
                "document_no": value.document_no or "",
                "version": value.version or "",
                "effective_on": date_word(value.effective_on),
                "next_review_on": date_word(value.next_review_on),
            }
        elif isinstance(value, Model):
            yield from _documents(value)


def figures(of: Subject[YearFigures]) -> RatesView:
    """Rates computed from the counts, never typed (requirement S1-13.5); a dash where there was no case."""
    counts, shares = of.model, rates(of.model)
    whole = counts.cases
    cure = _rate(shares.cure_including_improved, counts.cured + counts.improved, whole)
    ineffective = _rate(shares.ineffective, counts.ineffective, whole)
    complication = _rate(shares.complication, counts.complications, whole)
    dispute = _rate(shares.dispute, counts.disputes, whole)
    return {
        "cure_rate": cure.words,
        "cure_percent": cure.percent,
        "cure_share": cure.share,
        "ineffective_rate": ineffective.words,
        "ineffective_percent": ineffective.percent,
        "ineffective_share": ineffective.share,
        "complication_rate": complication.words,
        "complication_percent": complication.percent,
        "complication_share": complication.share,
        "dispute_rate": dispute.words,
        "dispute_percent": dispute.percent,
        "dispute_share": dispute.share,
    }


class _Rate(NamedTuple):
    words: str
    percent: str
    share: str


def _rate(value: float | None, part: int, whole: int) -> _Rate:
    return _Rate(rate_words(value, part, whole), percent(value), "" if value is None else f"{part}/{whole}")
