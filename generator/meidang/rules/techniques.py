"""What a technique is: grade, name, specialty, department, people, codes (clauses (三), (七)1 to (七)3; S1-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive, Item
from meidang.archive.facts import active_techniques, is_employed, lasting_techniques, stops
from meidang.archive.institution_limits import against_departments, against_specialty
from meidang.archive.listed import is_like, project_of, projects_by_operation
from meidang.archive.permits import performers
from meidang.findings import Severity
from meidang.models.department import Department
from meidang.models.scalars import GRADE
from meidang.models.staff import Staff
from meidang.models.tables import OperationCodes
from meidang.models.technique import Technique
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


@rule("TEC001", Severity.VETO, clause="(三)", requirements=("S1-05", "S1-08"))
def grade_above_institution(archive: Archive, as_of: date) -> Iterator[Problem]:
    """技术分级高于本机构可开展的最高级别。

    为什么：超出机构等级权限开展手术，按超范围执业处理。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    grade: 4
    正确：
    grade: 3
    """
    limit = archive.institution.record.max_grade_allowed if archive.institution else None
    for item in active_techniques(archive, as_of) if limit else ():
        if limit and item.record.grade > limit:
            message = f"{item.label}为{GRADE.show(item.record.grade)}，高于本机构可开展的最高级别{GRADE.show(limit)}"
            yield Problem(item, ("grade",), message, "停止开展，在状态变更里登记“中止”；级别写错就改正")


@rule("TEC002", Severity.MAJOR, clause="(七)2", requirements=("S1-13.2",))
def grade_differs_from_catalogue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """技术分级与分级目录不一致。

    为什么：级别定低了，人员授权和机构权限都会跟着放宽。省里调整过级别的，登记在分级目录的省级调整里。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    standard_name: 隆乳术
    grade: 1
    正确：
    standard_name: 隆乳术
    grade: 2
    """
    for item in lasting_techniques(archive, as_of):
        project = project_of(archive, item.record, as_of)
        if project and project.grade != item.record.grade:
            mine, listed = GRADE.show(item.record.grade), GRADE.show(project.grade)
            message = f"{item.label}的技术分级为{mine}，分级目录里“{project.name}”为{listed}"
            fix = (
                f"把{called(Technique, 'grade')}改成 {project.grade or '不分级'}；"
                "省里另有规定的，登记到分级目录的省级调整"
            )
            yield Problem(item, ("grade",), message, fix)


@rule("TEC003", Severity.MAJOR, clause="(七)2", requirements=("S1-13.2",))
def not_in_catalogue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """规范名称在分级目录里找不到，或目录项目编码指的是另一个项目。

    为什么：名称规范、对得上目录，级别才有依据。
    错误：
    standard_name: 双眼皮手术
    正确：
    standard_name: 重睑成形术
    project_code: MR-S1-05
    """
    for item in lasting_techniques(archive, as_of):
        technique, project = item.record, project_of(archive, item.record, as_of)
        if project is None and technique.project_code is None:
            message = f"{item.label}不是分级目录里的名称，也没有填目录项目编码"
            yield Problem(item, ("standard_name",), message, _suggestion(archive, technique))
        elif project and technique.project_code and not is_like(technique, project):
            message = f"目录项目编码 {project.code} 是“{project.name}”，与{item.label}不符"
            yield Problem(item, ("project_code",), message, "改成本项目在分级目录里的编码")


def _suggestion(archive: Archive, technique: Technique) -> str:
    by_code = projects_by_operation(archive)
    field = called(Technique, "project_code")
    near = next((by_code[code] for code in technique.icd9cm3 if code in by_code), None)
    if near:
        return f"在{field}填写 {near.code}（{near.name}，手术编码相同）；不是这一项就填别的编码"
    return f"补上{field}；目录里确实没有的，先在分级目录里登记这个项目"


@rule("TEC004", Severity.MAJOR, clause="(七)1", requirements=("S1-13.1",))
def specialty_not_registered(archive: Archive, as_of: date) -> Iterator[Problem]:
    """没有专业分类，或专业、开展科室对不上登记的诊疗科目。

    为什么：技术必须属于执业许可证上登记的诊疗科目，否则是超范围执业。
    依据：医疗美容服务管理办法
    错误：
    departments: [K03]
    正确：
    specialty: [美容外科]
    departments: [K01]
    """
    for item in lasting_techniques(archive, as_of):
        technique = item.record
        if not technique.specialty:
            fix = f"补上{called(Technique, 'specialty')}，例如“美容外科”"
            yield Problem(item, ("specialty",), f"{item.label}没有专业分类", fix, key=True)
        elif said := against_specialty(archive, technique):
            fix = "改正专业分类；科目漏登记的，补到机构的诊疗科目"
            yield Problem(item, ("specialty",), f"{item.label}{said}", fix, key=True)
        elif said := against_departments(archive, technique):
            message = f"{item.label}{said}"
            yield Problem(item, ("departments",), message, "改正开展科室，或补上科室的对应诊疗科目", key=True)


@rule("TEC005", Severity.VETO, clause="技术项目档案总要求", requirements=("S1-05",))
def nobody_may_do_it(archive: Archive, as_of: date) -> Iterator[Problem]:
    """开展中的技术没有在用科室，或没有人有有效授权。

    为什么：技术档案要落到科室和个人：至少一个科室、一名有授权的人员。
    错误：
    departments: []
    正确：
    departments: [K01]
    """
    readable = archive.ids.get("staff", frozenset()) <= {item.id for item in archive.of(Staff)}
    for item in active_techniques(archive, as_of):
        if any(own.scope == "机构" for own in stops(archive, as_of).get(item.id, ())):
            continue
        if not any(_is_used(archive.get(Department, one)) for one in item.record.departments):
            message = f"{item.label}没有在用的开展科室"
            fix = f"补上{called(Technique, 'departments')}；不再开展就登记“中止”"
            yield Problem(item, ("departments",), message, fix, key=True)
        if readable and not performers(archive, item.id, as_of):
            message = f"{item.label}没有任何人有有效授权"
            fix = f"在人员档案的{called(Staff, 'privileges')}里加上这一项；无人能做就登记“中止”"
            yield Problem(item, ("standard_name",), message, fix)


def _is_used(department: Item[Department] | None) -> bool:
    return department is None or department.record.in_use


@rule("TEC006", Severity.MAJOR, clause="(七)3", requirements=("S1-13.3",))
def no_minimal_title(archive: Archive, as_of: date) -> Iterator[Problem]:
    """没有规定准入职称。

    为什么：每项技术都要规定什么职称以上的人员可以开展。
    错误：
    standard_name: 重睑成形术
    正确：
    standard_name: 重睑成形术
    min_title: 主治医师
    """
    for item in lasting_techniques(archive, as_of):
        if item.record.min_title is None:
            fix = f"补上{called(Technique, 'min_title')}，例如“主治医师”"
            yield Problem(item, ("min_title",), f"{item.label}没有规定准入职称", fix)


@rule("TEC015", Severity.MINOR, clause="(七)")
def no_leader(archive: Archive, as_of: date) -> Iterator[Problem]:
    """开展中的技术没有项目负责人，或负责人已离职。

    为什么：动态管理要有人负责。
    错误：
    standard_name: 重睑成形术
    正确：
    leader_id: D01
    """
    for item in active_techniques(archive, as_of):
        leader = archive.get(Staff, item.record.leader_id)
        if item.record.leader_id is None:
            yield Problem(item, ("leader_id",), f"{item.label}没有项目负责人", f"补上{called(Technique, 'leader_id')}")
        elif leader and not is_employed(leader.record, as_of):
            message = f"{item.label}的项目负责人{leader.label}已不在职"
            yield Problem(item, ("leader_id",), message, "换成在职的负责人")


@rule("TEC018", Severity.MINOR, clause="(七)2", requirements=("S1-13.2",))
def no_operation_code(archive: Archive, as_of: date) -> Iterator[Problem]:
    """没有手术编码，也没有说明原因。

    为什么：病案、授权和统计都靠手术编码对应。没有对应编码的项目要写明。
    错误：
    standard_name: 微针射频治疗
    正确：
    icd_note: 编码表里没有对应的编码
    """
    for item in lasting_techniques(archive, as_of):
        if not item.record.icd9cm3 and not item.record.icd_note:
            message = f"{item.label}没有手术编码，也没有编码说明"
            fix = f"补上{called(Technique, 'icd9cm3')}；没有对应编码的，在{called(Technique, 'icd_note')}里说明"
            yield Problem(item, ("icd9cm3",), message, fix)


@rule("TEC024", Severity.MINOR, clause="(七)2", requirements=("S1-13.2",))
def unknown_operation_code(archive: Archive, as_of: date) -> Iterator[Problem]:
    """手术编码不在本机构的手术编码表里。

    为什么：编码写错，病历首页和统计就对不上。机构没有自己的编码表时不检查。
    错误：
    icd9cm3: ['08.8999']
    正确：
    icd9cm3: ['08.8902']
    """
    tables = archive.of(OperationCodes)
    known = {row.code for table in tables for row in table.record.codes}
    for item in lasting_techniques(archive, as_of) if tables else ():
        for index, code in enumerate(item.record.icd9cm3):
            if code not in known:
                message = f"{item.label}的手术编码 {code} 不在手术编码表里"
                yield Problem(item, ("icd9cm3", index), message, "改正编码，或补到手术编码表（operation_codes.yaml）")
