"""What a year is to bring: the annual work plan, and the quality plans of institution and departments."""

from typing import Literal

from meidang.models.base import Model, Record, declare, field
from meidang.models.references import ClauseRef, DepartmentRef, IndicatorRef, PolicyRef, RowId, StaffRef
from meidang.models.scalars import Date, LongText, Text, Year


@declare("任务", "S0-01", "S0-08", "S0-19", "S0-26")
class Task(Model):
    """One task: whose, by when, how far, and what shows it (S0-01, S0-08, S0-19, S0-26)."""

    id: RowId = field("编号")
    task: Text = field("任务")
    goal: Text | None = field("所属目标", None)
    owner_dept: Text | None = field("责任科室", None)
    owner_id: StaffRef | None = field("责任人", None)
    due_on: Date | None = field("完成时限", None)
    status: Literal["未开始", "进行中", "已完成", "已取消"] | None = field("状态", None)
    completed_on: Date | None = field("完成日期", None)
    evidence: Text | None = field("完成依据", None)
    policies: tuple[PolicyRef, ...] = field("相关制度", ())
    clauses: tuple[ClauseRef, ...] = field("对应条款", ())


@declare("年度工作计划", "S0-01")
class WorkPlan(Record):
    """The institution's plan of a year (S0-01)."""

    plan_title: Text = field("计划名称")
    year: Year = field("年度")
    idea: LongText | None = field("总体思路", None)
    goals: tuple[Text, ...] = field("目标", ())
    issued_on: Date | None = field("制定日期", None)
    approved_by: Text | None = field("批准人", None)
    tasks: tuple[Task, ...] = field("任务", ())

    def label(self) -> str:
        """The plan's title."""
        return self.plan_title


@declare("质量目标", "S1-04")
class QualityGoal(Model):
    """What is to be reached, and how it is measured."""

    goal: Text = field("目标")
    indicator_id: IndicatorRef | None = field("指标", None)
    measure: Text | None = field("措施", None)


@declare("质量管理与持续改进方案", "S1-03", "S1-04")
class QiPlan(Record):
    """The quality plan of the institution or of one department for one year (S1-03, S1-04)."""

    plan_title: Text = field("方案名称")
    year: Year = field("年度")
    level: Literal["院级", "科级"] = field("层级")
    department_id: DepartmentRef | None = field("科室", None, hint="科级方案填写")
    issued_on: Date | None = field("制定日期", None)
    approved_by: Text | None = field("批准人", None)
    quality_goals: tuple[QualityGoal, ...] = field("质量目标", ())
    methods: LongText | None = field("检查与改进办法", None)

    def label(self) -> str:
        """The plan's title."""
        return self.plan_title
