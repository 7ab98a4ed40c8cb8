"""Outpatient plans, outpatient records, images, quality groups (S1-03, S1-21, S1-22, S1-25a, S1-25b)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, get_args

from meidang.archive import Archive, Item
from meidang.archive.collections import Entered, entries_until
from meidang.archive.departments import department_named, departments_in_use
from meidang.archive.facts import is_employed
from meidang.archive.holdings import filing_disciplines, is_doctor
from meidang.findings import Severity
from meidang.models.department import Department
from meidang.models.ledgers.records import ImageQualityReview, OutpatientPlanApproval, OutpatientRecordQc
from meidang.models.shared import Discipline
from meidang.models.staff import Staff
from meidang.models.wording import called
from meidang.rules.counts import counts_differ
from meidang.rules.rule import Problem, rule

_DISCIPLINES: Final[frozenset[str]] = frozenset(get_args(Discipline))


@rule("OUT001", Severity.MAJOR, clause="门诊部1", requirements=("S1-21",))
def plan_not_approved(archive: Archive, as_of: date) -> Iterator[Problem]:
    """门诊诊疗方案没有核准医师，或评价、核准的人不是相应专业的医师。

    为什么：门诊的检查、药物、手术等方案由专科医师评价与核准；核准医师的主诊备案或执业范围要与科室专业相符。
    错误：
    evaluator: D02
    正确：
    evaluator: D02
    approver: D01
    """
    for one in entries_until(archive, "outpatient_plan_approval", as_of):
        plan: OutpatientPlanApproval = one.entry
        whose = f"门诊号 {plan.outpatient_no} 的{plan.plan_type}方案（{plan.date}）"
        if plan.approver is None:
            fix = f"由专科医师核准后，在{called(OutpatientPlanApproval, 'approver')}填写其人员编号"
            yield Problem(one.item, one.at("approver"), f"{whose}没有核准医师", fix)
        for name, role in (("evaluator", "评价医师"), ("approver", "核准医师")):
            person = archive.get(Staff, getattr(plan, name))
            reason = _unfit(archive, person, one, is_approver=name == "approver") if person else ""
            if person and reason:
                message = f"{whose}的{role}{person.label}{reason}"
                yield Problem(one.item, one.at(name), message, "改由备案（执业范围）相符的专科医师评价、核准")


def _unfit(archive: Archive, person: Item[Staff], one: Entered, *, is_approver: bool) -> str:
    """Why somebody may not evaluate or approve a plan of a department; empty where nothing stands against it."""
    if not is_doctor(person.record):
        return "不是医师"
    if not is_employed(person.record, one.moment):
        return "当日不在职"
    filed = filing_disciplines(person.record, one.moment)
    if not is_approver:
        return ""
    if not filed and not person.record.practice_category_scope:
        return "既没有主诊医师备案，也没有登记执业范围"
    department = archive.name(Department, one.department_id)
    if department in _DISCIPLINES and department not in filed:
        return f"的主诊备案专业（{'、'.join(filed) or '无'}）不含{department}"
    return ""


@rule("OUT002", Severity.MAJOR, clause="门诊部2", requirements=("S1-22",))
def more_conforming_than_sampled(archive: Archive, as_of: date) -> Iterator[Problem]:
    """门诊病历考评的规范份数多于抽查份数。

    为什么：规范率不会超过 100%；数字写反或写错，规范率就不可信。
    错误：
    sample_size: 9
    conforming: 10
    正确：
    sample_size: 10
    conforming: 9
    """
    for one in entries_until(archive, "outpatient_record_qc", as_of):
        sampled, conforming = one.entry.sample_size, one.entry.conforming
        if conforming > sampled:
            message = f"{one.day} 的门诊病历考评：规范 {conforming} 份，多于抽查的 {sampled} 份"
            fix = f"对照考评表改正{called(OutpatientRecordQc, 'sample_size', 'conforming')}"
            yield Problem(one.item, one.at("conforming"), message, fix)


@rule("IMG001", Severity.MAJOR, clause="影像科1", requirements=("S1-25a",))
def image_grades_do_not_add_up(archive: Archive, as_of: date) -> Iterator[Problem]:
    """图像质量评价的优、良、差合计不等于抽查张数。

    为什么：甲片率按这几个数算；对不上，指标就不可信。
    错误：
    sample_size: 50
    excellent: 42
    good: 7
    poor: 2
    正确：
    sample_size: 50
    excellent: 42
    good: 7
    poor: 1
    """
    for one in entries_until(archive, "image_quality_review", as_of):
        fix = f"对照评价表改正{called(ImageQualityReview, 'sample_size', 'excellent', 'good', 'poor')}"
        yield from counts_differ(one, ("excellent", "good", "poor"), "sample_size", ("图像质量评价", "优、良、差"), fix)


#: Head and members of the imaging department's group (S1-25b).
_FEWEST: Final = 2


@rule("IMG002", Severity.MAJOR, clause="影像科2", requirements=("S1-25b",))
def imaging_quality_group_incomplete(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """影像科质量与安全管理小组没有组长、职责，或成员不足两人。

    为什么：片子的质量要有固定的几个人盯着，定期看、定期改；成员不含组长。
    错误：
    qc_group_members: [D01]
    正确：
    qc_group_head: D01
    qc_group_members: [D01, R01, D05]
    qc_group_duties: 每季度评价图像质量，分析废片原因并改进
    """
    item = department_named(archive, "影像科")
    if item is None:
        return
    record = item.record
    members = [one for one in dict.fromkeys(record.qc_group_members) if one != record.qc_group_head]
    missing = {} if record.qc_group_head else {"组长": "qc_group_head"}
    missing |= {} if record.qc_group_duties else {"职责": "qc_group_duties"}
    missing |= {} if len(members) >= _FEWEST else {f"两名成员（现有 {len(members)} 名）": "qc_group_members"}
    if missing:
        message = f"{item.label}的质量与安全管理小组没有{'、'.join(missing)}"
        fix = f"任命后填写{called(Department, *missing.values())}"
        yield Problem(item, ("qc_group_members",), message, fix, key=True)


@rule("DEP001", Severity.MINOR, clause="总则3", requirements=("S1-03",))
def quality_group_without_head(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """临床、医技科室的质控小组没有组长。

    为什么：科级是二级质量管理的第一道关，小组要有人牵头。影像科见 IMG002，没有成员的见 INS007。
    错误：
    qc_group_members: [D01, N01]
    正确：
    qc_group_head: D01
    qc_group_members: [D01, N01]
    """
    for item in departments_in_use(archive):
        record = item.record
        is_other = record.category != "职能" and record.dept_name != "影像科"
        if is_other and record.qc_group_members and record.qc_group_head is None:
            fix = f"在{called(Department, 'qc_group_head')}填写组长的人员编号"
            yield Problem(item, ("qc_group_members",), f"{item.label}的质控小组没有组长", fix, key=True)
