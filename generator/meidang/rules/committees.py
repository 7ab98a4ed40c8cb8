"""Committees, and the meetings with clinical departments (S0-06, S1-03, S1-41)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive
from meidang.archive.collections import entries_until
from meidang.archive.facts import is_employed
from meidang.findings import Severity
from meidang.models.committee import Committee, CommitteeMember
from meidang.models.ledgers.quality import Meeting
from meidang.models.staff import Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

_CHAIR: Final = "主任委员"
_COORDINATION: Final = frozenset({"协调会议", "征求意见"})


@rule("CMT001", Severity.MINOR, clause="总则3", requirements=("S1-03",))
def committee_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """委员会没有主任委员、主任委员已离职，或没有其他成员。

    为什么：院级质量管理靠委员会运转；没有人的委员会，审核和决议都不成立。
    错误：
    name: 医疗质量与安全管理委员会
    members: []
    正确：
    name: 医疗质量与安全管理委员会
    members:
      - staff_id: D01
        office: 主任委员
      - staff_id: N01
        office: 委员
    """
    for item in archive.of(Committee):
        members = item.record.members
        chairs = [(index, one) for index, one in enumerate(members) if one.office == _CHAIR]
        lacks = [] if chairs else [_CHAIR]
        lacks += [] if len(members) > len(chairs) else ["其他成员"]
        if lacks:
            message = f"{item.label}没有{'、'.join(lacks)}"
            fix = f"在{called(Committee, 'members')}里填写人员和{called(CommitteeMember, 'office')}"
            yield Problem(item, ("members",), message, fix, key=True)
        for index, chair in chairs:
            person = archive.get(Staff, chair.staff_id)
            if person and not is_employed(person.record, as_of):
                message = f"{item.label}的主任委员{person.label}已不在职"
                yield Problem(item, ("members", index, "staff_id"), message, "任命新的主任委员，更新成员名单")


@rule("MTG001", Severity.MAJOR, clause="手术室4", requirements=("S1-41",))
def coordination_without_action(archive: Archive, as_of: date) -> Iterator[Problem]:
    """协调会议或征求意见没有改进措施。

    为什么：手术室与临床科室的协调会议、征求意见，要有记录、有改进措施；没有意见也要写明“无需改进”。
    错误：
    kind: 协调会议
    opinion: 首台手术常推迟
    正确：
    kind: 协调会议
    opinion: 首台手术常推迟
    improvement_action: 首台 8:30 前入室，质控员每日登记
    """
    for one in entries_until(archive, "meeting", as_of):
        if one.entry.kind in _COORDINATION and one.entry.improvement_action is None:
            message = f"{one.day} 的{one.entry.kind}“{one.entry.topic}”没有改进措施"
            fix = f"在{called(Meeting, 'improvement_action')}写明措施；没有的写“无需改进”"
            yield Problem(one.item, one.at("topic"), message, fix)
