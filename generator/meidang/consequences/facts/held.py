"""Facts about what people and the institution hold: credentials and privileges on the day, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.facts import (
    CredentialState,
    credential_name,
    credential_state,
    is_employed,
    is_suspended,
)
from meidang.archive.granted import is_usable
from meidang.archive.holdings import is_obtained, renewal_of
from meidang.consequences.facts.fact import Fact, FactSort
from meidang.consequences.moves import Moves
from meidang.models.institution import Institution
from meidang.models.scalars import EXPIRY, NEVER
from meidang.models.shared import Credential
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who is here before and after."""

    before: Item[Any]
    after: Item[Any]


def holders(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Holder]:
    """The institution, and the people employed on the day in both versions, by id."""
    if before.institution and after.institution:
        yield Holder(before.institution, after.institution)
    yield from people(before, after, day, moves)


def people(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Holder]:
    """The people employed on the day in both versions, by id."""
    olds = {moves.id("staff", item.id): item for item in before.of(Staff)}
    for item in after.of(Staff):
        old = olds.get(item.id)
        if old and is_employed(old.record, day) and is_employed(item.record, day):
            yield Holder(old, item)


# --- credentials -----------------------------------------------------------------------------------------------------


def credential_facts(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Fact]:
    """Of each series of credentials the one that lasts longest, compared."""
    for holder in holders(before, after, day, moves):
        olds = _lasting(before, _credentials(holder.before), day)
        news = _lasting(after, _credentials(holder.after), day)
        for series in dict.fromkeys((*olds, *news)):
            yield from _credential(after, holder.after, olds.get(series), news.get(series), day)


def _credentials(item: Item[Any]) -> Sequence[Credential]:
    record = item.record
    found: Sequence[Credential] = record.licences if isinstance(record, Institution) else record.credentials
    return found


def _lasting(archive: Archive, held: Sequence[Credential], day: date) -> dict[tuple[str, ...], Credential]:
    last: dict[tuple[str, ...], Credential] = {}
    for one in held:
        series = renewal_of(archive, one)
        if is_obtained(one, day) and (series not in last or _end(one) > _end(last[series])):
            last[series] = one
    return last


def _end(one: Credential | Privilege) -> date:
    return one.valid_to or NEVER


def until(one: Credential | Privilege) -> str:
    """Until when it is valid, in words."""
    return EXPIRY.show(one.valid_to) if one.valid_to else "未写有效期"


def _credential(
    archive: Archive, item: Item[Any], old: Credential | None, new: Credential | None, day: date
) -> Iterator[Fact]:
    one = new or old
    if one is None:
        return
    what = f"{item.label}的{credential_name(archive, one)}"
    if old is None and new is not None:
        yield Fact(FactSort.OBTAINED, item.key, what, after=f"有效期至 {until(new)}" if new.valid_to else "")
    elif new is None and old is not None:
        yield Fact(FactSort.DROPPED, item.key, what, before=f"原有效期至 {until(old)}" if old.valid_to else "")
    elif old is not None and new is not None and old.valid_to != new.valid_to:
        is_over = credential_state(archive, new, day) is CredentialState.EXPIRED
        was_over = credential_state(archive, old, day) is CredentialState.EXPIRED
        sort = FactSort.RENEWED if _end(new) > _end(old) else FactSort.SHORTENED
        sort = FactSort.LAPSED if is_over and not was_over else sort
        yield Fact(sort, item.key, what, until(old), until(new))


# --- privileges ------------------------------------------------------------------------------------------------------


def privilege_facts(before: Archive, after: Archive, day: date, moves: Moves) -> Iterator[Fact]:
    """What each person may do on the day, compared."""
    for holder in people(before, after, day, moves):
        olds, news = _subjects(holder.before.record, day, moves), _subjects(holder.after.record, day, Moves())
        for subject in dict.fromkeys((*olds, *news)):
            old, new = olds.get(subject), news.get(subject)
            papers = [one.privilege if one else None for one in (old, new)]
            what = _what(after if new else before, holder.after, papers[1] or papers[0])
            sort = _sort(old, new, day)
            if sort is not None:
                yield Fact(sort, holder.after.key, what, *_days(sort, papers[0], papers[1], day))


@dataclass(frozen=True, slots=True)
class _Paper:
    """The privilege that speaks for all of one thing, and whether the person may use it."""

    privilege: Privilege
    is_usable: bool


def _subjects(person: Staff, day: date, moves: Moves) -> dict[tuple[str, ...], _Paper]:
    """What the person was granted, each thing once: what is usable, else what is suspended, else what ends last."""
    found: dict[tuple[str, ...], _Paper] = {}
    for one in person.privileges:
        operation = moves.id("technique", one.technique_id) if one.technique_id else one.icd9cm3 or one.operation_name
        subject = (one.privilege_type, operation or "", one.tier or "")
        paper = _Paper(one, is_usable(person, one, day))
        if subject not in found or _rank(paper, day) > _rank(found[subject], day):
            found[subject] = paper
    return found


def _rank(one: _Paper, day: date) -> tuple[bool, bool, date]:
    until = _end(one.privilege)
    return one.is_usable, is_suspended(one.privilege, day) and until >= day, until


def _what(archive: Archive, item: Item[Staff], one: Privilege | None) -> str:
    if one is None:
        return item.label
    what = archive.name(Technique, one.technique_id) or one.operation_name or one.tier
    return f"{item.label}的{one.privilege_type}授权" + (f"（{what}）" if what else "")


def _sort(old: _Paper | None, new: _Paper | None, day: date) -> FactSort | None:
    if old and new and old.is_usable and new.is_usable:
        ends = _end(old.privilege), _end(new.privilege)
        return None if ends[0] == ends[1] else FactSort.EXTENDED if ends[1] > ends[0] else FactSort.CUT
    if new and new.is_usable:
        if old is None or _is_ahead(old.privilege, day):
            return FactSort.GRANTED
        return FactSort.RESTORED if is_suspended(old.privilege, day) else FactSort.EXTENDED
    if old and old.is_usable:
        return FactSort.SUSPENDED if new and is_suspended(new.privilege, day) else FactSort.LOST
    return FactSort.PLANNED if new and old is None and _is_ahead(new.privilege, day) else None


def _is_ahead(one: Privilege, day: date) -> bool:
    return one.granted_on is not None and one.granted_on > day


def _days(sort: FactSort, old: Privilege | None, new: Privilege | None, day: date) -> tuple[str, str]:
    """What is said before and after."""
    if sort in (FactSort.EXTENDED, FactSort.CUT) and old and new:
        return until(old), until(new)
    if sort in (FactSort.GRANTED, FactSort.RESTORED) and new:
        return "", f"有效期至 {until(new)}" if new.valid_to else ""
    if sort is FactSort.PLANNED and new:
        return "", f"自 {new.granted_on} 起"
    if sort is FactSort.SUSPENDED and new:
        return "", f"自 {new.suspended_on} 起"
    if sort is FactSort.LOST and old:
        return _lost(old, new, day)
    return "", ""


def _lost(old: Privilege, new: Privilege | None, day: date) -> tuple[str, str]:
    if new is None:
        return "", f"记录已删去，{_former(old)}"
    if _end(new) >= day:
        return "", f"改成自 {new.granted_on} 起"
    return until(old), f"{until(new)}（已过期）"


def _former(old: Privilege) -> str:
    return f"原有效期至 {until(old)}" if old.valid_to else "原来未写有效期"
