"""What a list says of each record beyond its own words: title, state, who may do it, what ends. Numbers are links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from meidang.agenda.endings import Ending, endings
from meidang.archive import Archive, Item
from meidang.archive.calendar import add_months, days_left
from meidang.archive.devices import calibration_months, calibrations, is_there
from meidang.archive.facts import is_employed, present_status, present_title
from meidang.archive.once import once
from meidang.archive.permits import performers
from meidang.models.agreement import Agreement
from meidang.models.audience import Edition
from meidang.models.base import Model
from meidang.models.committee import Committee
from meidang.models.device import Device
from meidang.models.plans import WorkPlan
from meidang.models.scalars import NEVER
from meidang.models.staff import Staff
from meidang.models.standard import Standard
from meidang.models.technique import Technique
from meidang.render.pages import markup
from meidang.render.pages.addresses import path_of, section_anchor
from meidang.render.pages.book import Book
from meidang.render.pages.records.derived_work import naming
from meidang.render.pages.records.lists import Pick


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that follows from a record; ``make`` gets the list's address and the record."""

    head: str | Pick
    make: Callable[[str, Item[Any]], str]


def derived_columns(book: Book, model: type[Model]) -> tuple[Derived, ...]:
    """The derived columns of a kind's list; the public sees none that needs what it is not shown."""
    return tuple(_COLUMNS[model](book)) if model in _COLUMNS else ()


def _staff(book: Book) -> Iterator[Derived]:
    def title(_here: str, item: Item[Staff]) -> str:
        if not is_employed(item.record, book.as_of):
            return markup.badge("notice", "不在职")
        held = present_title(item.record, book.as_of)
        return markup.text(held.title) if held else ""

    def soonest(here: str, item: Item[Staff]) -> str:
        ending = soonest_ending(book.archive, book.as_of).get(item.key)
        if ending is None:
            return ""
        link = markup.link(here, path_of(item), f"{ending.day}", section_anchor(item.kind, str(ending.path[0])))
        return f"{link}<br><small>{markup.text(ending.what)}，{days_left(ending.day, book.as_of)}</small>"

    yield Derived(Pick("职称", "title"), title)
    if book.edition is not Edition.PUBLIC:
        yield Derived("最早到期", soonest)


@once
def soonest_ending(archive: Archive, day: date) -> Mapping[str, Ending]:
    """What of each record ends first, what has run out included."""
    return {ending.item.key: ending for ending in reversed(endings(archive, day))}


def _technique(book: Book) -> Iterator[Derived]:
    year = book.as_of.year - 1

    def status(_here: str, item: Item[Technique]) -> str:
        found = present_status(item.record, book.as_of)
        return markup.text(found.status) if found else ""

    def who(here: str, item: Item[Technique]) -> str:
        return markup.link(here, path_of(item), str(len(performers(book.archive, item.id, book.as_of))), "performers")

    def cases(here: str, item: Item[Technique]) -> str:
        figure = next((one for one in item.record.figures if one.year == year), None)
        if figure:
            return markup.link(here, path_of(item), str(figure.cases), "figures")
        listed = naming(book.archive, "case", "technique_id").get(item.id, ())
        count = sum(one.moment.year == year for one in listed)
        return markup.link(here, path_of(item), str(count), "cases") if count else ""

    yield Derived(Pick("状态", "status"), status)
    if book.edition is not Edition.PUBLIC:
        yield Derived("可做人数", who)
        yield Derived(f"{year} 年例数", cases)


def _agreement(book: Book) -> Iterator[Derived]:
    def state(_here: str, item: Item[Agreement]) -> str:
        record = item.record
        if record.valid_to != NEVER and record.valid_to < book.as_of:
            return markup.badge("veto", "已过期")
        if record.valid_from and record.valid_from > book.as_of:
            return markup.badge("notice", "未开始")
        return markup.badge("fine", "有效")

    yield Derived(Pick("状态", "status"), state)


def _device(book: Book) -> Iterator[Derived]:
    def calibration(here: str, item: Item[Device]) -> str:
        months = calibration_months(book.archive, item.record)
        if not months or not is_there(item.record, book.as_of):
            return ""
        past = [one for one in calibrations(book.archive).get(item.id, ()) if one.moment <= book.as_of]
        if not past:
            return markup.badge("veto", "没有校验")
        due = add_months(past[-1].entry.calibrated_on, months)
        link = book.row_link(here, past[-1], str(due))
        return f"{link}<br><small>{days_left(due, book.as_of)}</small>"

    yield Derived("下次校验", calibration)


def _count(head: str, anchor: str, unit: str) -> Callable[[Book], Iterator[Derived]]:
    """How many of a record's list there are, and the way to them."""

    def make(here: str, item: Item[Any]) -> str:
        many = len(getattr(item.record, anchor))
        return markup.link(here, path_of(item), f"{many} {unit}", anchor) if many else f"0 {unit}"

    return lambda _book: iter((Derived(head, make),))


_COLUMNS: Mapping[type[Model], Callable[[Book], Iterator[Derived]]] = {
    Staff: _staff,
    Technique: _technique,
    Agreement: _agreement,
    Device: _device,
    Committee: _count("成员", "members", "人"),
    WorkPlan: _count("任务", "tasks", "项"),
    Standard: _count("条款", "clauses", "条"),
}
