"""Departments one by one: heads, quality-control groups, doubles, people in closed ones (clause (四); S1-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive, Item
from meidang.archive.departments import departments_in_use
from meidang.archive.facts import is_employed
from meidang.findings import Severity
from meidang.models.department import Department
from meidang.models.staff import Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


@rule("INS003", Severity.MAJOR, clause="(四)", requirements=("S1-10",))
def department_without_head(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """在用科室没有负责人。

    为什么：科室负责人是科室质量安全的第一责任人，也是科室档案的责任人。
    错误：
    in_use: true
    正确：
    in_use: true
    head_id: D01
    """
    for item in departments_in_use(archive):
        if item.record.head_id is None:
            fix = f"在{called(Department, 'head_id')}填写负责人的人员编号"
            yield Problem(item, ("head_id",), f"{item.label}没有负责人", fix)


@rule("INS006", Severity.MAJOR, clause="(四)", requirements=("S1-10",))
def head_not_in_department(archive: Archive, as_of: date) -> Iterator[Problem]:
    """科室负责人或护士长已离职，或不在本科室。

    为什么：人员变动后没有及时改科室档案，科室实际无人负责。
    错误：
    head_id: 已调离的人员
    正确：
    head_id: D01
    """
    for item in departments_in_use(archive):
        for name, role in (("head_id", "负责人"), ("head_nurse_id", "护士长")):
            head = archive.get(Staff, getattr(item.record, name))
            if head and (reason := _absent(head, item.id, as_of)):
                message = f"{item.label}的{role}{head.label}{reason}"
                fix = f"任命新的{role}；或在人员档案里改正{called(Staff, 'department_id', 'other_departments')}"
                yield Problem(item, (name,), message, fix)


def _absent(head: Item[Staff], department_id: str, as_of: date) -> str:
    person = head.record
    if not is_employed(person, as_of):
        left = person.left_on is not None and person.left_on <= as_of
        return f"已于 {person.left_on} 离职" if left else f"到 {person.hired_on} 才入职"
    return "" if department_id in (person.department_id, *person.other_departments) else "不在本科室"


@rule("INS007", Severity.MAJOR, clause="(四)", requirements=("S1-10", "S1-03"))
def department_without_quality_group(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """在用科室没有质控小组。

    为什么：医疗质量实行院、科两级管理，科室须有质控小组。
    依据：医疗质量管理办法
    错误：
    in_use: true
    qc_group_members: []
    正确：
    in_use: true
    qc_group_members: [D01, N01]
    """
    for item in departments_in_use(archive):
        if not item.record.qc_group_members:
            message = f"{item.label}没有质控小组成员"
            fix = f"在{called(Department, 'qc_group_members')}填写成员的人员编号"
            yield Problem(item, ("qc_group_members",), message, fix)


@rule("INS012", Severity.MINOR, clause="(四)", requirements=("S1-10", "S1-03"))
def quality_group_member_left(archive: Archive, as_of: date) -> Iterator[Problem]:
    """质控小组成员已离职。

    为什么：名单不及时更新，质控活动就落空。
    错误：
    qc_group_members: [D01, 已离职的人员]
    正确：
    qc_group_members: [D01, N01]
    """
    for item in departments_in_use(archive):
        for index, staff_id in enumerate(item.record.qc_group_members):
            member = archive.get(Staff, staff_id)
            if member and member.record.left_on and member.record.left_on <= as_of:
                message = f"{item.label}质控小组的{member.label}已于 {member.record.left_on} 离职"
                yield Problem(item, ("qc_group_members", index), message, "从质控小组删去，补充在职人员")


@rule("INS013", Severity.VETO, clause="总则2", requirements=("S1-02",))
def department_without_people(archive: Archive, as_of: date) -> Iterator[Problem]:
    """在用科室没有一名在职人员。

    为什么：机构、科室、个人三级档案要对得上；科室在用而没有个人档案，要么人员没有建档，要么科室已经停用。
    错误：
    dept_name: 植发科
    in_use: true
    正确：
    dept_name: 植发科
    in_use: false
    """
    staffed: set[str] = set()
    for person in archive.of(Staff):
        if is_employed(person.record, as_of):
            staffed.update((person.record.department_id, *person.record.other_departments))
    for item in departments_in_use(archive):
        if item.id not in staffed:
            message = f"{item.label}在用，却没有一名在职人员"
            fix = (
                f"为科室人员建立个人档案，或在其档案里填写{called(Staff, 'department_id')}或"
                f"{called(Staff, 'other_departments')}；停用的，把{called(Department, 'in_use')}改成“否”（false）"
            )
            yield Problem(item, ("in_use",), message, fix)


@rule("INS008", Severity.MAJOR, clause="(四)", requirements=("S1-10",))
def department_twice(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """两个科室的编号或名称相同。

    为什么：科室目录里每个编号、每个名称只能有一个；重复的科室会让人员和技术项目归错地方。
    错误：
    dept_no: 1
    dept_name: 美容皮肤科
    正确：
    dept_no: 2
    dept_name: 美容皮肤科
    """
    seen: dict[tuple[str, object], Item[Department]] = {}
    for item in archive.of(Department):
        for name, label in (("dept_no", "科室编号"), ("dept_name", "科室名称")):
            value = getattr(item.record, name)
            first = seen.setdefault((name, value), item)
            if first is not item:
                message = f"{label}“{value}”与 {first.key} 的相同"
                yield Problem(item, (name,), message, f"改正写错的{label}；重复建档的删去一个")


@rule("INS010", Severity.MAJOR, clause="(四)", requirements=("S1-10",))
def person_in_closed_department(archive: Archive, as_of: date) -> Iterator[Problem]:
    """人员所在科室没有设置。

    为什么：在没有设置的科室执业，要么人员档案没有更新，要么科室目录写错。
    错误：
    department_id: 是否设置为 false 的科室
    正确：
    department_id: K01
    """
    for item in archive.of(Staff):
        if not is_employed(item.record, as_of):
            continue
        others = ((("other_departments", index), each) for index, each in enumerate(item.record.other_departments))
        for path, department_id in ((("department_id",), item.record.department_id), *others):
            department = archive.get(Department, department_id)
            if department and not department.record.in_use:
                message = f"{item.label}所在的{department.label}没有设置"
                fix = f"改成实际工作的科室；科室确已设置的，把科室档案的{called(Department, 'in_use')}改成“是”（true）"
                yield Problem(item, path, message, fix)
