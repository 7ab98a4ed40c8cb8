"""Credits, training hours, contests and outside tests (clauses (八)9, 二(二)2, 二(二)3; S1-14.9, S0-28, S0-29)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from meidang.archive import Archive, Item
from meidang.archive.calendar import add_months
from meidang.archive.facts import aesthetic_hours, aesthetic_training, is_employed, known
from meidang.archive.holdings import is_doctor, is_nurse
from meidang.archive.permits import authorised
from meidang.findings import Severity
from meidang.models.scalars import AMOUNT
from meidang.models.staff import Privilege, Staff, ThirdPartyAssessment
from meidang.models.technique import Technique
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _here_all_year(item: Item[Staff], year: int, as_of: date) -> bool:
    """Employed on ``as_of`` and since before ``year`` began; an unknown first day counts as long ago."""
    hired = item.record.hired_on
    return is_employed(item.record, as_of) and (hired is None or hired < date(year, 1, 1))


@rule("STF002", Severity.MAJOR, clause="(八)9", requirements=("S1-14.9", "S1-37", "S0-27"))
def too_few_credits(archive: Archive, as_of: date) -> Iterator[Problem]:
    """医师上一年度继续教育学分不足。

    为什么：医师每年继续教育学分须达到规定数（见设置）。只看已结束的上一年度，当年入职的不看。
    错误：
    continuing_education:
      - year: 2025
        item_name: 院内业务学习
        credits: 18
    正确：
    continuing_education:
      - year: 2025
        item_name: 院内业务学习
        credits: 25
    """
    year, needed = as_of.year - 1, archive.settings.credits_per_year
    for item in archive.of(Staff):
        if not (is_doctor(item.record) and _here_all_year(item, year, as_of)):
            continue
        earned = sum((each.credits for each in item.record.continuing_education if each.year == year), Decimal(0))
        if earned < needed:
            message = f"{item.label} {year} 年继续教育 {AMOUNT.show(earned)} 学分，少于 {AMOUNT.show(needed)} 学分"
            fix = f"补登 {year} 年已取得的学分；确实不足的，补修并说明"
            yield Problem(item, ("continuing_education",), message, fix, key=True)


@rule("STF004", Severity.MAJOR, clause="二(二)2", requirements=("S0-28",))
def too_few_training_hours(archive: Archive, as_of: date) -> Iterator[Problem]:
    """医美护士专科培训学时不足。

    为什么：医美护理人员的专科培训须累计达到规定学时（见设置），考核不合格的不计。
    依据：医疗美容服务管理办法第十三条
    错误：
    training:
      - trained_on: 2024-04-12
        content: 注射辅助
        hours: 128
    正确：
    training:
      - trained_on: 2024-04-12
        content: 注射辅助与术后应急
        hours: 160
    """
    needed = archive.settings.nurse_training_hours
    for item in archive.of(Staff):
        if "医美护士" not in item.record.posts or not is_employed(item.record, as_of):
            continue
        hours = aesthetic_hours(item.record, as_of)
        if hours < needed:
            message = f"{item.label}的医美专科培训累计 {AMOUNT.show(hours)} 学时，少于 {AMOUNT.show(needed)} 学时"
            yield Problem(item, ("training",), message, "安排专科培训，完成后在专科培训里登记", key=True)


@rule("STF005", Severity.MAJOR, clause="二(二)2", requirements=("S0-28",))
def training_not_passed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """医美护士专科培训没有考核合格。

    为什么：培训后须考核合格才能上岗；以最近一次有考核结果的医美专科培训为准。
    错误：
    training:
      - trained_on: 2024-04-12
        content: 注射辅助
        hours: 160
        assessment_result: 不合格
    正确：
    training:
      - trained_on: 2024-04-12
        content: 注射辅助
        hours: 160
        assessment_result: 合格
    """
    for item in archive.of(Staff):
        trained = aesthetic_training(item.record, as_of)
        if "医美护士" not in item.record.posts or not is_employed(item.record, as_of) or not trained:
            continue
        judged = [each for each in trained if each.assessment_result]
        last = max(judged, key=lambda each: each.trained_on, default=None)
        if last is None or last.assessment_result == "不合格":
            said = f" {last.trained_on} 考核不合格" if last else "没有考核结果"
            message = f"{item.label}的医美专科培训{said}"
            yield Problem(item, ("training",), message, "组织考核（补考），合格后登记考核结果", key=True)


@rule("STF006", Severity.MAJOR, clause="二(二)2", requirements=("S0-28",))
def contest_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """护士缺护理技能考核。

    为什么：每半年一次护理技能大比武，与绩效挂钩；每年次数见设置，按次数等分全年，每段至少一次。
    错误：
    skill_contests:
      - contest_on: 2025-05-12
        score: 94
    正确：
    skill_contests:
      - contest_on: 2025-05-12
        score: 94
      - contest_on: 2025-11-20
        score: 92
    """
    year, count = as_of.year - 1, archive.settings.contests_per_year
    for item in archive.of(Staff):
        if not (is_nurse(item.record) and _here_all_year(item, year, as_of)):
            continue
        done = [each.contest_on for each in item.record.skill_contests if each.contest_on.year == year]
        held = {(day.month - 1) * count // 12 for day in done}
        if missing := [_part(index, count) for index in range(count) if index not in held]:
            message = f"{item.label} {year} 年{'、'.join(missing)}没有护理技能考核"
            yield Problem(item, ("skill_contests",), message, "补登成绩；没有参加的，说明原因并安排补考", key=True)


def _part(index: int, count: int) -> str:
    """What to call the ``index``-th of ``count`` equal parts of a year."""
    named = {1: ("全年",), 2: ("上半年", "下半年"), 4: ("第一季度", "第二季度", "第三季度", "第四季度")}
    return named[count][index] if count in named else f"第 {index + 1} 段（全年分 {count} 段）"


@rule("STF007", Severity.MAJOR, clause="二(二)3", requirements=("S0-29",))
def third_party_assessment_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """医师、护士没有按期接受第三方能力评估。

    为什么：每年委托行业协会或专业机构测评医师、护士的操作能力；周期见设置，新入职的从入职起算。
    错误：
    third_party_assessments:
      - assessed_on: 2024-11-08
        assessing_body: 岚江市医疗美容行业协会
        item_name: 缝合与切开操作
        result: 通过
    正确：
    third_party_assessments:
      - assessed_on: 2025-11-08
        assessing_body: 岚江市医疗美容行业协会
        item_name: 缝合与切开操作
        result: 通过
    """
    months = archive.settings.third_party_months
    for item in archive.of(Staff):
        person = item.record
        if not is_employed(person, as_of) or not (is_doctor(person) or is_nurse(person)):
            continue
        past = [each.assessed_on for each in person.third_party_assessments if each.assessed_on <= as_of]
        since = max(past, default=person.hired_on)
        due = add_months(since, months) if since else None
        if due is None or due < as_of:
            said = f"上次是 {since}" if past else "没有评估记录"
            message = f"{item.label}超过 {months} 个月没有第三方能力评估，{said}"
            fix = "委托行业协会或专业机构评估，完成后登记"
            yield Problem(item, ("third_party_assessments",), message, fix, due=due, key=True)


@rule("STF008", Severity.VETO, clause="二(二)3", requirements=("S0-29",))
def failed_assessment_without_suspension(archive: Archive, as_of: date) -> Iterator[Problem]:
    """第三方评估不通过而没有暂停，或补考未通过就恢复。

    为什么：不通过者须暂停相关项目操作资格，复训补考合格后方可恢复。
    错误：
    third_party_assessments:
      - assessed_on: 2025-11-08
        assessing_body: 岚江市医疗美容行业协会
        item_name: 缝合与切开操作
        result: 不通过
    正确：
    third_party_assessments:
      - assessed_on: 2025-11-08
        assessing_body: 岚江市医疗美容行业协会
        item_name: 缝合与切开操作
        result: 不通过
        suspended_on: 2025-11-08
        retrained_on: 2025-12-01
        retake_result: 通过
        restored_on: 2025-12-10
    """
    for item in archive.of(Staff):
        for index, failed in enumerate(item.record.third_party_assessments):
            if failed.result == "通过" or failed.assessed_on > as_of:
                continue
            said, fix = _not_acted_on(archive, item, failed, as_of)
            if said:
                message = f"{item.label} {failed.assessed_on} 第三方评估“{failed.item_name}”不通过，{said}"
                yield Problem(item, ("third_party_assessments", index), message, fix)


def _not_acted_on(archive: Archive, item: Item[Staff], failed: ThirdPartyAssessment, as_of: date) -> tuple[str, str]:
    """What was not done after a failure, and the fix; empty where all was done."""
    passed, restored = failed.retake_result == "通过", known(failed.restored_on, as_of)
    if known(failed.suspended_on, as_of) is None:
        return "没有暂停相关操作资格", f"暂停相关授权，填写{called(ThirdPartyAssessment, 'suspended_on')}"
    if restored and not passed:
        return f"补考没有通过就于 {restored} 恢复", "立即停止操作；复训补考通过后再恢复"
    usable = {privilege.technique_id for privilege in authorised(archive, item, as_of) if privilege.technique_id}
    if failed.technique_id in usable and not passed:
        name = archive.name(Technique, failed.technique_id)
        return f"“{name}”的授权仍然有效", f"在这项授权的{called(Privilege, 'suspended_on')}填写 {failed.suspended_on}"
    return "", ""
