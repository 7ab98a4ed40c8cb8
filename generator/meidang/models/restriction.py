"""What must not be done here, or only under conditions: clauses (二), (三) and (五) (S1-07, S1-08, S1-11)."""

from typing import Literal

from meidang.models.audience import Audience
from meidang.models.base import Model, Record, declare, field
from meidang.models.codes import OperationCode
from meidang.models.references import DepartmentRef, StaffRef, TechniqueRef
from meidang.models.scalars import Bool, Date, Grade, LongText, Text

#: Who restricts: the state, the province, the city, the institution's own grade, or the institution itself.
AuthorityLevel = Literal["国家", "省", "市", "机构等级", "自身"]


@declare("禁限技术", "S1-07", "S1-14.2")
class RestrictedTechnique(Model):
    """A row of a list of prohibited or restricted techniques."""

    category: Literal["禁止", "限制"] = field("类别", audience=Audience.PUBLIC)
    technique_name: Text = field("技术名称", audience=Audience.PUBLIC)
    icd9cm3: tuple[OperationCode, ...] = field("手术编码", (), audience=Audience.PUBLIC)
    grade: Grade | None = field("级别", None, audience=Audience.PUBLIC)
    filed: Bool | None = field("是否备案", None)
    filed_on: Date | None = field("备案日期", None)


@declare("自身限制", "S1-11", "S1-14.4")
class SelfRestriction(Model):
    """A technique within the grade that the institution does not do for now, and its release (requirement S1-11)."""

    scope: Literal["机构", "科室", "个人"] = field("范围", audience=Audience.PUBLIC)
    technique_id: TechniqueRef = field("技术项目", audience=Audience.PUBLIC)
    department_id: DepartmentRef | None = field("限制科室", None, hint="范围为科室时填写", audience=Audience.PUBLIC)
    staff_id: StaffRef | None = field("限制人员", None, hint="范围为个人时填写")
    reasons: tuple[Literal["人员技术水平", "设备配置", "麻醉配合", "手术室配合", "术后恢复管理", "质量安全"], ...] = (
        field("限制原因", ())
    )
    restricted_on: Date = field("限制日期", audience=Audience.PUBLIC)
    release_conditions: LongText | None = field("解除条件", None)
    release_requested_on: Date | None = field("解除申请日期", None)
    release_evidence: LongText | None = field("符合条件的依据", None)
    release_approved_by: Text | None = field("审核批准", None)
    released_on: Date | None = field("解除日期", None)


@declare("禁限技术目录", "S1-07", "S1-08")
class Restriction(Record):
    """A list of one authority, what the institution's grade forbids, or one self-restriction."""

    name: Text = field("名称", audience=Audience.PUBLIC)
    authority_level: AuthorityLevel = field("层级", audience=Audience.PUBLIC)
    basis: Text | None = field("依据文件", None, audience=Audience.PUBLIC)
    issued_on: Date | None = field("公布日期", None, audience=Audience.PUBLIC)
    declared_none: Bool = field("声明为无", False, hint="本层级没有禁限技术时写“是”（true）", audience=Audience.PUBLIC)
    items: tuple[RestrictedTechnique, ...] = field("禁限技术", (), audience=Audience.PUBLIC)
    forbidden_grades: tuple[Grade, ...] = field("禁止级别", (), hint="层级为机构等级时填写", audience=Audience.PUBLIC)
    self_restriction: SelfRestriction | None = field(
        "自身限制", None, hint="层级为自身时填写", audience=Audience.PUBLIC
    )

    def label(self) -> str:
        """The list's name."""
        return self.name
