"""Privileges as records: in date, complete, in agreement with the technique's dossier (clause (四); S1-09)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from meidang.archive import Archive
from meidang.archive.facts import STOPPED_STATUSES, in_force, is_suspended, lead_days, present_status
from meidang.archive.granted import granted, granted_at_all, granted_in_force, planned
from meidang.archive.permits import is_stopped
from meidang.findings import Severity
from meidang.models.scalars import GRADE, NEVER
from meidang.models.staff import Privilege
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule


@rule("PRV001", Severity.VETO, clause="(四)", requirements=("S1-09", "S1-14.3"))
def expired(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权已过期，没有续授。

    为什么：授权过期后继续操作，等于无授权操作。已暂停的、技术已中止的不在此列。
    错误：
    privilege_type: 手术
    valid_to: 2026-04-30
    正确：
    privilege_type: 手术
    valid_to: 2028-04-30
    """
    for one in granted(archive, as_of):
        end = one.privilege.valid_to
        is_idle = is_suspended(one.privilege, as_of) or is_stopped(archive, one.privilege, as_of)
        if end and end < as_of and not is_idle:
            fix = f"考核后重新授权并改写{called(Privilege, 'valid_to')}；不再授权就删去这一项"
            yield Problem(one.item, one.at("valid_to"), f"{one.whose}已于 {end} 过期", fix, due=end)


