"""Policies, plans and guides as dossiers list them: in force, on schedule, with the limits that they set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, TypedDict

from meidang.archive import Item
from meidang.archive.policies import policies_in_force
from meidang.models.policy import Policy
from meidang.models.scalars import AMOUNT
from meidang.render.views.desk import Desk
from meidang.render.views.words import date_word, rate_words


class PolicyRow(TypedDict):
    """A policy in one line."""

    name: Annotated[str, "文件名"]
    document_no: Annotated[str, "文号"]
    category: Annotated[str, "类别"]
    plan_type: Annotated[str, "预案类别"]
    version: Annotated[str, "版本"]
    effective_on: Annotated[str, "生效日期"]
    next_review_on: Annotated[str, "下次复核日期"]
    drilled_on: Annotated[str, "最近演练"]
    awareness: Annotated[str, "知晓率"]


class LimitRow(TypedDict):
    """A limit that a guide sets."""

    guide: Annotated[str, "操作指南"]
    item: Annotated[str, "项目"]
    range: Annotated[str, "限值"]


def of_techniques(desk: Desk, techniques: Iterable[str]) -> Sequence[Item[Policy]]:
    """The policies in force that name one of the techniques."""
    chosen = set(techniques)
    return [item for item in policies_in_force(desk.archive, desk.as_of) if chosen & set(item.record.techniques)]


def of_department(desk: Desk, name: str, techniques: Iterable[str]) -> Sequence[Item[Policy]]:
    """Those that the department keeps, and those for its techniques."""
    chosen = set(techniques)
    return [
        item
        for item in policies_in_force(desk.archive, desk.as_of)
        if item.record.owner_dept == name or chosen & set(item.record.techniques)
    ]


def plans_for(desk: Desk, techniques: Iterable[str]) -> Sequence[Item[Policy]]:
    """The contingency plans in force: the institution's, and those for the techniques."""
    chosen = set(techniques)
    plans = (item for item in policies_in_force(desk.archive, desk.as_of) if item.record.category == "预案")
    return [item for item in plans if not item.record.techniques or chosen & set(item.record.techniques)]


def policy_rows(desk: Desk, items: Iterable[Item[Policy]]) -> list[PolicyRow]:
    """Each with its latest drill, where there was one."""
    return [_policy_row(desk, item) for item in items]


def _policy_row(desk: Desk, item: Item[Policy]) -> PolicyRow:
    policy = item.record
    drills = [
        one
        for one in desk.entries("drill")
        if one.entry.policy_id == item.id or (policy.plan_type and one.entry.plan_type == policy.plan_type)
    ]
    return {
        "name": item.label,
        "document_no": policy.document_no,
        "category": policy.category,
        "plan_type": policy.plan_type or "",
        "version": policy.version or "",
        "effective_on": date_word(policy.effective_on),
        "next_review_on": date_word(policy.next_review_on),
        "drilled_on": date_word(drills[-1].day) if drills else "",
        "awareness": awareness(drills[-1].entry.aware_staff, drills[-1].entry.expected_staff) if drills else "",
    }


def awareness(aware: int | None, expected: int | None) -> str:
    """``100.00%（30/30）``; nothing where it was not counted."""
    return rate_words(aware / expected, aware, expected) if aware is not None and expected else ""


def limit_rows(items: Iterable[Item[Policy]]) -> list[LimitRow]:
    """Every limit of the guides."""
    return [
        {"guide": item.label, "item": limit.item_name, "range": _range(limit.param_min, limit.param_max, limit.unit)}
        for item in items
        for limit in item.record.limits
    ]


def _range(low: Decimal | None, high: Decimal | None, unit: str | None) -> str:
    if low is not None and high is not None:
        words = f"{AMOUNT.show(low)}–{AMOUNT.show(high)}"
    elif low is not None:
        words = f"不低于 {AMOUNT.show(low)}"
    else:
        words = f"不超过 {AMOUNT.show(high)}" if high is not None else "按指南"
    return f"{words} {unit or ''}".strip()
