"""That every record is kept current: reviews, registered changes, archive numbers (S1-01, S1-02, S1-15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from meidang.archive import Archive, Item
from meidang.archive.calendar import add_months, days_left
from meidang.archive.facts import known
from meidang.findings import Severity
from meidang.models.base import Record, Revision
from meidang.models.staff import Staff
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule


def _records(archive: Archive) -> Iterator[Item[Record]]:
    """Every record; tables have no dossier."""
    return (item for item in archive.items.values() if isinstance(item.record, Record))


def _kept(archive: Archive, as_of: date) -> Iterator[Item[Record]]:
    """The records that are kept current: the dossier of someone who left is closed."""
    for item in _records(archive):
        left = item.record.left_on if isinstance(item.record, Staff) else None
        if left is None or left > as_of:
            yield item


def _name(item: Item[Record]) -> str:
    return f"{item.kind.title}“{item.label}”"


@rule("REV001", Severity.MAJOR, clause="总则1", requirements=("S1-01",))
def review_overdue(archive: Archive, as_of: date) -> Iterator[Problem]:
    """档案复核逾期。

    为什么：档案要动态管理、定期更新；过了下次复核日期，内容是否属实就没有人保证。
    错误：
    next_review_on: 2026-05-31
    正确：
    updated_on: 2026-06-20
    next_review_on: 2027-06-20
    """
    for item in _kept(archive, as_of):
        due = item.record.next_review_on
        if due and due < as_of:
            message = f"{_name(item)}应于 {due} 复核，已逾期"
            fix = f"核对内容后，更新{called(Record, 'updated_on', 'next_review_on')}"
            yield Problem(item, ("next_review_on",), message, fix, due=due)


@rule("REV002", Severity.MAJOR, clause="总则1", requirements=("S1-01", "S1-02", "S1-15"))
def update_facts_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """档案缺少编号、责任部门、更新日期或下次复核日期。

    为什么：没有这四项，就说不清档案由谁负责、何时更新过、何时再复核。
    错误：
    archive_no: RY-D01
    正确：
    archive_no: RY-D01
    owner_dept: 医务部
    updated_on: 2026-03-10
    next_review_on: 2027-03-10
    """
    for item in _kept(archive, as_of):
        names = ("archive_no", "owner_dept", "updated_on", "next_review_on")
        if missing := [name for name in names if getattr(item.record, name) is None]:
            model = item.kind.model
            yield Problem(item, (), f"{_name(item)}缺{labels(model, *missing)}", f"补填{called(model, *missing)}")


@rule("REV003", Severity.MINOR, clause="总则1", requirements=("S1-01",))
def review_too_far(archive: Archive, as_of: date) -> Iterator[Problem]:
    """下次复核日期离更新日期太远。

    为什么：复核间隔不得超过机构规定的档案复核周期（见设置）。
    错误：
    updated_on: 2026-03-10
    next_review_on: 2029-03-10
    正确：
    updated_on: 2026-03-10
    next_review_on: 2027-03-10
    """
    months = archive.settings.review_interval_months
    for item in _kept(archive, as_of):
        updated, due = item.record.updated_on, item.record.next_review_on
        if updated and due and due > add_months(updated, months):
            latest = add_months(updated, months)
            message = f"{_name(item)}的下次复核日期 {due} 离更新日期 {updated} 超过 {months} 个月"
            yield Problem(item, ("next_review_on",), message, f"改为 {latest} 或更早的日期")


@rule("REV004", Severity.MINOR, clause="(九)", requirements=("S1-15",))
def change_registered_late(archive: Archive, as_of: date) -> Iterator[Problem]:
    """变更没有按期登记。

    为什么：职称、证照、离职等变更须在规定天数内（见设置）、不晚于计划日期登记到档案。
    错误：
    revisions:
      - change: 取得主任医师职称
        changed_on: 2026-03-01
        done_on: 2026-04-20
    正确：
    revisions:
      - change: 取得主任医师职称
        changed_on: 2026-03-01
        done_on: 2026-03-05
    """
    days = timedelta(days=archive.settings.reflect_change_days)
    for item in _records(archive):
        for index, revision in enumerate(item.record.revisions):
            limit = min(revision.changed_on + days, revision.due_on or date.max)
            done = known(revision.done_on, as_of)
            if (done or as_of) > limit:
                said = f"{done} 才登记" if done else "至今没有登记"
                message = f"{_name(item)}的变更“{revision.change}”应于 {limit} 前登记，{said}"
                yield Problem(item, ("revisions", index, "done_on"), message, _how_to_register(done), due=limit)


def _how_to_register(done: date | None) -> str:
    return (
        "核对登记日期；确属逾期的，在备注说明原因"
        if done
        else f"改好档案，填写{called(Revision, 'done_on', 'done_by')}"
    )


@rule("REV005", Severity.NOTICE, clause="总则1", requirements=("S1-01",))
def updated_in_the_future(archive: Archive, as_of: date) -> Iterator[Problem]:
    """更新日期晚于截至日期。

    为什么：多半是日期写错；用较早的截至日期查看历史时，也提醒档案内容比那一天新。
    错误：
    updated_on: 2062-03-10
    正确：
    updated_on: 2026-03-10
    """
    for item in _records(archive):
        updated = item.record.updated_on
        if updated and updated > as_of:
            message = f"{_name(item)}的更新日期 {updated} 晚于截至日期 {as_of}"
            yield Problem(item, ("updated_on",), message, "写错的改正；查看历史时不用处理")


@rule("REV006", Severity.MAJOR, clause="总则2", requirements=("S1-02",))
def archive_number_used_twice(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """两份档案的编号相同。

    为什么：档案编号是查找纸质档案的依据，必须唯一。
    错误：
    archive_no: 与别的档案相同的编号
    正确：
    archive_no: RY-D01
    """
    first: dict[str, Item[Record]] = {}
    for item in sorted(_records(archive), key=lambda item: item.key):
        number = item.record.archive_no
        if number is None:
            continue
        other = first.setdefault(number, item)
        if other is not item:
            message = f"{_name(item)}的档案编号 {number} 与{_name(other)}（{other.key}）的相同"
            yield Problem(item, ("archive_no",), message, "给其中一份换一个没有用过的编号")


@rule("REV007", Severity.NOTICE, clause="总则1", requirements=("S1-01",))
def review_due_soon(archive: Archive, as_of: date) -> Iterator[Problem]:
    """档案快到复核日期。

    为什么：留出核对内容的时间；提前天数取设置里提前提醒天数的第一档。
    错误：
    next_review_on: 2026-07-20
    正确：
    updated_on: 2026-06-28
    next_review_on: 2027-06-28
    """
    lead = timedelta(days=max(archive.settings.lead_days, default=0))
    for item in _kept(archive, as_of):
        due = item.record.next_review_on
        if due and as_of <= due <= as_of + lead:
            message = f"{_name(item)}应于 {due} 前复核，{days_left(due, as_of)}"
            fix = f"核对内容后，更新{called(Record, 'updated_on', 'next_review_on')}"
            yield Problem(item, ("next_review_on",), message, fix, due=due)