@rule("PRV002", Severity.NOTICE, clause="(四)", requirements=("S1-09", "S1-14.3"))
def expiring(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权将到期。

    为什么：留出再评估和续授的时间。提前的天数见设置。
    错误：
    privilege_type: 手术
    valid_to: 2026-08-31
    正确：
    privilege_type: 手术
    valid_to: 2028-08-31
    """
    leads = lead_days(archive, None)
    for one in planned(archive, as_of) if leads else ():
        end = one.privilege.valid_to if in_force(one.privilege, as_of) else None
        if end and end <= as_of + timedelta(days=leads[0]) and not is_stopped(archive, one.privilege, as_of):
            fix = f"到期前再评估并续授，改写{called(Privilege, 'valid_to')}"
            yield Problem(one.item, one.at("valid_to"), f"{one.whose}将于 {end} 到期", fix, due=end)


_WANTED: Final = ("technique_id", "operation_name", "icd9cm3", "level", "performing_status")


@rule("PRV003", Severity.MAJOR, clause="(四)", requirements=("S1-09",))
def operation_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """手术授权不完整：授权项目、手术名称、手术编码、级别、开展状态。

    为什么：手术权限要写明在开展和能开展的手术项目及编码。技术档案写了编码说明的，可以没有手术编码。
    错误：
    privilege_type: 手术
    operation_name: 重睑成形术
    正确：
    privilege_type: 手术
    technique_id: T01
    operation_name: 重睑成形术
    icd9cm3: '08.8902'
    level: 1
    performing_status: 在开展
    """
    for one in granted_at_all(archive, as_of):
        if one.privilege.privilege_type != "手术":
            continue
        missing = [name for name in _WANTED if getattr(one.privilege, name) is None]
        if "icd9cm3" in missing and one.technique and one.technique.record.icd_note:
            missing.remove("icd9cm3")
        if missing:
            message = f"{one.whose}没有{labels(Privilege, *missing)}"
            yield Problem(one.item, one.at(), message, f"补上{called(Privilege, *missing)}")


@rule("PRV015", Severity.MINOR, clause="(四)", requirements=("S1-09",))
def reassessment_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """过了再评估日期没有再评估。

    为什么：授权要定期再评估，动态调整。
    错误：
    privilege_type: 手术
    reassess_on: 2026-03-01
    正确：
    privilege_type: 手术
    reassess_on: 2027-03-01
    """
    for one in granted_in_force(archive, as_of):
        due = one.privilege.reassess_on
        if due and due < as_of:
            message = f"{one.whose}应在 {due} 再评估"
            fix = f"再评估后改写{called(Privilege, 'reassess_on')}"
            yield Problem(one.item, one.at("reassess_on"), message, fix, due=due)


@rule("PRV016", Severity.MINOR, clause="(四)", requirements=("S1-09",))
def differs_from_technique(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权的级别或手术编码与技术档案不一致。

    为什么：个人授权与单项技术档案要对得上。
    错误：
    technique_id: T01
    level: 2
    正确：
    technique_id: T01
    level: 1
    """
    for one in granted_at_all(archive, as_of):
        if one.technique is None:
            continue
        technique, level, code = one.technique.record, one.privilege.level, one.privilege.icd9cm3
        if level is not None and level != technique.grade:
            message = f"{one.whose}的级别为{GRADE.show(level)}，技术档案为{GRADE.show(technique.grade)}"
            fix = f"把{called(Privilege, 'level')}改成 {technique.grade or '不分级'}，或改正技术档案"
            yield Problem(one.item, one.at("level"), message, fix)
        if code and technique.icd9cm3 and code not in technique.icd9cm3:
            message = f"{one.whose}的手术编码 {code} 不是技术档案里的 {'、'.join(technique.icd9cm3)}"
            yield Problem(one.item, one.at("icd9cm3"), message, "改成技术档案里的编码，或补到技术档案")


@rule("PRV017", Severity.MAJOR, clause="(七)8", requirements=("S1-13.8",))
def technique_stopped(archive: Archive, as_of: date) -> Iterator[Problem]:
    """技术已中止或终止，授权仍然有效。

    为什么：停下来的技术不得再用于患者，授权要随之暂停或取消。
    错误：
    technique_id: T06
    valid_to: 2027-08-31
    正确：
    technique_id: T06
    valid_to: 2027-08-31
    suspended_on: 2026-01-10
    suspended_for: 技术中止
    """
    for one in granted_in_force(archive, as_of):
        status = present_status(one.technique.record, as_of) if one.technique else None
        if status and status.status in STOPPED_STATUSES:
            message = f"{one.whose}仍然有效，该技术已于 {status.changed_on} {status.status}"
            yield Problem(one.item, one.at(), message, f"填写{called(Privilege, 'suspended_on')}，或删去这一项授权")


@rule("PRV018", Severity.MINOR, clause="(四)", requirements=("S1-09",))
def dates_contradict(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权的日期前后矛盾：有效期早于授权、授权早于入职或考核、恢复早于暂停等。

    为什么：日期矛盾，授权就说不清从哪天到哪天。
    错误：
    granted_on: 2025-09-01
    valid_to: 2025-08-31
    正确：
    granted_on: 2025-09-01
    valid_to: 2027-08-31
    """
    for one in granted_at_all(archive, as_of):
        held = one.privilege
        pairs = (
            ("valid_to", "有效期至", held.valid_to, "授权日期", held.granted_on),
            ("granted_on", "授权日期", held.granted_on, "入职日期", one.item.record.hired_on),
            ("granted_on", "授权日期", held.granted_on, "培训考核日期", held.exam_on),
            ("reassess_on", "再评估日期", held.reassess_on, "授权日期", held.granted_on),
            ("restored_on", "恢复日期", held.restored_on, "暂停日期", held.suspended_on),
        )
        for name, word, day, other, earlier in pairs:
            if day and earlier and day < earlier:
                message = f"{one.whose}：{word}（{day}）早于{other}（{earlier}）"
                yield Problem(one.item, one.at(name), message, "对照授权文件改正日期")
        if held.restored_on and held.suspended_on is None:
            message = f"{one.whose}：有恢复日期，没有暂停日期"
            fix = f"补上{called(Privilege, 'suspended_on')}，或删去{called(Privilege, 'restored_on')}"
            yield Problem(one.item, one.at("restored_on"), message, fix)


@rule("PRV019", Severity.MINOR, clause="(四)", requirements=("S1-09",))
def not_signed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权没有签批或授权日期。

    为什么：授权要有谁在什么时候批准。
    错误：
    privilege_type: 手术
    valid_to: 2027-08-31
    正确：
    privilege_type: 手术
    granted_on: 2025-09-01
    valid_to: 2027-08-31
    granted_by: 医务部
    """
    for one in granted_at_all(archive, as_of):
        missing = [name for name in ("granted_on", "granted_by") if getattr(one.privilege, name) is None]
        if missing:
            message = f"{one.whose}没有{labels(Privilege, *missing)}"
            yield Problem(one.item, one.at(), message, f"补上{called(Privilege, *missing)}")


@rule("PRV020", Severity.MAJOR, clause="(四)", requirements=("S1-09",))
def no_end(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权没有有效期。

    为什么：没有有效期就没有再评估，授权成了终身的；写“长期”也一样。
    错误：
    granted_on: 2025-09-01
    正确：
    granted_on: 2025-09-01
    valid_to: 2027-08-31
    """
    for one in granted_at_all(archive, as_of):
        if one.privilege.valid_to in (None, NEVER):
            yield Problem(one.item, one.at(), f"{one.whose}没有有效期", f"补上{called(Privilege, 'valid_to')}")
