"""Improvement: items that go round the whole PDCA, checks whose defects are put right (S1-03, S1-04, S1-40)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.collections import entries_until
from meidang.archive.facts import known
from meidang.findings import Severity
from meidang.models.ledgers.quality import Defect, QiEntry
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule


@rule("QIM001", Severity.MAJOR, clause="总则3", requirements=("S1-03",))
def improvement_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """持续改进条目过了期限没有闭环。

    为什么：到期不复查、不闭环，改进就停在纸面上。
    错误：
    due_on: 2026-05-31
    正确：
    due_on: 2026-05-31
    closed_on: 2026-05-29
    """
    for one in entries_until(archive, "qi_entry", as_of):
        item: QiEntry = one.entry
        if item.due_on and item.due_on < as_of and known(item.closed_on, as_of) is None:
            message = f"持续改进 {item.qi_no}（{item.level}，{one.day} 检查）期限 {item.due_on}，至今没有闭环"
            fix = f"复查后填写{called(QiEntry, 'effect', 'rechecked_on', 'closed_on')}；未达到的转入下一循环"
            yield Problem(one.item, one.at("closed_on"), message, fix, item.due_on)


_RECHECK: Final = ("effect", "rechecked_on", "rechecker")


@rule("QIM002", Severity.MAJOR, clause="总则3", requirements=("S1-03", "S1-04"))
def closed_without_recheck(archive: Archive, as_of: date) -> Iterator[Problem]:
    """持续改进条目已闭环，没有效果评价或复查。

    为什么：没有复查的闭环证明不了改进有效。
    错误：
    closed_on: 2026-05-29
    正确：
    closed_on: 2026-05-29
    effect: 规范率由 80% 升到 90%
    rechecked_on: 2026-05-28
    rechecker: D01
    """
    for one in entries_until(archive, "qi_entry", as_of):
        item: QiEntry = one.entry
        closed = known(item.closed_on, as_of)
        missing = [name for name in _RECHECK if getattr(item, name) is None] if closed else []
        if missing:
            message = f"持续改进 {item.qi_no} 已于 {closed} 闭环，没有{labels(QiEntry, *missing)}"
            yield Problem(one.item, one.at("closed_on"), message, f"补上{called(QiEntry, *missing)}")


_NEEDED: Final = ("cause", "actions", "action_owner", "due_on", "sign_qc")


@rule("QIM003", Severity.MINOR, clause="总则3", requirements=("S1-03",))
def improvement_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """持续改进条目没有原因、措施、责任人、期限或签字。

    为什么：PDCA 的每一步都要有人、有期限、有签字。科主任签字只要求科级条目。
    错误：
    qi_no: WK-2026-03
    problem: 首页漏填
    正确：
    qi_no: WK-2026-03
    problem: 首页漏填
    cause: 交班时没有核对
    actions: 增加出院前核对清单
    action_owner: D01
    due_on: 2026-04-30
    sign_qc: N01
    sign_head: D01
    """
    for one in entries_until(archive, "qi_entry", as_of):
        item: QiEntry = one.entry
        wanted = (*_NEEDED, *(("sign_head",) if item.level == "科级" else ()))
        missing = [name for name in wanted if getattr(item, name) is None]
        if missing:
            message = f"持续改进 {item.qi_no} 没有{labels(QiEntry, *missing)}"
            yield Problem(one.item, one.at("qi_no"), message, f"补上{called(QiEntry, *missing)}")


@rule("QIM004", Severity.MAJOR, clause="手术室3", requirements=("S1-40",))
def defect_without_action(archive: Archive, as_of: date) -> Iterator[Problem]:
    """质量检查发现的缺陷没有整改措施。

    为什么：定期质量检查要有分析、有整改措施。
    错误：
    defects:
      - defect: 器械包外标识不清
    正确：
    defects:
      - defect: 器械包外标识不清
        corrective_action: 更换标签纸，灭菌前双人核对
    """
    for one in entries_until(archive, "quality_check", as_of):
        for index, defect in enumerate(one.entry.defects):
            if defect.corrective_action is None:
                message = f"{one.day} 的{one.entry.kind}：缺陷“{defect.defect}”没有整改措施"
                fix = f"在{called(Defect, 'corrective_action')}写明措施"
                yield Problem(one.item, one.at("defects", index, "defect"), message, fix)
