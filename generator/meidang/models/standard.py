"""An evaluation standard: a tree of clauses, each with the evidence that it wants. Several may stand side by side."""

from typing import Literal

from meidang.models.base import Model, Record, declare, field
from meidang.models.references import (
    ClauseRef,
    CollectionRef,
    DepartmentRef,
    DutyRef,
    FieldRef,
    IndicatorRef,
    KindRef,
    PartRef,
    PolicyRef,
    RowId,
    RuleRef,
    TaskRef,
)
from meidang.models.scalars import Amount, Bool, LongText, Text


@declare("证据")
class Evidence(Model):
    """What shows that a clause is met."""

    records: tuple[KindRef, ...] = field("档案", (), hint="种类的名称，例如 staff：至少有一份")
    fields: tuple[FieldRef, ...] = field("字段", (), hint="例如 institution.floor_area_m2：都已填写")
    ledgers: tuple[CollectionRef, ...] = field("台账", (), hint="例如 case 或 technique.supervision：有记录")
    duties: tuple[DutyRef, ...] = field("应办事项", ())
    indicators: tuple[IndicatorRef, ...] = field("指标", ())
    policies: tuple[PolicyRef, ...] = field("制度", ())
    tasks: tuple[TaskRef, ...] = field("年度任务", ())
    rules: tuple[RuleRef, ...] = field("规则", ())
    only: tuple[PartRef, ...] = field(
        "限于",
        (),
        hint="规则和字段只看这些：种类（staff）、一份档案（agreement/green-channel）、一个科室和它的人（department/cssd）",
    )


@declare("条款", "S1-16")
class Clause(Model):
    """A clause. A chapter is one without evidence, below which others stand."""

    id: RowId = field("编号")
    clause_no: Text = field("条款号", hint="评审时怎么称呼，例如 (八)6")
    parent: ClauseRef | None = field("上级条款", None)
    title: Text = field("名称")
    text: LongText | None = field("要求", None)
    owner_dept: Text | None = field("责任部门", None)
    weight: Amount | None = field("分值", None)
    veto: Bool = field("否决项", False)
    departments: tuple[DepartmentRef, ...] = field("涉及科室", (), hint="都不设置时，本条不适用")
    not_applicable: Text | None = field("不适用的理由", None)
    requirements: tuple[Text, ...] = field("需求编号", ())
    evidence: Evidence | None = field("证据", None)


@declare("评审标准")
class Standard(Record):
    """A standard with its clauses, in the order in which it is read."""

    name: Text = field("名称")
    edition: Text | None = field("版本年份", None)
    source: LongText | None = field("依据", None)
    scoring: Literal["逐条判定", "按分值"] = field("评分方式", "逐条判定")
    clauses: tuple[Clause, ...] = field("条款", ())

    def label(self) -> str:
        """The standard's name."""
        return self.name
