"""What the ledgers say of a record: a device's calibrations, a technique's cases, a committee's decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.calendar import days_left
from meidang.archive.collections import COLLECTIONS, Entered, entries
from meidang.archive.obligations import Owed, owed
from meidang.archive.once import once
from meidang.archive.spans import span_words
from meidang.archive.tasks import is_cancelled, is_done
from meidang.models.committee import Committee
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.drug_item import DrugItem
from meidang.models.plans import QiPlan, Task
from meidang.models.technique import Technique
from meidang.render.pages import markup
from meidang.render.pages.addresses import collection_path
from meidang.render.pages.book import Book
from meidang.render.pages.work.duties import missed_words, state_badge
from meidang.render.pages.work.entries import entry_table

#: So many of the newest entries stand on a record's page; the ledger has the rest.
_NEWEST: Final = 12
_MOST_MONTHS: Final = 24


@once
def naming(archive: Archive, name: str, field: str) -> Mapping[str, Sequence[Entered]]:
    """The entries of a ledger by what a field of theirs names, in the order of their days."""
    grouped: dict[str, list[Entered]] = {}
    for one in entries(archive, name):
        value = getattr(one.entry, field)
        for target in value if isinstance(value, tuple) else (value,):
            if target is not None:
                grouped.setdefault(target, []).append(one)
    return grouped


@once
def of_departments(archive: Archive, name: str) -> Mapping[str, Sequence[Entered]]:
    """The entries of a ledger by the department whose ledger it is."""
    grouped: dict[str, list[Entered]] = {}
    for one in entries(archive, name):
        if one.department_id:
            grouped.setdefault(one.department_id, []).append(one)
    return grouped


@once
def _owed_by(archive: Archive, day: date) -> Mapping[str, Sequence[Owed]]:
    grouped: dict[str, list[Owed]] = {}
    for one in owed(archive, day):
        if one.subject:
            grouped.setdefault(one.subject.key, []).append(one)
    return grouped


def _newest(book: Book, here: str, name: str, found: Sequence[Entered], leave_out: Sequence[str] = ()) -> Iterator[str]:
    """A section with the newest entries and the way to all; nothing where there are none."""
    if not found:
        return
    title = COLLECTIONS[name].title
    yield markup.heading(2, title, name.replace("_", "-"))
    yield entry_table(book, here, found[::-1][:_NEWEST], leave_out=leave_out)
    if len(found) > _NEWEST:
        yield f"{markup.link(here, collection_path(name), f'共 {len(found)} 条，全部见{title}')}"


def duties_of(book: Book, here: str, item: Item[Any]) -> Iterator[str]:
    """What the record owes, with its state."""
    rows = [
        (
            book.link(here, "duties", one.duty.id),
            state_badge(one, book.as_of),
            markup.day(one.last) if one.last else "",
            markup.day(one.next_due) if one.next_due else "",
            missed_words(one, book.as_of) if one.missed(book.as_of) else "",
        )
        for one in _owed_by(book.archive, book.as_of).get(item.key, ())
    ]
    if rows:
        heads = ("事项", "状态", "上一次", "下一次最迟", "缺")
        yield markup.heading(2, "应办事项", "duties")
        yield markup.full_table(heads, rows)


# --- by kind ---------------------------------------------------------------------------------------------------------


def checks_of_device(book: Book, here: str, item: Item[Device]) -> Iterator[str]:
    """What must be done to it, its calibrations and its inspections."""
    yield from duties_of(book, here, item)
    for name in ("calibration", "device_inspection"):
        found = naming(book.archive, name, "device_id").get(item.id, ())
        yield from _newest(book, here, name, found, ("device_id",))


def stock_of_drug(book: Book, here: str, item: Item[DrugItem]) -> Iterator[str]:
    """Its lots and its newest counts."""
    yield from duties_of(book, here, item)
    for name in ("drug_lot", "drug_daily_count"):
        found = naming(book.archive, name, "drug_item_id").get(item.id, ())
        yield from _newest(book, here, name, found, ("drug_item_id",))


def decisions_of_committee(book: Book, here: str, item: Item[Committee]) -> Iterator[str]:
    """What it must do and what it decided."""
    yield from duties_of(book, here, item)
    found = naming(book.archive, "committee_decision", "committee_id").get(item.id, ())
    yield from _newest(book, here, "committee_decision", found, ("committee_id",))


def items_of_plan(book: Book, here: str, item: Item[QiPlan]) -> Iterator[str]:
    """The improvement items that carry it out."""
    found = naming(book.archive, "qi_entry", "plan_id").get(item.id, ())
    yield from _newest(book, here, "qi_entry", found, ("plan_id",))


def cases_of_technique(book: Book, here: str, item: Item[Technique]) -> Iterator[str]:
    """Its cases of the ledger by month and operator."""
    found = naming(book.archive, "case", "technique_id").get(item.id, ())
    if not found:
        return
    counts = Counter((f"{one.moment:%Y-%m}", one.entry.operator_id) for one in found)
    last = {f"{one.moment:%Y-%m}": one for one in found}
    people = sorted({person for _, person in counts})
    rows = [
        [
            book.row_link(here, last[month], span_words(month)),
            *(str(counts[month, person]) if counts[month, person] else "" for person in people),
            str(sum(counts[month, person] for person in people)),
        ]
        for month in sorted(last, reverse=True)[:_MOST_MONTHS]
    ]
    yield markup.heading(2, f"病例台账（{len(found)} 例）", "cases")
    yield markup.table(("月份", *(book.link(here, "staff", person) for person in people), "合计"), rows)


def work_of_department(book: Book, here: str, item: Item[Department]) -> Iterator[str]:
    """What it owes, its ledgers, and its open improvement items."""
    yield from duties_of(book, here, item)
    rows = []
    for collection in COLLECTIONS.values():
        mine = of_departments(book.archive, collection.name).get(item.id, ()) if collection.kind.is_ledger else ()
        if mine:
            link = markup.link(here, collection_path(collection.name), collection.title)
            rows.append((link, str(len(mine)), book.row_link(here, mine[-1], str(mine[-1].day or "未注明"))))
    if rows:
        yield markup.heading(2, "本科室台账", "ledgers")
        yield markup.table(("台账", "条数", "最近一条"), rows)
    mine = of_departments(book.archive, "qi_entry").get(item.id, ())
    still = [one for one in mine if one.entry.closed_on is None or one.entry.closed_on > book.as_of]
    yield from _newest(book, here, "qi_entry", still)


def task_badge(task: Task, day: date) -> str:
    """Whether a task is in time; of one that is done without a day nothing can be said but that."""
    if is_cancelled(task):
        return markup.badge("notice", "已取消")
    if is_done(task, day):
        if task.completed_on is None:
            return markup.badge("minor", "已完成，没有日期")
        in_time = task.due_on is None or task.completed_on <= task.due_on
        return markup.badge("fine", "按期完成") if in_time else markup.badge("minor", "逾期完成")
    if task.due_on is None:
        return ""
    days = (task.due_on - day).days
    return markup.badge("veto", f"逾期 {-days} 天") if days < 0 else markup.badge("notice", days_left(task.due_on, day))
