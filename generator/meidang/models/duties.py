"""What must be done and what must be reached, as data: duties 应办事项 and indicators 指标."""

from typing import ClassVar, Literal

from meidang.models.base import Model, Table, declare, field
from meidang.models.references import CollectionRef, DepartmentRef, RowId
from meidang.models.scalars import Amount, Bool, Count, Date, Period, Text

#: How much a missed duty or target weighs, in the words of the findings.
Weight = Literal["否决", "重要", "一般", "提醒"]
#: What a duty or an indicator is owed by.
Per = Literal["机构", "科室", "设备", "药品", "技术项目", "人员", "委员会"]
Every = Literal["工作日", "月", "季度", "半年", "年"]


@declare("条件")
class Condition(Model):
    """A condition on a field, in the words that people see (是, 否, 月巡检). One of ``values`` must hold.

    ``not_after``: the field's date must not lie after that of another field of the same entry.
    """

    key: Text = field("字段", hint="字段的键，例如“kind”（类别）；组里的写“preop_assessment.passed”（是否通过）")
    values: tuple[Text, ...] = field("取值", (), hint="其中之一即可；是否类写 是 或 否")
    given: Bool | None = field("已填写", None, hint="只看填没填时写“是”（true）或“否”（false）")
    not_after: Text | None = field("不晚于", None, hint="同一条记录里另一个日期字段的键，例如“due_on”（应归档日期）")


@declare("应办事项", "S1-15")
class Duty(Model):
    """Who must do what, how often, and what counts as done: an entry of ``ledger`` that meets ``where``."""

    id: RowId = field("编号")
    name: Text = field("名称")
    owner_dept: Text = field("责任部门")
    ledger: CollectionRef = field("台账", hint="什么算完成：台账的名称，或档案里的一组，例如 technique.supervision")
    where: tuple[Condition, ...] = field("条件", ())
    per: Per = field("对象", "机构")
    departments: tuple[DepartmentRef, ...] = field("科室", (), hint="对象为科室时填写；不填为全部在用科室")
    subjects: tuple[Condition, ...] = field("对象条件", (), hint="对象为设备、药品、人员等时，哪些需要")
    every: Every | None = field("周期", None)
    within_months: Period | None = field("最长间隔（月）", None, hint="与周期二选一：距上一次不超过几个月")
    times: Count = field("每周期次数", 1)
    sample: Text | None = field("样本字段", None, hint="记录样本量的字段的键，例如“sample_size”（抽查份数）")
    min_sample: Count | None = field("最小样本", None)
    complete: tuple[Text, ...] = field("必填内容", (), hint="记录里不能空着的字段的键")
    grace_days: Period = field("宽限（天）", 0)
    since: Date = field("起始日期")
    until: Date | None = field("结束日期", None)
    weight: Weight = field("程度", "重要")
    clause: Text = field("条款", hint="评审时怎么称呼，例如 (七)7")
    basis: Text | None = field("依据", None)
    requirements: tuple[Text, ...] = field("需求编号", ())


@declare("应办事项表")
class Duties(Table):
    """All duties of the institution."""

    rows_field: ClassVar[str] = "duties"
    key_field: ClassVar[str] = "id"
    duties: tuple[Duty, ...] = field("应办事项", ())


@declare("计数")
class Measure(Model):
    """A number: the entries of ``ledger`` that meet ``where``, or the sum of ``total`` over them."""

    ledger: CollectionRef = field("台账")
    where: tuple[Condition, ...] = field("条件", ())
    total: Text | None = field("合计字段", None, hint="不填则数条数")
    distinct: Text | None = field("不重复字段", None, hint="按它数，重复的只算一次，例如“case_no”（病例号）")


@declare("指标", "S1-25a", "S1-31")
class Indicator(Model):
    """A rate of numerator over denominator in percent, or a number; its target; from when it counts."""

    id: RowId = field("编号")
    name: Text = field("名称")
    owner_dept: Text = field("责任部门")
    numerator: Measure = field("分子")
    denominator: Measure | None = field("分母", None, hint="不填则指标是一个数，不是率")
    per: Literal["机构", "科室"] = field("对象", "机构")
    departments: tuple[DepartmentRef, ...] = field("科室", ())
    every: Literal["月", "季度", "半年", "年"] = field("周期")
    target: Amount | None = field("目标", None, hint="率写百分数：95 即 95%；只监测、不考核的不填")
    direction: Literal["不低于", "不高于"] = field("方向", "不低于")
    min_sample: Count | None = field("最小样本", None, hint="分母的下限")
    since: Date = field("起始日期")
    until: Date | None = field("结束日期", None)
    weight: Weight = field("程度", "重要")
    clause: Text = field("条款")
    basis: Text | None = field("依据", None)
    requirements: tuple[Text, ...] = field("需求编号", ())


@declare("指标表")
class Indicators(Table):
    """All indicators of the institution."""

    rows_field: ClassVar[str] = "indicators"
    key_field: ClassVar[str] = "id"
    indicators: tuple[Indicator, ...] = field("指标", ())
