"""Who did it: privilege, title, filing, employment, anaesthetist, on the case's day (S1-09, S1-34, S0-27, S0-29)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive, Item
from meidang.archive.cases import (
    BEYOND_LOCAL,
    Done,
    anaesthetises,
    anaesthetises_alone,
    done_cases,
    forbidden_grade,
    is_authorised,
    privileges_for,
    restriction_on,
    stopped_for,
    usable_for,
)
from meidang.archive.facts import has_unknown_title, in_force, is_suspended, open_suspension, title_row
from meidang.archive.privilege_limits import against_employment, failed_test, filed_for
from meidang.findings import Severity
from meidang.models.ledgers.cases import Case
from meidang.models.scalars import GRADE
from meidang.models.staff import Privilege, Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _operated(archive: Archive, as_of: date) -> Iterator[tuple[Done, Item[Staff]]]:
    """The cases whose operator is known, with the operator."""
    return ((done, done.operator) for done in done_cases(archive, as_of) if done.operator)


@rule("CAS003", Severity.VETO, clause="(四)", requirements=("S1-09",))
def not_authorised(archive: Archive, as_of: date) -> Iterator[Problem]:
    """术者当天没有这项技术的有效授权。

    为什么：每一例的操作者当天都要持有相应的有效授权；到期、暂停或授权之前的病例都不算。
    错误：
    # D07 没有隆鼻术的授权
    technique_id: T02
    operator_id: D07
    正确：
    technique_id: T02
    operator_id: D03
    """
    for done, _ in _operated(archive, as_of):
        # Why these two are left out: nobody is granted what is above the grade, or restricted; that says another rule.
        if forbidden_grade(archive, done.grade) or restriction_on(archive, done):
            continue
        if not is_authorised(archive, done):
            said = _why_not([*privileges_for(archive, done)], done.day)
            message = f"{done.whose}：术者{said}"
            yield Problem(
                done.item, done.at("operator_id"), message, "停止操作，授权后再开展；已授权的补到个人档案的授权里"
            )


def _why_not(held: list[Privilege], day: date) -> str:
    """What stands against the privilege that was granted last."""
    if not held:
        return "没有这项技术的授权"
    last = max(held, key=lambda one: one.granted_on or date.min)
    stopped = stopped_for(held, last, day)
    if last.granted_on and last.granted_on > day:
        return f"的授权从 {last.granted_on} 才开始"
    if is_suspended(last, day):
        return f"的授权自 {last.suspended_on} 起暂停"
    if stopped and in_force(last, day):
        return f"的授权有效，同一授权的另一份自 {stopped} 起暂停"
    return f"的授权已于 {last.valid_to} 到期"


@rule("CAS028", Severity.VETO, clause="(四)", requirements=("S1-09",))
def above_title(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例的手术级别高于术者当天职称可开展的级别。

    为什么：越级手术是否决项。各职称可开展的最高级别由本机构在职称表里规定；非医师系列不得做分级手术。
    依据：医疗机构手术分级管理办法（国卫办医政发〔2022〕18号）
    错误：
    # D03 是主治医师，最高可开展二级
    operation_grade: 3
    operator_id: D03
    正确：
    operation_grade: 3
    operator_id: D01
    """
    for done, person in _operated(archive, as_of):
        title = title_row(archive, person.record, done.day) if done.grade else None
        limit = title.max_grade if title and title.ladder == "医师" else 0
        if title and limit is not None and done.grade > limit and not forbidden_grade(archive, done.grade):
            most = f"最高可开展{GRADE.show(limit)}" if limit else "不得开展分级手术"
            message = f"{done.whose}为{GRADE.show(done.grade)}手术，术者当天是{title.title}，{most}"
            yield Problem(done.item, done.at("operator_id"), message, "停止越级手术；术者或级别写错就改正")


def _is_guided(archive: Archive, done: Done) -> bool:
    """Whether what was done is granted under somebody's guidance, who then answers for it."""
    return any(one.independent is False or one.supervised_by for one in usable_for(archive, done))


