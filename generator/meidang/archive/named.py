"""Who and what is meant by an id or a name that somebody typed in a command; misuse names the nearest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from meidang.archive.index import Archive, Item
from meidang.archive.typed_names import close_to, listed, offered, plain
from meidang.errors import UsageError
from meidang.models.staff import Staff
from meidang.models.technique import Technique

#: Whatever is looked for by id and name.
Named = TypeVar("Named")


def found_called(what: str, called: str, known: Mapping[str, tuple[Named, str]]) -> Named:
    """What has that id, or else that name: ``known`` by id with their labels. Raises UsageError with the nearest."""
    if called in known:
        return known[called][0]
    named = [key for key, (_, label) in known.items() if label == called]
    named = named or [key for key, (_, label) in known.items() if plain(called) in {plain(key), plain(label)}]
    if len(named) == 1:
        return known[named[0]][0]
    if named:
        raise UsageError(f"{what}“{called}”有 {len(named)} 个：{'、'.join(named)}；请写编号")
    labels = [label for _, label in known.values()]
    close = close_to(called, labels) or close_to(called, known)
    raise UsageError(f"没有{what}“{called}”{offered(close) or listed(labels)}")


def person_named(archive: Archive, called: str) -> Item[Staff]:
    """Who is called so. Raises UsageError."""
    return found_called("人员", called, {one.id: (one, one.label) for one in archive.of(Staff)})


def technique_named(archive: Archive, called: str) -> Item[Technique]:
    """A technique by id, name or alias. Raises UsageError, which names the nearest, or all where there are several."""
    every = archive.of(Technique)
    named = [one for one in every if one.id == called] or [one for one in every if plain(called) in _names(one)]
    if len(named) == 1:
        return named[0]
    if named:
        words = "、".join(f"{one.id} {one.label}" for one in named)
        raise UsageError(f"技术“{called}”有 {len(named)} 项：{words}；请写编号")
    near = list(_near(archive, called))
    if not every:
        raise UsageError("档案里还没有技术项目")
    raise UsageError(f"没有技术“{called}”{offered(near) or listed([f'{one.id} {one.label}' for one in every])}")


def _names(item: Item[Technique]) -> frozenset[str]:
    return frozenset(map(plain, (item.id, item.record.standard_name, *item.record.aliases)))


def _near(archive: Archive, called: str) -> Iterator[str]:
    known = {name: one for one in archive.of(Technique) for name in (one.label, *one.record.aliases)}
    seen = dict.fromkeys(known[name].id for name in close_to(called, known))
    yield from (f"{one} {archive.name(Technique, one)}" for one in seen)
