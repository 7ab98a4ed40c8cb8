"""Quality of medical records, inpatient and outpatient, and of images (S1-20 to S1-22, S1-25a, S1-31 to S1-33)."""

from __future__ import annotations

from typing import ClassVar, Literal

from meidang.models.base import declare, field
from meidang.models.codes import DiagnosisCode, NumberCode, OperationCode
from meidang.models.ledger import Entry, Ledger
from meidang.models.references import StaffRef
from meidang.models.scalars import Amount, Bool, Count, Date, LongText, Text

Level = Literal["院级", "科级"]


@declare("运行病历考评", "S1-20")
class MedicalRecordQc(Entry):
    """One running record, graded (S1-20)."""

    day_field: ClassVar[str] = "graded_on"
    record_no: NumberCode = field("病历号")
    graded_on: Date = field("考评日期")
    nursing_level: Literal["特级护理", "一级护理", "二级护理", "三级护理"] = field("护理级别")
    three_level_signatures: Bool = field("三级医师签名", hint="三级医师都已签名，或有免签说明")
    exemption: Text | None = field("免签说明", None)
    timeliness: Amount = field("及时性")
    accuracy: Amount = field("准确性")
    completeness: Amount = field("完整性")
    legality: Amount = field("合法性")
    grade: Literal["甲", "乙", "丙"] = field("等级")
    grader: StaffRef = field("考评人")
    problem: Text | None = field("存在问题", None)
    rectification: Text | None = field("整改", None)


@declare("月度病历质量等级考评台账")
class MedicalRecordQcLedger(Ledger):
    """The running records graded in one month."""

    entries: tuple[MedicalRecordQc, ...] = field("考评", ())


@declare("门诊病历考评", "S1-22")
class OutpatientRecordQc(Entry):
    """A month's sample of outpatient records (S1-22)."""

    day_field: ClassVar[str] = "audited_on"
    audited_on: Date = field("考评日期")
    sample_size: Count = field("抽查份数")
    conforming: Count = field("规范份数")
    defects: tuple[Text, ...] = field("存在问题", ())
    rectification: Text | None = field("整改", None)
    auditor: StaffRef | None = field("考评人", None)


@declare("门诊病历月考评台账")
class OutpatientRecordQcLedger(Ledger):
    """The monthly audits of outpatient records."""

    entries: tuple[OutpatientRecordQc, ...] = field("月考评", ())


@declare("门诊病历评价与总结", "S1-22")
class OutpatientEvaluation(Entry):
    """A quarterly evaluation or the yearly summary of outpatient records (S1-22)."""

    day_field: ClassVar[str] = "evaluated_on"
    kind: Literal["季度评价", "年度总结"] = field("类别")
    evaluated_on: Date = field("日期")
    summary: LongText = field("总结")
    analysis: LongText | None = field("分析", None)
    actions: LongText | None = field("整改措施", None)
    evaluator: StaffRef | None = field("评价人", None)


@declare("门诊病历季度评价与年度总结")
class OutpatientEvaluationLedger(Ledger):
    """The evaluations of a quarter or a year."""

    entries: tuple[OutpatientEvaluation, ...] = field("评价与总结", ())


@declare("门诊方案核准", "S1-21")
class OutpatientPlanApproval(Entry):
    """A plan of examination, medication or operation, evaluated and approved by a specialist (S1-21)."""

    outpatient_no: NumberCode = field("门诊号")
    date: Date = field("日期")
    plan_type: Literal["检查", "药物治疗", "手术治疗", "其他治疗"] = field("方案类别")
    evaluator: StaffRef = field("评价医师")
    approver: StaffRef | None = field("核准医师", None)
    conclusion: Text | None = field("结论", None)


@declare("门诊诊疗方案核准台账")
class OutpatientPlanApprovalLedger(Ledger):
    """The plans sampled in one month."""

    entries: tuple[OutpatientPlanApproval, ...] = field("方案核准", ())


@declare("季度病历质量分析", "S1-32")
class RecordQualitySummary(Entry):
    """Summary, analysis, evaluation and actions of a quarter, at each of the two levels (S1-32)."""

    day_field: ClassVar[str] = "summarised_on"
    level: Level = field("层级")
    summarised_on: Date = field("总结日期")
    summary: LongText | None = field("总结", None)
    analysis: LongText | None = field("分析", None)
    evaluation: LongText | None = field("评价", None)
    actions: LongText | None = field("整改措施", None)
    effect: LongText | None = field("效果", None)


@declare("季度病历质量分析台账")
class RecordQualitySummaryLedger(Ledger):
    """The analyses of one quarter."""

    entries: tuple[RecordQualitySummary, ...] = field("质量分析", ())


@declare("病案首页抽查", "S1-33")
class FrontSheet(Entry):
    """A front sheet: three levels of doctors, ICD-10, ICD-9-CM-3, the coder (S1-33)."""

    day_field: ClassVar[str] = "checked_on"
    medical_record_no: NumberCode = field("病案号")
    checked_on: Date = field("检查日期")
    chief_doctor_sign: StaffRef | None = field("主任(副主任)医师", None)
    attending_doctor_sign: StaffRef | None = field("主治医师", None)
    resident_doctor_sign: StaffRef | None = field("住院医师", None)
    icd10: tuple[DiagnosisCode, ...] = field("疾病编码", ())
    icd9cm3: tuple[OperationCode, ...] = field("手术操作编码", ())
    coder: StaffRef | None = field("编码员签名", None)


@declare("病案首页抽查台账")
class FrontSheetLedger(Ledger):
    """The front sheets checked in one period."""

    entries: tuple[FrontSheet, ...] = field("首页", ())


@declare("病案归档", "S1-31")
class ArchivingRecord(Entry):
    """When a record should have been filed and when it was (S1-31)."""

    day_field: ClassVar[str] = "due_on"
    medical_record_no: NumberCode = field("病案号")
    due_on: Date = field("应归档日期")
    filed_on: Date | None = field("归档日期", None)
    storage_location: Text | None = field("保管位置", None)


@declare("病案归档登记台账")
class ArchivingRecordLedger(Ledger):
    """The records due for filing in one month."""

    entries: tuple[ArchivingRecord, ...] = field("归档", ())


@declare("图像质量评价", "S1-25a")
class ImageQualityReview(Entry):
    """A sample of images, graded (S1-25a)."""

    day_field: ClassVar[str] = "reviewed_on"
    reviewed_on: Date = field("评价日期")
    sample_size: Count = field("抽查张数")
    excellent: Count = field("优（甲片）")
    good: Count = field("良")
    poor: Count = field("差")
    reviewer: StaffRef = field("评价人")
    conclusion: LongText | None = field("评价与改进", None)


@declare("图像质量评价台账")
class ImageQualityReviewLedger(Ledger):
    """The reviews of one quarter."""

    entries: tuple[ImageQualityReview, ...] = field("图像评价", ())
