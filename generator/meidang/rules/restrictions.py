"""The lists of what must not be done here, and techniques that are on them (clauses (二), (三); S1-07, S1-08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.facts import active_techniques
from meidang.archive.listed import listed_technique
from meidang.findings import Severity
from meidang.models.restriction import AuthorityLevel, Restriction
from meidang.models.scalars import GRADE
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

#: The levels of clause (二), each of which needs a list or the word that there is none.
_PUBLIC: Final[tuple[AuthorityLevel, ...]] = ("国家", "省", "市")


def _of(archive: Archive, *levels: AuthorityLevel) -> tuple[Item[Restriction], ...]:
    return tuple(item for item in archive.of(Restriction) if item.record.authority_level in levels)


def _unread(archive: Archive) -> bool:
    """Whether a list could not be read, so that nobody can say that one is missing."""
    return bool(archive.ids.get("restriction", frozenset()) - {item.id for item in archive.of(Restriction)})


@rule("RST001", Severity.MAJOR, clause="(二)", requirements=("S1-07", "S1-14.2"))
def level_without_list(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """国家、省、市三级禁限技术目录缺一级，或目录是空的又没有声明为无。

    为什么：三级都要有目录；没有的要写明“无”，说明查过。
    依据：医疗技术临床应用管理办法
    错误：
    name: 市级禁限技术目录
    authority_level: 市
    正确：
    name: 市级禁限技术目录
    authority_level: 市
    declared_none: true
    """
    for level in _PUBLIC:
        lists = _of(archive, level)
        if any(item.record.items or item.record.declared_none for item in lists):
            continue
        if lists:
            message = f"{lists[0].label}是空的，也没有声明为无"
            fix = f"登记禁限技术；确实没有的，{called(Restriction, 'declared_none')}写“是”（true）"
            yield Problem(lists[0], ("items",), message, fix, key=True)
        elif archive.institution and not _unread(archive):
            message = f"没有{level}级禁限技术目录"
            fix = (
                "新建一份禁限技术目录（放在 archive/restriction）；确实没有的，"
                f"{called(Restriction, 'declared_none')}写“是”（true）"
            )
            yield Problem(archive.institution, (), message, fix)


@rule("RST002", Severity.MINOR, clause="(二)", requirements=("S1-07",))
def list_without_basis(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """禁限目录没有写依据文件。

    为什么：目录要注明出自哪个文件，专家才能核对。
    错误：
    name: 国家限制类技术目录
    authority_level: 国家
    正确：
    name: 国家限制类技术目录
    authority_level: 国家
    basis: 国家限制类技术目录（2022年版）
    """
    for item in _of(archive, *_PUBLIC, "机构等级"):
        if item.record.basis is None and not item.record.declared_none:
            yield Problem(item, ("basis",), f"{item.label}没有写依据文件", f"补上{called(Restriction, 'basis')}")


@rule("RST011", Severity.MINOR, clause="(二)", requirements=("S1-07",))
def declared_none_with_rows(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """声明为无，却列了禁限技术。

    为什么：两种说法只能有一种。
    错误：
    declared_none: true
    items:
      - category: 禁止
        technique_name: 某技术
    正确：
    items:
      - category: 禁止
        technique_name: 某技术
    """
    for item in archive.of(Restriction):
        if item.record.declared_none and item.record.items:
            message = f"{item.label}声明为无，却列了 {len(item.record.items)} 项"
            yield Problem(item, ("declared_none",), message, f"删去{called(Restriction, 'declared_none')}，或删去各项")


@rule("RST003", Severity.MAJOR, clause="(三)", requirements=("S1-08",))
def grade_list_missing(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """机构不能开展全部级别，却没有等级权限禁限目录。

    为什么：例如二级医疗美容专科医院禁止四级手术，要列成目录。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    max_grade_allowed: 3
    正确：
    name: 机构等级禁限项目
    authority_level: 机构等级
    forbidden_grades: [4]
    """
    institution = archive.institution
    limit = institution.record.max_grade_allowed if institution else None
    if institution and limit and limit < 4 and not _of(archive, "机构等级") and not _unread(archive):
        message = f"本机构最高可开展{GRADE.show(limit)}，没有等级权限禁限目录"
        fix = (
            "新建一份层级为“机构等级”的禁限技术目录（放在 archive/restriction），"
            f"写明{called(Restriction, 'forbidden_grades')}"
        )
        yield Problem(institution, ("max_grade_allowed",), message, fix)


@rule("RST004", Severity.MAJOR, clause="(三)", requirements=("S1-08",))
def grade_list_disagrees(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """等级权限禁限目录的禁止级别与机构可开展的最高级别不一致。

    为什么：高于最高级别的都应禁止，最高级别以内的应列入自身限制，不在这里。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    authority_level: 机构等级
    forbidden_grades: []
    正确：
    authority_level: 机构等级
    forbidden_grades: [4]
    """
    limit = archive.institution.record.max_grade_allowed if archive.institution else None
    lists = _of(archive, "机构等级")
    if limit is None or not lists:
        return
    wanted = set(range(limit + 1, 5))
    given = {grade for item in lists for grade in item.record.forbidden_grades}
    if given != wanted:
        say = "、".join(GRADE.show(grade) for grade in sorted(given)) or "空"
        right = "、".join(GRADE.show(grade) for grade in sorted(wanted)) or "空"
        message = f"{lists[0].label}的禁止级别为{say}，按最高可开展{GRADE.show(limit)}应为{right}"
        yield Problem(
            lists[0],
            ("forbidden_grades",),
            message,
            f"把{called(Restriction, 'forbidden_grades')}改成 {'、'.join(map(str, sorted(wanted)))}",
            key=True,
        )


def _prohibited(archive: Archive, day: date, *levels: AuthorityLevel) -> Iterator[Problem]:
    for item in active_techniques(archive, day):
        for one in listed_technique(archive, item.record):
            if one.row.category == "禁止" and one.level in levels:
                message = f"{item.label}与{one.item.label}里禁止的“{one.row.technique_name}”名称或编码相同，仍在开展"
                yield Problem(item, ("standard_name",), message, "立即停止并登记“终止”；名称或编码写错就改正")
                break


@rule("RST009", Severity.VETO, clause="(二)", requirements=("S1-07",))
def prohibited_technique(archive: Archive, as_of: date) -> Iterator[Problem]:
    """开展着国家、省、市禁止的技术。

    为什么：禁止类技术不得用于临床。名称、别名或手术编码相同即视为同一项。
    依据：医疗技术临床应用管理办法
    错误：
    standard_name: 聚丙烯酰胺水凝胶注射隆乳
    正确：
    standard_name: 隆乳术
    """
    return _prohibited(archive, as_of, *_PUBLIC)


@rule("RST012", Severity.VETO, clause="(三)", requirements=("S1-08",))
def technique_forbidden_by_grade(archive: Archive, as_of: date) -> Iterator[Problem]:
    """开展着等级权限禁限目录里点名禁止的技术。

    为什么：超出机构等级权限开展，按超范围执业处理。
    依据：医疗美容项目分级管理目录（卫办医政发〔2009〕220号）
    错误：
    standard_name: 下颌角肥大矫正术
    正确：
    standard_name: 颞部填充术
    """
    return _prohibited(archive, as_of, "机构等级")
