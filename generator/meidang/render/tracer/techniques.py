"""What is checked of a technique: grade and admission, who may do it, its guides and figures, a talk on the spot."""

from __future__ import annotations

from collections.abc import Iterator

from meidang.archive import Item
from meidang.archive.calendar import add_months
from meidang.archive.facts import present_status, rates, stops
from meidang.archive.institution_limits import is_restricted
from meidang.archive.listed import listed_technique, project_of
from meidang.archive.permits import performers
from meidang.archive.tracer.cases import MONTHS
from meidang.archive.tracer.techniques import is_new
from meidang.models.scalars import GRADE
from meidang.models.technique import Technique, YearFigures
from meidang.render.tracer.inspection import Inspection, document_words, few, labelled, said
from meidang.render.tracer.sheet import NOTHING, ON_SPOT, Check, Paper, Place, Sheet
from meidang.render.views.words import percent


def technique_sheet(of: Inspection, item: Item[Technique]) -> Sheet:
    """The sheet of a technique that was not given up."""
    technique = item.record
    departments = "、".join(of.desk.name("department", one) for one in technique.departments)
    about = "　".join(filter(None, (GRADE.show(technique.grade), departments, "、".join(technique.icd9cm3))))
    papers = (*of.dossier("technique", item.id, "单项技术档案"), *of.scans(item), *_originals(of, item))
    return Sheet(item.key, f"{item.label}（{item.id}）", about, Place(of.page(item)), papers, tuple(_checks(of, item)))


def _originals(of: Inspection, item: Item[Technique]) -> Iterator[Paper]:
    technique = item.record
    for one in (technique.operation_guide_doc, technique.consent_doc, technique.admission_rule_doc):
        if one:
            yield Paper(f"《{one.document_name}》", one.document_no or "", "医务部门、开展科室")
    yield Paper("申报、伦理审查、委员会批准和备案的批件", keeper="医务部门")
    if item.id in of.done:
        yield Paper(f"近 {MONTHS} 个月这项技术的病历，任抽 2 份", keeper="病案室")


def _checks(of: Inspection, item: Item[Technique]) -> Iterator[Check]:
    yield from _of_admission(of, item)
    yield from _of_conduct(of, item)
    yield from _of_results(of, item)
    yield Check("现场询问操作者：适应症、禁忌症、预警指标和应急处置，回答正确？", ON_SPOT)
    yield from of.found(item.key)


# --- admission -------------------------------------------------------------------------------------------------------


def _of_admission(of: Inspection, item: Item[Technique]) -> Iterator[Check]:
    technique = item.record
    yield Check("名称、编码、分级与分级目录和批件一致？", _graded(of, technique))
    yield Check("准入手续齐全，首例在批准以后？", _admitted(technique))
    if technique.catalogue:
        lines = [
            f"{one.catalogue_category}：{labelled(审批=one.approving_authority, 文号=one.approval_no) or NOTHING}"
            for one in technique.catalogue
        ]
        yield Check("列入目录有依据、有批件？", "\n".join(lines))
    if is_restricted(of.archive, technique):
        yield Check("限制类技术已备案，人员、设备达到规范要求？", _restricted(of, technique))
    if is_new(of.archive, technique, of.desk.as_of):
        yield Check("新技术按期评价，试用期间逐例审查？", _new(technique))
    bound = stops(of.archive, of.desk.as_of).get(item.id, ())
    if bound:
        lines = [f"{one.restricted_on} 起自身限制（{one.scope}）：{'、'.join(one.reasons) or NOTHING}" for one in bound]
        yield Check("自身限制期间确实没有开展？", "\n".join(lines))


def _graded(of: Inspection, technique: Technique) -> str:
    row = project_of(of.archive, technique, of.desk.as_of)
    listed = f"目录：{row.name}，{GRADE.show(row.grade)}" if row else "目录里没有对应的项目"
    return said(
        labelled(分级=GRADE.show(technique.grade), 手术编码="、".join(technique.icd9cm3) or technique.icd_note), listed
    )


def _admitted(technique: Technique) -> str:
    one = technique.admission
    if one is None:
        return NOTHING
    return said(
        labelled(申报=one.applied_on, 伦理审查=one.ethics_on, 委员会批准=one.committee_approved_on),
        labelled(首例=one.first_case_on, 备案=one.filed_on, 备案编号=one.filing_no),
    )


