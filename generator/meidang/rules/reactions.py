"""Adverse reactions answered in time, and safety events (S0-17, S0-20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from meidang.archive import Archive
from meidang.archive.calendar import add_months
from meidang.archive.collections import Entered, entries_until
from meidang.archive.facts import known
from meidang.archive.holdings import is_nurse
from meidang.findings import Severity
from meidang.models.base import describe
from meidang.models.ledgers.cases import AdverseEvent, Incident
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

#: Months during which a severe event counts against the goal of none (S0-20 sets the goal for a year).
_COUNTED_MONTHS = 12


def _of(archive: Archive, as_of: date, severity: str) -> Iterator[tuple[Entered, AdverseEvent]]:
    return (
        (one, one.entry) for one in entries_until(archive, "adverse_event", as_of) if one.entry.severity == severity
    )


def _what(archive: Archive, event: AdverseEvent) -> str:
    technique = archive.name(Technique, event.technique_id)
    about = "，".join(filter(None, (f"病例 {event.case_no}" if event.case_no else "", technique)))
    return f"{event.severity}不良反应 {event.event_no}" + (f"（{about}）" if about else "")


def _waited(event: AdverseEvent, moment: datetime) -> int:
    return int((moment - event.reported_at).total_seconds() // 60)


@rule("AEV001", Severity.MAJOR, clause="一(三)2", requirements=("S0-17",))
def mild_not_tracked(archive: Archive, as_of: date) -> Iterator[Problem]:
    """轻度不良反应没有由责任护士处置，或者跟踪不足 48 小时。

    为什么：轻度反应可以在家处理，但要有护士负责指导，并一直跟到规定的时间（见设置）。
    错误：
    severity: 轻度
    reported_at: 2026-03-02T10:10
    handler_id: N02
    tracked_until: 2026-03-03T10:10
    正确：
    severity: 轻度
    reported_at: 2026-03-02T10:10
    handler_id: N02
    tracked_until: 2026-03-04T10:10
    """
    hours = archive.settings.reactions.mild_tracked_hours
    for one, event in _of(archive, as_of, "轻度"):
        until, wrong = event.reported_at + timedelta(hours=hours), []
        handler = archive.get(Staff, event.handler_id)
        if event.handler_id is None:
            wrong.append(("handler_id", "没有写处置的护士"))
        elif handler and not is_nurse(handler.record):
            wrong.append(("handler_id", f"处置人{handler.label}不是护士"))
        if event.tracked_until is None and until.date() < as_of:
            wrong.append(("tracked_until", f"没有 {hours} 小时跟踪的记录"))
        elif event.tracked_until and event.tracked_until < until:
            wrong.append(("tracked_until", f"跟踪到 {event.tracked_until:%Y-%m-%d %H:%M}，不足 {hours} 小时"))
        if wrong:
            message = f"{_what(archive, event)}{'；'.join(said for _, said in wrong)}"
            yield Problem(one.item, one.at(wrong[0][0]), message, "补上责任护士和跟踪记录")


@rule("AEV002", Severity.MAJOR, clause="一(三)2", requirements=("S0-17",))
def moderate_seen_late(archive: Archive, as_of: date) -> Iterator[Problem]:
    """中度不良反应没有在 2 小时内由主诊医师复诊。

    为什么：中度须在 2 小时内安排主诊医师复诊，时限见设置，从报告起算。
    错误：
    severity: 中度
    reported_at: 2026-04-21T14:00
    seen_at: 2026-04-21T17:20
    正确：
    severity: 中度
    reported_at: 2026-03-02T10:10
    seen_at: 2026-03-02T11:25
    """
    most = archive.settings.reactions.moderate_seen_minutes
    for one, event in _of(archive, as_of, "中度"):
        if event.seen_at is None and event.reported_at.date() < as_of:
            message = f"{_what(archive, event)}没有主诊医师复诊的时间"
            yield Problem(one.item, one.at(), message, f"补上{called(AdverseEvent, 'seen_at')}；没有复诊的立即安排")
        elif event.seen_at and _waited(event, event.seen_at) > most:
            waited = _waited(event, event.seen_at)
            message = f"{_what(archive, event)}报告后 {waited} 分钟才由主诊医师复诊，时限 {most} 分钟"
            yield Problem(one.item, one.at("seen_at"), message, "分析延误原因并整改；时间写错就改正")


@rule("AEV003", Severity.VETO, clause="一(三)2", requirements=("S0-17",))
def severe_not_answered(archive: Archive, as_of: date) -> Iterator[Problem]:
    """重度不良反应没有立即会诊并转应急处置。

    为什么：重度须立即多学科会诊并转应急处置；“立即”是多少分钟见设置，从报告起算。
    错误：
    severity: 重度
    reported_at: 2026-05-15T16:02
    consultation_at: 2026-05-15T17:30
    正确：
    severity: 重度
    reported_at: 2026-05-15T16:02
    consultation_at: 2026-05-15T16:05
    emergency_started_at: 2026-05-15T16:06
    """
    most = archive.settings.reactions.severe_started_minutes
    for one, event in _of(archive, as_of, "重度"):
        wrong = []
        for name in ("consultation_at", "emergency_started_at"):
            label, moment = describe(AdverseEvent)[name].label, getattr(event, name)
            if moment is None and event.reported_at.date() < as_of:
                wrong.append((name, f"没有{label}的时间"))
            elif moment and _waited(event, moment) > most:
                wrong.append((name, f"报告后 {_waited(event, moment)} 分钟才{label}，时限 {most} 分钟"))
        if wrong:
            message = f"{_what(archive, event)}{'；'.join(said for _, said in wrong)}"
            yield Problem(one.item, one.at(wrong[0][0]), message, "补上会诊和应急启动的时间；延误的分析原因并整改")


@rule("INC001", Severity.VETO, clause="二", requirements=("S0-20",))
def severe_event(archive: Archive, as_of: date) -> Iterator[Problem]:
    """近 12 个月发生严重医疗事故或重大安全事件。

    为什么：安全目标是零严重医疗事故、零重大安全事件。
    错误：
    event_level: 重大安全事件
    正确：
    event_level: 隐患
    """
    since = add_months(as_of, -_COUNTED_MONTHS)
    for one in entries_until(archive, "incident", as_of):
        event = one.entry
        if event.event_level in ("严重医疗事故", "重大安全事件") and event.date > since:
            message = f"{event.date} 发生{event.event_level} {event.incident_no}（{event.element}）"
            yield Problem(
                one.item, one.at("event_level"), message, "完成调查、处置和整改，评审时备齐材料；级别写错就改正"
            )


@rule("INC002", Severity.MAJOR, clause="二", requirements=("S0-20",))
def event_not_closed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """安全事件没有写处置，或者还没有闭环。

    为什么：设备、药品、人员三要素的预防、监测、处置要闭环。
    错误：
    incident_no: AQ26-03
    event_level: 一般安全事件
    正确：
    incident_no: AQ26-03
    event_level: 一般安全事件
    handling: 更换电极板，全员培训
    closed_on: 2026-04-20
    """
    for one in entries_until(archive, "incident", as_of):
        event, lacking = one.entry, []
        lacking += [] if event.handling else ["没有写处置"]
        lacking += [] if known(event.closed_on, as_of) else ["还没有完成"]
        if lacking:
            message = f"{event.date} 的{event.event_level} {event.incident_no}：{'，'.join(lacking)}"
            yield Problem(one.item, one.at(), message, f"处置完成后补上{called(Incident, 'handling', 'closed_on')}")
