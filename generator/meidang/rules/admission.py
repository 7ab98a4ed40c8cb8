"""How a technique came and goes: approval, filing, the steps of its life (clauses (二), (七)4, (七)8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.facts import first_case, lasting_techniques
from meidang.archive.institution_limits import filing, is_restricted
from meidang.archive.listed import listed_technique
from meidang.findings import Severity
from meidang.models.technique import Admission, StatusChange, Technique
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


@rule("TEC007", Severity.MAJOR, clause="(七)4", requirements=("S1-13.4",))
def approved_before_applied(archive: Archive, as_of: date) -> Iterator[Problem]:
    """伦理审查或技术委员会批准早于申报。

    为什么：准入程序是先申报，再审查、批准；次序颠倒说明材料是补的或日期写错。
    错误：
    admission:
      applied_on: 2025-02-01
      committee_approved_on: 2025-01-10
    正确：
    admission:
      applied_on: 2025-01-05
      committee_approved_on: 2025-02-10
    """
    for item in lasting_techniques(archive, as_of):
        admission = item.record.admission
        if admission is None or admission.applied_on is None:
            continue
        steps = (("ethics_on", "伦理审查"), ("committee_approved_on", "技术委员会批准"))
        for name, word in steps:
            day: date | None = getattr(admission, name)
            if day and day < admission.applied_on:
                message = f"{item.label}的{word}（{day}）早于申报（{admission.applied_on}）"
                yield Problem(item, ("admission", name), message, "按原始文件改正日期")


@rule("TEC026", Severity.VETO, clause="(七)4", requirements=("S1-13.4",))
def first_case_before_approval(archive: Archive, as_of: date) -> Iterator[Problem]:
    """首例早于伦理审查或技术委员会批准。

    为什么：未经审查批准就用于患者，属于违规开展技术。
    依据：医疗技术临床应用管理办法；医疗纠纷预防和处理条例第十一条
    错误：
    admission:
      committee_approved_on: 2025-04-01
      first_case_on: 2025-03-20
    正确：
    admission:
      committee_approved_on: 2025-03-01
      first_case_on: 2025-03-20
    """
    for item in archive.of(Technique):
        admission, first = item.record.admission, first_case(item.record, as_of)
        if admission is None or first is None:
            continue
        steps = (("伦理审查", admission.ethics_on), ("技术委员会批准", admission.committee_approved_on))
        late = [f"{word}（{day}）" for word, day in steps if day and first < day]
        if late:
            message = f"{item.label}的首例（{first}）早于{'、'.join(late)}"
            place = ("admission" if admission.first_case_on == first else "new_technique", "first_case_on")
            yield Problem(item, place, message, "按原始文件改正日期；属实的按违规开展处理")


# --- filing of restricted techniques ---------------------------------------------------------------------------------


def _restricted(archive: Archive) -> Iterator[Item[Technique]]:
    """The techniques restricted by law, by their own word or by a list."""
    return (item for item in archive.of(Technique) if is_restricted(archive, item.record))


@rule("TEC008", Severity.VETO, clause="(二)", requirements=("S1-07",))
def not_filed_in_time(archive: Archive, as_of: date) -> Iterator[Problem]:
    """限制类技术没有在首例后按时备案。

    为什么：限制类技术应在首例之日起 15 个工作日内备案（期限见设置）。
    依据：医疗技术临床应用管理办法第十一条
    错误：
    restricted_by_law: true
    admission:
      first_case_on: 2025-03-03
    正确：
    restricted_by_law: true
    admission:
      first_case_on: 2025-03-03
      filed_on: 2025-03-14
    """
    for item in _restricted(archive):
        due, filed = filing(archive, item, as_of)
        path = ("admission", "filed_on")
        if due is None:
            if filed is None and any(row.cases for row in item.record.figures):
                message = f"限制类技术{item.label}已有病例，却没有首例日期和备案日期"
                fix = f"补上{called(Admission, 'first_case_on', 'filed_on')}；未备案的立即停止开展并备案"
                yield Problem(item, path, message, fix)
        elif filed is None and as_of > due:
            message = f"限制类技术{item.label}最迟应在 {due} 备案，至今没有备案"
            fix = f"向发证机关备案后填写{called(Admission, 'filed_on')}；备案前停止开展"
            yield Problem(item, path, message, fix, due=due)
        elif filed and filed > due:
            message = f"限制类技术{item.label}于 {filed} 备案，晚于期限 {due}"
            yield Problem(item, path, message, "备案日期写错就改正；属实的，备好逾期说明", due=due)


@rule("TEC027", Severity.NOTICE, clause="(二)", requirements=("S1-07",))
def filing_falls_due(archive: Archive, as_of: date) -> Iterator[Problem]:
    """限制类技术已做首例，备案期限将到。

    为什么：提醒在期限内备案。
    错误：
    restricted_by_law: true
    admission:
      first_case_on: 2026-06-22
    正确：
    restricted_by_law: true
    admission:
      first_case_on: 2026-06-22
      filed_on: 2026-06-29
    """
    for item in _restricted(archive):
        due, filed = filing(archive, item, as_of)
        if due and filed is None and as_of <= due:
            message = f"限制类技术{item.label}最迟应在 {due} 备案"
            fix = f"备案后填写{called(Admission, 'filed_on')}"
            yield Problem(item, ("admission", "filed_on"), message, fix, due=due)


@rule("TEC028", Severity.MAJOR, clause="(二)", requirements=("S1-07",))
def restricted_but_not_marked(archive: Archive, as_of: date) -> Iterator[Problem]:
    """列入国家或省限制类目录的技术没有标明。

    为什么：不标明就不会按限制类技术备案和管理。
    错误：
    standard_name: 性别重置技术
    正确：
    standard_name: 性别重置技术
    restricted_by_law: true
    """
    for item in lasting_techniques(archive, as_of):
        if item.record.restricted_by_law:
            continue
        for one in listed_technique(archive, item.record):
            if one.row.category == "限制" and one.level in ("国家", "省"):
                message = (
                    f"{item.label}与{one.item.label}里的限制类技术“{one.row.technique_name}”名称或编码相同，却没有标明"
                )
                fix = f"把{called(Technique, 'restricted_by_law')}写成“是”（true），并按期备案"
                yield Problem(item, ("restricted_by_law",), message, fix)
                break


# --- the steps of its life -------------------------------------------------------------------------------------------

#: What may follow a status (requirement S1-13.8). The same status may be registered again.
_NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    "申报": ("准入", "终止"),
    "准入": ("试用", "在用", "中止", "终止"),
    "试用": ("在用", "转日常", "中止", "终止"),
    "在用": ("转日常", "中止", "终止"),
    "转日常": ("在用", "中止", "终止"),
    "中止": ("试用", "在用", "转日常", "终止"),
    "终止": (),
}


@rule("TEC016", Severity.MAJOR, clause="(七)8", requirements=("S1-13.8",))
def status_without_approval(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """状态变更没有依据或批准人。

    为什么：准入、中止、终止、转为日常项目都要有依据、有人批准。申报本身除外。
    错误：
    status_history:
      - status: 中止
        changed_on: 2025-03-01
    正确：
    status_history:
      - status: 中止
        changed_on: 2025-03-01
        basis: 技术委员会会议纪要 2025-03
        approved_by: 医疗技术管理委员会
    """
    for item in archive.of(Technique):
        for index, change in enumerate(item.record.status_history):
            wanted = (("依据", change.basis), ("批准人", change.approved_by))
            missing = [word for word, value in wanted if value is None]
            if missing and change.status != "申报":
                message = f"{item.label} {change.changed_on} 变为“{change.status}”，没有{'和'.join(missing)}"
                fix = f"补上{called(StatusChange, 'basis', 'approved_by')}"
                yield Problem(item, ("status_history", index), message, fix)


@rule("TEC017", Severity.MAJOR, clause="(七)8", requirements=("S1-13.8",))
def impossible_step(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """状态变更的次序不合程序。

    为什么：申报、准入、试用，然后在用、转日常、中止或终止；终止以后不能再开展。
    错误：
    status_history:
      - status: 终止
        changed_on: 2025-03-01
      - status: 在用
        changed_on: 2025-06-01
    正确：
    status_history:
      - status: 中止
        changed_on: 2025-03-01
      - status: 在用
        changed_on: 2025-06-01
    """
    for item in archive.of(Technique):
        steps = sorted(enumerate(item.record.status_history), key=lambda step: step[1].changed_on)
        for (_, before), (index, after) in pairwise(steps):
            allowed = _NEXT[before.status]
            if after.status == before.status or after.status in allowed:
                continue
            message = f"{item.label} {after.changed_on} 从“{before.status}”变为“{after.status}”，不合程序"
            fix = f"“{before.status}”之后只能是{'、'.join(allowed)}：补登中间一步，或改正日期"
            fix = fix if allowed else "终止以后要重新申报、另建档案；写错就改正"
            yield Problem(item, ("status_history", index), message, fix)
