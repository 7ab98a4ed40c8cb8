"""The records room, who works there and was trained; trainings of everybody (S0-08, S1-29, S1-30)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.collections import Entered, entries_until
from meidang.archive.declared import duties_on
from meidang.archive.departments import department_named
from meidang.archive.facts import has_unknown_title, is_employed, present_title, title_row
from meidang.findings import Severity
from meidang.models.ledgers.quality import TrainingRecord
from meidang.models.staff import Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

#: 主治医师 (S1-30): the title's word in the table, from which the lowest rank comes.
_LEAST: Final = "主治医师"
_FITTING: Final = frozenset({"医学", "统计学", "医学和统计学"})
_ROOM: Final = "病案室"
_TRAINING: Final = "病案培训"


@rule("STF013", Severity.VETO, clause="病案2", requirements=("S1-30",))
def head_of_records_below_attending(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病案室负责人不具备主治医师以上资格。

    为什么：病案室负责人须具备主治医师以上资格。
    错误：
    titles:
      - title: 住院医师
        obtained_on: 2021-11-01
    正确：
    titles:
      - title: 主治医师
        obtained_on: 2021-11-01
    """
    room, least = department_named(archive, _ROOM), archive.titles.get(_LEAST)
    head = archive.get(Staff, room.record.head_id) if room else None
    if room is None or head is None or least is None or has_unknown_title(archive, head.record, as_of):
        return
    row = title_row(archive, head.record, as_of)
    if row is None or row.ladder != least.ladder or row.rank < least.rank:
        held = present_title(head.record, as_of)
        has = f"职称为{held.title}" if held else "没有职称记录"
        message = f"病案室负责人{head.label}{has}，应具备主治医师以上资格"
        fix = f"任命具备主治医师以上资格的负责人；已取得的，补到其档案的{called(Staff, 'titles')}"
        yield Problem(room, ("head_id",), message, fix)


@rule("STF014", Severity.MAJOR, clause="病案1", requirements=("S1-29",))
def records_staff_without_background(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病案人员没有医学或统计学背景。

    为什么：病案从业人员要有医学或统计学背景。
    错误：
    posts: [病案人员]
    background: 其他
    正确：
    posts: [病案人员]
    background: 医学
    """
    for item in _records_staff(archive, as_of):
        background = item.record.background
        if background not in _FITTING:
            state = f"的专业背景为“{background}”" if background else "没有填写专业背景"
            message = f"病案人员{item.label}{state}，应为医学或统计学"
            yield Problem(item, ("background",), message, f"如实填写{called(Staff, 'background')}；不符合的调整岗位")


def _records_staff(archive: Archive, day: date) -> Iterator[Item[Staff]]:
    """Who works in the records room: by the post, or by the department."""
    room = department_named(archive, _ROOM)
    for item in archive.of(Staff):
        person = item.record
        is_there = room is not None and person.department_id == room.id
        if is_employed(person, day) and (is_there or "病案人员" in person.posts):
            yield item


@rule("TRN001", Severity.MINOR, clause="一(一)3", requirements=("S0-08",))
def not_everybody_trained(archive: Archive, as_of: date) -> Iterator[Problem]:
    """制度培训没有全员参加，也没有补训。

    为什么：规范修订后要全员培训，覆盖率 100%。同一制度后来的补训合计达到应训人数的，不再提示。
    错误：
    kind: 制度培训
    expected_trainees: 60
    actual_trainees: 57
    正确：
    kind: 制度培训
    expected_trainees: 60
    actual_trainees: 60
    """
    held = [one for one in entries_until(archive, "training_record", as_of) if one.entry.kind == "制度培训"]
    for index, one in enumerate(held):
        expected, actual = one.entry.expected_trainees, one.entry.actual_trainees
        if actual < expected and _trained_with(one, held[index + 1 :]) < expected:
            message = f"{one.day} 的制度培训“{one.entry.content}”应训 {expected} 人，实训 {actual} 人"
            fix = f"补训余下的 {expected - actual} 人，登记时{called(TrainingRecord, 'policy_id')}写同一份"
            yield Problem(one.item, one.at("actual_trainees"), message, fix)


def _trained_with(one: Entered, later: Sequence[Entered]) -> int:
    """How many were trained in the same policy, then and later."""
    policy = one.entry.policy_id
    again = (each.entry.actual_trainees for each in later if policy and each.entry.policy_id == policy)
    trained: int = one.entry.actual_trainees + sum(again)
    return trained


@rule("TRN002", Severity.MAJOR, clause="病案1", requirements=("S1-29",))
def records_staff_untrained(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病案人员上一年度没有培训记录。

    为什么：病案从业人员要有培训记录，每年至少一次。院内培训（参加人里有本人）、专科培训、继续教育都算。应办事项表里有
    病案培训的，从其起始年度起逐人核对；全科室都没有培训的，由应办事项提示。
    错误：
    # 上一年度的病案培训，参加人里没有 M01
    trainees: [D01]
    正确：
    trainees: [D01, M01]
    """
    year = as_of.year - 1
    duties = duties_on(archive, as_of, "training_record", "kind", _TRAINING)
    held = [one for one in entries_until(archive, "training_record", as_of) if one.moment.year == year]
    if duties and (year < min(duty.since.year for duty in duties) or not _of_the_room(held)):
        return
    for item in _records_staff(archive, as_of):
        was_there = item.record.hired_on is None or item.record.hired_on.year < year
        if was_there and not _trained(item, held, year):
            message = f"病案人员{item.label} {year} 年没有培训记录"
            fix = (
                f"补登 {year} 年的培训，院内培训台账的{called(TrainingRecord, 'trainees')}写 {item.id}；"
                "确实没有的，本年度安排补训"
            )
            yield Problem(item, (), message, fix)


def _of_the_room(held: Sequence[Entered]) -> list[Entered]:
    return [one for one in held if one.entry.kind == _TRAINING]


def _trained(item: Item[Staff], held: Sequence[Entered], year: int) -> bool:
    person = item.record
    # Why those without names count: the register of a training may give the number only.
    inside = any(item.id in one.entry.trainees for one in held)
    unnamed = any(not one.entry.trainees for one in _of_the_room(held))
    outside = any(one.trained_on.year == year for one in person.training)
    return inside or unnamed or outside or any(one.year == year for one in person.continuing_education)
