"""Everything that ends: each value declared as an expiry, in any record; and what findings say falls due beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from meidang.agenda.found import Found
from meidang.archive import Archive, Item
from meidang.archive.facts import credential_name, is_employed
from meidang.archive.granted import granted
from meidang.archive.holdings import holdings
from meidang.archive.index import Path
from meidang.archive.once import once
from meidang.findings import Finding
from meidang.models.base import Declared, Model, describe, per_model, title_of
from meidang.models.scalars import EXPIRY, NEVER
from meidang.models.shared import Credential
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends on ``day``: ``what`` it is, in which record, at which value."""

    item: Item[Any]
    path: Path
    what: str
    day: date


#: Pages look so many days ahead; the institution's own lead times govern the findings.
AHEAD_DAYS: Final = 90
#: Lists that keep what was renewed; only what has not been renewed ends.
_RENEWED = ("licences", "credentials", "privileges")


@once
def endings(archive: Archive, as_of: date) -> Sequence[Ending]:
    """All endings of the institution, of its techniques and of those employed, the soonest first."""
    every = (ending for item in archive.items.values() if _counts(item, as_of) for ending in _in(archive, item))
    current = {(held.item.key, *held.path) for held in holdings(archive, as_of)}
    current |= {(one.item.key, *one.at()) for one in granted(archive, as_of)}
    found = [
        ending for ending in every if ending.path[0] not in _RENEWED or (ending.item.key, *ending.path[:-1]) in current
    ]
    return sorted(found, key=lambda ending: (ending.day, ending.item.key, ending.what))


def expired(found: Sequence[Ending], as_of: date) -> Sequence[Ending]:
    """What has ended before ``as_of``; the last day is valid."""
    return [ending for ending in found if ending.day < as_of]


def expiring(found: Sequence[Ending], as_of: date, days: int) -> Sequence[Ending]:
    """What ends within ``days``, ``as_of`` included."""
    return [ending for ending in found if as_of <= ending.day <= as_of + timedelta(days=days)]


def _counts(item: Item[Any], as_of: date) -> bool:
    return not isinstance(item.record, Staff) or is_employed(item.record, as_of)


@per_model
def _paths(model: type[Model]) -> Sequence[Declared]:
    """The fields on the way to an expiry."""
    return [
        declared
        for declared in describe(model).values()
        if declared.leaf is EXPIRY or (declared.model and _paths(declared.model))
    ]


def _in(archive: Archive, item: Item[Any]) -> Iterator[Ending]:
    for path, group, day in _walk(item.record, ()):
        if day != NEVER:
            yield Ending(item, path, _what(archive, group, str(path[-1])), day)


def _walk(group: Model, path: Path) -> Iterator[tuple[Path, Model, date]]:
    for declared in _paths(type(group)):
        value = getattr(group, declared.name)
        for index, one in enumerate(value if declared.many else (value,)):
            here = (*path, declared.name, index) if declared.many else (*path, declared.name)
            if isinstance(one, Model):
                yield from _walk(one, here)
            elif one is not None:
                yield here, group, one


def _what(archive: Archive, group: Model, field: str) -> str:
    """What ends, as people call it: a certificate, a privilege, what the field is about, or whatever has that name."""
    if isinstance(group, Credential):
        return credential_name(archive, group)
    if isinstance(group, Privilege):
        name = group.operation_name or archive.name(Technique, group.technique_id) or group.tier or ""
        return f"{group.privilege_type}授权" + (f"（{name}）" if name else "")
    label = describe(type(group))[field].label.removesuffix("有效期至").removesuffix("截止")
    return label or getattr(group, "name", "") or title_of(type(group))


# --- what findings say beside it: evaluations, reviews, checks -------------------------------------------------------


def overdue(found: Found, gone: Iterable[Ending]) -> Sequence[Finding]:
    """What should have been done before the day; not what merely expired."""
    return [one for one in _apart(found, gone) if one.due and one.due < found.as_of]


def falling_due(found: Found, soon: Iterable[Ending]) -> Sequence[Finding]:
    """What falls due within ``AHEAD_DAYS``, the day included; not what merely ends."""
    until = found.as_of + timedelta(days=AHEAD_DAYS)
    return [one for one in _apart(found, soon) if one.due and found.as_of <= one.due <= until]


def _apart(found: Found, listed: Iterable[Ending]) -> Iterable[Finding]:
    places = {found.locate(ending.item.key, ending.path) for ending in listed}
    return (one for one in found.urgent if one.location not in places)
