"""High-risk drugs: how they are kept, received and counted each day; the readings of the rooms (S0-24, S0-14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from meidang.archive import Archive
from meidang.archive.collections import entries_until
from meidang.archive.drugs import Counted, counts
from meidang.archive.facts import known
from meidang.archive.readings import Beyond, beyond
from meidang.findings import Severity
from meidang.models.department import Department
from meidang.models.drug_item import DrugItem
from meidang.models.ledgers.pharmacy import MonitorReading
from meidang.models.scalars import AMOUNT
from meidang.models.staff import Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _count_of(archive: Archive, one: Counted) -> str:
    return f"{archive.name(DrugItem, one.count.drug_item_id)} {one.count.date} 的日核对"


@rule("DRG001", Severity.VETO, clause="二(一)2", requirements=("S0-24",))
def count_does_not_match(archive: Archive, as_of: date) -> Iterator[Problem]:
    """高风险药品日核对账物不符：期初不是上一次的实盘，期初加入库减使用不等于结存，或者结存不等于实盘。

    为什么：使用量与库存量每日核对，账、物必须一致；期初不写的取上一次的实盘。
    错误：
    entries:
      - drug_item_id: botulinum
        date: 2026-05-19
        book: 46
        counted: 45
    正确：
    entries:
      - drug_item_id: botulinum
        date: 2026-05-20
        book: 45
        counted: 45
    """
    for one in counts(archive, as_of):
        count, last, wrong = one.count, one.last, []
        if last and count.opening is not None and count.opening != last.counted:
            said = f"期初 {count.opening} 与上一次（{last.date}）的实盘 {last.counted} 不符"
            wrong.append(("opening", said))
        if one.expected is not None and one.expected != count.book:
            account = f"期初 {one.before}，入库 {count.qty_in}，使用 {count.qty_used}"
            wrong.append(("book", f"{account}，结存应为 {one.expected}，写的是 {count.book}"))
        if count.counted != count.book:
            wrong.append(("counted", f"结存 {count.book}，实盘 {count.counted}，相差 {count.counted - count.book}"))
        if wrong:
            message = f"{_count_of(archive, one)}账物不符：{'；'.join(said for _, said in wrong)}"
            path = one.entered.at(wrong[0][0])
            yield Problem(one.entered.item, path, message, "当天查清去向，写明差异处理；数字写错就改正")


@rule("DRG002", Severity.VETO, clause="二(一)2", requirements=("S0-24",))
def count_not_signed_by_two(archive: Archive, as_of: date) -> Iterator[Problem]:
    """高风险药品日核对没有两人签名，或者两个签名是同一人。

    为什么：高风险药品双人双锁，核对也要两人。
    错误：
    entries:
      - drug_item_id: botulinum
        date: 2026-05-19
        sign_1: P01
    正确：
    entries:
      - drug_item_id: botulinum
        date: 2026-05-19
        sign_1: P01
        sign_2: N02
    """
    for one in counts(archive, as_of):
        first, second = one.count.sign_1, one.count.sign_2
        if first and second and first != second:
            continue
        if first and second:
            said, path = f"两个签名都是{archive.name(Staff, first)}", one.entered.at("sign_2")
        elif first or second:
            said = f"只有{archive.name(Staff, first or second)}一人签名"
            path = one.entered.at("sign_1" if first else "sign_2")
        else:
            said, path = "没有签名", one.entered.at()
        message = f"{_count_of(archive, one)}{said}"
        yield Problem(one.entered.item, path, message, "由两人核对并各自签名")


@rule("DRG005", Severity.VETO, clause="二(一)2", requirements=("S0-24",))
def counted_twice_a_day(archive: Archive, as_of: date) -> Iterator[Problem]:
    """同一科室、同一天、同一品种的高风险药品有两条日核对。

    为什么：一天一条，账才连得起来；两条里哪一条算数说不清，就等于没有核对。
    错误：
    entries:
      - drug_item_id: botulinum
        date: 2026-05-20
        book: 45
        counted: 45
      - drug_item_id: botulinum
        date: 2026-05-20
        book: 44
        counted: 44
    正确：
    entries:
      - drug_item_id: botulinum
        date: 2026-05-20
        book: 45
        counted: 45
      - drug_item_id: botulinum
        date: 2026-05-21
        book: 44
        counted: 44
    """
    first: dict[tuple[str, date, str | None], Counted] = {}
    for one in counts(archive, as_of):
        place = (one.count.drug_item_id, one.count.date, one.entered.department_id)
        if first.setdefault(place, one) is not one:
            department = archive.name(Department, one.entered.department_id)
            message = f"{_count_of(archive, one)}{f'在{department}' if department else ''}已经有一条，这一条重复"
            fix = "同一天的并成一条：期初取前一条，入库、使用相加，结存、实盘取后一条；日期写错就改正"
            yield Problem(one.entered.item, one.entered.at("date"), message, fix)


@rule("DRG003", Severity.VETO, clause="二(一)2", requirements=("S0-24",))
def received_expired(archive: Archive, as_of: date) -> Iterator[Problem]:
    """药品入库时已经过效期。

    为什么：批号追踪从入库开始，过期的药品不得入库。
    错误：
    lot_no: BT2501
    received_on: 2026-04-02
    expiry_on: 2026-03-31
    正确：
    lot_no: BT2602
    received_on: 2026-04-02
    expiry_on: 2028-03-31
    """
    for one in entries_until(archive, "drug_lot", as_of):
        lot = one.entry
        if lot.expiry_on < lot.received_on:
            name = archive.name(DrugItem, lot.drug_item_id)
            message = f"{name}批号 {lot.lot_no} {lot.received_on} 入库时已过效期（{lot.expiry_on}）"
            yield Problem(one.item, one.at("expiry_on"), message, "封存退货并报告；日期写错就改正")


@rule("DRG004", Severity.VETO, clause="二(一)2", requirements=("S0-24",))
def not_kept_by_two(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """高风险药品没有专库专柜、双人双锁，或者没有两名保管人。

    为什么：高风险药品专库专柜，双人双锁；两名保管人不能是同一人。
    错误：
    high_risk: true
    storage_bin: 药剂科 3 号柜
    正确：
    high_risk: true
    storage_bin: 药剂科高风险专柜
    double_lock: true
    keyholder_1: P01
    keyholder_2: N02
    """
    for item in archive.of(DrugItem):
        kept = item.record
        if not kept.high_risk:
            continue
        holders = {kept.keyholder_1, kept.keyholder_2} - {None}
        lacking: dict[str, tuple[str, ...]] = {} if kept.storage_bin else {"专库或专柜": ("storage_bin",)}
        lacking |= {} if kept.double_lock else {"双人双锁": ("double_lock",)}
        lacking |= {} if len(holders) == 2 else {"两名保管人": ("keyholder_1", "keyholder_2")}
        if lacking:
            message = f"高风险药品{item.label}没有{'、'.join(lacking)}"
            fix = f"落实后补上{called(DrugItem, *chain.from_iterable(lacking.values()))}"
            yield Problem(item, ("high_risk",), message, fix)


# --- readings of the rooms -------------------------------------------------------------------------------------------


@rule("MON001", Severity.MAJOR, clause="一(二)3", requirements=("S0-14",))
def deviation_not_rectified(archive: Archive, as_of: date) -> Iterator[Problem]:
    """监测偏离没有整改期限，或者没有按期完成整改。

    为什么：实时监测的偏离要预警并限期整改。温湿度限值见设置；冷藏、阴凉等另有限值的监测点只看登记的偏离。
    错误：
    monitor_point: 1 号手术间
    measured_at: 2026-05-11T09:00
    temperature_c: 27.5
    正确：
    monitor_point: 1 号手术间
    measured_at: 2026-05-11T09:00
    temperature_c: 27.5
    deviation: 温度偏高
    rectify_due: 2026-05-12
    closed_on: 2026-05-11
    """
    for one in entries_until(archive, "monitor_reading", as_of):
        reading: MonitorReading = one.entry
        figures = [_words(one) for one in beyond(reading, archive.settings.room)]
        if not figures and reading.deviation is None:
            continue
        said, name = _not_rectified(reading, as_of)
        if said:
            what = "、".join(figures) or reading.deviation
            message = f"{reading.monitor_point} {reading.measured_at:%Y-%m-%d %H:%M} {what}，{said}"
            fix = f"限期整改，填写{called(MonitorReading, 'rectify_due', 'closed_on')}"
            yield Problem(one.item, one.at(*name), message, fix)


def _words(one: Beyond) -> str:
    limits = f"{AMOUNT.show(one.low)}–{AMOUNT.show(one.high)}{one.unit}"
    return f"{one.name} {AMOUNT.show(one.value)}{one.unit}（限值 {limits}）"


def _not_rectified(reading: MonitorReading, as_of: date) -> tuple[str, tuple[str, ...]]:
    due, closed = reading.rectify_due, known(reading.closed_on, as_of)
    if due is None:
        return "没有整改期限", ()
    if closed is None:
        return (f"应于 {due} 完成整改，还没有完成", ("rectify_due",)) if due < as_of else ("", ())
    return (f"应于 {due} 完成整改，到 {closed} 才完成", ("closed_on",)) if closed > due else ("", ())
