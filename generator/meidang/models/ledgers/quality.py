"""Improvement, checks, meetings, decisions, reports (S1-03, S1-04, S1-25b, S1-40, S1-41, S0-14, S0-19)."""

from __future__ import annotations

from typing import ClassVar, Literal

from meidang.models.attachment import Attachment
from meidang.models.base import Model, declare, field
from meidang.models.codes import NumberCode
from meidang.models.ledger import Entry, Ledger
from meidang.models.ledgers.records import Level
from meidang.models.references import (
    CommitteeRef,
    DepartmentRef,
    IndicatorRef,
    PolicyRef,
    QiPlanRef,
    StaffRef,
    TechniqueRef,
)
from meidang.models.scalars import Bool, Count, Date, LongText, Span, Text


@declare("持续改进", "S1-03", "S1-04", "S1-28")
class QiEntry(Entry):
    """One turn of PDCA, at the institution's or a department's level (S1-03, S1-04, S1-28)."""

    day_field: ClassVar[str] = "checked_on"
    qi_no: NumberCode = field("编号")
    level: Level = field("级别")
    pdca_stage: Literal["计划", "实施", "检查", "处理"] = field("PDCA阶段")
    plan_id: QiPlanRef | None = field("所属方案", None)
    indicator_id: IndicatorRef | None = field("指标", None)
    indicator_period: Span | None = field("指标期间", None)
    checked_on: Date = field("检查日期")
    checkers: tuple[StaffRef, ...] = field("检查人员", ())
    content: LongText = field("主要检查内容")
    target: Text | None = field("目标", None)
    actual: Text | None = field("实际", None)
    problem: LongText = field("存在问题")
    medical_record_no: NumberCode | None = field("病历号", None)
    responsible: StaffRef | None = field("责任人", None)
    cause: LongText | None = field("原因分析", None, hint="人、机、料、法、环")
    tool: Literal["PDCA", "鱼骨图", "帕累托图", "根因分析", "其他"] | None = field("质量工具", None)
    actions: LongText | None = field("改进措施", None)
    action_owner: StaffRef | None = field("措施责任人", None)
    due_on: Date | None = field("期限", None)
    effect: LongText | None = field("效果评价", None)
    rechecked_on: Date | None = field("复查日期", None)
    rechecker: StaffRef | None = field("复查人", None)
    rechecked_value: Text | None = field("复查指标", None)
    standardised: Text | None = field("标准化/转下一循环", None)
    sign_qc: StaffRef | None = field("质控员签字", None)
    sign_head: StaffRef | None = field("科主任签字", None)
    institution_opinion: Text | None = field("院级督导意见", None)
    closed_on: Date | None = field("闭环日期", None)


@declare("持续改进台账")
class QiEntryLedger(Ledger):
    """The improvement items of one month or quarter; without a department the institution's own."""

    entries: tuple[QiEntry, ...] = field("持续改进", ())


@declare("缺陷与整改", "S1-40")
class Defect(Model):
    """A defect found, and what was done."""

    defect: Text = field("缺陷")
    corrective_action: Text | None = field("整改措施", None)
    due_on: Date | None = field("期限", None)
    effect: Text | None = field("效果", None)


@declare("质量检查", "S1-40", "S0-19")
class QualityCheck(Entry):
    """A check of quality (S1-40: the operating room; S0-19: follow-up)."""

    date: Date = field("日期")
    kind: Literal["手术室质量检查", "随访质量专项检查", "合理用药检查", "院感检查", "院级督查", "科室自查"] = field(
        "类别"
    )
    inspectors: tuple[StaffRef, ...] = field("检查人员", ())
    content: LongText = field("内容")
    defects: tuple[Defect, ...] = field("缺陷与整改", ())
    analysis: LongText | None = field("分析", None)


@declare("质量检查台账")
class QualityCheckLedger(Ledger):
    """The checks of one period."""

    entries: tuple[QualityCheck, ...] = field("质量检查", ())


@declare("会议与协调", "S1-25b", "S1-41")
class Meeting(Entry):
    """A meeting or a round of opinions (S1-25b, S1-41)."""

    date: Date = field("日期")
    kind: Literal["质控小组活动", "质控委员会会议", "协调会议", "征求意见", "科室例会"] = field("类别")
    topic: Text = field("议题")
    participating_depts: tuple[DepartmentRef, ...] = field("参加科室", ())
    participants: tuple[StaffRef, ...] = field("参加人", ())
    opinion: LongText | None = field("意见", None)
    improvement_action: LongText | None = field("改进措施", None)
    implemented: Text | None = field("落实", None)


@declare("会议与协调台账")
class MeetingLedger(Ledger):
    """The meetings of one period."""

    entries: tuple[Meeting, ...] = field("会议", ())


