"""A policy, plan or procedure: Markdown under front matter (S0-03, S0-09, S0-11, S1-27, S1-38)."""

from typing import Literal

from meidang.models.base import Model, Record, declare, field
from meidang.models.ledgers.cases import ProjectCategory
from meidang.models.references import ClauseRef, TechniqueRef
from meidang.models.scalars import Amount, Date, Markdown, Text


@declare("操作限值", "S0-11")
class OperationLimit(Model):
    """A range of a parameter, a dose or a time that a guide sets (S0-11)."""

    item_name: Text = field("项目")
    param_min: Amount | None = field("下限", None)
    param_max: Amount | None = field("上限", None)
    unit: Text | None = field("单位", None)


@declare("绩效权重", "S0-09")
class PerformanceWeight(Model):
    """How much of a performance score hangs on the pass rate of assessments (S0-09)."""

    scope: Literal["科室", "个人"] = field("范围")
    item: Text = field("考核项")
    weight: Amount = field("绩效权重（%）")


@declare("制度", "S1-27", "S1-38", "S1-41", "S0-03", "S0-11", "S0-26")
class Policy(Record):
    """A policy, ``archive/policies/<id>.md``; ``body`` is the Markdown below the front matter."""

    document_name: Text = field("文件名")
    document_no: Text = field("文号")
    category: Literal["制度", "预案", "流程", "操作步骤指南", "规范", "方案", "手册"] = field("类别")
    approved_by: Text | None = field("批准人", None)
    approved_on: Date | None = field("批准日期", None)
    effective_on: Date | None = field("生效日期", None)
    revised_on: Date | None = field("修订日期", None)
    abolished_on: Date | None = field("废止日期", None)
    clauses: tuple[ClauseRef, ...] = field("对应条款", ())
    techniques: tuple[TechniqueRef, ...] = field("适用技术项目", ())
    plan_type: Text | None = field("预案类别", None, hint="停电、停水、停气等")
    project_category: tuple[ProjectCategory, ...] = field("项目类别", ())
    limits: tuple[OperationLimit, ...] = field("操作限值", ())
    performance_weights: tuple[PerformanceWeight, ...] = field("绩效权重", ())
    body: Markdown | None = field("正文", None, hint="写在 --- 下面，用 Markdown")

    def label(self) -> str:
        """The document's name."""
        return self.document_name
