"""What was injected: dose, time, lot, trace, two checks (S0-12, S0-13, S0-23 to S0-25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from meidang.archive import Archive, Item
from meidang.archive.cases import Done, done_cases
from meidang.archive.drugs import is_high_risk, lots, minutes_of
from meidang.archive.unread import has_unread
from meidang.findings import Severity
from meidang.models.drug_item import DrugItem
from meidang.models.ledgers.cases import Injection
from meidang.models.scalars import AMOUNT
from meidang.models.staff import Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


class _Wrong(NamedTuple):
    """What is wrong with an injection of a case: the field at fault, and the end of the sentence."""

    position: int
    field: str
    said: str


def _injected(archive: Archive, as_of: date) -> Iterator[Done]:
    return (done for done in done_cases(archive, as_of) if done.case.injections)


def _problem(done: Done, wrong: list[_Wrong], fix: str) -> Iterator[Problem]:
    """One problem for a case, at the first thing that is wrong."""
    if wrong:
        first = wrong[0]
        message = f"{done.whose}：{'；'.join(dict.fromkeys(one.said for one in wrong))}"
        yield Problem(done.item, done.at("injections", first.position, first.field), message, fix)


def _name(archive: Archive, injection: Injection) -> str:
    return archive.name(DrugItem, injection.drug_item_id)


@rule("CAS013", Severity.VETO, clause="一(二)2", requirements=("S0-12",))
def dose_over_limit(archive: Archive, as_of: date) -> Iterator[Problem]:
    """单次注射剂量超过药品的上限。

    为什么：肉毒毒素单次注射量不得超过 200U。同一病例各部位的剂量合计；上限见药品档案的「单次剂量上限」（dose_max）。
    错误：
    injections:
      - drug_item_id: botulinum
        dose_units: 230
    正确：
    injections:
      - drug_item_id: botulinum
        dose_units: 96
    """
    for done in _injected(archive, as_of):
        total: dict[str, Decimal] = defaultdict(Decimal)
        wrong: dict[str, _Wrong] = {}
        for index, one in enumerate(done.case.injections):
            item = archive.get(DrugItem, one.drug_item_id)
            total[one.drug_item_id] += one.dose_units or 0
            dose, most = total[one.drug_item_id], item.record.dose_max if item else None
            if item and most is not None and dose > most:
                unit = item.record.unit
                said = f"{item.label}单次 {AMOUNT.show(dose)} {unit}，上限 {AMOUNT.show(most)} {unit}"
                wrong[one.drug_item_id] = _Wrong(index, "dose_units", said)
        yield from _problem(done, list(wrong.values()), "按超剂量处理并观察患者；剂量写错就改正")


@rule("CAS014", Severity.MAJOR, clause="一(二)2", requirements=("S0-13",))
def minutes_over_limit(archive: Archive, as_of: date) -> Iterator[Problem]:
    """单部位操作时间超过药品的上限。

    为什么：单部位填充不得超过 40 分钟。有起止时间的按起止时间算；上限见药品档案的
    「单部位时间上限（分钟）」（minutes_max）。
    错误：
    injections:
      - drug_item_id: hyaluronic
        minutes_per_site: 52
    正确：
    injections:
      - drug_item_id: hyaluronic
        minutes_per_site: 32
    """
    for done in _injected(archive, as_of):
        wrong = [
            found
            for index, one in enumerate(done.case.injections)
            if (found := _too_long(archive.get(DrugItem, one.drug_item_id), index, one))
        ]
        yield from _problem(done, wrong, "核对起止时间；属实的分析原因并整改")


def _too_long(item: Item[DrugItem] | None, index: int, one: Injection) -> _Wrong | None:
    minutes, place = minutes_of(one), "ended_at" if one.started_at and one.ended_at else "minutes_per_site"
    if item is None or minutes is None:
        return None
    if minutes < 0:
        return _Wrong(index, place, f"{item.label}结束早于开始，时间无法判断")
    most = item.record.minutes_max
    said = f"{item.label}{one.body_site or '单部位'}用了 {minutes} 分钟，上限 {most} 分钟"
    return _Wrong(index, place, said) if most is not None and minutes > most else None


@rule("CAS029", Severity.MAJOR, clause="一(二)2", requirements=("S0-12", "S0-13"))
def not_measured(archive: Archive, as_of: date) -> Iterator[Problem]:
    """规定了上限的药品，没有写剂量或操作时间。

    为什么：不写剂量、不写时间，就无法判断是否超过单次剂量和单部位时限。有起止时间的不必再写分钟数。
    错误：
    injections:
      - drug_item_id: botulinum
        body_site: 眉间
    正确：
    injections:
      - drug_item_id: botulinum
        body_site: 眉间
        dose_units: 60
        minutes_per_site: 15
    """
    for done in _injected(archive, as_of):
        wrong = [
            _Wrong(index, name, f"{_name(archive, one)}没有写{word}")
            for index, one in enumerate(done.case.injections)
            for name, word in _unmeasured(archive.get(DrugItem, one.drug_item_id), one)
        ]
        yield from _problem(done, wrong, "按原始注射记录补上剂量和时间")


def _unmeasured(item: Item[DrugItem] | None, one: Injection) -> Iterator[tuple[str, str]]:
    if item and item.record.dose_max is not None and one.dose_units is None:
        yield "dose_units", "剂量"
    is_timed = one.minutes_per_site is not None or (one.started_at is not None and one.ended_at is not None)
    if item and item.record.minutes_max is not None and not is_timed:
        yield "minutes_per_site", "操作时间"


@rule("CAS020", Severity.VETO, clause="二(一)2", requirements=("S0-24",))
def lot_not_traceable(archive: Archive, as_of: date) -> Iterator[Problem]:
    """高风险药品没有批号，批号不在批号追踪台账里，已过效期，或者使用时还没有入库。

    为什么：用过的每一个批号都要能追到入库和效期；过期或来路不明的不得使用。
    错误：
    # 批号 BT2501 效期 2026-03-31
    date: 2026-05-08
    injections:
      - drug_item_id: botulinum
        lot_no: BT2501
    正确：
    date: 2026-05-08
    injections:
      - drug_item_id: botulinum
        lot_no: BT2602
    """
    for done in _injected(archive, as_of):
        wrong = [
            _Wrong(index, "lot_no", f"{_name(archive, one)}{said}")
            for index, one in enumerate(done.case.injections)
            if is_high_risk(archive, one.drug_item_id) and (said := _against_lot(archive, one, done.day))
        ]
        yield from _problem(done, wrong, "核对批号；过期或来路不明的立即停用、封存并报告，漏登的补登批号追踪台账")


def _against_lot(archive: Archive, one: Injection, day: date) -> str:
    if one.lot_no is None:
        return "没有写批号"
    lot = lots(archive).get((one.drug_item_id, one.lot_no))
    if lot is None:
        return f"的批号 {one.lot_no} 不在批号追踪台账里" if not has_unread(archive, "drug_lot") else ""
    if lot.expiry_on < day:
        return f"的批号 {one.lot_no} 已于 {lot.expiry_on} 过效期"
    return f"的批号 {one.lot_no} 到 {lot.received_on} 才入库" if lot.received_on > day else ""


@rule("CAS021", Severity.MAJOR, clause="二(一)2", requirements=("S0-25",))
def not_scanned(archive: Archive, as_of: date) -> Iterator[Problem]:
    """高风险药品使用前没有扫码追溯，扫码晚于使用，或者验证不通过。

    为什么：患者使用前扫码验证真伪及流通信息，可追溯率 100%。
    错误：
    injections:
      - drug_item_id: botulinum
        trace_code: '81234567'
    正确：
    injections:
      - drug_item_id: botulinum
        trace_code: '81234567'
        scanned_at: 2026-05-08T10:05
        verify_result: 通过
    """
    for done in _injected(archive, as_of):
        wrong = [
            _Wrong(index, place, f"{_name(archive, one)}{said}")
            for index, one in enumerate(done.case.injections)
            if is_high_risk(archive, one.drug_item_id)
            for place, said in _against_scan(one, done.day)
        ]
        yield from _problem(done, wrong, "补上扫码记录；未扫码或验证不通过的不得使用")


def _against_scan(one: Injection, day: date) -> Iterator[tuple[str, str]]:
    if one.trace_code is None:
        yield "trace_code", "没有追溯码"
    elif one.scanned_at is None:
        yield "scanned_at", "没有扫码时间"
    elif one.verify_result != "通过":
        yield "verify_result", "扫码验证不通过，仍然使用" if one.verify_result else "没有扫码验证结果"
    elif (one.started_at and one.scanned_at > one.started_at) or one.scanned_at.date() > day:
        yield "scanned_at", f"扫码（{one.scanned_at:%Y-%m-%d %H:%M}）晚于使用"


@rule("CAS022", Severity.MAJOR, clause="二(一)2", requirements=("S0-23",))
def not_checked_by_two(archive: Archive, as_of: date) -> Iterator[Problem]:
    """用药没有双人查对，或者两个查对人是同一人。

    为什么：严格三查七对，每一次给药都要有两人查对的记录。
    错误：
    injections:
      - drug_item_id: botulinum
        checker_1: N02
    正确：
    injections:
      - drug_item_id: botulinum
        checker_1: N02
        checker_2: D07
    """
    for done in _injected(archive, as_of):
        wrong = [
            _Wrong(index, place, f"{_name(archive, one)}{said}")
            for index, one in enumerate(done.case.injections)
            for place, said in _against_check(archive, one)
        ]
        yield from _problem(done, wrong, f"由两人查对并登记{called(Injection, 'checker_1', 'checker_2')}")


def _against_check(archive: Archive, one: Injection) -> Iterator[tuple[str, str]]:
    if one.checker_1 is None and one.checker_2 is None:
        yield "checker_1", "没有查对人"
    elif one.checker_1 is None or one.checker_2 is None:
        given = "checker_1" if one.checker_1 else "checker_2"
        yield given, f"只有一人查对（{archive.name(Staff, one.checker_1 or one.checker_2)}）"
    elif one.checker_1 == one.checker_2:
        yield "checker_2", f"的两个查对人都是{archive.name(Staff, one.checker_1)}"
