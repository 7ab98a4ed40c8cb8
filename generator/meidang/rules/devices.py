"""Devices, from the argument for their purchase to their disposal, and their calibrations (S0-21, S0-22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from meidang.archive import Archive
from meidang.archive.collections import entries_until
from meidang.archive.devices import is_there
from meidang.archive.index import Item
from meidang.findings import Severity
from meidang.models.device import Device, Disposal
from meidang.models.ledgers.equipment import Calibration
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _there(archive: Archive, day: date) -> Iterator[Item[Device]]:
    """The devices in use."""
    return (item for item in archive.of(Device) if is_there(item.record, day))


@rule("DEV001", Severity.MAJOR, clause="二(一)1", requirements=("S0-21",))
def life_cycle_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """设备档案缺采购论证、注册证号和有效期、安全性评价报告、批准或第三方验收。

    为什么：一台设备从买到用都要有据可查：为什么买、有没有注册证和安全评价、谁来验收、有没有外面的机构到场；没有注册证有效期，
    就看不出购置时是否有效。
    错误：
    device_name: 强脉冲光治疗仪
    acceptance:
      accepted_on: 2024-03-12
    正确：
    device_name: 强脉冲光治疗仪
    registration_no: 国械注准20193090001
    registration_valid_to: 2029-06-30
    purchase:
      argued_on: 2024-01-10
      argument: 满足光电项目需要
      safety_report_doc:
        document_name: 强脉冲光治疗仪安全性评价报告
      approved_by: 院长办公会
    acceptance:
      accepted_on: 2024-03-12
      third_party: 岚江市医疗器械检验所
    """
    for item in _there(archive, as_of):
        missing = _missing(item.record)
        if missing:
            message = f"{item.label}（{item.id}）的档案缺{'、'.join(missing)}"
            fix = f"在{called(Device, *dict.fromkeys(missing.values()))}里补上缺的内容"
            yield Problem(item, (), message, fix)


def _missing(device: Device) -> dict[str, str]:
    """What is lacking, and the field that it belongs to."""
    bought, accepted = device.purchase, device.acceptance
    stages = (
        ("注册证号", "registration_no", device.registration_no),
        ("注册证有效期至", "registration_valid_to", device.registration_valid_to),
        ("采购论证", "purchase", bought and bought.argued_on and bought.argument),
        ("安全性评价报告", "purchase", bought and bought.safety_report_doc),
        ("采购批准人", "purchase", bought and bought.approved_by),
        ("验收", "acceptance", accepted),
        ("验收的第三方", "acceptance", accepted is None or accepted.third_party),
        ("合格的验收", "acceptance", accepted is None or accepted.result != "不合格"),
    )
    return {name: field for name, field, given in stages if not given}


@rule("DEV002", Severity.MAJOR, clause="二(一)1", requirements=("S0-21",))
def registration_expired(archive: Archive, as_of: date) -> Iterator[Problem]:
    """购置时注册证已经过期。

    为什么：不得购置注册证失效的医疗器械。没有购置日期的按验收日期看。
    依据：医疗器械监督管理条例
    错误：
    registration_valid_to: 2023-12-31
    purchase:
      purchased_on: 2024-02-20
    正确：
    registration_valid_to: 2028-12-31
    purchase:
      purchased_on: 2024-02-20
    """
    for item in _there(archive, as_of):
        device = item.record
        bought = (device.purchase and device.purchase.purchased_on) or (
            device.acceptance and device.acceptance.accepted_on
        )
        until = device.registration_valid_to
        if bought and until and until < bought:
            message = f"{item.label}（{item.id}）{bought} 购置时，注册证已于 {until} 过期"
            yield Problem(item, ("registration_valid_to",), message, "核对注册证；属实的停用并报告")


@rule("DEV003", Severity.MAJOR, clause="二(一)1", requirements=("S0-21",))
def inspection_expired(archive: Archive, as_of: date) -> Iterator[Problem]:
    """设备的定期检验已经过期。

    为什么：压力容器等设备须定期检验，过期不得使用。
    依据：特种设备安全法
    错误：
    inspection_valid_to: 2026-01-15
    正确：
    inspection_valid_to: 2028-01-15
    """
    for item in _there(archive, as_of):
        until = item.record.inspection_valid_to
        if until and until < as_of:
            message = f"{item.label}（{item.id}）的定期检验已于 {until} 到期"
            yield Problem(item, ("inspection_valid_to",), message, "停用并申报检验，合格后更新日期", due=until)


@rule("DEV007", Severity.NOTICE, clause="二(一)1", requirements=("S0-21",))
def inspection_expiring(archive: Archive, as_of: date) -> Iterator[Problem]:
    """设备的定期检验将要到期。

    为什么：到期前一个月就要申报检验；提前多少天提醒见设置。
    依据：特种设备安全法
    错误：
    inspection_valid_to: 2026-07-15
    正确：
    inspection_valid_to: 2028-01-15
    """
    soon = as_of + timedelta(days=max(archive.settings.lead_days, default=0))
    for item in _there(archive, as_of):
        until = item.record.inspection_valid_to
        if until and as_of <= until <= soon:
            message = f"{item.label}（{item.id}）的定期检验将于 {until} 到期"
            yield Problem(item, ("inspection_valid_to",), message, "在到期前申报检验", due=until)


@rule("DEV004", Severity.VETO, clause="二(一)1", requirements=("S0-22",))
def not_stopped(archive: Archive, as_of: date) -> Iterator[Problem]:
    """校验不合格，没有当天停用。

    为什么：校验不合格的设备要立即停用并记录。
    错误：
    calibrated_on: 2026-03-20
    result: 不合格
    正确：
    calibrated_on: 2026-03-20
    result: 不合格
    stopped_on: 2026-03-20
    """
    for one in entries_until(archive, "calibration", as_of):
        failed = one.entry
        if failed.result != "不合格" or (failed.stopped_on and failed.stopped_on <= failed.calibrated_on):
            continue
        said = f"到 {failed.stopped_on} 才停用" if failed.stopped_on else "没有停用日期"
        message = (
            f"{archive.name(Device, failed.device_id)}（{failed.device_id}）{failed.calibrated_on} 校验不合格，{said}"
        )
        path = one.at("stopped_on" if failed.stopped_on else "result")
        yield Problem(one.item, path, message, f"立即停用并填写{called(Calibration, 'stopped_on')}，修复后重新校验")


@rule("DEV005", Severity.MAJOR, clause="二(一)1", requirements=("S0-22",))
def engineer_not_named(archive: Archive, as_of: date) -> Iterator[Problem]:
    """能量设备的校验没有写厂家工程师。

    为什么：激光、射频等能量设备由厂家工程师校验参数。
    错误：
    device_id: E02
    calibrated_on: 2026-03-20
    正确：
    device_id: E02
    calibrated_on: 2026-03-20
    manufacturer_engineer: 厂家工程师 陈工
    """
    for one in entries_until(archive, "calibration", as_of):
        device = archive.get(Device, one.entry.device_id)
        if device and device.record.energy_based and one.entry.manufacturer_engineer is None:
            message = f"{device.label}（{device.id}）{one.entry.calibrated_on} 的校验没有写厂家工程师"
            fix = f"补上{called(Calibration, 'manufacturer_engineer')}；不是厂家校验的重新校验"
            yield Problem(one.item, one.at(), message, fix)


@rule("DEV006", Severity.MAJOR, clause="二(一)1", requirements=("S0-21",))
def retired_without_approval(archive: Archive, as_of: date) -> Iterator[Problem]:
    """设备报废没有审批，或者报废后仍写在用。

    为什么：报废处置要有审批，处置后不得再用。
    错误：
    in_use: false
    disposal:
      retired_on: 2026-02-10
    正确：
    in_use: false
    disposal:
      retired_on: 2026-02-10
      approved_by: 院长办公会
      way: 厂家回收
    """
    for item in archive.of(Device):
        end = item.record.disposal
        if end is None or end.retired_on > as_of:
            continue
        if end.approved_by is None:
            message = f"{item.label}（{item.id}）{end.retired_on} 报废，没有审批"
            yield Problem(item, ("disposal",), message, f"补上{called(Disposal, 'approved_by')}", key=True)
        elif item.record.in_use:
            message = f"{item.label}（{item.id}）已于 {end.retired_on} 报废，仍写在用"
            fix = f"把{called(Device, 'in_use')}改成“否”（false）；没有报废的改正{called(Device, 'disposal')}"
            yield Problem(item, ("in_use",), message, fix)
