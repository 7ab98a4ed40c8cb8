"""Tasks of the annual plan on a day: done, given up, overdue (S0-01, S0-08, S0-19, S0-26)."""

from __future__ import annotations

from datetime import date

from meidang.archive.facts import known
from meidang.models.plans import Task


def is_done(task: Task, day: date) -> bool:
    """Whether it was done by ``day``; a completion that lies ahead is a plan."""
    return task.status == "已完成" and (task.completed_on is None or known(task.completed_on, day) is not None)


def is_cancelled(task: Task) -> bool:
    """Whether it was given up."""
    return task.status == "已取消"


def is_overdue(task: Task, day: date) -> bool:
    """Whether it should have been done before ``day`` and was not; the last day is in time."""
    return task.due_on is not None and task.due_on < day and not is_cancelled(task) and not is_done(task, day)
