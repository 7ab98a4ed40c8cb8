"""A technique's whole dossier, clauses (六) and (七) item by item (S1-12, S1-13, S1-17)."""

from typing import Literal

from meidang.models.audience import Audience
from meidang.models.base import Model, Record, declare, field
from meidang.models.codes import OperationCode
from meidang.models.references import DepartmentRef, ProjectRef, StaffRef, TitleRef
from meidang.models.scalars import Bool, Count, Date, Grade, LongText, Text, Year
from meidang.models.shared import Discipline, GuidingDocument

#: The six catalogues of clause (六).
CatalogueCategory = Literal["重点", "高危", "新技术", "科研", "临床路径", "单病种"]
#: 申报 → 准入 → 试用 → 在用 | 转日常 | 中止 | 终止 (requirement S1-13.8).
Status = Literal["申报", "准入", "试用", "在用", "转日常", "中止", "终止"]


@declare("目录类别", "S1-12.1", "S1-12.2", "S1-12.3", "S1-12.4", "S1-12.5", "S1-12.6")
class CatalogueEntry(Model):
    """Why the technique stands in one of the institution's six catalogues (requirements S1-12.1 to S1-12.6)."""

    catalogue_category: CatalogueCategory = field("目录类别")
    basis: LongText | None = field("入选理由/依据", None)
    approving_authority: Text | None = field("审批单位", None)
    approval_no: Text | None = field("批准文号", None)
    approved_on: Date | None = field("批准日期", None)


@declare("报批与备案", "S1-13.4")
class Admission(Model):
    """How the technique was admitted (requirement S1-13.4)."""

    applied_on: Date | None = field("申报日期", None)
    dept_opinion: LongText | None = field("科室意见", None)
    ethics_on: Date | None = field("伦理审查日期", None)
    committee_approved_on: Date | None = field("技术委员会批准日期", None)
    first_case_on: Date | None = field("首例日期", None)
    filed_on: Date | None = field("备案日期", None)
    filing_no: Text | None = field("备案编号", None)


@declare("年度运行情况", "S1-13.5")
class YearFigures(Model):
    """What was done in one year; rates are computed from it, never typed (requirement S1-13.5)."""

    year: Year = field("年度")
    cases: Count = field("开展例数")
    cured: Count = field("治愈")
    improved: Count = field("好转")
    ineffective: Count = field("无效")
    complications: Count = field("并发症")
    disputes: Count = field("纠纷")


@declare("风险预警与处置", "S1-13.6")
class Risk(Model):
    """Warning, handling and damage plans (requirement S1-13.6)."""

    warning_indicators: tuple[Text, ...] = field("预警指标", ())
    risk_plan_doc: GuidingDocument | None = field("风险处置预案", None)
    harm_plan_doc: GuidingDocument | None = field("损害处置预案", None)
    flow_doc: GuidingDocument | None = field("流程图", None)


@declare("督导评价", "S1-13.7")
class Supervision(Model):
    """One supervision of the technique in use (requirement S1-13.7)."""

    supervised_on: Date = field("督导日期")
    supervisor: Text = field("督导人")
    conclusion: LongText = field("结论")
    rectification: LongText | None = field("整改", None)


@declare("状态变更", "S1-13.8")
class StatusChange(Model):
    """One step of the technique's life (requirement S1-13.8). The latest is the present status."""

    status: Status = field("状态")
    changed_on: Date = field("状态变更日期")
    basis: Text | None = field("依据", None)
    approved_by: Text | None = field("批准人", None)


@declare("新业务新技术", "S1-17")
class NewTechnique(Model):
    """The project that brought the technique here; to be evaluated within two years (requirement S1-17)."""

    project_name: Text | None = field("项目名称", None)
    innovation: LongText | None = field("创新点", None)
    approved_on: Date | None = field("院内审批日期", None)
    started_on: Date | None = field("启动日期", None)
    first_case_on: Date | None = field("首例日期", None)
    evaluated_on: Date | None = field("评价完成日期", None)
    outcome: Literal["转常规", "继续", "中止", "终止"] | None = field("评价结论", None)


@declare("单项技术档案", "S1-02", "S1-05", "S1-13.1", "S1-13.2", "S1-13.3")
class Technique(Record):
    """A technique that the institution does, did, or wants to do."""

    standard_name: Text = field("规范名称", audience=Audience.PUBLIC)
    aliases: tuple[Text, ...] = field("别名", (), hint="俗称、简称，供检索", audience=Audience.PUBLIC)
    specialty: tuple[Discipline, ...] = field("专业分类", (), audience=Audience.PUBLIC)
    grade: Grade = field("技术分级", audience=Audience.PUBLIC)
    project_code: ProjectRef | None = field("目录项目编码", None, hint="分级目录（projects.yaml）里的编码")
    icd9cm3: tuple[OperationCode, ...] = field("手术编码", ())
    icd_note: Text | None = field("编码说明", None, hint="没有对应编码时说明")
    departments: tuple[DepartmentRef, ...] = field("开展科室", (), audience=Audience.PUBLIC)
    leader_id: StaffRef | None = field("项目负责人", None)
    catalogue: tuple[CatalogueEntry, ...] = field("目录类别", ())
    min_title: TitleRef | None = field("准入职称", None)
    admission_rule_doc: GuidingDocument | None = field("准入规定文件", None)
    admission: Admission | None = field("报批与备案", None)
    restricted_by_law: Bool = field("限制类技术", False, hint="列入国家或省限制类目录的技术", audience=Audience.PUBLIC)
    operation_guide_doc: GuidingDocument | None = field("操作规范", None)
    indications: tuple[Text, ...] = field("适应症", (), audience=Audience.PUBLIC)
    contraindications: tuple[Text, ...] = field("禁忌症", (), audience=Audience.PUBLIC)
    consent_doc: GuidingDocument | None = field("知情同意书", None)
    figures: tuple[YearFigures, ...] = field("年度运行情况", ())
    risk: Risk | None = field("风险预警与处置", None)
    supervision: tuple[Supervision, ...] = field("督导评价", ())
    status_history: tuple[StatusChange, ...] = field("状态变更", ())
    new_technique: NewTechnique | None = field("新业务新技术", None)

    def label(self) -> str:
        """The technique's standard name."""
        return self.standard_name
