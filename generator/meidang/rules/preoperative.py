"""Before the case: assessment, signatures, discussion and review of what is high-risk (S0-04 to S0-07)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.cases import BEYOND_LOCAL, ELEMENTS, Done, done_cases, high_risk
from meidang.findings import Severity
from meidang.models.base import describe
from meidang.models.ledgers.cases import Case, PreopAssessment
from meidang.models.scalars import AMOUNT
from meidang.models.staff import Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

#: An element that begins with one of these words says nothing that calls for a warning (S0-07).
_NORMAL: Final = frozenset({"正常", "合理", "无"})
_PAUSE = re.compile(r"[\s，,；;。.、（(：:]")


def _assessed(archive: Archive, as_of: date) -> Iterator[tuple[Done, PreopAssessment]]:
    """The cases that have an assessment."""
    for done in done_cases(archive, as_of):
        if done.case.preop_assessment:
            yield done, done.case.preop_assessment


def _label(name: str) -> str:
    return describe(PreopAssessment)[name].label


@rule("CAS006", Severity.VETO, clause="一(一)1", requirements=("S0-05",))
def double_signature_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """术前评估没有双签：缺主诊医师签名，或涉及麻醉而缺麻醉医师签名。

    为什么：用到麻醉时，主诊医师和麻醉医师都签了名，评估才有效；两个签名不能是同一人。无麻醉、表面麻醉和局麻不需要麻醉医师签名。
    错误：
    anaesthesia_type: 全麻
    preop_assessment:
      passed: true
      sign_attending: D02
    正确：
    anaesthesia_type: 全麻
    preop_assessment:
      passed: true
      sign_attending: D02
      sign_anaesthetist: A01
    """
    for done, preop in _assessed(archive, as_of):
        missing = [] if preop.sign_attending else ["sign_attending"]
        if done.case.anaesthesia_type in BEYOND_LOCAL and not preop.sign_anaesthetist:
            missing.append("sign_anaesthetist")
        if missing:
            said = f"缺{'、'.join(map(_label, missing))}"
            yield _unsigned(done, said, f"按原始评估表补登{called(PreopAssessment, *missing)}；没有双签的按违规处理")
        elif done.case.anaesthesia_type in BEYOND_LOCAL and preop.sign_attending == preop.sign_anaesthetist:
            said = f"两个签名都是{archive.name(Staff, preop.sign_attending)}"
            yield _unsigned(done, said, "按原始评估表改正；没有双签的按违规处理", "sign_anaesthetist")


def _unsigned(done: Done, said: str, fix: str, *path: str) -> Problem:
    anaesthesia = "" if done.case.anaesthesia_type == "无" else f"{done.case.anaesthesia_type}，"
    message = f"{done.whose}：{anaesthesia}术前评估{said}"
    return Problem(done.item, done.at("preop_assessment", *path), message, fix, key=not path)


@rule("CAS007", Severity.VETO, clause="一(一)1", requirements=("S0-02", "S0-04", "S0-05"))
def not_assessed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """没有术前评估、评估未通过或评估晚于开展，却开展了。

    为什么：评估不达标严禁开展；评估必须在开展之前。手术类和非手术类都要评估。
    错误：
    preop_assessment:
      passed: false
    正确：
    preop_assessment:
      assessed_on: 2026-05-05
      passed: true
    """
    for done in done_cases(archive, as_of):
        preop = done.case.preop_assessment
        if preop is None:
            said = "没有术前评估"
            fix = f"补上{called(Case, 'preop_assessment')}；没有评估的按违规处理"
            yield Problem(done.item, done.at(), f"{done.whose}{said}", fix)
        elif not preop.passed:
            path = done.at("preop_assessment", "passed")
            yield Problem(done.item, path, f"{done.whose}术前评估未通过仍然开展", "按违规开展处理；结论写错就改正")
        elif preop.assessed_on and preop.assessed_on > done.day:
            path = done.at("preop_assessment", "assessed_on")
            message = f"{done.whose}的术前评估（{preop.assessed_on}）晚于开展"
            yield Problem(done.item, path, message, "按原始记录改正日期；属实的按违规开展处理")


@rule("CAS008", Severity.MAJOR, clause="一(一)1", requirements=("S0-04", "S0-07"))
def assessment_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """术前评估的要素不全，或者评分低于合格分却写通过。

    为什么：心脑血管、凝血功能、心理预期、既往医美史、过敏史、评分和风险等级都要有；没有风险等级，就说不清由谁评估。
    结论要与评分一致，合格分见设置。
    错误：
    preop_assessment:
      cardiovascular: 正常
      score: 52
      passed: true
    正确：
    preop_assessment:
      cardiovascular: 正常
      coagulation: 正常
      expectation: 合理
      prior_procedures: 无
      allergy: 无
      score: 88
      risk_level: 低
      passed: true
    """
    least = archive.settings.preop_score_min
    for done, preop in _assessed(archive, as_of):
        missing = [name for name in (*ELEMENTS, "score", "risk_level") if getattr(preop, name) is None]
        if missing:
            message = f"{done.whose}的术前评估缺{'、'.join(map(_label, missing))}"
            fix = f"补上{called(PreopAssessment, *missing)}"
            yield Problem(done.item, done.at("preop_assessment"), message, fix, key=True)
        elif preop.passed and preop.score is not None and preop.score < least:
            score = AMOUNT.show(preop.score)
            message = f"{done.whose}的术前评估 {score} 分，低于合格分 {AMOUNT.show(least)}，却写通过"
            yield Problem(done.item, done.at("preop_assessment", "score"), message, "按评分细则核对评分和结论")


@rule("CAS009", Severity.MAJOR, clause="一(一)2", requirements=("S0-07",))
def basic_assessment_lacks(archive: Archive, as_of: date) -> Iterator[Problem]:
    """中低风险的评估没有护士签名，或者评估有异常却没有预警项。

    为什么：风险不高的，医师和护士一起评估、一起签名；有异常的要写明预警。要素以“正常”“合理”“无”开头的不算异常。
    错误：
    preop_assessment:
      coagulation: 血小板偏低
      risk_level: 低
      passed: true
      sign_attending: D03
    正确：
    preop_assessment:
      coagulation: 血小板偏低
      risk_level: 中
      alert_items: [术前复查凝血]
      passed: true
      sign_attending: D03
      sign_nurse: N01
    """
    for done, preop in _assessed(archive, as_of):
        said, missing = [], []
        if preop.risk_level in ("中", "低") and preop.sign_nurse is None:
            said.append(f"风险等级为{preop.risk_level}，没有护士签名")
            missing.append("sign_nurse")
        abnormal = [name for name in ELEMENTS if _is_abnormal(getattr(preop, name))]
        if abnormal and not preop.alert_items:
            said.append(f"{'、'.join(map(_label, abnormal))}有异常，没有预警项")
            missing.append("alert_items")
        if said:
            message = f"{done.whose}的术前评估{'；'.join(said)}"
            fix = f"补上{called(PreopAssessment, *missing)}"
            yield Problem(done.item, done.at("preop_assessment"), message, fix, key=True)


def _is_abnormal(element: str | None) -> bool:
    return element is not None and _PAUSE.split(element.strip(), maxsplit=1)[0] not in _NORMAL


@rule("CAS010", Severity.VETO, clause="一(一)2", requirements=("S0-06", "S1-12.2"))
def not_discussed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """高风险病例术前没有科室病例讨论。

    为什么：高风险项目（三级以上手术和高危目录内的项目，见设置）须科室病例讨论并报委员会审核，讨论不能晚于开展。
    错误：
    technique_id: T04
    date: 2026-04-16
    正确：
    technique_id: T04
    date: 2026-04-16
    case_discussion:
      discussed_on: 2026-04-14
    """
    for done in done_cases(archive, as_of):
        discussion = done.case.case_discussion
        why = high_risk(archive, done)
        if why and discussion is None:
            message = f"{done.whose}是{why}，没有术前病例讨论"
            yield Problem(done.item, done.at(), message, f"补上{called(Case, 'case_discussion')}；没有讨论的按违规处理")
        elif why and discussion and discussion.discussed_on > done.day:
            message = f"{done.whose}是{why}，病例讨论（{discussion.discussed_on}）晚于开展"
            yield Problem(
                done.item, done.at("case_discussion", "discussed_on"), message, "按原始记录改正日期；属实的按违规处理"
            )


@rule("CAS011", Severity.VETO, clause="一(一)2", requirements=("S0-06",))
def not_reviewed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """高风险病例术前没有经委员会审核同意。

    为什么：风险高的手术不由一个科室说了算，委员会同意后才能做。
    错误：
    technique_id: T05
    date: 2026-03-27
    case_discussion:
      discussed_on: 2026-03-25
    正确：
    technique_id: T05
    date: 2026-03-27
    case_discussion:
      discussed_on: 2026-03-25
    committee_review:
      committee_reviewed_on: 2026-03-26
      approved: true
    """
    for done in done_cases(archive, as_of):
        review, path = done.case.committee_review, ("committee_review", "committee_reviewed_on")
        why = high_risk(archive, done)
        if why and review is None:
            message = f"{done.whose}是{why}，没有委员会审核"
            fix = f"补上{called(Case, 'committee_review')}；没有审核的按违规处理"
            yield Problem(done.item, done.at(), message, fix)
        elif why and review and not review.approved:
            message = f"{done.whose}是{why}，委员会审核不同意，仍然开展"
            yield Problem(done.item, done.at("committee_review", "approved"), message, "按违规开展处理")
        elif why and review and review.committee_reviewed_on > done.day:
            message = f"{done.whose}是{why}，委员会审核（{review.committee_reviewed_on}）晚于开展"
            yield Problem(done.item, done.at(*path), message, "按原始记录改正日期；属实的按违规处理")
