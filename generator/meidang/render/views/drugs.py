"""Derived for a watched drug: its limits in words, its lots and counts; all high-risk items in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, TypedDict

from meidang.archive.collections import Entered
from meidang.models.drug_item import DrugItem
from meidang.models.ledgers.pharmacy import DrugDailyCount, DrugLot
from meidang.models.scalars import AMOUNT
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.states import is_balanced, is_signed_twice

#: How many daily counts a dossier shows; the ledger holds all.
_RECENT_COUNTS: Final = 31


class DrugItemView(TypedDict):
    """A watched drug on the day."""

    dose_limit: Annotated[str, "单次剂量上限"]
    minutes_limit: Annotated[str, "单部位时间上限"]
    stock: Annotated[str, "最近一次实盘"]
    counts_summary: Annotated[str, "日核对小结"]
    lots: Annotated[list[dict[str, Any]], DrugLot, "批号"]
    counts: Annotated[list[dict[str, Any]], DrugDailyCount, "日核对（最近）"]


def drug_item(of: Subject[DrugItem]) -> DrugItemView:
    """Limits in words, lots, and the latest counts."""
    one, desk = of.model, of.desk
    counts = desk.entries_about("drug_daily_count", "drug_item_id", of.item.id)
    return {
        "dose_limit": f"{AMOUNT.show(one.dose_max)} {one.unit}" if one.dose_max is not None else "",
        "minutes_limit": f"{one.minutes_max} 分钟" if one.minutes_max is not None else "",
        "stock": f"{counts[-1].entry.counted}（{counts[-1].day}）" if counts else "",
        "counts_summary": counts_summary(desk, counts),
        "lots": of.rows(desk.entries_about("drug_lot", "drug_item_id", of.item.id)),
        "counts": of.rows(counts[-_RECENT_COUNTS:]),
    }


def counts_summary(desk: Desk, counts: Sequence[Entered]) -> str:
    """The counts of a year in one sentence."""
    year = desk.recent(counts)
    if not year:
        return "近一年没有日核对记录。"
    wrong = sum(not is_balanced(one.entry) for one in year)
    unsigned = sum(not is_signed_twice(one.entry) for one in year)
    return f"近一年日核对 {len(year)} 次：账物不符 {wrong} 次，双人签名不全 {unsigned} 次。"


class DrugRow(TypedDict):
    """A watched drug in one line."""

    name: Annotated[str, "品名"]
    item_class: Annotated[str, "类别"]
    limits: Annotated[str, "使用上限"]
    storage: Annotated[str, "库位与双人"]
    stock: Annotated[str, "最近一次实盘"]
    summary: Annotated[str, "日核对小结"]


def limits_of(one: DrugItem) -> str:
    """The limits of one use in words."""
    words = (
        f"每次 {AMOUNT.show(one.dose_max)} {one.unit}" if one.dose_max is not None else "",
        f"每部位 {one.minutes_max} 分钟" if one.minutes_max is not None else "",
    )
    return "；".join(word for word in words if word)


def drug_rows(desk: Desk) -> list[DrugRow]:
    """Every high-risk item with its counts."""
    rows: list[DrugRow] = []
    for item in desk.archive.of(DrugItem):
        one = item.record
        if one.high_risk:
            counts = desk.entries_about("drug_daily_count", "drug_item_id", item.id)
            holders = [desk.name("staff", who) for who in (one.keyholder_1, one.keyholder_2) if who]
            rows.append(
                {
                    "name": item.label,
                    "item_class": one.item_class,
                    "limits": limits_of(one),
                    "storage": "；".join(word for word in (one.storage_bin or "", "、".join(holders)) if word),
                    "stock": f"{counts[-1].entry.counted}（{counts[-1].day}）" if counts else "",
                    "summary": counts_summary(desk, counts),
                }
            )
    return rows
