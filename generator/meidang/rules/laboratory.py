"""The laboratory's three zones (S1-24)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.calendar import add_months
from meidang.archive.departments import department_named
from meidang.archive.facts import known
from meidang.findings import Severity
from meidang.models.department import Department, Zone
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

_ZONES: Final = ("污染区", "缓冲区", "清洁区")


@rule("LAB001", Severity.MAJOR, clause="检验科2", requirements=("S1-24",))
def zones_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """检验科的污染区、缓冲区、清洁区不齐，没有平面图或标识，或没有按期检查。

    为什么：检验科布局要合理、分区要明确，并定期检查。检查周期见设置。
    错误：
    zones:
      - zone: 污染区
        checked_on: 2024-03-01
    正确：
    zones:
      - zone: 污染区
        plan_doc:
          document_name: 检验科平面布局图
        checked_on: 2026-03-02
    """
    item = department_named(archive, "检验科")
    if item is None:
        return
    declared = {one.zone for one in item.record.zones}
    missing = [zone for zone in _ZONES if zone not in declared]
    if missing:
        fix = f"在{called(Department, 'zones')}登记各分区的平面图、标识和检查日期"
        yield Problem(item, ("zones",), f"{item.label}没有登记{'、'.join(missing)}", fix)
    for index, zone in enumerate(item.record.zones):
        lacks, due = _lacks(zone, archive.settings.zone_check_months, as_of)
        if lacks:
            message = f"{item.label}的{zone.zone}{'；'.join(lacks)}"
            fix = f"补齐平面图和标识，检查后填写{called(Zone, 'checked_on')}"
            yield Problem(item, ("zones", index, "zone"), message, fix, due)


def _lacks(zone: Zone, months: int, day: date) -> tuple[list[str], date | None]:
    """What stands against a zone, and the day by which it should have been checked where that is over."""
    lacks = [] if zone.plan_doc else ["没有平面图"]
    lacks += [] if zone.signed else ["标识不完整"]
    checked = known(zone.checked_on, day)
    if checked is None:
        return [*lacks, "没有检查日期"], None
    due = add_months(checked, months)
    return ([*lacks, f"上次检查是 {checked}，应在 {due} 前再查"], due) if due < day else (lacks, None)
