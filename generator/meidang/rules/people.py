"""A person's general facts, career, leaving and suspension (clauses (八)1, (八)3, (八)7, 二(二)1; S1-14, S0-27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive, Item
from meidang.archive.calendar import add_months
from meidang.archive.facts import in_force, is_employed, open_suspension
from meidang.archive.holdings import is_doctor, is_nurse
from meidang.findings import Severity
from meidang.models.base import describe
from meidang.models.staff import Privilege, Staff, Suspension
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


@rule("STF001", Severity.MAJOR, clause="(八)1", requirements=("S1-14.1",))
def general_facts_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """个人一般信息不全。

    为什么：个人技术档案的一般信息要求逐人填全。执业类别/范围只要求医师和护士；没有职称的，填写职务。
    错误：
    name: 王岚
    sex: 女
    正确：
    name: 王岚
    sex: 女
    birth_ym: 1975-04
    practice_category_scope: 临床 / 外科专业
    position: 科主任
    hired_on: 2016-09-18
    education:
      - education: 本科 / 医学学士
        school: 岚江医科大学
    """
    for item in archive.of(Staff):
        if is_employed(item.record, as_of) and (missing := _missing_facts(item.record)):
            message = f"{item.label}的一般信息不全：缺{'、'.join(missing.values())}"
            yield Problem(item, (), message, f"补填{called(Staff, *missing)}")


def _missing_facts(person: Staff) -> dict[str, str]:
    """The labels of what is missing, by field."""
    registered = is_doctor(person) or is_nurse(person)
    needed = ["sex", "birth_ym", "education", "hired_on"]
    needed += ["practice_category_scope", "titles"] if registered else []
    fields = describe(Staff)
    missing = {name: fields[name].label for name in needed if not getattr(person, name)}
    if not registered and not person.titles and not person.position:
        missing["position"] = "职称或职务"
    return missing


@rule("STF009", Severity.MAJOR, clause="(八)7", requirements=("S1-14.7",))
def career_out_of_order(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """晋升晋级的先后不合情理。

    为什么：同一系列的职称只会由低到高，聘任不会早于取得。顺序不对时，当前职称和据此的授权都会判断错。
    错误：
    titles:
      - title: 主治医师
        obtained_on: 2012-11-01
        appointed_on: 2011-01-01
    正确：
    titles:
      - title: 主治医师
        obtained_on: 2012-11-01
        appointed_on: 2013-01-01
    """
    for item in archive.of(Staff):
        yield from _fallen_ranks(archive, item)
        for index, step in enumerate(item.record.titles):
            if step.appointed_on and step.appointed_on < step.obtained_on:
                message = f"{item.label}聘任{step.title}（{step.appointed_on}）早于取得（{step.obtained_on}）"
                yield Problem(item, ("titles", index, "appointed_on"), message, "对照职称证书和聘书改正日期")


def _fallen_ranks(archive: Archive, item: Item[Staff]) -> Iterator[Problem]:
    highest: dict[str, tuple[int, str]] = {}
    for index, step in sorted(enumerate(item.record.titles), key=lambda each: each[1].obtained_on):
        row = archive.titles.get(step.title)
        if row is None:
            continue
        rank, before = highest.get(row.ladder, (0, ""))
        if row.rank < rank:
            message = f"{item.label}先取得{before}，后取得更低的{step.title}（{step.obtained_on}）"
            yield Problem(item, ("titles", index, "obtained_on"), message, "对照职称证书改正取得日期或职称")
        else:
            highest[row.ladder] = (row.rank, step.title)


@rule("STF010", Severity.MAJOR, clause="(八)3", requirements=("S1-14.3",))
def privileges_of_someone_who_left(archive: Archive, as_of: date) -> Iterator[Problem]:
    """已离职人员仍有有效授权。

    为什么：离职即失去授权；不收回，授权目录和排班就会出现不在岗的人。
    错误：
    left_on: 2026-05-31
    privileges:
      - privilege_type: 手术
        valid_to: 2027-08-31
    正确：
    left_on: 2026-05-31
    privileges:
      - privilege_type: 手术
        valid_to: 2026-05-31
    """
    for item in archive.of(Staff):
        left = item.record.left_on
        if left and left < as_of and (usable := _usable(item.record, as_of)):
            message = f"{item.label}已于 {left} 离职，还有 {len(usable)} 项授权有效"
            fix = f"把这些授权的{called(Privilege, 'valid_to')}改成 {left}"
            yield Problem(item, ("privileges", usable[0], "valid_to"), message, fix, due=left)


def _usable(person: Staff, day: date) -> list[int]:
    """The positions of the privileges in force."""
    return [index for index, privilege in enumerate(person.privileges) if in_force(privilege, day)]


def _open_suspensions(archive: Archive, as_of: date) -> Iterator[tuple[Item[Staff], int, Suspension]]:
    """The open suspension of each person employed."""
    for item in archive.of(Staff):
        if is_employed(item.record, as_of) and (found := open_suspension(item.record, as_of)):
            yield item, *found


@rule("STF003", Severity.NOTICE, clause="二(二)1", requirements=("S0-27",))
def suspension_open(archive: Archive, as_of: date) -> Iterator[Problem]:
    """暂停执业尚未整改完成。

    为什么：超范围执业或备案不符者暂停执业后，须整改完成才能恢复；这里提醒跟进。
    错误：
    suspensions:
      - reason: 备案信息不符
        suspended_on: 2026-06-01
    正确：
    suspensions:
      - reason: 备案信息不符
        suspended_on: 2026-06-01
        rectified_on: 2026-06-20
    """
    for item, index, suspension in _open_suspensions(archive, as_of):
        message = f"{item.label}自 {suspension.suspended_on} 暂停执业，尚未整改完成"
        yield Problem(item, ("suspensions", index), message, f"整改完成后填写{called(Suspension, 'rectified_on')}")


@rule("STF011", Severity.VETO, clause="二(二)1", requirements=("S0-27",))
def suspended_with_privileges(archive: Archive, as_of: date) -> Iterator[Problem]:
    """暂停执业期间授权没有停。

    为什么：超范围执业、备案信息不符者须立即暂停执业；授权仍然有效等于没有暂停。
    错误：
    suspensions:
      - reason: 超范围执业
        suspended_on: 2026-06-01
    privileges:
      - privilege_type: 手术
        valid_to: 2027-08-31
    正确：
    suspensions:
      - reason: 超范围执业
        suspended_on: 2026-06-01
    privileges:
      - privilege_type: 手术
        valid_to: 2027-08-31
        suspended_on: 2026-06-01
    """
    for item, _, suspension in _open_suspensions(archive, as_of):
        if usable := _usable(item.record, as_of):
            began = suspension.suspended_on
            message = f"{item.label}自 {began} 暂停执业，还有 {len(usable)} 项授权有效"
            fix = f"在这些授权的{called(Privilege, 'suspended_on')}填写 {began}，整改完成后再恢复"
            yield Problem(item, ("privileges", usable[0]), message, fix, due=began)


@rule("STF012", Severity.MINOR, clause="二(二)1", requirements=("S0-27",))
def qualification_not_checked(archive: Archive, as_of: date) -> Iterator[Problem]:
    """主诊医师没有按期核查资质。

    为什么：主诊医师的执业证书、备案证明和继续教育学分须定期核查；周期同档案复核周期，见设置。
    错误：
    qualification_checks:
      - verified_on: 2025-02-10
    正确：
    qualification_checks:
      - verified_on: 2026-02-10
    """
    months = archive.settings.review_interval_months
    for item in archive.of(Staff):
        person = item.record
        if "主诊医师" not in person.posts or not is_employed(person, as_of):
            continue
        checks = [each.verified_on for each in person.qualification_checks if each.verified_on <= as_of]
        last = max(checks, default=None)
        since = last or person.hired_on or date.min
        due = add_months(since, months)
        if due < as_of:
            said = f"上次是 {last}" if last else "没有核查记录"
            message = f"{item.label}的主诊医师资质超过 {months} 个月没有核查，{said}"
            fix = "核查执业证书、备案和学分，在资质核查里登记"
            due_on = due if last or person.hired_on else None
            yield Problem(item, ("qualification_checks",), message, fix, due=due_on, key=True)
