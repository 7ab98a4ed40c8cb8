"""What follows from an entry and is therefore never typed: differences, rates, days late, states on the day.

Workbooks, Word ledgers and pages show these beside the declared fields, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from meidang.archive.calendar import add_months
from meidang.archive.collections import Entered
from meidang.archive.devices import calibration_months, is_there
from meidang.archive.facts import credential_state
from meidang.archive.index import Archive
from meidang.archive.permits import privilege_state
from meidang.models.device import Device
from meidang.models.ledgers.records import ArchivingRecord
from meidang.models.staff import Privilege


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; ``rate`` is None where nothing was counted."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """From 0 to 1."""
        return self.part / self.whole if self.whole else None

    def words(self) -> str:
        """``90.00%（9/10）``; a dash where nothing was counted."""
        return f"{self.rate:.2%}（{self.part}/{self.whole}）" if self.rate is not None else "—"


#: What a fact may be; None where it does not apply to the entry.
FactValue = int | str | date | Share | None


@dataclass(frozen=True, slots=True)
class EntryFact:
    """One fact of the entries of a collection: its name in templates, its label, and how it is found on a day."""

    name: str
    label: str
    of: Callable[[Archive, Entered, date], FactValue]

    def words(self, archive: Archive, one: Entered, day: date) -> str:
        """The fact for people; empty where it does not apply."""
        return shown(self.of(archive, one, day))


def shown(value: FactValue) -> str:
    """A fact's words for people."""
    if value is None:
        return ""
    return value.words() if isinstance(value, Share) else str(value)


def _from(compute: Callable[[Any, date], FactValue]) -> Callable[[Archive, Entered, date], FactValue]:
    """A fact for which the entry and the day are enough."""
    return lambda _archive, one, day: compute(one.entry, day)


def _share(part: str, whole: str) -> Callable[[Archive, Entered, date], FactValue]:
    """The share of one field in another; None unless both are given."""

    def of(_archive: Archive, one: Entered, _day: date) -> FactValue:
        counted, base = getattr(one.entry, part), getattr(one.entry, whole)
        return None if counted is None or base is None else Share(counted, base)

    return of


def _visit_state(archive: Archive, one: Entered, day: date) -> str:
    """失访 and 完成 as recorded; what is not done yet is due, or overdue once the days of grace are over."""
    visit = one.entry
    if visit.outcome == "失访":
        return "失访"
    if visit.done_on is not None and visit.done_on <= day:
        return "完成"
    grace = timedelta(days=archive.settings.follow_up.tolerance_days)
    return "逾期未访" if visit.due_on + grace < day else "待访"


def _days_apart(due: date, done: date | None) -> int | None:
    return None if done is None else (done - due).days


def _days_overdue(record: ArchivingRecord, day: date) -> int:
    """How many days a medical record was filed late, or has been waiting by now."""
    filed = record.filed_on if record.filed_on and record.filed_on <= day else day
    return max(0, (filed - record.due_on).days)


def _response_minutes(event: Any, _day: date) -> int | None:
    """From the report to the first answer that the severity asks for."""
    answers = {
        "轻度": (event.handled_at,),
        "中度": (event.seen_at,),
        "重度": (event.consultation_at, event.emergency_started_at),
    }[event.severity]
    given = [moment for moment in answers if moment is not None]
    # Why the latest: consultation and emergency start are both due within the time.
    return int((max(given) - event.reported_at).total_seconds() // 60) if given else None


def _improvement_state(item: Any, day: date) -> str:
    if item.closed_on is not None and item.closed_on <= day:
        return "已闭环"
    return "逾期" if item.due_on is not None and item.due_on < day else "进行中"


def _task_state(task: Any, day: date) -> str:
    if task.status == "已取消":
        return "已取消"
    if task.completed_on is not None and task.completed_on <= day:
        return "已完成"
    return "逾期" if task.due_on is not None and task.due_on < day else task.status or "未开始"


def _next_calibration(archive: Archive, one: Entered, day: date) -> FactValue:
    device = archive.get(Device, one.entry.device_id)
    if device is None or not is_there(device.record, day):
        return None
    months = calibration_months(archive, device.record)
    return add_months(one.entry.calibrated_on, months) if months else None


def _lot_state(lot: Any, day: date) -> str:
    return "已过期" if lot.expiry_on < day else "在效期内"


def _privilege_state(archive: Archive, one: Entered, day: date) -> FactValue:
    privilege: Privilege = one.entry
    return privilege_state(archive, one.item, privilege, day).value


#: The facts of each collection that has some, in the order in which they are shown.
ENTRY_FACTS: Final[Mapping[str, tuple[EntryFact, ...]]] = {
    "follow_up": (
        EntryFact("days_apart", "与应访日相差（天）", _from(lambda visit, _: _days_apart(visit.due_on, visit.done_on))),
        EntryFact("state", "随访状态", _visit_state),
    ),
    "adverse_event": (EntryFact("response_minutes", "响应用时（分钟）", _from(_response_minutes)),),
    "archiving_record": (EntryFact("days_overdue", "逾期天数", _from(_days_overdue)),),
    "outpatient_record_qc": (EntryFact("conforming_rate", "规范率", _share("conforming", "sample_size")),),
    "prescription_review": (EntryFact("rational_rate", "合理率", _share("rational_count", "sample_size")),),
    "image_quality_review": (EntryFact("excellent_rate", "甲片率", _share("excellent", "sample_size")),),
    "drug_lot": (EntryFact("state", "效期状态", _from(_lot_state)),),
    "drug_daily_count": (EntryFact("difference", "差异", _from(lambda count, _: count.counted - count.book)),),
    "calibration": (EntryFact("next_due_on", "下次应校验日", _next_calibration),),
    "qi_entry": (EntryFact("state", "状态", _from(_improvement_state)),),
    "drill": (EntryFact("awareness_rate", "知晓率", _share("aware_staff", "expected_staff")),),
    "training_record": (EntryFact("attendance_rate", "参训率", _share("actual_trainees", "expected_trainees")),),
    "institution.licences": (
        EntryFact("state", "证照状态", lambda archive, one, day: credential_state(archive, one.entry, day).value),
    ),
    "staff.credentials": (
        EntryFact("state", "证照状态", lambda archive, one, day: credential_state(archive, one.entry, day).value),
    ),
    "staff.privileges": (EntryFact("state", "授权状态", _privilege_state),),
    "work_plan.tasks": (EntryFact("state", "截至状态", _from(_task_state)),),
}