@declare("委员会决议", "S1-13.4", "S0-06")
class CommitteeDecision(Entry):
    """What a committee decided."""

    day_field: ClassVar[str] = "decided_on"
    committee_id: CommitteeRef = field("委员会")
    decided_on: Date = field("日期")
    decision_no: NumberCode = field("编号")
    matter: Literal["技术准入", "高风险病例", "授权", "制度", "质量改进", "新技术评价", "不良事件", "其他"] = field(
        "事项"
    )
    technique_id: TechniqueRef | None = field("技术项目", None)
    case_no: NumberCode | None = field("病例号", None)
    policy_id: PolicyRef | None = field("制度", None)
    participants: tuple[StaffRef, ...] = field("参加人", ())
    decision: LongText = field("决议")
    followed_up: Text | None = field("落实", None)


@declare("委员会决议台账")
class CommitteeDecisionLedger(Ledger):
    """The decisions of one period."""

    entries: tuple[CommitteeDecision, ...] = field("决议", ())


@declare("年度总结", "S1-23")
class AnnualSummary(Entry):
    """A department's summary of a year."""

    day_field: ClassVar[str] = "summarised_on"
    summarised_on: Date = field("总结日期")
    done: LongText = field("主要工作与指标完成情况")
    problem: LongText | None = field("存在问题", None)
    next_year: LongText | None = field("下年度改进计划", None)
    file: Attachment | None = field("附件", None)


@declare("年度总结台账")
class AnnualSummaryLedger(Ledger):
    """The summary of one year."""

    entries: tuple[AnnualSummary, ...] = field("总结", ())


@declare("合规性分析报告", "S0-14")
class ComplianceReport(Entry):
    """That a month's compliance report was issued and read; its figures are computed (S0-14)."""

    day_field: ClassVar[str] = "issued_on"
    issued_on: Date = field("签发日期")
    issued_by: StaffRef | None = field("签发人", None)
    conclusion: LongText | None = field("结论与要求", None)


@declare("操作合规性分析报告台账")
class ComplianceReportLedger(Ledger):
    """The report of one month."""

    entries: tuple[ComplianceReport, ...] = field("报告", ())


@declare("期间统计", "S0-16", "S0-18")
class PeriodFigure(Entry):
    """A number that another system counted: how many operations, visits due, reactions in the period.

    Why beside the entries: a hospital keeps its cases in its own system; here lie those that an inspection asks for.
    """

    day_field: ClassVar[str] = "counted_on"
    figure: Text = field("统计项", hint="指标里用同一个名称")
    count: Count = field("数量")
    counted_on: Date = field("统计日期")
    origin: Text | None = field("数据来源", None)


@declare("期间统计台账")
class PeriodFigureLedger(Ledger):
    """The numbers of one month."""

    entries: tuple[PeriodFigure, ...] = field("统计", ())


@declare("应急演练", "S1-38")
class Drill(Entry):
    """A drill of a plan, and who knows it (S1-38)."""

    day_field: ClassVar[str] = "drilled_on"
    drilled_on: Date = field("演练日期")
    plan_type: Text = field("预案类别", hint="停电、停水、停气等，与预案的类别一致")
    policy_id: PolicyRef | None = field("预案", None)
    participants: tuple[StaffRef, ...] = field("参加人", ())
    expected_staff: Count | None = field("应知晓人数", None)
    aware_staff: Count | None = field("知晓（签到并考核合格）人数", None)
    evaluation: LongText | None = field("演练评价", None)
    improvement_action: LongText | None = field("改进措施", None)


@declare("应急演练与知晓台账")
class DrillLedger(Ledger):
    """The drills of one period."""

    entries: tuple[Drill, ...] = field("演练", ())


@declare("院内培训", "S1-29", "S0-08", "S0-11", "S0-26")
class TrainingRecord(Entry):
    """A training, a campaign, an observation on site or a review of a recording (S0-08, S0-11, S0-26, S1-29)."""

    day_field: ClassVar[str] = "trained_on"
    trained_on: Date = field("培训日期")
    kind: Literal["制度培训", "业务培训", "病案培训", "设备安全月", "药品管理规范月", "现场观摩", "录像复盘"] = field(
        "类别"
    )
    content: Text = field("内容")
    policy_id: PolicyRef | None = field("制度", None)
    technique_id: TechniqueRef | None = field("技术项目", None)
    expected_trainees: Count = field("应训人数")
    actual_trainees: Count = field("实训人数")
    trainees: tuple[StaffRef, ...] = field("参加人", ())
    assessment: Text | None = field("考核", None)
    teacher: Text | None = field("主讲", None)
    effective: Bool | None = field("达到目的", None)


@declare("院内培训台账")
class TrainingRecordLedger(Ledger):
    """The trainings of one period."""

    entries: tuple[TrainingRecord, ...] = field("培训", ())
