"""KINDS: the one table of kinds. A kind's name fixes its folder, schema, Word template, page and URL.

CONTRIBUTING.md says what else a new kind needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meidang.models.agreement import Agreement
from meidang.models.base import Record, Table, title_of
from meidang.models.binder import Binder
from meidang.models.committee import Committee
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.drug_item import DrugItem
from meidang.models.duties import Duties, Indicators
from meidang.models.institution import Institution
from meidang.models.ledger import Ledger
from meidang.models.ledgers import cases, equipment, pharmacy, quality, records
from meidang.models.plans import QiPlan, WorkPlan
from meidang.models.policy import Policy
from meidang.models.research import ResearchProject
from meidang.models.restriction import Restriction
from meidang.models.settings import Settings
from meidang.models.staff import Staff
from meidang.models.standard import Standard
from meidang.models.tables import CredentialTypes, OperationCodes, Projects, Titles
from meidang.models.technique import Technique

#: The folder of all records, below the project's root, and that of all ledgers in it.
ARCHIVE = "archive"
LEDGERS = "ledger"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record, ledger or table. ``plural``: what a list of them is called.

    ``single``: one file ``archive/<name>.yaml``; ``needed``: an archive without it cannot be judged; ``suffix``: of its
    files, which are Markdown for policies.
    """

    name: str
    model: type[Record | Table | Ledger]
    plural: str
    single: bool = False
    needed: bool = False
    suffix: str = ".yaml"

    @property
    def title(self) -> str:
        """The Chinese name of one."""
        return title_of(self.model)

    @property
    def is_table(self) -> bool:
        """A table of the institution's own, rather than a record with a dossier."""
        return issubclass(self.model, Table)

    @property
    def is_ledger(self) -> bool:
        """Dated entries, one file for each department and period."""
        return issubclass(self.model, Ledger)

    @property
    def is_record(self) -> bool:
        """A thing that lasts, with a dossier and a page of its own."""
        return issubclass(self.model, Record)

    @property
    def folder(self) -> str:
        """Where its files lie; a single one lies in the archive itself."""
        if self.single:
            return ARCHIVE
        return f"{ARCHIVE}/{LEDGERS}/{self.name}" if self.is_ledger else f"{ARCHIVE}/{self.name}"

    def path(self, record_id: str) -> str:
        """Where the record lies, relative to the project's root."""
        return f"{self.folder}/{self.name if self.single else record_id}{self.suffix}"


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("institution", Institution, "机构", single=True, needed=True),
        Kind("department", Department, "科室"),
        Kind("staff", Staff, "人员"),
        Kind("technique", Technique, "技术项目"),
        Kind("restriction", Restriction, "禁限技术"),
        Kind("research_project", ResearchProject, "科研项目"),
        Kind("device", Device, "设备"),
        Kind("drug_item", DrugItem, "药品与耗材"),
        Kind("agreement", Agreement, "对外协议"),
        Kind("committee", Committee, "委员会"),
        Kind("policies", Policy, "制度", suffix=".md"),
        Kind("work_plan", WorkPlan, "年度工作计划"),
        Kind("qi_plan", QiPlan, "质量方案"),
        Kind("standard", Standard, "评审标准"),
        Kind("case", cases.CaseLedger, "病例台账"),
        Kind("follow_up", cases.FollowUpLedger, "术后随访台账"),
        Kind("adverse_event", cases.AdverseEventLedger, "不良反应登记台账"),
        Kind("incident", cases.IncidentLedger, "安全事件台账"),
        Kind("medical_record_qc", records.MedicalRecordQcLedger, "月度病历质量等级考评台账"),
        Kind("record_quality_summary", records.RecordQualitySummaryLedger, "季度病历质量分析台账"),
        Kind("front_sheet", records.FrontSheetLedger, "病案首页抽查台账"),
        Kind("archiving_record", records.ArchivingRecordLedger, "病案归档登记台账"),
        Kind("outpatient_record_qc", records.OutpatientRecordQcLedger, "门诊病历月考评台账"),
        Kind("outpatient_evaluation", records.OutpatientEvaluationLedger, "门诊病历季度评价与年度总结"),
        Kind("outpatient_plan_approval", records.OutpatientPlanApprovalLedger, "门诊诊疗方案核准台账"),
        Kind("image_quality_review", records.ImageQualityReviewLedger, "图像质量评价台账"),
        Kind("prescription_review", pharmacy.PrescriptionReviewLedger, "处方月点评台账"),
        Kind("antibiotic_use_review", pharmacy.AntibioticUseReviewLedger, "抗菌药物合理应用点评台账"),
        Kind("drug_lot", pharmacy.DrugLotLedger, "批号追踪台账"),
        Kind("drug_daily_count", pharmacy.DrugDailyCountLedger, "高风险药品日核对台账"),
        Kind("monitor_reading", pharmacy.MonitorReadingLedger, "环境监测台账"),
        Kind("calibration", equipment.CalibrationLedger, "校准台账"),
        Kind("device_inspection", equipment.DeviceInspectionLedger, "设备巡检台账"),
        Kind("qi_entry", quality.QiEntryLedger, "持续改进台账"),
        Kind("quality_check", quality.QualityCheckLedger, "质量检查台账"),
        Kind("meeting", quality.MeetingLedger, "会议与协调台账"),
        Kind("committee_decision", quality.CommitteeDecisionLedger, "委员会决议台账"),
        Kind("drill", quality.DrillLedger, "应急演练与知晓台账"),
        Kind("training_record", quality.TrainingRecordLedger, "院内培训台账"),
        Kind("annual_summary", quality.AnnualSummaryLedger, "年度总结台账"),
        Kind("compliance_report", quality.ComplianceReportLedger, "操作合规性分析报告台账"),
        Kind("period_figure", quality.PeriodFigureLedger, "期间统计台账"),
        Kind("duties", Duties, "应办事项表", single=True),
        Kind("indicators", Indicators, "指标表", single=True),
        Kind("settings", Settings, "设置", single=True),
        Kind("binder", Binder, "卷宗编排", single=True),
        Kind("titles", Titles, "职称表", single=True, needed=True),
        Kind("credential_types", CredentialTypes, "证照类型表", single=True, needed=True),
        Kind("projects", Projects, "分级目录", single=True, needed=True),
        Kind("operation_codes", OperationCodes, "手术编码表", single=True),
    )
}

#: The file that is looked at before all others.
SETTINGS = KINDS["settings"].path("")


_BY_FOLDER: Mapping[str, Kind] = {kind.folder: kind for kind in KINDS.values() if not kind.single}
_SINGLE: Mapping[str, Kind] = {kind.path(""): kind for kind in KINDS.values() if kind.single}


def kind_of(path: str) -> Kind | None:
    """The kind of the record at ``path`` (relative to the root), or None for a path where no record belongs."""
    folder, _, name = path.rpartition("/")
    kind = _SINGLE.get(path) or _BY_FOLDER.get(folder)
    return kind if kind and name.endswith(kind.suffix) else None
