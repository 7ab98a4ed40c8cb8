"""A device, from the argument for its purchase to its disposal (S0-21, S0-22)."""

from typing import Literal

from meidang.models.base import Model, Record, declare, field
from meidang.models.references import DepartmentRef, StaffRef
from meidang.models.scalars import Bool, Date, Expiry, LongText, Period, Text
from meidang.models.shared import GuidingDocument


@declare("采购论证", "S0-21")
class Purchase(Model):
    """Why it was bought: registration, safety report, approval."""

    argued_on: Date | None = field("论证日期", None)
    argument: LongText | None = field("论证意见", None)
    safety_report_doc: GuidingDocument | None = field("安全性评价报告", None)
    approved_by: Text | None = field("批准人", None)
    purchased_on: Date | None = field("购置日期", None)


@declare("验收调试", "S0-21")
class Acceptance(Model):
    """Acceptance, with an outside party."""

    accepted_on: Date = field("验收日期")
    third_party: Text | None = field("第三方", None)
    result: Literal["合格", "不合格"] = field("验收结论", "合格")
    accepted_by: StaffRef | None = field("验收人", None)


@declare("报废处置", "S0-21")
class Disposal(Model):
    """The end of a device."""

    retired_on: Date = field("报废日期")
    approved_by: Text | None = field("审批", None)
    way: Text | None = field("处置方式", None)


@declare("设备档案", "S0-21", "S0-22")
class Device(Record):
    """A device. Its calibrations and inspections stand in the ledgers."""

    device_name: Text = field("设备名称")
    model: Text | None = field("型号", None)
    serial_no: Text | None = field("出厂编号", None)
    manufacturer: Text | None = field("生产厂家", None)
    department_id: DepartmentRef = field("科室")
    keeper_id: StaffRef | None = field("保管人", None)
    energy_based: Bool = field("能量设备", False, hint="激光、射频等能量设备，须由厂家定期校验参数")
    in_use: Bool = field("在用", True)
    registration_no: Text | None = field("注册证号", None)
    registration_valid_to: Expiry | None = field("注册证有效期至", None)
    inspection_valid_to: Expiry | None = field("定期检验有效期至", None, hint="压力容器等须定期检验的设备填写")
    calibration_months: Period | None = field("校验周期（月）", None, hint="不填则用设置里的")
    purchase: Purchase | None = field("采购论证", None)
    acceptance: Acceptance | None = field("验收调试", None)
    disposal: Disposal | None = field("报废处置", None)

    def label(self) -> str:
        """The device's name."""
        return self.device_name
