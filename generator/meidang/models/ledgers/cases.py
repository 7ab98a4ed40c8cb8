"""Cases: numbers and codes only, from the assessment before to the visit after (S0-02 to S0-13, S1-36, S1-39)."""

from __future__ import annotations

from typing import ClassVar, Literal

from meidang.models.base import Model, declare, field
from meidang.models.codes import NumberCode, OperationCode
from meidang.models.ledger import Entry, Ledger
from meidang.models.references import DeviceRef, DrugItemRef, StaffRef, TechniqueRef
from meidang.models.scalars import Amount, Bool, Count, Date, Grade, LongText, Moment, Text

AnaesthesiaType = Literal["无", "表面麻醉", "局麻", "静脉镇静", "椎管内麻醉", "全麻"]
ProjectCategory = Literal["手术类", "非手术类"]


@declare("术前评估", "S0-04", "S0-05", "S0-07")
class PreopAssessment(Model):
    """The assessment before an operation, element by element, with who signed it (S0-04, S0-05, S0-07)."""

    assessed_on: Date | None = field("评估日期", None)
    cardiovascular: Text | None = field("心脑血管", None, hint="正常，或写明异常")
    coagulation: Text | None = field("凝血功能", None, hint="正常，或写明异常")
    expectation: Text | None = field("心理预期", None, hint="合理，或写明顾虑")
    prior_procedures: Text | None = field("既往医美史", None, hint="没有写 无")
    allergy: Text | None = field("过敏史", None, hint="没有写 无")
    score: Amount | None = field("评分", None)
    risk_level: Literal["高", "中", "低"] | None = field("风险等级", None)
    alert_items: tuple[Text, ...] = field("预警项", ())
    passed: Bool = field("是否通过")
    sign_attending: StaffRef | None = field("主诊医师签名", None)
    sign_anaesthetist: StaffRef | None = field("麻醉医师签名", None)
    sign_nurse: StaffRef | None = field("护士签名", None)


@declare("病例讨论", "S0-06")
class CaseDiscussion(Model):
    """The department's discussion before a high-risk operation (S0-06)."""

    discussed_on: Date = field("讨论日期")
    participants: tuple[StaffRef, ...] = field("参加人", ())
    conclusion: Text | None = field("结论", None)


@declare("委员会审核", "S0-06")
class CommitteeReview(Model):
    """The committee's review before a high-risk operation (S0-06)."""

    committee_reviewed_on: Date = field("委员会审核日期")
    approved: Bool = field("是否同意")
    conclusion: Text | None = field("结论", None)


@declare("核查节点", "S0-10")
class CheckNode(Model):
    """One of the three moments of the safety checklist."""

    at: Moment = field("时间")
    signs: tuple[StaffRef, ...] = field("签名")


@declare("手术安全核查", "S0-10")
class SafetyChecklist(Model):
    """麻醉诱导前, 手术开始前, 离开手术室前 (S0-10)."""

    node1_at_and_signs: CheckNode | None = field("麻醉诱导前（麻醉实施前）", None)
    node2_at_and_signs: CheckNode | None = field("手术开始前", None)
    node3_at_and_signs: CheckNode | None = field("患者离开手术室前", None)
    scanned: Bool | None = field("扫码", None)


@declare("注射与用药", "S0-12", "S0-13", "S0-23", "S0-24", "S0-25")
class Injection(Model):
    """A high-risk item used: which lot, how much, where, how long, who checked (S0-12, S0-13, S0-23 to S0-25)."""

    drug_item_id: DrugItemRef = field("药品")
    lot_no: NumberCode | None = field("批号", None)
    dose_units: Amount | None = field("剂量", None, hint="按品种的单位，例如 U 或 ml")
    body_site: Text | None = field("部位", None)
    started_at: Moment | None = field("开始", None)
    ended_at: Moment | None = field("结束", None)
    minutes_per_site: Count | None = field("单部位时间（分钟）", None, hint="没有起止时间时填写")
    checker_1: StaffRef | None = field("查对人1", None)
    checker_2: StaffRef | None = field("查对人2", None)
    checked_at: Moment | None = field("查对时间", None)
    trace_code: NumberCode | None = field("追溯码", None)
    scanned_at: Moment | None = field("扫码时间", None)
    verify_result: Literal["通过", "不通过"] | None = field("验证结果", None)


@declare("麻醉恢复", "S1-36")
class PacuRecord(Model):
    """Watched from entry to exit by a named observer (S1-36)."""

    entered_at: Moment = field("入室")
    left_at: Moment | None = field("出室", None)
    observer: StaffRef | None = field("观察人", None)
    aldrete: Count | None = field("Aldrete 评分", None)
    abnormality_handling: Text | None = field("异常处理", None, hint="没有写 无")
    signature: StaffRef | None = field("签名", None)


