"""After the case: every visit of the schedule, in time, with its contents (S0-15, S0-02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from meidang.archive import Archive
from meidang.archive.cases import done_cases
from meidang.archive.collections import Entered, entries, entries_until
from meidang.archive.follow_ups import case_numbers, is_answered, visits_due
from meidang.archive.unread import has_unread
from meidang.findings import Severity
from meidang.models.ledgers.cases import FollowUp
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule

_CONTENTS = ("recovery", "adverse_reaction", "satisfaction", "entered_at")


@rule("FUP001", Severity.MAJOR, clause="一(三)1", requirements=("S0-15", "S0-02"))
def visit_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """应访日过了宽限期，没有随访，也没有写失访。

    为什么：并发症多在头几天和恢复期出现，手术类访四次，非手术类访三次，一次也不能落下；天数和宽限见设置。
    错误：
    # 病例 C26-0470 没有第 7 天的随访
    entries:
      - case_no: C26-0470
        due_on: 2026-05-13
        done_on: 2026-05-13
    正确：
    entries:
      - case_no: C26-0470
        due_on: 2026-05-13
        done_on: 2026-05-13
      - case_no: C26-0470
        due_on: 2026-05-19
        outcome: 失访
    """
    for done in done_cases(archive, as_of) if not has_unread(archive, "follow_up") else ():
        missed = [
            visit
            for visit in visits_due(archive, done, as_of)
            if visit.entered is None or not is_answered(visit.entered.entry, as_of)
        ]
        if missed:
            days = "、".join(f"第 {visit.days} 天（{visit.due}）" for visit in missed)
            path, fix = done.at(), "补做随访并登记到术后随访台账；联系不上的写失访"
            yield Problem(done.item, path, f"{done.whose}没有随访：{days}", fix, due=missed[0].due)
    yield from _unanswered(archive, as_of)


def _unanswered(archive: Archive, as_of: date) -> Iterator[Problem]:
    """Visits in the ledger of cases that are not registered here."""
    if has_unread(archive, "case"):
        return
    registered = case_numbers(archive, as_of)
    grace = timedelta(days=archive.settings.follow_up.tolerance_days)
    for one in entries_until(archive, "follow_up", as_of - grace - timedelta(days=1)):
        visit: FollowUp = one.entry
        if visit.case_no not in registered and not is_answered(visit, as_of):
            message = f"病例 {visit.case_no} 应于 {visit.due_on} 随访，没有实访日，也没有写失访"
            fix = f"补上{called(FollowUp, 'done_on')}；联系不上的，{called(FollowUp, 'outcome')}写“失访”"
            yield Problem(one.item, one.at(), message, fix, due=visit.due_on)


def _visited(archive: Archive, as_of: date) -> Iterator[tuple[Entered, FollowUp, date]]:
    """The visits that were made by then, with the day."""
    for one in entries(archive, "follow_up"):
        done_on = one.entry.done_on
        if done_on and done_on <= as_of and one.entry.outcome != "失访":
            yield one, one.entry, done_on


@rule("FUP002", Severity.MAJOR, clause="一(三)1", requirements=("S0-15",))
def visit_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """随访内容不全。

    为什么：随访要问恢复情况、不良反应和满意度，并在随访 APP 实时录入。
    错误：
    entries:
      - case_no: C26-0470
        done_on: 2026-05-13
        recovery: 轻度肿胀
    正确：
    entries:
      - case_no: C26-0470
        done_on: 2026-05-13
        entered_at: 2026-05-13T16:20
        recovery: 轻度肿胀
        adverse_reaction: 无
        satisfaction: 满意
    """
    for one, visit, done_on in _visited(archive, as_of):
        missing = [name for name in _CONTENTS if getattr(visit, name) is None]
        if missing:
            message = f"病例 {visit.case_no} 的随访（{done_on}）缺{labels(FollowUp, *missing)}"
            yield Problem(one.item, one.at(), message, f"补上{called(FollowUp, *missing)}")


@rule("FUP003", Severity.MAJOR, clause="一(三)1", requirements=("S0-15",))
def visit_not_in_time(archive: Archive, as_of: date) -> Iterator[Problem]:
    """随访比应访日提前或推迟太多。

    为什么：随访计划按恢复的节点定，偏离太多就观察不到该看的变化。宽限见设置。
    错误：
    entries:
      - due_on: 2026-05-13
        done_on: 2026-05-25
    正确：
    entries:
      - due_on: 2026-05-13
        done_on: 2026-05-14
    """
    most = archive.settings.follow_up.tolerance_days
    for one, visit, done_on in _visited(archive, as_of):
        days = (done_on - visit.due_on).days
        if abs(days) > most:
            said = f"晚了 {days} 天" if days > 0 else f"早了 {-days} 天"
            message = f"病例 {visit.case_no} 应于 {visit.due_on} 随访，实访 {done_on}，{said}"
            yield Problem(one.item, one.at("done_on"), message, f"前后 {most} 天内随访；日期写错就改正")
