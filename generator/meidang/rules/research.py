"""Research projects: approved by a district or above, closed as planned (S1-12.4, S1-18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.facts import known, lasting_techniques, lead_days
from meidang.findings import Severity
from meidang.models.technique import Research, Technique
from meidang.rules.rule import Problem, rule


def _projects(archive: Archive) -> Iterator[tuple[Item[Technique], Research]]:
    for item in archive.of(Technique):
        if item.record.research:
            yield item, item.record.research


def _open(archive: Archive, day: date) -> Iterator[tuple[Item[Technique], Research, date]]:
    """Projects not closed, with the day on which they should be."""
    for item, research in _projects(archive):
        due = research.extended_to or research.planned_close_on
        if due and known(research.closed_on, day) is None:
            yield item, research, due


@rule("RES001", Severity.MAJOR, clause="科研项目")
def not_closed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """科研项目过了计划结题日期没有结题。

    为什么：科研项目要按计划如期结题；要延期，须经立项单位批准。
    错误：
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
      planned_close_on: 2026-05-31
    正确：
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
      planned_close_on: 2026-05-31
      closed_on: 2026-05-20
    """
    for item, research, due in _open(archive, as_of):
        if due < as_of:
            message = f"科研项目“{research.research_title}”（{item.label}）应在 {due} 结题，至今没有结题"
            fix = "结题后填写 closed_on；批准延期的填写 extended_to"
            yield Problem(item, ("research", "closed_on"), message, fix, due=due)


@rule("RES002", Severity.MINOR, clause="科研项目")
def closed_late(archive: Archive, as_of: date) -> Iterator[Problem]:
    """科研项目结题晚于计划，没有批准延期。

    为什么：科研项目通常要按计划如期结题。
    错误：
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
      planned_close_on: 2026-05-31
      closed_on: 2026-06-20
    正确：
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
      planned_close_on: 2026-05-31
      extended_to: 2026-08-31
      closed_on: 2026-06-20
    """
    for item, research in _projects(archive):
        due, closed = research.extended_to or research.planned_close_on, known(research.closed_on, as_of)
        if due and closed and closed > due:
            message = f"科研项目“{research.research_title}”（{item.label}）于 {closed} 结题，晚于 {due}"
            yield Problem(
                item, ("research", "closed_on"), message, "补上批准延期的 extended_to；日期写错就改正", due=due
            )


_WANTED: Final[Mapping[str, str]] = {
    "approving_authority": "立项单位",
    "level": "级别",
    "approval_no": "立项编号",
    "approved_on": "立项日期",
    "planned_close_on": "计划结题日期",
}


@rule("RES003", Severity.MAJOR, clause="科研项目")
def approval_incomplete(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """科研项目的立项材料不齐：立项单位、级别、立项编号、立项日期、计划结题日期。

    为什么：科研项目必须是区（县）以上科研主管部门审批同意立项的。
    错误：
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
    正确：
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
      approving_authority: 岚江市东浦区卫生健康局
      level: 区(县)
      approval_no: 示例-2024-01
      approved_on: 2024-05-20
      planned_close_on: 2026-05-31
    """
    for item, research in _projects(archive):
        # The catalogue's entry may already give the authority, the number and the day.
        entry = next((one for one in item.record.catalogue if one.catalogue_category == "科研"), None)
        missing = [name for name in _WANTED if getattr(research, name) is None and getattr(entry, name, None) is None]
        if missing:
            words = "、".join(_WANTED[name] for name in missing)
            message = f"科研项目“{research.research_title}”（{item.label}）没有{words}"
            yield Problem(item, ("research",), message, f"在 research 里补上 {'、'.join(missing)}", key=True)


@rule("RES004", Severity.NOTICE, clause="科研项目")
def closing_falls_due(archive: Archive, as_of: date) -> Iterator[Problem]:
    """科研项目的结题日期将到。

    为什么：留出结题或申请延期的时间。提前的天数见设置。
    错误：
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
      planned_close_on: 2026-08-31
    正确：
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
      planned_close_on: 2026-08-31
      closed_on: 2026-06-20
    """
    leads = lead_days(archive, None)
    for item, research, due in _open(archive, as_of):
        if leads and as_of <= due <= as_of + timedelta(days=leads[0]):
            message = f"科研项目“{research.research_title}”（{item.label}）应在 {due} 结题"
            yield Problem(item, ("research", "closed_on"), message, "按期结题，或先申请延期", due=due)


@rule("RES005", Severity.MAJOR, clause="(六)4")
def catalogue_and_dossier_disagree(archive: Archive, as_of: date) -> Iterator[Problem]:
    """列入科研目录却没有科研项目，或有未结题的科研项目却没有列入目录。

    为什么：目录与单项档案要一致。结题后可以移出目录。
    错误：
    catalogue:
      - catalogue_category: 科研
        basis: 区级课题
    正确：
    catalogue:
      - catalogue_category: 科研
        basis: 区级课题
    research:
      research_title: 穴位埋线治疗面部松弛的临床观察
    """
    for item in lasting_techniques(archive, as_of):
        research = item.record.research
        entries = [index for index, one in enumerate(item.record.catalogue) if one.catalogue_category == "科研"]
        if entries and research is None:
            message = f"{item.label}列入科研目录，没有科研项目的内容"
            yield Problem(item, ("catalogue", entries[0]), message, "补上 research；已不是科研项目就移出目录")
        elif research and not entries and known(research.closed_on, as_of) is None:
            message = f"{item.label}有未结题的科研项目“{research.research_title}”，没有列入科研目录"
            yield Problem(item, ("research",), message, "在 catalogue 里加上 科研", key=True)
