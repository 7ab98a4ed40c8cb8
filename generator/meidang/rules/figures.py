"""The yearly figures of a technique: complete, adding up, in agreement with the rest (clauses (七)5, (七)8, (八)5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive, Item
from meidang.archive.facts import (
    ACTIVE_STATUSES,
    STOPPED_STATUSES,
    first_case,
    lasting_techniques,
    restricted_throughout,
    statuses_during,
)
from meidang.findings import Severity
from meidang.models.staff import Staff
from meidang.models.technique import Technique, YearFigures
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


def _figures(archive: Archive) -> Iterator[tuple[Item[Technique], int, YearFigures]]:
    for item in archive.of(Technique):
        for index, row in enumerate(item.record.figures):
            yield item, index, row


@rule("TEC009", Severity.MAJOR, clause="(七)5", requirements=("S1-13.5",))
def figures_do_not_add_up(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """治愈、好转、无效之和不等于开展例数。

    为什么：各种率由这几个数计算，数不平，率就不可信。
    错误：
    year: 2025
    cases: 120
    cured: 108
    improved: 11
    ineffective: 0
    正确：
    year: 2025
    cases: 120
    cured: 108
    improved: 11
    ineffective: 1
    """
    for item, index, row in _figures(archive):
        total = row.cured + row.improved + row.ineffective
        if total != row.cases:
            message = f"{item.label} {row.year} 年治愈、好转、无效合计 {total} 例，与开展例数 {row.cases} 不等"
            yield Problem(item, ("figures", index, "cases"), message, "核对原始统计后改正")


@rule("TEC010", Severity.MAJOR, clause="(七)5", requirements=("S1-13.5",))
def figures_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """开展过的完整年度没有运行情况。

    为什么：每项技术每个年度都要有例数、治愈率、并发症和纠纷。要几个年度，见设置。
    错误：
    figures: []
    正确：
    figures:
      - year: 2025
        cases: 120
        cured: 108
        improved: 11
        ineffective: 1
        complications: 1
        disputes: 0
    """
    years = [as_of.year - back for back in range(archive.settings.figures_years, 0, -1)]
    for item in lasting_techniques(archive, as_of):
        given = {row.year for row in item.record.figures}
        missing = [str(year) for year in years if year not in given and _was_done(archive, item, year)]
        if missing:
            message = f"{item.label}没有 {'、'.join(missing)} 年度的运行情况"
            fix = f"在{called(Technique, 'figures')}里补上该年度；没有病例也要写 0"
            yield Problem(item, ("figures",), message, fix, key=True)


def _was_done(archive: Archive, item: Item[Technique], year: int) -> bool:
    """Whether figures of a year may be asked for: done on some day of it, and not self-restricted all the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    begun, held = first_case(item.record, date.max), statuses_during(item.record, first, last)
    is_active = not item.record.status_history or any(status in ACTIVE_STATUSES for status in held)
    return is_active and not (begun and begun > last) and not restricted_throughout(archive, item.id, first, last)


@rule("TEC011", Severity.MAJOR, clause="(七)5", requirements=("S1-13.5",))
def more_events_than_cases(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """并发症或纠纷多于开展例数。

    为什么：发生率不能超过百分之百，多半是填错了。
    错误：
    year: 2025
    cases: 12
    complications: 21
    正确：
    year: 2025
    cases: 12
    complications: 1
    """
    for item, index, row in _figures(archive):
        for name, word, count in (("complications", "并发症", row.complications), ("disputes", "纠纷", row.disputes)):
            if count > row.cases:
                message = f"{item.label} {row.year} 年{word} {count} 例，多于开展例数 {row.cases}"
                yield Problem(item, ("figures", index, name), message, "核对原始统计后改正")


@rule("TEC022", Severity.VETO, clause="(七)8", requirements=("S1-13.8",))
def figures_after_stop(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """中止或终止以后的年度仍有病例。

    为什么：中止、终止的技术不得再用于患者。
    错误：
    status_history:
      - status: 终止
        changed_on: 2023-06-01
    figures:
      - year: 2025
        cases: 3
    正确：
    status_history:
      - status: 终止
        changed_on: 2023-06-01
    figures:
      - year: 2022
        cases: 3
    """
    for item, index, row in _figures(archive):
        held = statuses_during(item.record, date(row.year, 1, 1), date(row.year, 12, 31))
        if row.cases and held and all(status in STOPPED_STATUSES for status in held):
            message = f"{item.label}已{held[0]}，{row.year} 年仍有 {row.cases} 例"
            yield Problem(item, ("figures", index, "cases"), message, "核对年度和状态变更；属实的立即停止并查明原因")


@rule("TEC023", Severity.MAJOR, clause="(八)5", requirements=("S1-14.5",))
def operators_do_not_add_up(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """各术者的年度例数合计与该技术的开展例数不等。

    为什么：个人档案与技术档案的例数要对得上。合计少的按一般：也可能有术者的个人档案没有登记；一个术者都没有登记的不比。
    错误：
    participation:
      - technique_id: T01
        role: 术者
        year: 2025
        cases: 500
    正确：
    participation:
      - technique_id: T01
        role: 术者
        year: 2025
        cases: 60
    """
    done: Counter[tuple[str, int]] = Counter()
    names: dict[tuple[str, int], dict[str, None]] = {}
    for person in archive.of(Staff):
        for part in person.record.participation:
            if part.role == "术者":
                done[part.technique_id, part.year] += part.cases
                names.setdefault((part.technique_id, part.year), {})[person.label] = None
    for item, index, row in _figures(archive):
        total = done[item.id, row.year]
        if total and total != row.cases:
            who, is_more = "、".join(names[item.id, row.year]), total > row.cases
            said = f"{'多于' if is_more else '少于'}开展例数 {row.cases}"
            message = f"{item.label} {row.year} 年术者（{who}）合计 {total} 例，{said}"
            fix, severity = "核对个人档案的主要参与技术项目与年度运行情况", None if is_more else Severity.MINOR
            yield Problem(item, ("figures", index, "cases"), message, fix, severity=severity)


@rule("TEC029", Severity.MAJOR, clause="(七)5", requirements=("S1-13.5",))
def wrong_year(archive: Archive, as_of: date) -> Iterator[Problem]:
    """同一年度写了两次，或年度还没有到。

    为什么：每个年度只能有一行数据。
    错误：
    figures:
      - year: 2025
        cases: 100
      - year: 2025
        cases: 20
    正确：
    figures:
      - year: 2024
        cases: 100
      - year: 2025
        cases: 20
    """
    seen: set[tuple[str, int]] = set()
    for item, index, row in _figures(archive):
        if (item.id, row.year) in seen:
            message = f"{item.label} {row.year} 年的年度运行情况写了两次"
            yield Problem(item, ("figures", index, "year"), message, "合并成一行，或改正年度")
        elif row.year > as_of.year:
            yield Problem(
                item, ("figures", index, "year"), f"{item.label}有 {row.year} 年的数据，该年度还没有到", "改正年度"
            )
        seen.add((item.id, row.year))
