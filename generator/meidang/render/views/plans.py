"""Derived for the year's plans: how far each task is, what each quality goal reached, what was done of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, TypedDict

from meidang.archive.indicators import Series, series
from meidang.archive.tasks import is_done, is_overdue
from meidang.models.ledgers.quality import QiEntry
from meidang.models.plans import QiPlan, QualityGoal, Task, WorkPlan
from meidang.render.views.desk import Subject
from meidang.render.views.figures import IndicatorRow, indicator_row, latest, target_words, value_words

_DONE = "已完成"


class TaskView(TypedDict):
    """A task on the day."""

    state: Annotated[str, "完成情况"]
    is_overdue: Annotated[str, "是否逾期"]


class GoalRow(TypedDict):
    """One of the year's goals."""

    goal: Annotated[str, "目标"]
    tasks: Annotated[str, "任务数"]
    done: Annotated[str, "已完成"]


class WorkPlanView(TypedDict):
    """A year's plan on the day."""

    progress: Annotated[str, "完成情况小结"]
    goals_listed: Annotated[list[GoalRow], "年度目标"]
    overdue: Annotated[list[dict[str, Any]], Task, "逾期未完成的任务"]


def task(of: Subject[Task]) -> TaskView:
    """Done, done late, overdue by so many days, or where it stands."""
    one, day = of.model, of.desk.as_of
    late = is_overdue(one, day)
    return {"state": _task_state(one, day), "is_overdue": "是" if late else ""}


def _task_state(one: Task, day: date) -> str:
    if one.due_on and is_overdue(one, day):
        return f"▲逾期 {(day - one.due_on).days} 天（{one.status or '未填状态'}）"
    if is_done(one, day):
        late = one.completed_on and one.due_on and one.completed_on > one.due_on
        return "已完成（超期）" if late else _DONE
    return "进行中" if one.status == _DONE else one.status or "未填状态"


def work_plan(of: Subject[WorkPlan]) -> WorkPlanView:
    """The tasks counted, and those that are overdue once more."""
    tasks, day = of.model.tasks, of.desk.as_of
    done = sum(is_done(one, day) for one in tasks)
    overdue = sum(is_overdue(one, day) for one in tasks)
    rest = len(tasks) - done - overdue
    named = [*of.model.goals, *(one.goal for one in tasks if one.goal and one.goal not in of.model.goals)]
    return {
        "progress": f"共 {len(tasks)} 项任务：已完成 {done} 项，逾期未完成 {overdue} 项，"
        f"其余 {rest} 项未到时限、没有写时限或已取消。",
        "goals_listed": [_goal_row(goal, tasks, day) for goal in dict.fromkeys(named)],
        "overdue": [row for row in of.shown["tasks"] if row["is_overdue"]],
    }


def _goal_row(goal: str, tasks: Iterable[Task], day: date) -> GoalRow:
    mine = [one for one in tasks if one.goal == goal]
    return {"goal": goal, "tasks": str(len(mine)), "done": str(sum(is_done(one, day) for one in mine))}


# --- quality plans ---------------------------------------------------------------------------------------------------


class QualityGoalView(TypedDict):
    """A goal with what was reached last."""

    target: Annotated[str, "目标值"]
    latest: Annotated[str, "最近实际值"]
    state: Annotated[str, "结果"]


class QiPlanView(TypedDict):
    """A quality plan on the day."""

    linked_entry_count: Annotated[str, "对应台账条数"]
    implementation: Annotated[str, "落实情况"]
    figures: Annotated[list[IndicatorRow], "指标最近实际值"]
    entries: Annotated[list[dict[str, Any]], QiEntry, "对应的持续改进条目"]


def quality_goal(of: Subject[QualityGoal]) -> QualityGoalView:
    """The indicator's last value for whom the plan is."""
    every = series(of.desk.archive, of.desk.as_of)
    mine = [one for one in every if one.indicator.id == of.model.indicator_id]
    own = [one for one in mine if _is_of(one, of.item.record.department_id)] or [
        one for one in mine if not one.department
    ]
    value = latest(own[0]) if own else None
    return {
        "target": target_words(own[0].indicator) if own else "",
        "latest": f"{value_words(value)}，{value.period.words}" if value else "",
        "state": value.state.value if value else "",
    }


def _is_of(one: Series, department_id: str | None) -> bool:
    return (one.department.id if one.department else None) == department_id


def qi_plan(of: Subject[QiPlan]) -> QiPlanView:
    """What the ledgers hold of it: a plan without an entry is only paper."""
    desk = of.desk
    linked = of.rows(desk.entries_about("qi_entry", "plan_id", of.item.id))
    states = Counter(row["state"] for row in linked)
    counted = "，".join(f"{state} {number} 条" for state, number in states.items())
    chosen = {goal.indicator_id for goal in of.model.quality_goals}
    department = of.model.department_id
    return {
        "linked_entry_count": str(len(linked)),
        "implementation": f"对应台账 {len(linked)} 条：{counted}。" if linked else "还没有对应的台账记录。",
        "figures": [
            indicator_row(desk, one, value)
            for one in series(desk.archive, desk.as_of)
            if one.indicator.id in chosen and (_is_of(one, department) or not one.department) and (value := latest(one))
        ],
        "entries": linked,
    }
