"""What anaesthesia, operating room and those who inject or use light show besides (S1-34 to S1-41, S0-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, TypedDict

from meidang.archive import Item
from meidang.archive.agreements import GREEN_CHANNEL, agreements_on
from meidang.archive.calendar import add_months
from meidang.archive.cases import Done, done_cases
from meidang.archive.facts import present_title
from meidang.archive.policies import policies_in_force
from meidang.models.department import Department
from meidang.models.ledgers.quality import QualityCheck
from meidang.models.policy import Policy
from meidang.models.scalars import AMOUNT, EXPIRY
from meidang.models.staff import Staff
from meidang.render.views.ancillary import AgreementRow, agreement_row
from meidang.render.views.blank import blank
from meidang.render.views.desk import Desk, Subject
from meidang.render.views.policies import LimitRow, PolicyRow, limit_rows, of_techniques, policy_rows
from meidang.render.views.privileges import privilege_words
from meidang.render.views.registers import (
    InjectionRow,
    RecoveryRow,
    VisitRow,
    injection_rows,
    recovery_rows,
    visit_rows,
)
from meidang.render.views.words import date_word

#: Registers of single cases show so many months; the ledgers hold all.
_REGISTER: Final = 3
#: The supplies whose failure an operating room must be ready for (S1-38).
_SUPPLIES: Final = ("停电", "停水", "停气")
_GUIDE: Final = "操作步骤指南"


def _recent(desk: Desk) -> Sequence[Done]:
    since = add_months(desk.as_of, -_REGISTER)
    return [one for one in done_cases(desk.archive, desk.as_of) if one.day > since]


# --- anaesthesia -----------------------------------------------------------------------------------------------------


class AnaesthetistRow(TypedDict):
    """Who may give anaesthesia, and how far."""

    person: Annotated[str, "姓名"]
    title: Annotated[str, "职称"]
    scope: Annotated[str, "授权范围"]
    granted_on: Annotated[str, "授权日期"]
    valid_to: Annotated[str, "有效期至"]
    granted_by: Annotated[str, "授权签批"]


class CreditRow(TypedDict):
    """One person's credits of one year."""

    person: Annotated[str, "姓名"]
    year: Annotated[str, "年度"]
    credits: Annotated[str, "学分"]
    needed: Annotated[str, "应达到"]
    state: Annotated[str, "结果"]


class AnaesthesiaInsert(TypedDict):
    """What an anaesthesia department shows."""

    applies: Annotated[str, "是否适用"]
    authorised: Annotated[list[AnaesthetistRow], "麻醉分级授权"]
    green_channels: Annotated[list[AgreementRow], "急救绿色通道协议"]
    recovery: Annotated[list[RecoveryRow], "麻醉恢复登记"]
    credits: Annotated[list[CreditRow], "年度继续教育"]


def anaesthesia(of: Subject[Department], people: Sequence[Item[Staff]]) -> AnaesthesiaInsert:
    """Graded authorisation, the way to intensive care, the register of recovery, each year's training."""
    if of.model.dept_name != "麻醉科":
        return blank(AnaesthesiaInsert)
    desk = of.desk
    return {
        "applies": "是",
        "authorised": list(_anaesthetists(desk)),
        "green_channels": [agreement_row(desk, item) for item in agreements_on(desk.archive, GREEN_CHANNEL)],
        "recovery": recovery_rows(desk, _recent(desk)),
        "credits": list(_credits(desk, people)),
    }


def _anaesthetists(desk: Desk) -> Iterator[AnaesthetistRow]:
    for item in desk.people:
        title = present_title(item.record, desk.as_of)
        for one in desk.grants[item.key]:
            if one.privilege_type == "麻醉":
                yield {
                    "person": item.record.name,
                    "title": title.title if title else "",
                    "scope": privilege_words(desk, one)["conditions"],
                    "granted_on": date_word(one.granted_on),
                    "valid_to": EXPIRY.show(one.valid_to) if one.valid_to else "",
                    "granted_by": one.granted_by or "",
                }


def _credits(desk: Desk, people: Iterable[Item[Staff]]) -> Iterator[CreditRow]:
    """The last whole year and the one that runs, of which nothing can be said yet."""
    needed, this_year = desk.archive.settings.credits_per_year, desk.as_of.year
    for item in people:
        for year in (this_year - 1, this_year):
            mine = [each.credits for each in item.record.continuing_education if each.year == year]
            got = sum(mine, Decimal())
            reached = "达标" if got >= needed else "进行中" if year == this_year else "未达标"
            yield {
                "person": item.record.name,
                "year": str(year),
                "credits": AMOUNT.show(got),
                "needed": AMOUNT.show(needed),
                "state": reached,
            }


# --- operating room --------------------------------------------------------------------------------------------------


class TheatreInsert(TypedDict):
    """What an operating room shows; its meetings stand in the department's own section."""

    applies: Annotated[str, "是否适用"]
    plans: Annotated[list[PolicyRow], "停电、停水、停气预案与知晓"]
    visits: Annotated[list[VisitRow], "术前访视与术后回访"]
    checks: Annotated[list[dict[str, Any]], QualityCheck, "手术室质量检查"]


def theatre(of: Subject[Department]) -> TheatreInsert:
    """Plans for failing supplies and who knows them, visits, checks of quality."""
    if of.model.dept_name != "手术室":
        return blank(TheatreInsert)
    desk = of.desk
    checks = [one for one in desk.entries("quality_check") if one.entry.kind == "手术室质量检查"]
    return {
        "applies": "是",
        "plans": [row for supply in _SUPPLIES for row in _supply_rows(desk, supply)],
        "visits": visit_rows(desk, _recent(desk)),
        "checks": of.rows(desk.recent(checks)),
    }


def _supply_rows(desk: Desk, supply: str) -> list[PolicyRow]:
    """The plans for one supply; a row of its own says where there is none."""
    plans: list[Item[Policy]] = [
        item for item in policies_in_force(desk.archive, desk.as_of) if item.record.plan_type == supply
    ]
    return policy_rows(desk, plans) or [{**blank(PolicyRow), "name": "没有预案", "plan_type": supply}]


# --- injections and light --------------------------------------------------------------------------------------------


class OperationInsert(TypedDict):
    """What a department shows that injects or uses light."""

    applies: Annotated[str, "是否适用"]
    guides: Annotated[list[PolicyRow], "操作步骤分解指南"]
    limits: Annotated[list[LimitRow], "操作限值"]
    doses: Annotated[list[InjectionRow], "注射剂量登记"]


def operation(of: Subject[Department], techniques: Iterable[str]) -> OperationInsert:
    """Guides with their limits, and the register of doses."""
    desk = of.desk
    guides = [item for item in of_techniques(desk, techniques) if item.record.category == _GUIDE]
    doses = injection_rows(desk, [one for one in _recent(desk) if one.entered.department_id == of.item.id])
    return {
        "applies": "是" if guides or doses else "",
        "guides": policy_rows(desk, guides),
        "limits": limit_rows(guides),
        "doses": doses,
    }
