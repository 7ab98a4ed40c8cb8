"""Pharmacy: reviews of prescriptions and antibacterials, how use is watched and improved (S1-19, S1-26 to S1-28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, get_args

from meidang.archive import Archive
from meidang.archive.collections import entries_until
from meidang.archive.declared import duties_on
from meidang.archive.departments import department_named
from meidang.archive.granted import is_usable
from meidang.findings import Severity
from meidang.models.department import Department, MonitoringMechanism
from meidang.models.ledgers.pharmacy import AntibioticUseReview
from meidang.models.ledgers.quality import QiEntry
from meidang.models.shared import AntibacterialTier
from meidang.models.staff import Staff
from meidang.models.wording import called, labels
from meidang.rules.counts import counts_differ
from meidang.rules.rule import Problem, rule

#: From low to high.
_TIERS: Final[tuple[str, ...]] = get_args(AntibacterialTier)
_SPECIAL: Final = "特殊使用级"
_CLASSES: Final = ("rational_count", "nonstandard_count", "inappropriate_count", "extraordinary_count")


@rule("PHA001", Severity.MAJOR, clause="药事3", requirements=("S1-28",))
def prescription_counts_do_not_add_up(archive: Archive, as_of: date) -> Iterator[Problem]:
    """处方点评的四类合计不等于抽查处方数。

    为什么：每张处方只归一类：合理、不规范、用药不适宜、超常；合计对不上，合理率就不可信。
    依据：医院处方点评管理规范（试行）
    错误：
    sample_size: 100
    rational_count: 95
    nonstandard_count: 3
    inappropriate_count: 1
    extraordinary_count: 0
    正确：
    sample_size: 100
    rational_count: 96
    nonstandard_count: 3
    inappropriate_count: 1
    extraordinary_count: 0
    """
    for one in entries_until(archive, "prescription_review", as_of):
        words = ("处方点评", "合理、不规范、用药不适宜、超常")
        yield from counts_differ(one, _CLASSES, "sample_size", words, "对照点评表改正各类处方数或抽查处方数")


@rule("PHA002", Severity.MAJOR, clause="药事3", requirements=("S1-28",))
def no_quality_tool(archive: Archive, as_of: date) -> Iterator[Problem]:
    """药剂科上一年度和本年度都没有写明质量工具的持续改进条目。

    为什么：药事质量改进要运用质量管理工具（PDCA、鱼骨图、帕累托图等）。应办事项表里已有这一项的，由应办事项提示。
    错误：
    # 药剂科的持续改进没有写质量工具
    qi_no: YJ-2026-01
    正确：
    qi_no: YJ-2026-01
    tool: 鱼骨图
    """
    item = department_named(archive, "药剂科")
    if item is None or duties_on(archive, as_of, "qi_entry", "tool"):
        return
    years = (as_of.year - 1, as_of.year)
    mine = (one for one in entries_until(archive, "qi_entry", as_of) if one.department_id == item.id)
    if not any(one.entry.tool and one.moment.year in years for one in mine):
        message = f"{item.label} {years[0]} 年和 {years[1]} 年都没有写明质量工具的持续改进条目"
        fix = (
            f"登记到持续改进台账（archive/ledger/qi_entry/{item.id}-{as_of.year}-….yaml），"
            f"并在{called(QiEntry, 'tool')}写明用了什么工具"
        )
        yield Problem(item, (), message, fix)


@rule("PHA003", Severity.VETO, clause="药事1", requirements=("S1-19", "S1-26", "S1-09"))
def prescribed_above_tier(archive: Archive, as_of: date) -> Iterator[Problem]:
    """医师使用了超出其授权级别的抗菌药物。

    为什么：抗菌药物分级管理：处方医师在处方当日的授权级别不得低于药品的级别。
    依据：抗菌药物临床应用管理办法
    错误：
    tier: 限制使用级
    doctor_id: 只有非限制使用级授权的医师
    正确：
    tier: 限制使用级
    doctor_id: D01
    """
    for one in entries_until(archive, "antibiotic_use_review", as_of):
        use: AntibioticUseReview = one.entry
        doctor = archive.get(Staff, use.doctor_id)
        if doctor is None:
            continue
        held = _tier(doctor.record, use.prescribed_on)
        if held is None or _TIERS.index(held) < _TIERS.index(use.tier):
            has = f"只有{held}授权" if held else "没有抗菌药物授权"
            message = f"病例 {use.case_no} 的{use.drug}为{use.tier}，{doctor.label}在 {use.prescribed_on} {has}"
            fix = f"按越权使用处理；授权漏记的，补到人员档案的{called(Staff, 'privileges')}"
            yield Problem(one.item, one.at("doctor_id"), message, fix)


def _tier(person: Staff, day: date) -> str | None:
    """The highest tier that the person might prescribe on the day."""
    held = (one for one in person.privileges if one.privilege_type == "抗生素" and is_usable(person, one, day))
    return max((one.tier for one in held if one.tier), key=_TIERS.index, default=None)


@rule("PHA005", Severity.MAJOR, clause="日常1", requirements=("S1-19", "S1-26"))
def special_tier_in_outpatient(archive: Archive, as_of: date) -> Iterator[Problem]:
    """门诊使用了特殊使用级抗菌药物。

    为什么：特殊使用级抗菌药物不得在门诊使用。
    依据：抗菌药物临床应用管理办法
    错误：
    tier: 特殊使用级
    outpatient: true
    正确：
    tier: 非限制使用级
    outpatient: true
    """
    for one in entries_until(archive, "antibiotic_use_review", as_of):
        if one.entry.outpatient and one.entry.tier == _SPECIAL:
            message = f"病例 {one.entry.case_no} 在门诊使用了{_SPECIAL}的{one.entry.drug}（{one.entry.prescribed_on}）"
            yield Problem(one.item, one.at("tier"), message, "核实级别；属实的按不合理用药处理并整改")


@rule("PHA006", Severity.MAJOR, clause="日常1", requirements=("S1-19",))
def inappropriate_without_reason(archive: Archive, as_of: date) -> Iterator[Problem]:
    """抗菌药物点评为不合理，没有写明存在问题。

    为什么：点评要说得出哪里不合理（适应证、时机、品种、疗程），才谈得上整改。
    错误：
    appropriate: false
    正确：
    appropriate: false
    problem: 术后用药超过 24 小时，无延长指征
    """
    for one in entries_until(archive, "antibiotic_use_review", as_of):
        if not one.entry.appropriate and one.entry.problem is None:
            message = f"病例 {one.entry.case_no} 的{one.entry.drug}点评为不合理，没有写明存在问题"
            fix = f"在{called(AntibioticUseReview, 'problem')}写明不合理之处"
            yield Problem(one.item, one.at("appropriate"), message, fix)


_MECHANISM: Final = ("supervision_policy_doc", "monitoring_frequency")


@rule("PHA004", Severity.MINOR, clause="药事2", requirements=("S1-27",))
def no_monitoring_mechanism(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """药剂科没有用药监督机制，或没有监督制度文件、监控频次。

    为什么：要建立抗菌药物和药品合理使用的监督机制。
    错误：
    dept_name: 药剂科
    正确：
    dept_name: 药剂科
    monitoring_mechanism:
      supervision_policy_doc: rational-use
      monitoring_frequency: 每月
    """
    item = department_named(archive, "药剂科")
    if item is None:
        return
    mechanism = item.record.monitoring_mechanism
    if mechanism is None:
        wanted = called(MonitoringMechanism, *_MECHANISM)
        fix = f"在{called(Department, 'monitoring_mechanism')}里填写{wanted}"
        yield Problem(item, ("monitoring_mechanism",), f"{item.label}没有用药监督机制", fix)
        return
    missing = [name for name in _MECHANISM if getattr(mechanism, name) is None]
    if missing:
        message = f"{item.label}的用药监督机制没有{labels(MonitoringMechanism, *missing)}"
        fix = f"补上{called(MonitoringMechanism, *missing)}"
        yield Problem(item, ("monitoring_mechanism",), message, fix, key=True)


@rule("PHA007", Severity.NOTICE, clause="药事2", requirements=("S1-27",))
def no_information_system(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """用药监督没有信息系统。

    为什么：靠人翻处方看不全；有系统自动监控的，评审时是加分的证据，没有不扣分。
    错误：
    monitoring_mechanism:
      monitoring_frequency: 每月
    正确：
    monitoring_mechanism:
      monitoring_frequency: 每月
      system_name: 合理用药监测系统
    """
    item = department_named(archive, "药剂科")
    mechanism = item.record.monitoring_mechanism if item else None
    if item and mechanism and mechanism.system_name is None:
        message = f"{item.label}的用药监督没有写明信息系统"
        fix = f"有信息系统的填写{called(MonitoringMechanism, 'system_name')}；没有的可列入改进计划"
        yield Problem(item, ("monitoring_mechanism",), message, fix, key=True)
