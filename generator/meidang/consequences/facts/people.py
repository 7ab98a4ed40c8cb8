"""Facts about people: who came and went, changed department, title or post, was barred from practice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive, Item
from meidang.archive.facts import is_employed, open_suspension, present_title
from meidang.archive.granted import is_usable
from meidang.consequences.facts.fact import Fact, FactSort
from meidang.consequences.facts.held import Holder, people
from meidang.consequences.moves import Moves
from meidang.models.department import Department
from meidang.models.staff import Staff


def people_facts(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Fact]:
    """By id; those who came first."""
    olds = {moves.id("staff", item.id): item for item in before.of(Staff) if is_employed(item.record, day)}
    news = {item.id: item for item in after.of(Staff) if is_employed(item.record, day)}
    for staff_id in sorted(news.keys() - olds.keys()):
        yield _joined(after, news[staff_id], day)
    for staff_id in sorted(olds.keys() - news.keys()):
        yield _left(before, olds[staff_id], after.get(Staff, staff_id), day)
    for holder in people(before, after, day, moves):
        yield from _moved(before, after, holder, day, moves)


def _joined(archive: Archive, item: Item[Staff], day: date) -> Fact:
    person = item.record
    held = sum(is_usable(person, one, day) for one in person.privileges)
    words = [archive.name(Department, person.department_id), "、".join(person.posts)]
    words += [f"证照 {len(person.credentials)} 项" if person.credentials else "", f"授权 {held} 项" if held else ""]
    return Fact(FactSort.JOINED, item.key, item.label, after="，".join(filter(None, words)))


def _left(before: Archive, item: Item[Staff], now: Item[Staff] | None, day: date) -> Fact:
    held = sum(is_usable(item.record, one, day) for one in item.record.privileges)
    words = [before.name(Department, item.record.department_id)]
    if now is None:
        words.append("档案已删去")
    elif now.record.left_on:
        words.append(f"离职日期 {now.record.left_on}")
    words.append(f"离职前有 {held} 项有效授权" if held else "")
    return Fact(FactSort.LEFT, now.key if now else item.key, item.label, after="，".join(filter(None, words)))


def _moved(before: Archive, after: Archive, holder: Holder, day: date, moves: Moves) -> Iterator[Fact]:
    old, new, item = holder.before.record, holder.after.record, holder.after
    if moves.id("department", old.department_id) != new.department_id:
        names = before.name(Department, old.department_id), after.name(Department, new.department_id)
        yield Fact(FactSort.TRANSFERRED, item.key, item.label, *names)
    was, is_now = present_title(old, day), present_title(new, day)
    if (was.title if was else "") != (is_now.title if is_now else ""):
        titles = was.title if was else "没有职称", is_now.title if is_now else "没有职称"
        yield Fact(FactSort.PROMOTED, item.key, item.label, *titles)
    if set(old.posts) != set(new.posts):
        posts = ["、".join(one.posts) or "没有岗位" for one in (old, new)]
        yield Fact(FactSort.POSTED, item.key, item.label, posts[0], posts[1])
    barred, still = open_suspension(old, day), open_suspension(new, day)
    if still and not barred:
        yield Fact(FactSort.BARRED, item.key, item.label, after=f"自 {still[1].suspended_on} 起")
    if barred and not still:
        yield Fact(FactSort.READMITTED, item.key, item.label)