@declare("访视与回访", "S1-39")
class Visits(Model):
    """The visits before and after an operation of large or medium scale (S1-39)."""

    preop_visit_on: Date | None = field("访视日期", None)
    preop_visitor: StaffRef | None = field("访视人", None)
    postop_visit_on: Date | None = field("回访日期", None)
    postop_visitor: StaffRef | None = field("回访人", None)


@declare("病例", "S0-02")
class Case(Entry):
    """One case by its number. What was done is a technique of the archive, or an operation named by hand."""

    case_no: NumberCode = field("病例号", hint="只写编号，不写姓名")
    date: Date = field("日期")
    category: ProjectCategory = field("类别")
    technique_id: TechniqueRef | None = field("技术项目", None)
    operation_name: Text | None = field("手术名称", None, hint="没有对应的技术项目时填写")
    icd9cm3: OperationCode | None = field("手术编码", None)
    operation_grade: Grade | None = field("手术级别", None, hint="没有对应的技术项目时填写")
    scale: Literal["大", "中", "小"] | None = field("手术规模", None)
    operator_id: StaffRef = field("操作者")
    assistants: tuple[StaffRef, ...] = field("助手", ())
    anaesthesia_type: AnaesthesiaType = field("麻醉方式")
    anaesthetist_id: StaffRef | None = field("麻醉医师", None)
    supervised_by: StaffRef | None = field("麻醉指导医师", None)
    device_ids: tuple[DeviceRef, ...] = field("使用设备", ())
    preop_assessment: PreopAssessment | None = field("术前评估", None)
    case_discussion: CaseDiscussion | None = field("病例讨论", None)
    committee_review: CommitteeReview | None = field("委员会审核", None)
    safety_checklist: SafetyChecklist | None = field("手术安全核查", None)
    injections: tuple[Injection, ...] = field("注射与用药", ())
    pacu: PacuRecord | None = field("麻醉恢复", None)
    visits: Visits | None = field("访视与回访", None)


@declare("病例台账")
class CaseLedger(Ledger):
    """A department's cases of one month."""

    entries: tuple[Case, ...] = field("病例", ())


@declare("随访", "S0-15", "S0-16")
class FollowUp(Entry):
    """One visit of the schedule after a case (S0-15, S0-16)."""

    day_field: ClassVar[str] = "due_on"
    case_no: NumberCode = field("病例号")
    kind: ProjectCategory = field("类别")
    due_on: Date = field("应访日")
    done_on: Date | None = field("实访日", None)
    entered_at: Moment | None = field("录入时间", None, hint="随访 APP 的录入时间")
    recovery: Text | None = field("恢复情况", None)
    adverse_reaction: Text | None = field("不良反应", None, hint="没有写 无")
    satisfaction: Literal["满意", "一般", "不满意"] | None = field("满意度", None)
    outcome: Literal["完成", "失访"] | None = field("结果", None)
    visitor: StaffRef | None = field("随访人", None)


@declare("术后随访台账")
class FollowUpLedger(Ledger):
    """A department's visits that fell due in one month."""

    entries: tuple[FollowUp, ...] = field("随访", ())


@declare("不良反应", "S0-17", "S0-18")
class AdverseEvent(Entry):
    """An adverse reaction, with the times that its severity limits (S0-17, S0-18)."""

    day_field: ClassVar[str] = "reported_at"
    event_no: NumberCode = field("编号")
    case_no: NumberCode | None = field("病例号", None)
    technique_id: TechniqueRef | None = field("技术项目", None)
    severity: Literal["轻度", "中度", "重度"] = field("分级")
    occurred_at: Moment | None = field("发生时间", None)
    reported_at: Moment = field("报告时间")
    handler_id: StaffRef | None = field("处置人", None)
    handled_at: Moment | None = field("处置时间", None)
    seen_at: Moment | None = field("主诊医师复诊时间", None, hint="中度填写")
    tracked_until: Moment | None = field("48h 跟踪至", None, hint="轻度填写：责任护士跟踪到什么时候")
    consultation_at: Moment | None = field("会诊", None, hint="重度填写")
    emergency_started_at: Moment | None = field("应急启动", None, hint="重度填写")
    description: LongText | None = field("情况与处置", None)
    final_outcome: Text | None = field("转归", None)


@declare("不良反应登记台账")
class AdverseEventLedger(Ledger):
    """The adverse reactions of one month."""

    entries: tuple[AdverseEvent, ...] = field("不良反应", ())


@declare("安全事件", "S0-20")
class Incident(Entry):
    """A safety event (S0-20)."""

    incident_no: NumberCode = field("编号")
    date: Date = field("日期")
    event_level: Literal["严重医疗事故", "重大安全事件", "一般安全事件", "隐患"] = field("事件级别")
    element: Literal["设备", "药品", "人员", "环境", "其他"] = field("要素")
    description: LongText = field("经过")
    handling: LongText | None = field("处置", None)
    closed_on: Date | None = field("完成", None)


@declare("安全事件台账")
class IncidentLedger(Ledger):
    """The safety events of one period."""

    entries: tuple[Incident, ...] = field("安全事件", ())