def _restricted(of: Inspection, technique: Technique) -> str:
    rows = [one for one in listed_technique(of.archive, technique) if one.row.category == "限制"]
    admission = technique.admission
    filed = labelled(备案=admission.filed_on, 备案编号=admission.filing_no) if admission else ""
    lists = [f"列入{one.item.label}" for one in rows]
    return said(few(lists), filed or "档案没有备案记录")


def _new(technique: Technique) -> str:
    one = technique.new_technique
    if one is None:
        return NOTHING
    return said(labelled(审批=one.approved_on, 启动=one.started_on, 评价=one.evaluated_on, 结论=one.outcome))


# --- conduct ---------------------------------------------------------------------------------------------------------


def _of_conduct(of: Inspection, item: Item[Technique]) -> Iterator[Check]:
    technique, day = item.record, of.desk.as_of
    status = present_status(technique, day)
    facts = f"{status.status}（{status.changed_on} 起）" if status else NOTHING
    yield Check("实际开展情况与档案的状态一致？", facts)
    people = [f"{one.label}（{one.id}）" for one in performers(of.archive, item.id, day)]
    who = f"有效授权 {len(people)} 人：{few(people, 8, '人')}" if people else "没有人有有效的授权"
    facts = said(labelled(准入职称=technique.min_title), who)
    yield Check("现场操作者都在授权名单内，职称达到准入要求？", facts)
    yield Check("操作规范现行有效，科室人员知道？", _guides(technique))
    yield Check("知情同意书版本与在用的一致，适应症、禁忌症写明？", _consent(technique))
    yield Check("风险、损害处置预案有，科室演练过？", _risk(technique))


def _guides(technique: Technique) -> str:
    guide = technique.operation_guide_doc
    return said(document_words(guide), labelled(下次复核=guide.next_review_on) if guide else "")


def _consent(technique: Technique) -> str:
    return said(
        document_words(technique.consent_doc) or "没有登记知情同意书",
        f"适应症 {len(technique.indications)} 条，禁忌症 {len(technique.contraindications)} 条",
    )


def _risk(technique: Technique) -> str:
    risk = technique.risk
    if risk is None:
        return NOTHING
    plans = [document_words(one) for one in (risk.risk_plan_doc, risk.harm_plan_doc) if one]
    return said(*plans, f"预警指标：{'；'.join(risk.warning_indicators)}" if risk.warning_indicators else "")


# --- results ---------------------------------------------------------------------------------------------------------


def _of_results(of: Inspection, item: Item[Technique]) -> Iterator[Check]:
    technique, day = item.record, of.desk.as_of
    figures = max((one for one in technique.figures if one.year <= day.year), key=lambda one: one.year, default=None)
    yield Check("年度例数和结果与病案、统计一致？", _figures(figures) if figures else NOTHING)
    done = of.done.get(item.id, ())
    if done:
        yield Check("任抽 2 份病历：术者有授权、评估、同意和核查齐全？", _cases(of, item))
    since = add_months(day, -MONTHS)
    looked = [one for one in technique.supervision if one.supervised_on <= day]
    recent = [one for one in looked if one.supervised_on > since]
    last = max(looked, key=lambda one: one.supervised_on, default=None)
    yield Check(
        "督导评价按期，提出的问题已整改？",
        said(
            f"近 {MONTHS} 个月督导 {len(recent)} 次",
            f"最近 {last.supervised_on}（{last.supervisor}）：{last.conclusion}" if last else "",
            f"整改：{last.rectification}" if last and last.rectification else "",
        ),
    )


def _figures(one: YearFigures) -> str:
    share = rates(one)
    harm, dispute = percent(share.complication), percent(share.dispute)
    return said(
        f"{one.year} 年 {one.cases} 例；治愈 {one.cured}，好转 {one.improved}，无效 {one.ineffective}",
        f"并发症 {one.complications} 例（{harm}），纠纷 {one.disputes} 件（{dispute}）",
    )


def _cases(of: Inspection, item: Item[Technique]) -> str:
    done = of.done[item.id]
    events = of.desk.entries_about("adverse_event", "technique_id", item.id)
    numbers = [one.case.case_no for one in done]
    return said(
        f"近 {MONTHS} 个月台账里 {len(done)} 例：{few(numbers, unit='例')}",
        f"登记不良反应 {len(events)} 件" if events else "",
    )
