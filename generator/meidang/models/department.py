"""A department: one of the eighteen of clause (四), in use or not (S1-02, S1-10)."""

from typing import ClassVar, Literal

from meidang.models.attachment import Attachment
from meidang.models.audience import Audience
from meidang.models.base import Model, Record, declare, field
from meidang.models.references import PolicyRef, StaffRef
from meidang.models.scalars import Bool, Count, Date, DeptNo, LongText, Text
from meidang.models.shared import GuidingDocument

#: The eighteen departments, in the order of clause (四) (requirement S1-10).
DepartmentName = Literal[
    "美容外科",
    "美容皮肤科",
    "美容牙科",
    "美容中医科",
    "整形外科",
    "微整注射科",
    "口腔科",
    "纹绣科",
    "植发科",
    "私密整形科",
    "麻醉科",
    "手术室",
    "检验科",
    "影像科",
    "药剂科",
    "病案室",
    "院感科",
    "消毒供应室",
]


@declare("主要设备")
class Equipment(Model):
    """A line of the department's list of main equipment."""

    device_name: Text = field("设备名称")
    model: Text | None = field("型号", None)
    quantity: Count = field("数量", 1)


@declare("分区", "S1-24")
class Zone(Model):
    """One of the three zones of a laboratory, and when it was last checked (S1-24)."""

    zone: Literal["污染区", "缓冲区", "清洁区"] = field("分区")
    plan_doc: GuidingDocument | None = field("平面图", None)
    sign_photo: Attachment | None = field("标识照片", None)
    signed: Bool = field("标识完整", True)
    checked_on: Date | None = field("检查日期", None)


@declare("用药监督机制", "S1-27")
class MonitoringMechanism(Model):
    """How the use of antibacterials and drugs is watched (S1-27)."""

    supervision_policy_doc: PolicyRef | None = field("监督制度文件", None)
    system_name: Text | None = field("信息系统", None, hint="没有信息系统不填")
    monitoring_frequency: Text | None = field("监控频次", None)


@declare("科室技术档案", "S1-02", "S1-10", "S1-25b", "S1-30")
class Department(Record):
    """A department, whether it is in use or not: the list of eighteen is judged as a whole."""

    archive_level: ClassVar[str] = "科室"

    dept_no: DeptNo = field("科室编号", audience=Audience.PUBLIC)
    dept_name: DepartmentName = field("科室名称", audience=Audience.PUBLIC)
    category: Literal["临床", "医技", "职能"] = field("科室类别", audience=Audience.PUBLIC)
    in_use: Bool = field("是否设置", audience=Audience.PUBLIC)
    established_on: Date | None = field("设置日期", None)
    clinical_subjects: tuple[Text, ...] = field(
        "对应诊疗科目", (), hint="执业许可证上的科目代码，例如 14.01", audience=Audience.PUBLIC
    )
    head_id: StaffRef | None = field("负责人", None, audience=Audience.PUBLIC)
    head_nurse_id: StaffRef | None = field("护士长", None)
    qc_group_members: tuple[StaffRef, ...] = field("质控小组", ())
    beds: Count | None = field("床位数", None)
    stations: Count | None = field("台（椅）位数", None)
    equipment: tuple[Equipment, ...] = field("主要设备", ())
    qc_group_head: StaffRef | None = field("质控组长", None)
    qc_group_duties: LongText | None = field("质控小组职责", None)
    zones: tuple[Zone, ...] = field("分区", (), hint="检验科填写污染区、缓冲区、清洁区")
    monitoring_mechanism: MonitoringMechanism | None = field("用药监督机制", None, hint="药剂科填写")
    overview: LongText | None = field("科室概况", None, audience=Audience.PUBLIC)

    def label(self) -> str:
        """The department's name."""
        return self.dept_name
