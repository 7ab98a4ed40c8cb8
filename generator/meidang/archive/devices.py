"""Whether a device might be used on a day: its calibrations, its inspection, its end (S0-21, S0-22)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from meidang.archive.calendar import add_months
from meidang.archive.collections import Entered, entries
from meidang.archive.index import Archive, Item
from meidang.archive.once import once
from meidang.archive.unread import has_unread
from meidang.models.device import Device


@once
def calibrations(archive: Archive) -> Mapping[str, tuple[Entered, ...]]:
    """All calibrations by device, in the order of their days."""
    grouped: dict[str, list[Entered]] = {}
    for one in entries(archive, "calibration"):
        grouped.setdefault(one.entry.device_id, []).append(one)
    return {device_id: tuple(found) for device_id, found in grouped.items()}


def calibration_months(archive: Archive, device: Device) -> int:
    """How long a calibration lasts; 0 for a device that needs none."""
    usual = archive.settings.calibration_months if device.energy_based else 0
    return device.calibration_months or usual


def is_there(device: Device, day: date) -> bool:
    """In use and not retired on ``day``."""
    return device.in_use and (device.disposal is None or device.disposal.retired_on > day)


@once
def against_use(archive: Archive, device_id: str, day: date) -> str:
    """Why a device might not be used on ``day``, in words; empty where it might, or its file is broken."""
    item = archive.get(Device, device_id)
    if item is None:
        return ""
    device = item.record
    if device.disposal and device.disposal.retired_on <= day:
        return f"已于 {device.disposal.retired_on} 报废"
    if device.acceptance and device.acceptance.accepted_on > day:
        return f"{device.acceptance.accepted_on} 才验收"
    if device.inspection_valid_to and device.inspection_valid_to < day:
        return f"定期检验已于 {device.inspection_valid_to} 到期"
    return _against_calibration(archive, item, day)


def _against_calibration(archive: Archive, item: Item[Device], day: date) -> str:
    """What the last calibration says. Of one on the day itself a pass counts, a failure may have come after the use."""
    months = calibration_months(archive, item.record)
    if not months or has_unread(archive, "calibration"):
        return ""
    every = calibrations(archive).get(item.id, ())
    past = [one.entry for one in every if one.moment < day or (one.moment == day and one.entry.result == "合格")]
    if not past:
        return "没有校验记录"
    last = past[-1]
    if last.result == "不合格":
        return f"{last.calibrated_on} 校验不合格，之后没有合格的校验"
    due = add_months(last.calibrated_on, months)
    return f"校验已于 {due} 到期（上次校验 {last.calibrated_on}）" if due < day else ""
