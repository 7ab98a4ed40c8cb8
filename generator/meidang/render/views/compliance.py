"""Derived for a month's 操作合规性分析报告: every figure is counted from the ledgers, none is typed (S0-14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Final, TypedDict

from meidang.archive.cases import Done, done_cases
from meidang.archive.collections import Entered
from meidang.archive.spans import Period, span
from meidang.models.ledgers.pharmacy import MonitorReading
from meidang.models.ledgers.quality import ComplianceReportLedger
from meidang.models.scalars import AMOUNT, MOMENT
from meidang.models.wording import without_keys
from meidang.render.views.cases import (
    CheckRow,
    DepartmentCasesRow,
    TechniqueCasesRow,
    check_rows,
    department_rows,
    technique_rows,
)
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.doses import DoseRow, OverRow, dose_rows, over_rows
from meidang.render.views.figures import IndicatorRow, rows_of_month
from meidang.render.views.readings import deviation, rectified
from meidang.render.views.words import date_word

#: The ledgers of what is done to patients and with what: what rules find in them are the month's deviations.
_OPERATIONS: Final = frozenset(
    {
        "adverse_event",
        "calibration",
        "case",
        "device_inspection",
        "drug_daily_count",
        "drug_lot",
        "follow_up",
        "incident",
        "monitor_reading",
    }
)


class ReadingRow(TypedDict):
    """A reading out of its limits."""

    point: Annotated[str, "监测点"]
    measured_at: Annotated[str, "时间"]
    temperature: Annotated[str, "温度（℃）"]
    humidity: Annotated[str, "湿度（%）"]
    deviation: Annotated[str, "偏离"]
    rectify_due: Annotated[str, "整改期限"]
    closed_on: Annotated[str, "完成日期"]
    state: Annotated[str, "整改情况"]


class DeviationRow(TypedDict):
    """What a rule found in a ledger of the month."""

    severity: Annotated[str, "程度"]
    code: Annotated[str, "规则"]
    ledger: Annotated[str, "台账"]
    message: Annotated[str, "偏离"]
    fix: Annotated[str, "改正办法"]


class ComplianceView(TypedDict):
    """A month as the ledgers tell it."""

    archive_no: Annotated[str, "档案编号"]
    month: Annotated[str, "月份"]
    period_from: Annotated[str, "统计起始日"]
    period_to: Annotated[str, "统计截止日"]
    summary: Annotated[str, "本期小结"]
    departments: Annotated[list[DepartmentCasesRow], "各科室病例"]
    techniques: Annotated[list[TechniqueCasesRow], "各技术项目病例"]
    checks: Annotated[list[CheckRow], "关键环节落实情况"]
    doses: Annotated[list[DoseRow], "注射剂量与时间"]
    over_limit: Annotated[list[OverRow], "超过上限的注射"]
    readings_summary: Annotated[str, "环境监测小结"]
    readings: Annotated[list[ReadingRow], "超出限值的环境监测"]
    deviations: Annotated[list[DeviationRow], "规则发现的偏离"]
    indicators: Annotated[list[IndicatorRow], "本期指标"]
    issued_on: Annotated[str, "签发日期"]
    issued_by: Annotated[str, "签发人"]
    conclusion: Annotated[str, "结论与要求"]


def derive(of: Subject[ComplianceReportLedger]) -> ComplianceView:
    """The period's cases, doses, readings, deviations and indicators; who issued the report, and what it asks for."""
    desk, period = of.desk, span(of.model.period)
    cases = [one for one in done_cases(desk.archive, desk.as_of) if one.day in period]
    readings = [one for one in desk.entries("monitor_reading") if one.day in period]
    out = _reading_rows(desk, readings)
    deviations = list(_deviations(desk, period))
    issued = of.shown["entries"][-1] if of.shown["entries"] else {}
    return {
        "archive_no": "",
        "month": period.words,
        "period_from": date_word(period.first),
        "period_to": date_word(period.last),
        "summary": _summary(cases, deviations),
        "departments": department_rows(desk, cases),
        "techniques": technique_rows(desk, cases),
        "checks": check_rows(desk, cases),
        "doses": dose_rows(desk, cases),
        "over_limit": over_rows(desk, cases),
        "readings_summary": _readings_summary(desk, len(readings), len(out)),
        "readings": out,
        "deviations": deviations,
        "indicators": rows_of_month(desk, period),
        "issued_on": issued.get("issued_on", ""),
        "issued_by": issued.get("issued_by", ""),
        "conclusion": issued.get("conclusion", ""),
    }


def _summary(cases: list[Done], deviations: list[DeviationRow]) -> str:
    weights = Counter(row["severity"] for row in deviations)
    counted = "、".join(f"{weight} {number} 项" for weight, number in weights.items())
    found = f"规则发现偏离 {len(deviations)} 项（{counted}）" if deviations else "规则没有发现偏离"
    surgical = sum(one.case.category == "手术类" for one in cases)
    return f"本期登记病例 {len(cases)} 例，其中手术类 {surgical} 例；{found}。"


# --- readings --------------------------------------------------------------------------------------------------------


def _readings_summary(desk: Desk, count: int, out: int) -> str:
    room, show = desk.archive.settings.room, AMOUNT.show
    limits = (
        f"温度 {show(room.temperature_min_c)}–{show(room.temperature_max_c)} ℃，"
        f"湿度 {show(room.humidity_min_pct)}%–{show(room.humidity_max_pct)}%"
    )
    return f"限值：{limits}。本期监测 {count} 次，超出限值或登记偏离 {out} 次。"


def _reading_rows(desk: Desk, readings: list[Entered]) -> list[ReadingRow]:
    room = desk.archive.settings.room
    rows: list[ReadingRow] = []
    for each in readings:
        one: MonitorReading = each.entry
        found = deviation(one, room)
        if found:
            rows.append(
                {
                    "point": one.monitor_point,
                    "measured_at": MOMENT.show(one.measured_at),
                    "temperature": AMOUNT.show(one.temperature_c) if one.temperature_c is not None else "",
                    "humidity": AMOUNT.show(one.humidity_pct) if one.humidity_pct is not None else "",
                    "deviation": found,
                    "rectify_due": date_word(one.rectify_due),
                    "closed_on": date_word(one.closed_on),
                    "state": rectified(one, desk.as_of),
                }
            )
    return rows


# --- what rules found ------------------------------------------------------------------------------------------------


def _deviations(desk: Desk, period: Period) -> Iterator[DeviationRow]:
    found = [
        finding
        for finding in desk.findings
        if (item := desk.archive.items.get(finding.record))
        and item.kind.name in _OPERATIONS
        and span(item.record.period).first in period
    ]
    for finding in sorted(found, key=lambda finding: (-finding.severity, *finding.sort_key)):
        item = desk.archive.items[finding.record]
        department = item.record.department_id
        yield {
            "severity": finding.severity.label,
            "code": finding.code,
            "ledger": item.kind.title + (f"（{desk.name('department', department)}）" if department else ""),
            "message": finding.message,
            "fix": without_keys(finding.fix),
        }
