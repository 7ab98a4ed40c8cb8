"""Facts about what the institution does: techniques, self-restrictions, departments, policies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive, Item
from meidang.archive.departments import departments_in_use
from meidang.archive.facts import is_active, open_self_restrictions, present_status
from meidang.consequences.facts.fact import Fact, FactSort
from meidang.consequences.moves import Moves
from meidang.models.policy import Policy
from meidang.models.scalars import GRADE
from meidang.models.technique import Technique


def technique_facts(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Fact]:
    """Which techniques may be done now, may no longer be done, and are graded otherwise."""
    olds = {moves.id("technique", item.id): item for item in before.of(Technique)}
    news = {item.id: item for item in after.of(Technique)}
    for technique_id in sorted({*olds, *news}):
        old, new = olds.get(technique_id), news.get(technique_id)
        was = old is not None and is_active(old.record, day)
        is_now = new is not None and is_active(new.record, day)
        item = new or old
        if item and was != is_now:
            sort = FactSort.STARTED if is_now else FactSort.STOPPED
            yield Fact(sort, item.key, item.label, _status(old, day), _status(new, day))
        if old and new and old.record.grade != new.record.grade:
            grades = GRADE.show(old.record.grade), GRADE.show(new.record.grade)
            yield Fact(FactSort.REGRADED, new.key, new.label, *grades)


def _status(item: Item[Technique] | None, day: date) -> str:
    if item is None:
        return "没有档案"
    status = present_status(item.record, day)
    return status.status if status else "没有登记状态"


def restriction_facts(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Fact]:
    """Which self-restrictions begin and end."""
    olds = {moves.key(item.key): (before, item, own) for item, own in open_self_restrictions(before, day)}
    news = {item.key: (after, item, own) for item, own in open_self_restrictions(after, day)}
    for sort, these, those in ((FactSort.RESTRICTED, news, olds), (FactSort.RELEASED, olds, news)):
        for key in sorted(these.keys() - those.keys()):
            archive, item, own = these[key]
            what = f"{archive.name(Technique, own.technique_id)}（{own.scope}）"
            yield Fact(sort, item.key, what, after=f"自 {own.restricted_on} 起" if sort is FactSort.RESTRICTED else "")


def department_facts(before: Archive, after: Archive, moves: Moves) -> Iterator[Fact]:
    """Which departments are taken into use, and which are closed."""
    olds = {moves.key(item.key): item for item in departments_in_use(before)}
    news = {item.key: item for item in departments_in_use(after)}
    yield from (Fact(FactSort.OPENED, key, news[key].label) for key in sorted(news.keys() - olds.keys()))
    yield from (Fact(FactSort.CLOSED, key, olds[key].label) for key in sorted(olds.keys() - news.keys()))


def policy_facts(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Fact]:
    """Which policies are in force now, and which no longer are."""
    olds = {moves.key(item.key): item for item in before.of(Policy) if _is_in_force(item.record, day)}
    news = {item.key: item for item in after.of(Policy) if _is_in_force(item.record, day)}
    for key in sorted(news.keys() - olds.keys()):
        yield Fact(FactSort.EFFECTIVE, key, f"《{news[key].label}》", after=news[key].record.document_no)
    for key in sorted(olds.keys() - news.keys()):
        yield Fact(FactSort.ABOLISHED, key, f"《{olds[key].label}》", after=olds[key].record.document_no)


def _is_in_force(policy: Policy, day: date) -> bool:
    begun = policy.effective_on is not None and policy.effective_on <= day
    return begun and (policy.abolished_on is None or policy.abolished_on > day)
