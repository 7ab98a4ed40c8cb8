"""The year's work plan and the quality plans: there, approved, carried out (S0-01, S0-08, S0-19, S0-26, S1-04)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.collections import Entered, entries, entries_until
from meidang.archive.departments import departments_in_use
from meidang.archive.tasks import is_done, is_overdue
from meidang.archive.unread import has_unread
from meidang.findings import Severity
from meidang.models.ledgers.quality import QiEntry
from meidang.models.plans import QiPlan, Task, WorkPlan
from meidang.models.policy import Policy
from meidang.models.references import TASK
from meidang.models.staff import Staff
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule

_REQUIREMENTS: Final = ("S0-01", "S0-08", "S0-19", "S0-26")


# --- the work plan ---------------------------------------------------------------------------------------------------


def _of(one: Entered, key: str, message: str, fix: str, due: date | None = None) -> Problem:
    """About a task, which clauses may cite."""
    return Problem(one.item, one.at(key), message, fix, due, about=f"{TASK}/{one.entry.id}")


@rule("PLN001", Severity.MINOR, clause="年度计划", requirements=("S0-01",))
def no_work_plan(archive: Archive, as_of: date) -> Iterator[Problem]:
    """本年度没有工作计划。

    为什么：年度工作计划是全年质量安全工作的依据，任务、责任科室和时限都写在里面。
    错误：
    # 只有上一年度的计划
    year: 2025
    正确：
    # archive/work_plan/plan-2026.yaml
    year: 2026
    """
    years = {item.record.year for item in archive.of(WorkPlan)}
    if archive.institution and as_of.year not in years and not has_unread(archive, "work_plan"):
        fix = f"制定计划，新建一份年度工作计划（archive/work_plan/plan-{as_of.year}.yaml）"
        yield Problem(archive.institution, (), f"没有 {as_of.year} 年度工作计划", fix)


@rule("PLN002", Severity.MINOR, clause="年度计划", requirements=("S0-01",))
def task_not_assigned(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """年度计划的任务没有责任科室（责任人）、完成时限或状态。

    为什么：没有人负责、没有时限的任务不会完成。
    错误：
    id: t1
    task: 修订术前评估操作规范
    正确：
    id: t1
    task: 修订术前评估操作规范
    owner_dept: 医务部
    due_on: 2026-03-31
    status: 进行中
    """
    for one in entries(archive, "work_plan.tasks"):
        task: Task = one.entry
        wanted = ("due_on", "status") if task.owner_id else ("owner_dept", "due_on", "status")
        missing = [name for name in wanted if getattr(task, name) is None]
        if missing:
            message = f"任务“{task.task}”没有{labels(Task, *missing)}"
            yield _of(one, "task", message, f"补填{called(Task, *missing)}")


@rule("PLN003", Severity.MINOR, clause="年度计划", requirements=_REQUIREMENTS)
def task_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """年度计划的任务过了时限没有完成。

    为什么：逾期的任务要说明原因、重新安排，不能无声无息。
    错误：
    due_on: 2026-03-31
    status: 进行中
    正确：
    due_on: 2026-03-31
    status: 已完成
    completed_on: 2026-03-26
    """
    for one in entries_until(archive, "work_plan.tasks", as_of):
        task: Task = one.entry
        if task.due_on and is_overdue(task, as_of):
            message = f"任务“{task.task}”应在 {task.due_on} 前完成，{_state(task)}{_whose(archive, one)}"
            fix = (
                f"完成后把{called(Task, 'status')}改成“已完成”，填写{called(Task, 'completed_on')}；"
                f"调整的，改{called(Task, 'due_on')}，并在{called(Task, 'note')}写明批准情况"
            )
            yield _of(one, "due_on", message, fix, task.due_on)


def _state(task: Task) -> str:
    if task.status == "已完成":
        return f"完成日期写的是以后的 {task.completed_on}"
    return f"现为{task.status or '未写状态'}"


def _whose(archive: Archive, one: Entered) -> str:
    owner = one.entry.owner_dept or archive.name(Staff, one.entry.owner_id)
    return f"（{owner}）" if owner else ""


@rule("PLN004", Severity.MINOR, clause="年度计划", requirements=_REQUIREMENTS)
def task_done_without_proof(archive: Archive, as_of: date) -> Iterator[Problem]:
    """完成的任务没有完成日期或完成依据，或晚于时限完成。

    为什么：写“已完成”要拿得出东西；晚了多久也要看得出来。
    错误：
    due_on: 2026-03-31
    status: 已完成
    正确：
    due_on: 2026-03-31
    status: 已完成
    completed_on: 2026-03-26
    evidence: 院办发〔2026〕5号
    """
    wanted = ("completed_on", "evidence")
    for one in entries(archive, "work_plan.tasks"):
        task: Task = one.entry
        if not is_done(task, as_of):
            continue
        missing = [name for name in wanted if getattr(task, name) is None]
        if missing:
            message = f"任务“{task.task}”写明已完成，没有{labels(Task, *missing)}"
            yield _of(one, "status", message, f"补上{called(Task, *missing)}")
        if task.due_on and task.completed_on and task.completed_on > task.due_on:
            late = (task.completed_on - task.due_on).days
            message = f"任务“{task.task}”应在 {task.due_on} 前完成，{task.completed_on} 才完成，晚了 {late} 天"
            yield _of(
                one, "completed_on", message, f"日期写错就改正；属实的，在{called(Task, 'note')}写明原因", task.due_on
            )


@rule("PLN005", Severity.MINOR, clause="年度计划", requirements=("S0-03", "S0-26"))
def task_done_policy_not_in_effect(archive: Archive, as_of: date) -> Iterator[Problem]:
    """任务写明已完成，相关制度却没有在时限前生效。

    为什么：修订制度的任务，以制度生效为完成；制度没有生效，任务就没有完成。
    错误：
    # 制度 2026-05-01 才生效
    due_on: 2026-03-31
    status: 已完成
    正确：
    # 制度 2026-03-20 生效
    due_on: 2026-03-31
    status: 已完成
    """
    for one in entries(archive, "work_plan.tasks"):
        task: Task = one.entry
        for index, policy_id in enumerate(task.policies if is_done(task, as_of) else ()):
            policy = archive.get(Policy, policy_id)
            effective = policy.record.effective_on if policy else None
            if policy and task.due_on and (effective is None or effective > task.due_on):
                state = f"到 {effective} 才生效" if effective else "没有生效日期"
                message = f"任务“{task.task}”（时限 {task.due_on}）写明已完成，《{policy.label}》{state}"
                fix = (
                    f"核对制度的{called(Policy, 'effective_on')}；"
                    f"确实晚了的，如实填写任务的{called(Task, 'completed_on')}"
                )
                yield replace(_of(one, "policies", message, fix, task.due_on), path=one.at("policies", index))


# --- the quality plans -----------------------------------------------------------------------------------------------


@rule("QIP001", Severity.VETO, clause="准备/评价重点", requirements=("S1-03", "S1-04"))
def no_quality_plan(archive: Archive, as_of: date) -> Iterator[Problem]:
    """机构或在用科室本年度没有质量管理与持续改进方案，或方案没有批准。

    为什么：医院一份、每个科室一份，写清这一年改什么、怎么改；方案不是摆设，台账里要有照着做的记录。
    错误：
    # 只有院级方案
    level: 院级
    year: 2026
    正确：
    # archive/qi_plan/K01-2026.yaml
    level: 科级
    department_id: K01
    year: 2026
    approved_by: 医疗质量与安全管理委员会
    """
    plans = [item for item in archive.of(QiPlan) if item.record.year == as_of.year]
    whole = not has_unread(archive, "qi_plan")
    if whole and archive.institution and not any(item.record.level == "院级" for item in plans):
        yield _no_plan(archive.institution, f"没有 {as_of.year} 年院级", f"hospital-{as_of.year}")
    planned = {item.record.department_id for item in plans if item.record.level == "科级"}
    for department in departments_in_use(archive) if whole else ():
        if department.id not in planned:
            yield _no_plan(department, f"{department.label}没有 {as_of.year} 年", f"{department.id}-{as_of.year}")
    for item in plans:
        if item.record.approved_by is None:
            fix = f"批准后填写{called(QiPlan, 'approved_by', 'issued_on')}"
            yield Problem(item, ("approved_by",), f"《{item.label}》没有批准人", fix)


def _no_plan(item: Item[Any], lacks: str, plan_id: str) -> Problem:
    return Problem(
        item, (), f"{lacks}质量管理与持续改进方案", f"制定并批准方案，新建档案（archive/qi_plan/{plan_id}.yaml）"
    )


@rule("QIP002", Severity.VETO, clause="准备/评价重点", requirements=("S1-04",))
def quality_plan_not_carried_out(archive: Archive, as_of: date) -> Iterator[Problem]:
    """质量管理与持续改进方案没有落实：过了第一季度，没有一条持续改进台账属于它。

    为什么：方案要落实，有台账记录。
    错误：
    # 没有写所属方案
    qi_no: WK-2026-03
    正确：
    qi_no: WK-2026-03
    plan_id: K01-2026
    """
    if as_of <= date(as_of.year, 3, 31):
        return
    linked = {one.entry.plan_id for one in entries_until(archive, "qi_entry", as_of)}
    for item in archive.of(QiPlan):
        if item.record.year == as_of.year and item.id not in linked:
            message = f"《{item.label}》到 {as_of} 没有一条持续改进台账"
            fix = f"开展检查与改进并登记；已登记的，在持续改进条目的{called(QiEntry, 'plan_id')}写 {item.id}"
            yield Problem(item, ("plan_title",), message, fix)
