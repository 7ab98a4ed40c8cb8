"""New techniques: approved before the first case, in the catalogue, with complete papers (S1-12.3, S1-13.4, S1-17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.facts import first_case, is_active, known, lasting_techniques
from meidang.findings import Severity
from meidang.models.technique import Admission, NewTechnique, Technique
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule


def _done(archive: Archive, day: date) -> Iterator[tuple[Item[Technique], NewTechnique]]:
    """The new techniques that are being done, or were."""
    for item in archive.of(Technique):
        new = item.record.new_technique
        if new and (first_case(item.record, day) or is_active(item.record, day)):
            yield item, new


@rule("NEW003", Severity.MAJOR, clause="新业务新技术", requirements=("S1-17",))
def no_approval(archive: Archive, as_of: date) -> Iterator[Problem]:
    """新技术已开展，却没有院内审批日期。

    为什么：新业务、新技术要有院内审批。
    错误：
    new_technique:
      first_case_on: 2025-05-06
    正确：
    new_technique:
      approved_on: 2025-04-01
      first_case_on: 2025-05-06
    """
    for item, new in _done(archive, as_of):
        if known(new.approved_on, as_of) is None:
            message = f"新技术{item.label}已开展，没有院内审批日期"
            fix = f"补上{called(NewTechnique, 'approved_on')}；没有审批的立即停止，先审批"
            yield Problem(item, ("new_technique",), message, fix, key=True)


@rule("NEW004", Severity.VETO, clause="新业务新技术", requirements=("S1-17",))
def first_case_before_approval(archive: Archive, as_of: date) -> Iterator[Problem]:
    """新技术的首例早于院内审批。

    为什么：未经审批就用于患者，属于违规开展。
    依据：医疗纠纷预防和处理条例第十一条
    错误：
    new_technique:
      approved_on: 2025-04-01
      first_case_on: 2025-03-06
    正确：
    new_technique:
      approved_on: 2025-04-01
      first_case_on: 2025-05-06
    """
    for item in archive.of(Technique):
        new, admission, first = item.record.new_technique, item.record.admission, first_case(item.record, as_of)
        if new is None or first is None or new.approved_on is None or first >= new.approved_on:
            continue
        if admission is None or admission.committee_approved_on != new.approved_on:  # else TEC026 has said it
            message = f"新技术{item.label}的首例（{first}）早于院内审批（{new.approved_on}）"
            place = ("new_technique" if new.first_case_on == first else "admission", "first_case_on")
            yield Problem(item, place, message, "按原始文件改正日期；属实的按违规开展处理")


@rule("NEW005", Severity.MAJOR, clause="(六)3", requirements=("S1-12.3",))
def catalogue_and_dossier_disagree(archive: Archive, as_of: date) -> Iterator[Problem]:
    """列入新技术目录却没有新技术内容，或有新技术内容却没有列入目录。

    为什么：目录与单项档案要一致。评价完成后可以移出目录。
    错误：
    catalogue:
      - catalogue_category: 新技术
        basis: 院内首次开展
    正确：
    catalogue:
      - catalogue_category: 新技术
        basis: 院内首次开展
    new_technique:
      project_name: 内镜辅助上面部提升术
    """
    for item in lasting_techniques(archive, as_of):
        new = item.record.new_technique
        entries = [index for index, one in enumerate(item.record.catalogue) if one.catalogue_category == "新技术"]
        if entries and new is None:
            message = f"{item.label}列入新技术目录，没有新业务新技术的内容"
            fix = f"补上{called(Technique, 'new_technique')}；已不是新技术就移出目录"
            yield Problem(item, ("catalogue", entries[0]), message, fix)
        elif new and not entries and known(new.evaluated_on, as_of) is None:
            message = f"{item.label}有未评价的新业务新技术，没有列入新技术目录"
            fix = f"在{called(Technique, 'catalogue')}里加上“新技术”"
            yield Problem(item, ("new_technique",), message, fix, key=True)


_PAPERS: Final = ("applied_on", "dept_opinion", "ethics_on", "committee_approved_on")


@rule("NEW007", Severity.MAJOR, clause="(七)4", requirements=("S1-13.4",))
def admission_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """新技术已开展，报批材料不齐：申报、科室意见、伦理审查、技术委员会批准。

    为什么：新技术准入要按规定程序报批；首例前必须有技术评估和伦理审查。
    依据：医疗纠纷预防和处理条例第十一条
    错误：
    admission:
      applied_on: 2025-02-01
    正确：
    admission:
      applied_on: 2025-02-01
      dept_opinion: 同意开展
      ethics_on: 2025-03-05
      committee_approved_on: 2025-04-01
    """
    for item, _ in _done(archive, as_of):
        missing = [name for name in _PAPERS if _lacks(item.record.admission, name, as_of)]
        if missing:
            message = f"新技术{item.label}已开展，没有{labels(Admission, *missing)}"
            fix = f"在{called(Technique, 'admission')}里补上{called(Admission, *missing)}"
            yield Problem(item, ("admission",), message, fix, key=True)


def _lacks(admission: Admission | None, name: str, day: date) -> bool:
    """Whether a paper is not there on the day; a date may be only planned."""
    value = getattr(admission, name, None)
    return known(value, day) is None if isinstance(value, date) else value is None


@rule("NEW010", Severity.MINOR, clause="新业务新技术", requirements=("S1-17",))
def project_not_described(archive: Archive, as_of: date) -> Iterator[Problem]:
    """新技术没有项目名称或创新点。

    为什么：新业务、新技术是机构自选的有创新性的项目，要说得出创新在哪里。
    错误：
    new_technique:
      approved_on: 2025-04-01
    正确：
    new_technique:
      project_name: 内镜辅助上面部提升术
      innovation: 小切口内镜下剥离，创伤小
      approved_on: 2025-04-01
    """
    for item in lasting_techniques(archive, as_of):
        new = item.record.new_technique
        missing = [name for name in ("project_name", "innovation") if new and getattr(new, name) is None]
        if missing:
            message = f"新技术{item.label}没有写{labels(NewTechnique, *missing)}"
            yield Problem(item, ("new_technique",), message, f"补上{called(NewTechnique, *missing)}", key=True)
