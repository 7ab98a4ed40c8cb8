"""Techniques within the grade that the institution does not do for now, and their release (clause (五); S1-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive, Item
from meidang.archive.facts import known, restricted_throughout
from meidang.findings import Severity
from meidang.models.restriction import Restriction, SelfRestriction
from meidang.models.scalars import GRADE
from meidang.models.technique import Technique
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule


def _own(archive: Archive) -> Iterator[tuple[Item[Restriction], SelfRestriction]]:
    for item in archive.of(Restriction):
        if item.record.self_restriction:
            yield item, item.record.self_restriction


@rule("RST005", Severity.VETO, clause="(五)", requirements=("S1-11",))
def released_without_approval(archive: Archive, as_of: date) -> Iterator[Problem]:
    """自身限制已解除，却没有申请、依据或审核批准，或日期次序不对。

    为什么：符合条件并经医院审核批准，才能解除限制、恢复开展。
    错误：
    released_on: 2026-03-01
    正确：
    release_requested_on: 2026-02-10
    release_evidence: 第二名主治以上麻醉医师已到岗
    release_approved_by: 医疗技术管理委员会
    released_on: 2026-03-01
    """
    for item, own in _own(archive):
        released = known(own.released_on, as_of)
        if released is None:
            continue
        wanted = (
            ("解除申请日期", own.release_requested_on),
            ("符合条件的依据", own.release_evidence),
            ("审核批准", own.release_approved_by),
        )
        wrong = [f"没有{word}" for word, value in wanted if value is None]
        if released < own.restricted_on:
            wrong.append(f"早于限制日期 {own.restricted_on}")
        if own.release_requested_on and released < own.release_requested_on:
            wrong.append(f"早于申请日期 {own.release_requested_on}")
        if wrong:
            message = f"{item.label}于 {released} 解除，{'，'.join(wrong)}"
            fix = f"补齐解除审批材料；没有批准的删去{called(SelfRestriction, 'released_on')}，继续限制"
            yield Problem(item, ("self_restriction", "released_on"), message, fix)


@rule("RST006", Severity.MINOR, clause="(五)", requirements=("S1-11",))
def belongs_to_grade_list(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """自身限制的技术本来就高于机构可开展的级别。

    为什么：超出等级权限的属于第（三）条；自身限制只列等级权限以内的技术。
    错误：
    authority_level: 自身
    self_restriction:
      scope: 机构
      technique_id: T40
      restricted_on: 2025-11-01
    正确：
    authority_level: 机构等级
    forbidden_grades: [4]
    """
    limit = archive.institution.record.max_grade_allowed if archive.institution else None
    for item, own in _own(archive):
        technique = archive.get(Technique, own.technique_id)
        if limit and technique and technique.record.grade > limit:
            grade = GRADE.show(technique.record.grade)
            message = f"{item.label}限制的{technique.label}为{grade}，本来就高于本机构最高可开展的{GRADE.show(limit)}"
            yield Problem(
                item, ("self_restriction", "technique_id"), message, "移到层级为“机构等级”的目录；级别写错就改正"
            )


@rule("RST007", Severity.MAJOR, clause="(五)", requirements=("S1-11",))
def no_reason_or_condition(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """自身限制没有限制原因或解除条件。

    为什么：要说明因人员、设备、麻醉、手术室、恢复管理或质量安全的哪一条受限，达到什么条件可以解除。
    错误：
    scope: 机构
    technique_id: T06
    restricted_on: 2025-11-01
    正确：
    scope: 机构
    technique_id: T06
    reasons: [麻醉配合]
    restricted_on: 2025-11-01
    release_conditions: 第二名主治以上麻醉医师到岗
    """
    for item, own in _own(archive):
        missing = [name for name in ("reasons", "release_conditions") if not getattr(own, name)]
        if missing:
            message = f"{item.label}没有{labels(SelfRestriction, *missing)}"
            yield Problem(item, ("self_restriction",), message, f"补上{called(SelfRestriction, *missing)}", key=True)


@rule("RST008", Severity.MAJOR, clause="(五)", requirements=("S1-11",))
def level_and_content_disagree(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """层级与内容不符，或限制到科室、个人却没有写是谁。

    为什么：自身限制要能落到机构、科室或个人，权限才会跟着停。
    错误：
    authority_level: 自身
    self_restriction:
      scope: 个人
      technique_id: T06
      restricted_on: 2025-11-01
    正确：
    authority_level: 自身
    self_restriction:
      scope: 个人
      technique_id: T06
      staff_id: D03
      restricted_on: 2025-11-01
    """
    for item in archive.of(Restriction):
        own, is_own = item.record.self_restriction, item.record.authority_level == "自身"
        if is_own and own is None:
            fix = f"补上{called(Restriction, 'self_restriction')}"
            yield Problem(item, ("authority_level",), f"{item.label}的层级是自身，没有自身限制的内容", fix)
        elif own and not is_own:
            message = f"{item.label}有自身限制的内容，层级却是{item.record.authority_level}"
            fix = f"把{called(Restriction, 'authority_level')}改成“自身”；另一份目录另建文件"
            yield Problem(item, ("authority_level",), message, fix)
        if own:
            subjects = {"科室": ("department_id", own.department_id), "个人": ("staff_id", own.staff_id)}
            name, value = subjects.get(own.scope, ("", ""))
            if value is None:
                message = f"{item.label}的范围是{own.scope}，没有写明是哪一{'个' if own.scope == '科室' else '位'}"
                yield Problem(item, ("self_restriction", "scope"), message, f"补上{called(SelfRestriction, name)}")


@rule("RST010", Severity.VETO, clause="(五)", requirements=("S1-11",))
def figures_while_restricted(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """整年都在自身限制中的技术，该年仍有病例。

    为什么：限制未解除不得开展。
    错误：
    figures:
      - year: 2025
        cases: 3
    正确：
    figures:
      - year: 2025
        cases: 0
    """
    bound = {own.technique_id for _, own in _own(archive) if own.scope == "机构"}
    for technique_id in sorted(bound):
        item = archive.get(Technique, technique_id)
        for index, row in enumerate(item.record.figures) if item else ():
            first, last = date(row.year, 1, 1), date(row.year, 12, 31)
            if item and row.cases and restricted_throughout(archive, technique_id, first, last):
                message = f"{item.label} {row.year} 年全年自身限制，仍有 {row.cases} 例"
                yield Problem(
                    item, ("figures", index, "cases"), message, "核对年度和限制日期；属实的立即停止并查明原因"
                )
