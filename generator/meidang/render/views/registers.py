"""Registers that departments keep of their cases: doses injected, recovery after anaesthesia, visits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypedDict

from meidang.archive.cases import Done
from meidang.archive.drugs import minutes_of
from meidang.models.drug_item import DrugItem
from meidang.models.ledgers.cases import Injection
from meidang.models.scalars import AMOUNT, MOMENT
from meidang.render.views.cases import is_large, needs_recovery
from meidang.render.views.desk import Desk
from meidang.render.views.words import date_word, joined


class InjectionRow(TypedDict):
    """One injection of a watched item."""

    date: Annotated[str, "日期"]
    case_no: Annotated[str, "病例号"]
    technique: Annotated[str, "技术项目"]
    operator: Annotated[str, "操作者"]
    item: Annotated[str, "品种"]
    lot_no: Annotated[str, "批号"]
    dose: Annotated[str, "剂量"]
    site: Annotated[str, "部位"]
    minutes: Annotated[str, "时间（分钟）"]
    checkers: Annotated[str, "查对人"]
    verified: Annotated[str, "扫码验证"]


class RecoveryRow(TypedDict):
    """One stay in the recovery room; blank where it should have been recorded and was not."""

    case_no: Annotated[str, "病例号"]
    date: Annotated[str, "日期"]
    anaesthesia: Annotated[str, "麻醉方式"]
    entered_at: Annotated[str, "入室"]
    left_at: Annotated[str, "出室"]
    observer: Annotated[str, "观察人"]
    aldrete: Annotated[str, "Aldrete 评分"]
    abnormality: Annotated[str, "异常处理"]
    signature: Annotated[str, "签名"]


class VisitRow(TypedDict):
    """The visits before and after an operation of large or medium scale."""

    case_no: Annotated[str, "病例号"]
    date: Annotated[str, "手术日期"]
    technique: Annotated[str, "手术"]
    scale: Annotated[str, "规模"]
    preop: Annotated[str, "术前访视"]
    postop: Annotated[str, "术后回访"]


def injection_rows(desk: Desk, cases: Iterable[Done]) -> list[InjectionRow]:
    """Every injection, in the order of the days."""
    return [_injection_row(desk, one, each) for one in cases for each in one.case.injections]


def _injection_row(desk: Desk, done: Done, one: Injection) -> InjectionRow:
    case = done.case
    item, minutes = desk.archive.get(DrugItem, one.drug_item_id), minutes_of(one)
    unit = item.record.unit if item else ""
    return {
        "date": date_word(case.date),
        "case_no": case.case_no,
        "technique": done.operation,
        "operator": desk.name("staff", case.operator_id),
        "item": desk.name("drug_item", one.drug_item_id),
        "lot_no": one.lot_no or "",
        "dose": f"{AMOUNT.show(one.dose_units)} {unit}".strip() if one.dose_units is not None else "",
        "site": one.body_site or "",
        "minutes": "" if minutes is None else str(minutes),
        "checkers": joined(desk.name("staff", who) for who in (one.checker_1, one.checker_2) if who),
        "verified": one.verify_result or "",
    }


def recovery_rows(desk: Desk, cases: Iterable[Done]) -> list[RecoveryRow]:
    """Every case whose anaesthesia goes beyond a local one."""
    return [_recovery_row(desk, one) for one in cases if needs_recovery(desk, one)]


def _recovery_row(desk: Desk, done: Done) -> RecoveryRow:
    case, pacu = done.case, done.case.pacu
    return {
        "case_no": case.case_no,
        "date": date_word(case.date),
        "anaesthesia": case.anaesthesia_type,
        "entered_at": MOMENT.show(pacu.entered_at) if pacu else "未登记",
        "left_at": MOMENT.show(pacu.left_at) if pacu and pacu.left_at else "",
        "observer": desk.name("staff", pacu.observer) if pacu and pacu.observer else "",
        "aldrete": str(pacu.aldrete) if pacu and pacu.aldrete is not None else "",
        "abnormality": (pacu.abnormality_handling or "") if pacu else "",
        "signature": desk.name("staff", pacu.signature) if pacu and pacu.signature else "",
    }


def visit_rows(desk: Desk, cases: Iterable[Done]) -> list[VisitRow]:
    """Every operation of large or medium scale."""
    return [_visit_row(desk, one) for one in cases if is_large(desk, one)]


def _visit_row(desk: Desk, done: Done) -> VisitRow:
    case, visits = done.case, done.case.visits
    return {
        "case_no": case.case_no,
        "date": date_word(case.date),
        "technique": done.operation,
        "scale": case.scale or "",
        "preop": _visit(desk, visits.preop_visit_on, visits.preop_visitor) if visits else "未登记",
        "postop": _visit(desk, visits.postop_visit_on, visits.postop_visitor) if visits else "未登记",
    }


def _visit(desk: Desk, day: object, visitor: str | None) -> str:
    return (
        " ".join(word for word in (date_word(day), desk.name("staff", visitor) if visitor else "") if word) or "未登记"
    )
