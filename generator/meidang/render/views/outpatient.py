"""Outpatient records: twelve monthly audits, four quarters, one year, and the plans approved (S1-21, S1-22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypedDict

from meidang.archive.collections import Entered
from meidang.archive.spans import span_words
from meidang.models.ledgers.records import OutpatientEvaluation, OutpatientPlanApproval
from meidang.render.views.desk import Subject
from meidang.render.views.words import date_word, rate_words


class AuditRow(TypedDict):
    """A month's audit of outpatient records."""

    month: Annotated[str, "月份"]
    audited_on: Annotated[str, "考评日期"]
    sample: Annotated[str, "抽查份数"]
    rate: Annotated[str, "规范率"]
    defects: Annotated[str, "存在问题"]
    rectification: Annotated[str, "整改"]
    auditor: Annotated[str, "考评人"]


class OutpatientInsert(TypedDict):
    """What an outpatient clinic shows."""

    applies: Annotated[str, "是否适用"]
    audits: Annotated[list[AuditRow], "门诊病历月考评"]
    evaluations: Annotated[list[dict[str, Any]], OutpatientEvaluation, "季度评价与年度总结"]
    approvals: Annotated[list[dict[str, Any]], OutpatientPlanApproval, "诊疗方案核准"]


def outpatient(of: Subject[Any], department_id: str | None) -> OutpatientInsert:
    """One department's, or with None the institution's own, of the last year."""
    desk = of.desk
    audits, evaluations, approvals = (
        desk.recent(desk.entries_of(name, department_id))
        for name in ("outpatient_record_qc", "outpatient_evaluation", "outpatient_plan_approval")
    )
    return {
        "applies": "是" if audits or evaluations or approvals else "",
        "audits": _audit_rows(of, audits),
        "evaluations": of.rows(evaluations),
        "approvals": of.rows(approvals),
    }


def _audit_rows(of: Subject[Any], audits: Sequence[Entered]) -> list[AuditRow]:
    rows: list[AuditRow] = []
    for one in audits:
        each = one.entry
        rate = each.conforming / each.sample_size if each.sample_size else None
        rows.append(
            {
                "month": span_words(one.item.record.period),
                "audited_on": date_word(each.audited_on),
                "sample": str(each.sample_size),
                "rate": rate_words(rate, each.conforming, each.sample_size),
                "defects": "；".join(each.defects) or ("无" if each.conforming == each.sample_size else "未填写"),
                "rectification": each.rectification or "",
                "auditor": of.desk.name("staff", each.auditor) if each.auditor else "",
            }
        )
    return rows
