"""New techniques: evaluated within two years, and the outcome carried out (clause (七)8; S1-17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.calendar import add_months
from meidang.archive.facts import known, present_status
from meidang.findings import Severity
from meidang.models.technique import NewTechnique, Technique
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _new(archive: Archive) -> Iterator[tuple[Item[Technique], NewTechnique]]:
    for item in archive.of(Technique):
        if item.record.new_technique:
            yield item, item.record.new_technique


def _start(archive: Archive, new: NewTechnique, day: date) -> date | None:
    """The day from which the term counts: the settings' choice, else the other one."""
    days = [known(new.approved_on, day), known(new.first_case_on, day)]
    if archive.settings.new_technique.counted_from == "首例日期":
        days.reverse()
    return days[0] or days[1]


def _due(archive: Archive, new: NewTechnique, day: date) -> date | None:
    start = _start(archive, new, day)
    return add_months(start, archive.settings.new_technique.evaluate_within_months) if start else None


def _pending(archive: Archive, day: date) -> Iterator[tuple[Item[Technique], NewTechnique, date]]:
    """New techniques to be evaluated, with the last day for it; not those given up for good."""
    for item, new in _new(archive):
        due, status = _due(archive, new, day), present_status(item.record, day)
        if due and known(new.evaluated_on, day) is None and not (status and status.status == "终止"):
            yield item, new, due


@rule("NEW001", Severity.VETO, clause="新业务新技术", requirements=("S1-17",))
def evaluation_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """新技术超过期限没有完成评价。

    为什么：新业务、新技术必须在二年内完成评价（期限和起算点见设置）。
    错误：
    new_technique:
      approved_on: 2023-11-15
    正确：
    new_technique:
      approved_on: 2023-11-15
      evaluated_on: 2025-10-20
      outcome: 转常规
    """
    for item, _, due in _pending(archive, as_of):
        if due < as_of:
            message = f"新技术{item.label}最迟应在 {due} 完成评价，至今没有评价"
            fix = f"完成评价后填写{called(NewTechnique, 'evaluated_on', 'outcome')}；不再开展的登记“终止”"
            yield Problem(item, ("new_technique", "evaluated_on"), message, fix, due=due)


@rule("NEW002", Severity.NOTICE, clause="新业务新技术", requirements=("S1-17",))
def evaluation_falls_due(archive: Archive, as_of: date) -> Iterator[Problem]:
    """新技术的评价期限将到。

    为什么：满 18 个月、21 个月各提醒一次（月数见设置），好留出评价的时间。
    错误：
    new_technique:
      approved_on: 2024-11-15
    正确：
    new_technique:
      approved_on: 2024-11-15
      evaluated_on: 2026-05-20
      outcome: 转常规
    """
    for item, new, due in _pending(archive, as_of):
        start = _start(archive, new, as_of)
        months = [m for m in archive.settings.new_technique.notice_months if start and add_months(start, m) <= as_of]
        if months and as_of <= due:
            message = f"新技术{item.label}已满 {max(months)} 个月，最迟应在 {due} 完成评价"
            fix = f"安排评价，完成后填写{called(NewTechnique, 'evaluated_on')}"
            yield Problem(item, ("new_technique", "evaluated_on"), message, fix, due=due)


#: The statuses that agree with an outcome.
_STATUS_OF: Final = {
    "转常规": ("转日常", "在用"),
    "继续": ("试用", "在用"),
    "中止": ("中止", "终止"),
    "终止": ("终止",),
}


@rule("NEW006", Severity.MINOR, clause="新业务新技术", requirements=("S1-17",))
def outcome_and_status_disagree(archive: Archive, as_of: date) -> Iterator[Problem]:
    """评价了却没有结论，或状态没有跟着结论变更。

    为什么：评价的结果要落到状态上。
    错误：
    new_technique:
      evaluated_on: 2026-05-20
    正确：
    new_technique:
      evaluated_on: 2026-05-20
      outcome: 转常规
    """
    for item, new in _new(archive):
        status, evaluated = present_status(item.record, as_of), known(new.evaluated_on, as_of)
        if evaluated and new.outcome is None:
            message = f"新技术{item.label}已于 {evaluated} 评价，没有结论"
            yield Problem(item, ("new_technique", "evaluated_on"), message, f"补上{called(NewTechnique, 'outcome')}")
        elif new.outcome and evaluated is None:
            message = f"新技术{item.label}有评价结论“{new.outcome}”，没有评价完成日期"
            yield Problem(item, ("new_technique", "outcome"), message, f"补上{called(NewTechnique, 'evaluated_on')}")
        elif new.outcome and status and status.status not in _STATUS_OF[new.outcome]:
            message = f"新技术{item.label}的评价结论是“{new.outcome}”，状态仍是“{status.status}”"
            fix = f"在{called(Technique, 'status_history')}里登记，或改正结论"
            yield Problem(item, ("new_technique", "outcome"), message, fix)


@rule("NEW008", Severity.MAJOR, clause="(七)8", requirements=("S1-17", "S1-13.8"))
def routine_without_evaluation(archive: Archive, as_of: date) -> Iterator[Problem]:
    """新技术没有评价就转为日常项目，或评价结论不是转常规。

    为什么：先评价，结论为转常规，才能转为日常项目。
    错误：
    status_history:
      - status: 转日常
        changed_on: 2026-03-01
    new_technique:
      approved_on: 2025-04-01
    正确：
    status_history:
      - status: 转日常
        changed_on: 2026-03-01
    new_technique:
      approved_on: 2025-04-01
      evaluated_on: 2026-02-20
      outcome: 转常规
    """
    for item, new in _new(archive):
        evaluated = known(new.evaluated_on, as_of)
        for index, change in enumerate(item.record.status_history):
            if change.status != "转日常":
                continue
            path = ("status_history", index, "status")
            if evaluated is None or evaluated > change.changed_on:
                message = f"新技术{item.label} {change.changed_on} 转为日常项目，此前没有完成评价"
                yield Problem(item, path, message, "补上评价完成日期和结论，或改正状态变更")
            elif new.outcome not in (None, "转常规"):
                message = f"新技术{item.label}的评价结论是“{new.outcome}”，却已转为日常项目"
                yield Problem(item, path, message, "改正状态变更或评价结论")


@rule("NEW009", Severity.MAJOR, clause="新业务新技术", requirements=("S1-17",))
def evaluated_late(archive: Archive, as_of: date) -> Iterator[Problem]:
    """新技术的评价晚于期限。

    为什么：必须在二年内完成评价（期限和起算点见设置）；晚了要能说明原因。
    错误：
    new_technique:
      approved_on: 2023-04-01
      evaluated_on: 2025-09-10
      outcome: 转常规
    正确：
    new_technique:
      approved_on: 2023-04-01
      evaluated_on: 2025-03-10
      outcome: 转常规
    """
    for item, new in _new(archive):
        due, evaluated = _due(archive, new, as_of), known(new.evaluated_on, as_of)
        if evaluated and due and evaluated > due:
            message = f"新技术{item.label}于 {evaluated} 完成评价，晚于期限 {due}"
            yield Problem(
                item, ("new_technique", "evaluated_on"), message, "日期写错就改正；属实的，备好逾期说明", due=due
            )
