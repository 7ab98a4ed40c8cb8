"""Derived for a device: its calibrations and inspections as the ledgers tell them; each device in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypedDict

from meidang.archive import Item
from meidang.archive.calendar import add_months
from meidang.archive.devices import calibration_months
from meidang.models.device import Device
from meidang.models.ledgers.equipment import Calibration, DeviceInspection
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.states import term_state
from meidang.render.views.words import date_word


class DeviceView(TypedDict):
    """A device on the day."""

    state: Annotated[str, "现状态"]
    registration_state: Annotated[str, "注册证状态"]
    inspection_state: Annotated[str, "定期检验状态"]
    calibration_interval: Annotated[str, "校验周期"]
    calibrated_last: Annotated[str, "最近校验"]
    calibration_due: Annotated[str, "下次校验不晚于"]
    calibration_state: Annotated[str, "校验状态"]
    calibrations: Annotated[list[dict[str, Any]], Calibration, "参数校验记录"]
    inspections: Annotated[list[dict[str, Any]], DeviceInspection, "巡检与检测记录（近一年）"]


def device(of: Subject[Device]) -> DeviceView:
    """Its life as the ledgers tell it."""
    desk, one = of.desk, of.model
    calibrations = desk.entries_about("calibration", "device_id", of.item.id)
    inspections = desk.entries_about("device_inspection", "device_id", of.item.id)
    months, calibrated = calibration_months(desk.archive, one), _calibrated(desk, of.item)
    return {
        "state": device_state(one, desk.as_of),
        "registration_state": term_state(desk, one.registration_valid_to) if one.registration_valid_to else "",
        "inspection_state": term_state(desk, one.inspection_valid_to) if one.inspection_valid_to else "",
        "calibration_interval": f"{months} 个月" if months else "不要求",
        "calibrated_last": date_word(calibrated.last),
        "calibration_due": date_word(calibrated.due),
        "calibration_state": calibrated.state,
        "calibrations": of.rows(calibrations),
        "inspections": of.rows(desk.recent(inspections)),
    }


def device_state(one: Device, day: date) -> str:
    """In use, out of use, or disposed of."""
    if one.disposal and one.disposal.retired_on <= day:
        return "已报废"
    return "在用" if one.in_use else "停用"


@dataclass(frozen=True, slots=True)
class _Calibrated:
    """A device's calibrations on the day: the last one, until when it holds, and that in words."""

    last: date | None
    due: date | None
    state: str


def _calibrated(desk: Desk, item: Item[Device]) -> _Calibrated:
    """A device that needs none has no state; a failure stops the device until it passes."""
    past = desk.entries_about("calibration", "device_id", item.id)
    months = calibration_months(desk.archive, item.record)
    last = past[-1] if past else None
    due = add_months(last.moment, months) if last and months else None
    if not months or device_state(item.record, desk.as_of) != "在用":
        state = ""
    elif last and last.entry.result == "不合格":
        state = "不合格，应停用"
    else:
        state = term_state(desk, due) if due else "缺失"
    return _Calibrated(last.day if last else None, due, state)


class DeviceRow(TypedDict):
    """A device in one line."""

    name: Annotated[str, "设备名称"]
    model: Annotated[str, "型号"]
    archive_no: Annotated[str, "档案编号"]
    keeper: Annotated[str, "保管人"]
    state: Annotated[str, "状态"]
    calibrated_last: Annotated[str, "最近校验"]
    calibration_due: Annotated[str, "下次校验不晚于"]
    calibration_state: Annotated[str, "校验状态"]
    inspected_last: Annotated[str, "最近巡检"]


def device_rows(desk: Desk, department_id: str) -> list[DeviceRow]:
    """The devices of a department that have a dossier."""
    rows: list[DeviceRow] = []
    for item in desk.archive.of(Device):
        if item.record.department_id == department_id:
            calibrated = _calibrated(desk, item)
            inspections = desk.entries_about("device_inspection", "device_id", item.id)
            rows.append(
                {
                    "name": item.label,
                    "model": item.record.model or "",
                    "archive_no": item.record.archive_no or "",
                    "keeper": desk.name("staff", item.record.keeper_id) if item.record.keeper_id else "",
                    "state": device_state(item.record, desk.as_of),
                    "calibrated_last": date_word(calibrated.last),
                    "calibration_due": date_word(calibrated.due),
                    "calibration_state": calibrated.state,
                    "inspected_last": date_word(inspections[-1].day) if inspections else "",
                }
            )
    return rows
