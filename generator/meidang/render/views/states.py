"""In one word where something stands on the day: a term, a reading, a count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, TypedDict

from meidang.archive.facts import CredentialState, lead_days
from meidang.models.agreement import PartnerCredential
from meidang.models.base import describe
from meidang.models.ledgers.pharmacy import DrugDailyCount, MonitorReading
from meidang.models.ledgers.quality import Drill, QiEntry, QualityCheck
from meidang.models.ledgers.records import FrontSheet, RecordQualitySummary
from meidang.models.scalars import NEVER
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.readings import deviation, rectified
from meidang.render.views.words import joined


def term_state(desk: Desk, until: date | None) -> str:
    """在册, 有效, 临期 or 过期, as credentials say it; the last day is valid."""
    if until is None or until == NEVER:
        return CredentialState.ON_FILE.value
    if until < desk.as_of:
        return CredentialState.EXPIRED.value
    leads = lead_days(desk.archive, None)
    soon = bool(leads) and until <= desk.as_of + timedelta(days=leads[0])
    state = CredentialState.EXPIRING if soon else CredentialState.ACTIVE
    return state.value


class StateView(TypedDict):
    """Where it stands on the day."""

    state: Annotated[str, "状态"]


class WhoseView(TypedDict):
    """Whose ledger it stands in."""

    department: Annotated[str, "科室"]


def whose(of: Subject[QiEntry | RecordQualitySummary]) -> WhoseView:
    """The department, or that it is the institution's own."""
    return {"department": of.desk.whose(of.item.record.department_id)}


def reading(of: Subject[MonitorReading]) -> StateView:
    """How far a deviation was put right, written down or not; that there was none."""
    is_out = deviation(of.model, of.desk.archive.settings.room)
    return {"state": rectified(of.model, of.desk.as_of) if is_out else "正常"}


def partner_credential(of: Subject[PartnerCredential]) -> StateView:
    """Whether the partner's document is still valid."""
    return {"state": term_state(of.desk, of.model.valid_to)}


def is_balanced(count: DrugDailyCount) -> bool:
    """Whether account and stock agree."""
    return count.book == count.counted


def is_signed_twice(count: DrugDailyCount) -> bool:
    """Whether two different people signed."""
    return bool(count.sign_1 and count.sign_2 and count.sign_1 != count.sign_2)


def daily_count(of: Subject[DrugDailyCount]) -> StateView:
    """Account against stock, and the two signatures."""
    words = ("相符" if is_balanced(of.model) else "账物不符", "" if is_signed_twice(of.model) else "缺双人签名")
    return {"state": "，".join(word for word in words if word)}


class DrillView(TypedDict):
    """A drill."""

    plan: Annotated[str, "预案"]


def drill(of: Subject[Drill]) -> DrillView:
    """What was drilled."""
    one = of.model
    return {"plan": of.desk.name("policies", one.policy_id) if one.policy_id else f"{one.plan_type}应急预案"}


class QualityCheckView(TypedDict):
    """A check of quality."""

    department: Annotated[str, "科室"]
    defects_words: Annotated[str, "缺陷与整改"]


def quality_check(of: Subject[QualityCheck]) -> QualityCheckView:
    """Its defects, one a line, each with what was done."""
    return {
        "department": of.desk.whose(of.item.record.department_id),
        "defects_words": "\n".join(_defect(row) for row in of.shown["defects"]) or "未发现缺陷",
    }


def _defect(row: Mapping[str, Any]) -> str:
    due = f"期限 {row['due_on']}" if row["due_on"] else ""
    words = (
        row["corrective_action"] and f"整改：{row['corrective_action']}",
        due,
        row["effect"] and f"效果：{row['effect']}",
    )
    more = "；".join(word for word in words if word)
    return f"{row['defect']}（{more}）" if more else str(row["defect"])


def front_sheet(of: Subject[FrontSheet]) -> StateView:
    """Whether the three levels of doctors and the coder signed, and both codes are there."""
    missing = [
        describe(FrontSheet)[name].label
        for name in ("chief_doctor_sign", "attending_doctor_sign", "resident_doctor_sign", "icd10", "icd9cm3", "coder")
        if not getattr(of.model, name)
    ]
    return {"state": f"缺{joined(missing)}" if missing else "完整"}
