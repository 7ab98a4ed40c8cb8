"""Research projects: approved by a district or above, closed as planned (S1-12.4, S1-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.facts import known, lasting_techniques, lead_days
from meidang.archive.research import closing_due, is_open, projects_of
from meidang.archive.unread import has_unread
from meidang.findings import Severity
from meidang.models.research import ResearchProject
from meidang.models.technique import CatalogueEntry, Technique
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule

#: The catalogue of clause (六)4.
_CATALOGUE: Final = "科研"


def _open(archive: Archive, day: date) -> Iterator[tuple[Item[ResearchProject], date]]:
    """Projects not closed, with the day on which they should be."""
    for item in archive.of(ResearchProject):
        due = closing_due(item.record)
        if due and is_open(item.record, day):
            yield item, due


@rule("RES001", Severity.MAJOR, clause="科研项目", requirements=("S1-18",))
def not_closed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """科研项目过了计划结题日期没有结题。

    为什么：科研项目要按计划如期结题；要延期，须经立项单位批准。
    错误：
    research_title: 穴位埋线治疗面部松弛的临床观察
    planned_close_on: 2026-05-31
    正确：
    research_title: 穴位埋线治疗面部松弛的临床观察
    planned_close_on: 2026-05-31
    closed_on: 2026-05-20
    """
    for item, due in _open(archive, as_of):
        if due < as_of:
            message = f"科研项目“{item.label}”应在 {due} 结题，至今没有结题"
            fix = (
                f"结题后填写{called(ResearchProject, 'closed_on')}；"
                f"批准延期的填写{called(ResearchProject, 'extended_to')}"
            )
            yield Problem(item, ("closed_on",), message, fix, due)


@rule("RES002", Severity.MINOR, clause="科研项目", requirements=("S1-18",))
def closed_late(archive: Archive, as_of: date) -> Iterator[Problem]:
    """科研项目结题晚于计划，没有批准延期。

    为什么：科研项目通常要按计划如期结题。
    错误：
    planned_close_on: 2026-05-31
    closed_on: 2026-06-20
    正确：
    planned_close_on: 2026-05-31
    extended_to: 2026-08-31
    closed_on: 2026-06-20
    """
    for item in archive.of(ResearchProject):
        due, closed = closing_due(item.record), known(item.record.closed_on, as_of)
        if due and closed and closed > due:
            message = f"科研项目“{item.label}”于 {closed} 结题，晚于 {due}"
            fix = f"批准过延期的，补上{called(ResearchProject, 'extended_to')}；日期写错就改正"
            yield Problem(item, ("closed_on",), message, fix, due)


_WANTED: Final = ("approving_authority", "level", "approval_no", "approved_on", "planned_close_on")


@rule("RES003", Severity.MAJOR, clause="科研项目", requirements=("S1-12.4", "S1-18"))
def approval_incomplete(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """科研项目的立项材料不齐：立项单位、级别、立项编号、立项日期、计划结题日期。

    为什么：院内自己定的课题不算；立项单位至少是区（县）一级的主管部门。
    错误：
    research_title: 穴位埋线治疗面部松弛的临床观察
    正确：
    research_title: 穴位埋线治疗面部松弛的临床观察
    approving_authority: 岚江市东浦区卫生健康局
    level: 区(县)
    approval_no: 示例-2024-01
    approved_on: 2024-05-20
    planned_close_on: 2026-05-31
    """
    for item in archive.of(ResearchProject):
        entries = list(_entries(archive, item.record))
        missing = [name for name in _WANTED if _lacks(item.record, entries, name)]
        if missing:
            message = f"科研项目“{item.label}”没有{labels(ResearchProject, *missing)}"
            yield Problem(item, ("research_title",), message, f"补上{called(ResearchProject, *missing)}")


def _entries(archive: Archive, project: ResearchProject) -> Iterator[CatalogueEntry]:
    """The entries in the catalogue of the project's techniques: they may already give authority, number and day."""
    for technique_id in project.technique_ids:
        technique = archive.get(Technique, technique_id)
        for entry in technique.record.catalogue if technique else ():
            if entry.catalogue_category == _CATALOGUE:
                yield entry


def _lacks(project: ResearchProject, entries: list[CatalogueEntry], name: str) -> bool:
    return all(getattr(one, name, None) is None for one in (project, *entries))


@rule("RES004", Severity.NOTICE, clause="科研项目", requirements=("S1-18",))
def closing_falls_due(archive: Archive, as_of: date) -> Iterator[Problem]:
    """科研项目的结题日期将到。

    为什么：留出结题或申请延期的时间。提前的天数见设置。
    错误：
    research_title: 穴位埋线治疗面部松弛的临床观察
    planned_close_on: 2026-08-31
    正确：
    research_title: 穴位埋线治疗面部松弛的临床观察
    planned_close_on: 2026-08-31
    closed_on: 2026-06-20
    """
    leads = lead_days(archive, None)
    for item, due in _open(archive, as_of):
        if leads and as_of <= due <= as_of + timedelta(days=leads[0]):
            message = f"科研项目“{item.label}”应在 {due} 结题"
            yield Problem(item, ("closed_on",), message, "按期结题，或先申请延期", due)


@rule("RES005", Severity.MAJOR, clause="(六)4", requirements=("S1-12.4",))
def catalogue_and_projects_disagree(archive: Archive, as_of: date) -> Iterator[Problem]:
    """列入科研目录却没有科研项目，或有未结题的科研项目却没有列入目录。

    为什么：目录与科研项目档案要一致。结题后可以移出目录。
    错误：
    # archive/technique/T14.yaml 列入科研目录，没有一个科研项目写着 T14
    catalogue:
      - catalogue_category: 科研
        basis: 区级课题
    正确：
    # archive/research_project/R01.yaml
    research_title: 穴位埋线治疗面部松弛的临床观察
    technique_ids: [T14]
    """
    for technique in lasting_techniques(archive, as_of):
        catalogue = technique.record.catalogue
        entries = [index for index, one in enumerate(catalogue) if one.catalogue_category == _CATALOGUE]
        projects = projects_of(archive, technique.id)
        if entries and not projects and not has_unread(archive, "research_project"):
            message = f"{technique.label}列入科研目录，没有对应的科研项目"
            fix = (
                f"建立科研项目档案，{called(ResearchProject, 'technique_ids')}写 {technique.id}；"
                "已不是科研项目就移出目录"
            )
            yield Problem(technique, ("catalogue", entries[0]), message, fix)
        for project in () if entries else projects:
            if is_open(project.record, as_of):
                message = f"{technique.label}有未结题的科研项目“{project.label}”，没有列入科研目录"
                path = ("technique_ids", project.record.technique_ids.index(technique.id))
                fix = f"在{technique.label}（{technique.id}）的{called(Technique, 'catalogue')}里加上“科研”"
                yield Problem(project, path, message, fix)
