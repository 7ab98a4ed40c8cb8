"""Duties: one engine for everything periodic that the institution declares in its table of duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from meidang.archive import Archive
from meidang.archive.calendar import add_months, days_left
from meidang.archive.collections import COLLECTIONS, Entered
from meidang.archive.conditions import values_at, way
from meidang.archive.filing import file_for, last_file
from meidang.archive.index import Item
from meidang.archive.obligations import Owed, owed
from meidang.archive.spans import Period
from meidang.findings import Severity
from meidang.models.duties import Weight
from meidang.models.ledger import Entry
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

WEIGHTS: Final[dict[Weight, Severity]] = {
    "否决": Severity.VETO,
    "重要": Severity.MAJOR,
    "一般": Severity.MINOR,
    "提醒": Severity.NOTICE,
}
_MOST = 6


def _problem(one: Owed, message: str, fix: str, due: date | None) -> Problem:
    """At the record that owes it, or at the duty's row where the institution does."""
    item: Item[Any] = one.subject or one.table
    path = () if one.subject else ("duties", one.row)
    return Problem(
        item, path, message, fix, due, severity=WEIGHTS[one.duty.weight], clause=one.duty.clause, about=one.about
    )


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:_MOST])
    return shown if len(names) <= _MOST else f"{shown} 等 {len(names)} 期"


def where_to(archive: Archive, name: str, period: Period, latest: Entered | None, subject: Item[Any] | None) -> str:
    """Where an entry of a collection belongs, in words: 到 the ledger's file, or 在 a dossier.

    ``latest``: the last entry that did the same; ``subject``: the record that owes it.
    """
    kind, title = COLLECTIONS[name].kind, COLLECTIONS[name].title
    if not kind.is_ledger:
        return f"在{kind.plural}档案的“{title.removesuffix('台账')}”里"
    is_department = subject is not None and subject.kind.name == "department"
    department = subject.id if subject and is_department else getattr(subject and subject.record, "department_id", None)
    like = latest.item if latest else last_file(archive, kind, department)
    # Nobody else's ledger will do for a department that has none yet.
    if like and (latest or not is_department):
        department = like.record.department_id
    filed = file_for(archive, kind, period, like, department)
    return f"到{'已有的' if filed.is_there else ''}{kind.title}（{filed.path}）"


@rule("DUT001", Severity.MAJOR, clause="应办事项", requirements=("S1-03", "S1-15"))
def period_without_entry(archive: Archive, as_of: date) -> Iterator[Problem]:
    """应办事项到期没有记录。

    为什么：做没做，评审只看台账；一期没有记录，就等于没有做。程度和条款以应办事项表为准。
    错误：
    # 五月没有门诊病历月考评的记录
    every: 月
    ledger: outpatient_record_qc
    正确：
    # archive/ledger/outpatient_record_qc/hospital-2026-05.yaml
    entries:
      - audited_on: 2026-05-29
        sample_size: 10
        conforming: 9
    """
    for one in owed(archive, as_of):
        missed = one.missed(as_of)
        if not missed:
            continue
        names = [slot.period.name if one.duty.every == "工作日" else slot.period.words for slot in missed]
        done = f"（应有 {one.duty.times} 次）" if one.duty.times > 1 else ""
        blank = " " if one.duty.every == "工作日" and len(names) <= _MOST else ""
        message = f"{one.whose}：{_listed(names)}{blank}没有记录{done}"
        latest = one.entries[-1] if one.entries else None
        place = where_to(archive, one.duty.ledger, missed[0].period, latest, one.subject)
        yield _problem(one, message, f"补做并登记{place}", missed[0].due)


@rule("DUT002", Severity.MAJOR, clause="应办事项", requirements=("S1-22",))
def sample_too_small(archive: Archive, as_of: date) -> Iterator[Problem]:
    """样本少于规定的份数。

    为什么：样本太小，率就说明不了问题；不足规定份数的，不算达标，也不算完成。
    错误：
    sample_size: 8
    正确：
    sample_size: 10
    """
    for one in owed(archive, as_of):
        least = one.duty.min_sample
        for slot in one.slots if least else ():
            if slot.entries and slot.sample(one.duty) < (least or 0) and slot.due <= as_of:
                last = slot.entries[-1]
                path = last.at(one.duty.sample) if one.duty.sample else last.at()
                message = f"{one.whose}：{slot.period.words}的样本只有 {slot.sample(one.duty)} 份，规定至少 {least} 份"
                yield Problem(
                    last.item,
                    path,
                    message,
                    f"补足到 {least} 份再评价",
                    slot.due,
                    severity=WEIGHTS[one.duty.weight],
                    clause=one.duty.clause,
                    about=one.about,
                )


