"""Doses and times of a session against the limits of the item, as the rules count them (S0-12, S0-13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, TypedDict

from meidang.archive import Item
from meidang.archive.cases import Done
from meidang.archive.drugs import minutes_of
from meidang.models.drug_item import DrugItem
from meidang.models.scalars import AMOUNT
from meidang.render.views.desk import Desk
from meidang.render.views.words import date_word


class DoseRow(TypedDict):
    """An item as it was used."""

    item: Annotated[str, "品种"]
    uses: Annotated[str, "使用例数"]
    dose_most: Annotated[str, "单次最大剂量"]
    dose_limit: Annotated[str, "剂量上限"]
    dose_over: Annotated[str, "超剂量"]
    minutes_most: Annotated[str, "单部位最长（分钟）"]
    minutes_limit: Annotated[str, "时间上限（分钟）"]
    minutes_over: Annotated[str, "超时"]


class OverRow(TypedDict):
    """A session that passed a limit."""

    case_no: Annotated[str, "病例号"]
    date: Annotated[str, "日期"]
    department: Annotated[str, "科室"]
    operator: Annotated[str, "操作者"]
    item: Annotated[str, "品种"]
    over: Annotated[str, "超限情况"]


@dataclass(frozen=True, slots=True)
class _Session:
    """What one case used of one item: the doses of all sites together, the longest time at one."""

    done: Done
    item: Item[DrugItem]
    dose: Decimal | None
    minutes: int | None

    @property
    def most(self) -> Decimal | None:
        return self.item.record.dose_max

    @property
    def is_over_dose(self) -> bool:
        return self.dose is not None and self.most is not None and self.dose > self.most

    @property
    def is_over_time(self) -> bool:
        most = self.item.record.minutes_max
        return self.minutes is not None and most is not None and self.minutes > most


def _sessions(desk: Desk, cases: Iterable[Done]) -> Iterator[_Session]:
    for done in cases:
        for drug_item_id in dict.fromkeys(one.drug_item_id for one in done.case.injections):
            item = desk.archive.get(DrugItem, drug_item_id)
            mine = [one for one in done.case.injections if one.drug_item_id == drug_item_id]
            doses = [one.dose_units for one in mine if one.dose_units is not None]
            minutes = [spent for one in mine if (spent := minutes_of(one)) is not None]
            if item:
                dose = sum(doses, Decimal()) if doses else None
                yield _Session(done, item, dose, max(minutes, default=None))


def dose_rows(desk: Desk, cases: Iterable[Done]) -> list[DoseRow]:
    """One row for each item that was used."""
    grouped: dict[str, list[_Session]] = {}
    for one in _sessions(desk, cases):
        grouped.setdefault(one.item.id, []).append(one)
    return sorted((_dose_row(sessions) for sessions in grouped.values()), key=lambda row: row["item"])


def _dose_row(sessions: Sequence[_Session]) -> DoseRow:
    item = sessions[0].item.record
    dose = max((one.dose for one in sessions if one.dose is not None), default=None)
    minutes = max((one.minutes for one in sessions if one.minutes is not None), default=None)
    return {
        "item": item.product_name,
        "uses": str(len(sessions)),
        "dose_most": _amount(dose, item) or "—",
        "dose_limit": _amount(item.dose_max, item) or "不限",
        "dose_over": str(sum(one.is_over_dose for one in sessions)),
        "minutes_most": "—" if minutes is None else str(minutes),
        "minutes_limit": "不限" if item.minutes_max is None else str(item.minutes_max),
        "minutes_over": str(sum(one.is_over_time for one in sessions)),
    }


def _amount(value: Decimal | None, item: DrugItem) -> str:
    return f"{AMOUNT.show(value)} {item.unit}" if value is not None else ""


def over_rows(desk: Desk, cases: Iterable[Done]) -> list[OverRow]:
    """The sessions that passed a limit."""
    return [
        {
            "case_no": one.done.case.case_no,
            "date": date_word(one.done.day),
            "department": desk.whose(one.done.entered.department_id),
            "operator": desk.name("staff", one.done.case.operator_id),
            "item": one.item.record.product_name,
            "over": _over_words(one),
        }
        for one in _sessions(desk, cases)
        if one.is_over_dose or one.is_over_time
    ]


def _over_words(one: _Session) -> str:
    item = one.item.record
    words = (
        f"{_amount(one.dose, item)}，上限 {_amount(item.dose_max, item)}" if one.is_over_dose else "",
        f"{one.minutes} 分钟，上限 {item.minutes_max} 分钟" if one.is_over_time else "",
    )
    return "；".join(word for word in words if word)
