"""The institution as a whole: general facts, grade, departments against registered subjects (S1-05, S1-06, S1-10)."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final, get_args

from meidang.archive import Archive
from meidang.archive.departments import departments_in_use
from meidang.findings import Severity
from meidang.models.base import describe
from meidang.models.department import Department, DepartmentName
from meidang.models.institution import MAX_GRADE, Institution
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

#: The general facts of clause (一); the name must be given, CRD006 asks for the licences, CRD008 for the verification.
_FACTS: Final = (
    "legal_representative",
    "responsible_person",
    "registered_capital",
    "floor_area_m2",
    "founded_on",
    "website",
    "address",
    "email",
    "postcode",
    "phone",
)


@rule("INS001", Severity.MAJOR, clause="(一)", requirements=("S1-06",))
def general_fact_missing(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """机构一般信息不全。

    为什么：机构一般信息要求项项齐全。证照由 CRD006、年检校验由 CRD008、机构等级由 INS002 检查；没有官网的也要写明“无”。
    错误：
    legal_representative: 沈知衡
    正确：
    legal_representative: 沈知衡
    website: 无
    """
    item = archive.institution
    if item is None:
        return
    fields = describe(Institution)
    for name in _FACTS:
        if getattr(item.record, name) is None:
            fix = f"填写{called(Institution, name)}" + ("；没有官网写“无”" if name == "website" else "")
            yield Problem(item, (name,), f"{item.label}没有填写{fields[name].label}", fix)
    if not departments_in_use(archive):
        message = f"{item.label}没有设置任何科室"
        yield Problem(item, (), message, f"为每个在用科室建立科室档案，{called(Department, 'in_use')}写“是”（true）")


@rule("INS002", Severity.VETO, clause="技术项目档案总要求", requirements=("S1-05",))
def grade_not_set(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """机构类型、机构等级或可开展最高级别没有填写。

    为什么：能做什么由机构类型和等级决定；三项不全，就无法判断是否越级开展。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    institution_type: 医疗美容诊所
    正确：
    institution_type: 医疗美容诊所
    institution_grade: 未定级
    max_grade_allowed: 1
    """
    item = archive.institution
    if item is None:
        return
    fields = describe(Institution)
    for name in ("institution_type", "institution_grade", "max_grade_allowed"):
        if getattr(item.record, name) is None:
            fix = f"按执业许可证填写{called(Institution, name)}"
            yield Problem(item, (name,), f"{item.label}没有填写{fields[name].label}", fix)


@rule("INS011", Severity.VETO, clause="技术项目档案总要求", requirements=("S1-05",))
def grade_above_type(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """可开展最高级别超出机构类型允许的级别。

    为什么：超出机构类型允许的级别开展项目属于超范围执业。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    institution_type: 医疗美容诊所
    max_grade_allowed: 2
    正确：
    institution_type: 医疗美容诊所
    max_grade_allowed: 1
    """
    item = archive.institution
    if item is None or item.record.institution_type is None or item.record.max_grade_allowed is None:
        return
    kind, claimed = item.record.institution_type, item.record.max_grade_allowed
    if claimed > MAX_GRADE[kind]:
        message = f"{item.label}的可开展最高级别写了 {claimed} 级，{kind}最高 {MAX_GRADE[kind]} 级"
        fix = f"把{called(Institution, 'max_grade_allowed')}改成 {MAX_GRADE[kind]}，停止开展更高级别的项目"
        yield Problem(item, ("max_grade_allowed",), message, fix)


@rule("INS009", Severity.MINOR, clause="(四)", requirements=("S1-10", "S1-02"))
def department_without_record(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """科室目录的十八个科室没有全部建档。

    为什么：科室目录按十八个科室整体评价，不设置的科室也要写明不设置。
    错误：
    dept_name: 美容外科
    in_use: true
    正确：
    dept_name: 口腔科
    in_use: false
    """
    item = archive.institution
    known = {department.record.dept_name for department in archive.of(Department)}
    missing = [name for name in get_args(DepartmentName) if name not in known]
    if item and missing:
        message = f"科室目录缺 {len(missing)} 个科室：{'、'.join(missing)}"
        yield Problem(item, (), message, f"逐个建立科室档案；不设置的，{called(Department, 'in_use')}写“否”（false）")


@rule("INS004", Severity.MAJOR, clause="(四)", requirements=("S1-10",))
def subject_without_department(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """已登记的诊疗科目没有对应的在用科室。

    为什么：执业许可证上登记的每个诊疗科目都应有科室承担。
    错误：
    clinical_subjects:
      - code: '14.03'
        name: 美容皮肤科
    正确：
    in_use: true
    clinical_subjects: ['14.03']
    """
    item = archive.institution
    if item is None:
        return
    done = {code for department in departments_in_use(archive) for code in department.record.clinical_subjects}
    done |= {code.partition(".")[0] for code in done}
    for index, subject in enumerate(item.record.clinical_subjects):
        if subject.code not in done:
            message = f"诊疗科目 {subject.code} {subject.name}没有对应的在用科室"
            fix = (
                f"在承担该科目的科室里，{called(Department, 'clinical_subjects')}加上 {subject.code}；"
                "不再开展的办理注销登记"
            )
            yield Problem(item, ("clinical_subjects", index), message, fix)


@rule("INS005", Severity.MAJOR, clause="(四)", requirements=("S1-10",))
def department_beyond_licence(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """在用科室对应的诊疗科目没有登记。

    为什么：超出登记的诊疗科目开展诊疗活动属于超范围执业。
    依据：医疗机构管理条例第二十七条
    错误：
    in_use: true
    clinical_subjects: ['04.08']
    正确：
    in_use: true
    clinical_subjects: ['14.01']
    """
    if archive.institution is None:
        return
    registered = {subject.code for subject in archive.institution.record.clinical_subjects}
    for item in departments_in_use(archive):
        for index, code in enumerate(item.record.clinical_subjects):
            if not _covered(code, registered):
                message = f"{item.label}对应的诊疗科目 {code} 没有在执业许可证登记"
                fix = "改成已登记的科目代码；确需开展的先办理变更登记"
                yield Problem(item, ("clinical_subjects", index), message, fix)


def _covered(code: str, registered: AbstractSet[str]) -> bool:
    """Registered itself, or by its first-level subject where no second-level one is registered under it."""
    first = code.partition(".")[0]
    return code in registered or (first in registered and not any(one.startswith(f"{first}.") for one in registered))
