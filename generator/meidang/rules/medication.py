"""Antibacterials, narcotics and anaesthesia: who may prescribe and who may work alone (S1-09, S1-26, S1-34)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive
from meidang.archive.facts import known
from meidang.archive.granted import Granted, granted_in_force
from meidang.archive.permits import PrivilegeState, privilege_state
from meidang.archive.title_limits import below_anaesthesia, below_narcotics, below_tier
from meidang.findings import Severity
from meidang.models.staff import Privilege, PrivilegeType, Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _of(archive: Archive, day: date, kind: PrivilegeType) -> Iterator[Granted]:
    return (one for one in granted_in_force(archive, day) if one.privilege.privilege_type == kind)


@rule("PRV008", Severity.VETO, clause="药事1", requirements=("S1-26",))
def antibacterial_above_title(archive: Archive, as_of: date) -> Iterator[Problem]:
    """抗菌药物授权级别高于职称。

    为什么：特殊使用级须高级职称，限制使用级须中级以上，非限制使用级须初级以上（见职称表）。
    依据：抗菌药物临床应用管理办法
    错误：
    privilege_type: 抗生素
    tier: 特殊使用级
    正确：
    privilege_type: 抗生素
    tier: 限制使用级
    """
    for one in _of(archive, as_of, "抗生素"):
        if said := below_tier(archive, one, as_of):
            fix = f"降到与职称相符的级别，或暂停授权：填写{called(Privilege, 'suspended_on')}"
            yield Problem(one.item, one.at("tier"), f"{one.whose}{said}", fix)


@rule("PRV009", Severity.MAJOR, clause="药事1", requirements=("S1-26",))
def antibacterial_without_tier(archive: Archive, as_of: date) -> Iterator[Problem]:
    """抗菌药物授权没有写明级别。

    为什么：抗菌药物分级管理，授权要写明到哪一级。
    依据：抗菌药物临床应用管理办法
    错误：
    privilege_type: 抗生素
    正确：
    privilege_type: 抗生素
    tier: 限制使用级
    """
    for one in _of(archive, as_of, "抗生素"):
        if one.privilege.tier is None:
            fix = f"补上{called(Privilege, 'tier')}，例如“非限制使用级”"
            yield Problem(one.item, one.at(), f"{one.whose}没有写明级别", fix)


@rule("PRV022", Severity.MAJOR, clause="药事1", requirements=("S1-26",))
def prescribing_without_exam(archive: Archive, as_of: date) -> Iterator[Problem]:
    """抗菌药物或麻精药品处方授权没有培训考核，或没有成绩。

    为什么：经培训并考核合格，才能授予处方权；没有成绩就看不出是否合格。
    依据：抗菌药物临床应用管理办法；处方管理办法
    错误：
    privilege_type: 抗生素
    tier: 限制使用级
    正确：
    privilege_type: 抗生素
    tier: 限制使用级
    exam_on: 2025-08-20
    score: 95
    """
    for one in granted_in_force(archive, as_of):
        if one.privilege.privilege_type not in ("抗生素", "麻精处方"):
            continue
        if not known(one.privilege.exam_on, as_of):
            fix = f"补上{called(Privilege, 'exam_on')}；没有考核的先考核"
            yield Problem(one.item, one.at(), f"{one.whose}没有培训考核日期", fix)
        elif one.privilege.score is None:
            fix = f"补上{called(Privilege, 'score')}；不合格的不得授权"
            yield Problem(one.item, one.at("exam_on"), f"{one.whose}没有考核成绩", fix)


@rule("PRV010", Severity.VETO, clause="(四)", requirements=("S1-09",))
def narcotics_below_title(archive: Archive, as_of: date) -> Iterator[Problem]:
    """麻精药品处方授权，职称不够或不是医师。

    为什么：麻醉药品和第一类精神药品处方权只授予考核合格的执业医师；最低职称由本机构在职称表里规定。
    依据：处方管理办法
    错误：
    posts: [护士]
    privileges:
      - privilege_type: 麻精处方
    正确：
    posts: [麻醉医师]
    privileges:
      - privilege_type: 麻精处方
    """
    for one in _of(archive, as_of, "麻精处方"):
        if said := below_narcotics(archive, one, as_of):
            fix = f"暂停授权：填写{called(Privilege, 'suspended_on')}；职称漏记的，补到{called(Staff, 'titles')}"
            yield Problem(one.item, one.at(), f"{one.whose}{said}", fix)


@rule("PRV011", Severity.VETO, clause="麻醉科1", requirements=("S1-34",))
def anaesthesia_below_title(archive: Archive, as_of: date) -> Iterator[Problem]:
    """独立实施麻醉的授权，职称不够。

    为什么：能单独负责麻醉的，职称要到中级（见职称表）。
    错误：
    privilege_type: 麻醉
    independent: true
    正确：
    privilege_type: 麻醉
    independent: false
    supervised_by: A01
    """
    for one in _of(archive, as_of, "麻醉"):
        if said := below_anaesthesia(archive, one, as_of):
            fix = f"把{called(Privilege, 'independent')}改成“否”（false），并填写{called(Privilege, 'supervised_by')}"
            yield Problem(one.item, one.at("independent"), f"{one.whose}{said}", fix)


@rule("PRV012", Severity.MAJOR, clause="麻醉科1", requirements=("S1-34",))
def nobody_supervises(archive: Archive, as_of: date) -> Iterator[Problem]:
    """不能独立实施，却没有指导医师。

    为什么：不能独立实施的，必须在有资格的医师指导下进行。麻醉授权没有写明独立的，按不能独立看待。
    错误：
    privilege_type: 麻醉
    independent: false
    正确：
    privilege_type: 麻醉
    independent: false
    supervised_by: A01
    """
    for one in granted_in_force(archive, as_of):
        held = one.privilege
        is_dependent = held.independent is False or (held.privilege_type == "麻醉" and held.independent is None)
        if is_dependent and held.supervised_by is None:
            message = f"{one.whose}不是独立实施，没有指导医师"
            fix = (
                f"补上{called(Privilege, 'supervised_by')}；可以独立实施的，"
                f"把{called(Privilege, 'independent')}写成“是”（true）"
            )
            yield Problem(one.item, one.at(), message, fix)


@rule("PRV024", Severity.MAJOR, clause="麻醉科1", requirements=("S1-34",))
def supervisor_not_authorised(archive: Archive, as_of: date) -> Iterator[Problem]:
    """麻醉的指导医师自己没有独立实施麻醉的有效授权。

    为什么：指导的人必须自己能独立实施。
    错误：
    privilege_type: 麻醉
    supervised_by: A03
    正确：
    privilege_type: 麻醉
    supervised_by: A01
    """
    able = {one.item.id for one in _of(archive, as_of, "麻醉") if _is_able(archive, one, as_of)}
    for one in _of(archive, as_of, "麻醉"):
        guide = one.privilege.supervised_by
        if guide and guide not in able and archive.get(Staff, guide):
            message = f"{one.whose}的指导医师{archive.name(Staff, guide)}没有独立实施麻醉的有效授权"
            yield Problem(one.item, one.at("supervised_by"), message, "换成可以独立实施麻醉的在职医师")


def _is_able(archive: Archive, one: Granted, day: date) -> bool:
    usable = privilege_state(archive, one.item, one.privilege, day) is PrivilegeState.USABLE
    return usable and one.privilege.independent is True
