"""Calibration and inspection of devices (S0-21, S0-22)."""

from __future__ import annotations

from typing import ClassVar, Literal

from meidang.models.base import declare, field
from meidang.models.ledger import Entry, Ledger
from meidang.models.references import DeviceRef, StaffRef
from meidang.models.scalars import Date, Text


@declare("参数校验", "S0-22")
class Calibration(Entry):
    """A calibration by the manufacturer's engineer (S0-22)."""

    day_field: ClassVar[str] = "calibrated_on"
    device_id: DeviceRef = field("设备")
    calibrated_on: Date = field("校验日期")
    manufacturer_engineer: Text | None = field("厂家工程师", None)
    parameters: Text | None = field("参数", None)
    result: Literal["合格", "不合格"] = field("结果", "合格")
    stopped_on: Date | None = field("停用日期", None, hint="不合格时填写，应为当天")


@declare("校准台账")
class CalibrationLedger(Ledger):
    """The calibrations of one period."""

    entries: tuple[Calibration, ...] = field("校验", ())


@declare("巡检与检测", "S0-21")
class DeviceInspection(Entry):
    """A monthly inspection or a quarterly deep test (S0-21)."""

    day_field: ClassVar[str] = "inspected_on"
    device_id: DeviceRef = field("设备")
    kind: Literal["月巡检", "季度深度检测", "定期检验"] = field("类别")
    inspected_on: Date = field("巡检日期")
    inspector: StaffRef | None = field("检查人", None)
    result: Literal["正常", "异常"] = field("结果", "正常")
    handling: Text | None = field("处置", None)


@declare("设备巡检台账")
class DeviceInspectionLedger(Ledger):
    """The inspections of one month."""

    entries: tuple[DeviceInspection, ...] = field("巡检", ())