@rule("CAS004", Severity.VETO, clause="二(二)1", requirements=("S0-27",))
def beyond_filing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例超出术者主诊医师备案的专业，或者术者没有备案。

    为什么：超出备案专业属于超范围执业，须立即暂停执业并整改。不分专业的项目不看备案。
    依据：医疗美容服务管理办法第十一条、第十二条
    错误：
    # D07 备案美容皮肤科，隆鼻术属于美容外科
    technique_id: T02
    operator_id: D07
    正确：
    technique_id: T02
    operator_id: D03
    """
    for done, person in _operated(archive, as_of):
        specialty = done.technique.record.specialty if done.technique else ()
        if not specialty or {"医师", "主诊医师"}.isdisjoint(person.record.posts):
            continue
        filed = filed_for(person.record, done.day)
        if not frozenset(filed).isdisjoint(specialty) or _is_guided(archive, done):
            continue
        said = f"备案专业是{'、'.join(filed)}" if filed else "当天没有主诊医师备案"
        message = f"{done.whose}属于{'、'.join(specialty)}，术者{said}"
        yield Problem(done.item, done.at("operator_id"), message, "暂停执业并整改；补办该专业备案后再开展")


@rule("CAS005", Severity.VETO, clause="二(二)1", requirements=("S0-27", "S0-29"))
def must_not_practise(archive: Archive, as_of: date) -> Iterator[Problem]:
    """术者当天已暂停执业、不在职，或者第三方评估没有通过而尚未恢复。

    为什么：暂停期间、离职之后都不得操作；评估不通过的，复训补考合格恢复后才能再做。
    错误：
    # D03 自 2026-03-01 起暂停执业，尚未整改
    date: 2026-03-10
    operator_id: D03
    正确：
    date: 2026-03-10
    operator_id: D01
    """
    for done, person in _operated(archive, as_of):
        said = _against(person.record, done)
        if said:
            message = f"{done.whose}：术者{said}"
            yield Problem(done.item, done.at("operator_id"), message, "停止操作并核查；术者或日期写错就改正")


def _against(person: Staff, done: Done) -> str:
    """Why the person might not work on the day; empty where they might."""
    if said := against_employment(person, done.day):
        return said
    suspended = open_suspension(person, done.day)
    if suspended:
        return f"自 {suspended[1].suspended_on} 起暂停执业"
    failed = failed_test(person, done.case.technique_id, done.day)
    return f" {failed} 这项技术的第三方评估不通过，当天尚未恢复" if failed else ""


@rule("CAS012", Severity.VETO, clause="麻醉科1", requirements=("S1-34", "S1-09"))
def anaesthetist_not_permitted(archive: Archive, as_of: date) -> Iterator[Problem]:
    """全麻等麻醉由不能独立实施的人单独实施，或者没有写麻醉医师。

    为什么：全麻要由职称到中级、有独立实施授权的医师负责；其他人只能在这样的医师指导下实施。
    错误：
    # A02 是住院医师
    anaesthesia_type: 全麻
    anaesthetist_id: A02
    正确：
    anaesthesia_type: 全麻
    anaesthetist_id: A02
    supervised_by: A01
    """
    for done in done_cases(archive, as_of):
        if done.case.anaesthesia_type in BEYOND_LOCAL:
            named = done.case.anaesthetist_id is not None
            name, said = _against_anaesthetist(archive, done) if named else ("anaesthesia_type", "没有写麻醉医师")
            if said:
                message = f"{done.whose}的{done.case.anaesthesia_type}{said}"
                fix = f"由可以独立实施麻醉的医师实施或指导；确有指导的补上{called(Case, 'supervised_by')}"
                yield Problem(done.item, done.at(name), message, fix)


def _against_anaesthetist(archive: Archive, done: Done) -> tuple[str, str]:
    """The field at fault and what is wrong; empty where nothing is, or where it cannot be judged."""
    case, day = done.case, done.day
    who, guide = archive.get(Staff, case.anaesthetist_id), archive.get(Staff, case.supervised_by)
    if who is None or has_unknown_title(archive, who.record, day) or (case.supervised_by and guide is None):
        return "", ""
    # Why not above what is allowed here: that is CAS001's, and nobody is granted it.
    grade = 0 if forbidden_grade(archive, done.grade) else done.grade
    if anaesthetises_alone(archive, who.record, grade, day):
        return "", ""
    if not anaesthetises(who.record, day):
        return "anaesthetist_id", f"由{who.label}实施，当天没有有效的麻醉授权"
    if guide is None:
        return "anaesthetist_id", f"由{who.label}单独实施，{who.label}不能独立实施这例麻醉，也没有指导医师"
    if guide.id == who.id or not anaesthetises_alone(archive, guide.record, grade, day):
        return "supervised_by", f"由{who.label}实施，指导医师{guide.label}不能独立实施这例麻醉"
    return "", ""
