"""What a privilege may not exceed: title, institution, filing, lists, restrictions (clauses (二) to (五); S0-27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive
from meidang.archive.cases import forbidden_grade
from meidang.archive.facts import known
from meidang.archive.granted import Granted, granted_in_force
from meidang.archive.holdings import filing_disciplines
from meidang.archive.privilege_limits import (
    against_list,
    binding,
    listed_for,
    needs_filing,
)
from meidang.archive.title_limits import above_grade, below_minimal
from meidang.findings import Severity
from meidang.models.scalars import GRADE
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _operating(archive: Archive, day: date) -> Iterator[Granted]:
    return (one for one in granted_in_force(archive, day) if one.is_operating)


def _place(one: Granted) -> tuple[str | int, ...]:
    """Where the grade comes from: the level, or the technique that is graded higher."""
    return one.at("level" if (one.privilege.level or 0) == one.grade else "technique_id")


@rule("PRV004", Severity.VETO, clause="(四)", requirements=("S1-09",))
def above_title(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权的手术级别高于持有人职称可开展的级别。

    为什么：越级手术是否决项。各职称可开展的最高级别由本机构在职称表里规定；非医师系列不得授权分级手术。
    依据：医疗机构手术分级管理办法（国卫办医政发〔2022〕18号）
    错误：
    operation_name: 脂肪抽吸术
    level: 3
    正确：
    operation_name: 脂肪抽吸术
    level: 2
    """
    for one in _operating(archive, as_of):
        if said := above_grade(archive, one, as_of):
            message = f"{one.whose}{said}"
            fix = f"暂停授权：填写{called(Privilege, 'suspended_on')}；晋升后再授权；级别写错就改正"
            yield Problem(one.item, _place(one), message, fix)


@rule("PRV005", Severity.VETO, clause="(三)", requirements=("S1-08",))
def above_institution(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权的手术级别是本机构不得开展的。

    为什么：超出机构等级权限授权，按超范围执业处理。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    operation_name: 下颌角肥大矫正术
    level: 4
    正确：
    operation_name: 颞部填充术
    level: 1
    """
    for one in _operating(archive, as_of):
        if said := forbidden_grade(archive, one.grade):
            message = f"{one.whose}为{GRADE.show(one.grade)}，{said}"
            yield Problem(one.item, _place(one), message, "取消这一项授权；级别写错就改正")


@rule("PRV006", Severity.VETO, clause="(二)", requirements=("S1-07",))
def prohibited(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权了目录中禁止开展的技术。

    为什么：禁止类技术任何人不得开展。名称、别名或手术编码相同即视为同一项。
    依据：医疗技术临床应用管理办法
    错误：
    operation_name: 聚丙烯酰胺水凝胶注射隆乳
    正确：
    operation_name: 隆乳术
    """
    for one in granted_in_force(archive, as_of):
        if said := against_list(archive, one):
            yield Problem(one.item, one.at(), f"{one.whose}{said}", "取消这一项授权；名称或编码写错就改正")


@rule("PRV021", Severity.MAJOR, clause="(二)", requirements=("S1-07",))
def restricted_without_filing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权了限制类技术，既没有备案，也没有技术档案。

    为什么：限制类技术要建档、备案才能开展。有技术档案的，由技术的规则检查备案。
    依据：医疗技术临床应用管理办法第十一条
    错误：
    operation_name: 性别重置技术
    正确：
    technique_id: T30
    operation_name: 性别重置技术
    """
    for one in granted_in_force(archive, as_of):
        row = None if one.technique else listed_for(archive, one, "限制")
        if row and known(row.row.filed_on, as_of) is None:
            message = f"{one.whose}是{row.item.label}里的限制类技术“{row.row.technique_name}”，没有备案"
            fix = f"建立技术档案并备案后填写{called(Privilege, 'technique_id')}；未备案不得授权"
            yield Problem(one.item, one.at(), message, fix)


@rule("PRV007", Severity.VETO, clause="(五)", requirements=("S1-11", "S1-14.4"))
def self_restricted(archive: Archive, as_of: date) -> Iterator[Problem]:
    """自身限制尚未解除，授权仍然有效。

    为什么：限制期间授权应暂停，解除并经批准后再恢复。
    错误：
    technique_id: T06
    valid_to: 2027-08-31
    正确：
    technique_id: T06
    valid_to: 2027-08-31
    suspended_on: 2025-11-01
    suspended_for: 本机构自身限制
    """
    for one in granted_in_force(archive, as_of):
        if own := binding(archive, one.item, one.privilege.technique_id, as_of):
            message = f"{one.whose}仍然有效，该技术自 {own.restricted_on} 起受限（自身限制，范围：{own.scope}）"
            fix = f"在{called(Privilege, 'suspended_on')}填写 {own.restricted_on}；已解除的登记解除日期"
            yield Problem(one.item, one.at(), message, fix)


@rule("PRV013", Severity.MAJOR, clause="(七)3", requirements=("S1-13.3",))
def below_minimal_title(archive: Archive, as_of: date) -> Iterator[Problem]:
    """持有人的职称低于技术的准入职称。

    为什么：技术准入按职称规定，授权不能低于规定。
    错误：
    technique_id: T02
    level: 2
    正确：
    technique_id: T01
    level: 1
    """
    for one in granted_in_force(archive, as_of):
        if said := below_minimal(archive, one, as_of):
            message = f"{one.whose}{said}"
            fix = f"暂停授权：填写{called(Privilege, 'suspended_on')}；或修订技术档案的{called(Technique, 'min_title')}"
            yield Problem(one.item, one.at("technique_id"), message, fix)


def _needs_filing(archive: Archive, day: date) -> Iterator[Granted]:
    """Operations that a doctor does on their own responsibility."""
    return (one for one in granted_in_force(archive, day) if needs_filing(one))


@rule("PRV014", Severity.VETO, clause="二(二)1", requirements=("S0-27",))
def beyond_filing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """授权项目超出主诊医师的备案专业。

    为什么：超出备案专业属于超范围执业，须立即暂停。
    依据：医疗美容服务管理办法第十一条
    错误：
    filing_discipline: 美容皮肤科
    technique_id: T02
    正确：
    filing_discipline: 美容外科
    technique_id: T02
    """
    for one in _needs_filing(archive, as_of):
        filings = frozenset(filing_disciplines(one.item.record, as_of))
        specialty = one.technique.record.specialty if one.technique else ()
        if filings and filings.isdisjoint(specialty):
            message = f"{one.whose}属于{'、'.join(specialty)}，备案专业是{'、'.join(sorted(filings))}"
            fix = f"暂停授权：填写{called(Privilege, 'suspended_on')}；补办该专业备案后再恢复"
            yield Problem(one.item, one.at("technique_id"), message, fix)


@rule("PRV025", Severity.VETO, clause="二(二)1", requirements=("S0-27",))
def not_filed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """没有主诊医师备案，却可独立开展医疗美容项目。

    为什么：未备案的医师只能在主诊医师指导下从事医疗美容。
    依据：医疗美容服务管理办法第十二条
    错误：
    privilege_type: 手术
    technique_id: T01
    正确：
    privilege_type: 手术
    technique_id: T01
    independent: false
    supervised_by: D01
    """
    for one in _needs_filing(archive, as_of):
        if not filing_disciplines(one.item.record, as_of):
            message = f"{one.whose}未写指导医师，本人没有主诊医师备案"
            fix = f"填写{called(Privilege, 'supervised_by')}；已备案的补到{called(Staff, 'credentials')}"
            yield Problem(one.item, one.at(), message, fix)