@rule("DUT003", Severity.MAJOR, clause="应办事项", requirements=("S1-32",))
def entry_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """应办事项的记录缺少规定的内容。

    为什么：只有日期没有分析和措施的记录，证明不了持续改进。
    错误：
    summary: 本季度抽查 60 份
    正确：
    summary: 本季度抽查 60 份
    analysis: 缺陷集中在术前讨论
    actions: 术前讨论模板化
    """
    for one in owed(archive, as_of):
        model = COLLECTIONS[one.duty.ledger].model
        known = {name: found for name in one.duty.complete if (found := way(model, name))}
        for entered in one.entries if known else ():
            if entered.day and entered.day < one.since:
                continue
            missing = [name for name, steps in known.items() if not any(True for _ in values_at(entered.entry, steps))]
            if missing:
                message = f"{one.whose}：{entered.day} 的记录缺{'、'.join(known[name][-1].label for name in missing)}"
                yield Problem(
                    entered.item,
                    entered.at(),
                    message,
                    "补上" + "、".join(f"「{known[name][-1].label}」（{name}）" for name in missing),
                    severity=WEIGHTS[one.duty.weight],
                    clause=one.duty.clause,
                    about=one.about,
                )


@rule("DUT004", Severity.MAJOR, clause="应办事项", requirements=("S0-22",))
def interval_passed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """距上一次超过规定的间隔。

    为什么：校验、检测等按间隔管理；间隔一过，设备或做法是否可靠就没有凭据。
    错误：
    calibrated_on: 2026-01-12
    正确：
    calibrated_on: 2026-04-10
    """
    for one in owed(archive, as_of):
        due = one.next_due
        if due and due < as_of:
            since = f"上一次是 {one.last}" if one.last else "至今没有记录"
            message = f"{one.whose}最迟应在 {due} 完成，{since}（间隔不超过 {one.months} 个月）"
            yield _problem(one, message, "立即补做并登记；完成前停用或停办", due)


@rule("DUT005", Severity.MINOR, clause="应办事项", requirements=("S0-22",))
def interval_was_passed(archive: Archive, as_of: date) -> Iterator[Problem]:
    """过去的两次之间超过规定的间隔。

    为什么：评审会逐个比较日期；过去晚了几天的，要能说明那几天没有使用。晚的那一条写了备注，就算说明了。
    错误：
    # 2025-07-10 之后 2025-10-13 才校验
    calibrated_on: 2025-10-13
    正确：
    calibrated_on: 2025-10-13
    note: 2025-10-11 至 10-13 停用，校验合格后恢复使用
    """
    for one in owed(archive, as_of):
        if one.duty.within_months is None:
            continue
        done = sorted((each for each in one.entries if each.day), key=lambda each: each.moment)
        for before, after in pairwise(done):
            due, is_explained = add_months(before.moment, one.months), after.entry.note is not None
            is_late = after.moment > due and after.moment >= one.duty.since and due <= (one.duty.until or due)
            if is_late and not is_explained:
                message = f"{one.whose}：{after.day} 比应完成的 {due} 晚了 {(after.moment - due).days} 天"
                fix = f"核对日期；属实的，在这一条的{called(Entry, 'note')}里写明原因，例如这几天没有使用"
                path = after.at(COLLECTIONS[one.duty.ledger].day_field)
                yield Problem(after.item, path, message, fix, clause=one.duty.clause, about=one.about)


@rule("DUT006", Severity.NOTICE, clause="应办事项", requirements=("S1-15",))
def falls_due(archive: Archive, as_of: date) -> Iterator[Problem]:
    """应办事项快到期。

    为什么：留出补做的时间。提前的天数取设置里提前提醒天数的最后一档；按间隔的取第二档。
    错误：
    # 今天 2026-06-28，六月的考评还没有登记
    every: 月
    正确：
    # 六月的考评已登记
    audited_on: 2026-06-26
    """
    leads = sorted(archive.settings.lead_days)
    if not leads:
        return
    for one in owed(archive, as_of):
        due, lead = one.next_due, leads[min(1, len(leads) - 1)]
        if due is None and one.duty.every != "工作日" and (slot := one.pending(as_of)):
            due, lead = slot.due, leads[0]
        if due and as_of <= due <= as_of + timedelta(days=lead):
            item: Item[Any] = one.subject or one.table
            message = f"{one.whose}应在 {due} 前完成，{days_left(due, as_of)}"
            path = () if one.subject else ("duties", one.row)
            yield Problem(item, path, message, "完成后登记到台账", due, clause=one.duty.clause, about=one.about)
