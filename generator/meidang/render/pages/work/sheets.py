"""Which entries stand on which page: a year of a ledger each, and months of busy years, so that no page is too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.collections import COLLECTIONS, Collection, Entered, entries
from meidang.archive.once import once
from meidang.archive.spans import span, span_words
from meidang.render.pages.addresses import collection_path, stem

#: A page holds about so many entries at most.
MOST: Final = 500
_UNDATED: Final = "undated"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of entries, the newest first. ``keys``: the files whose entries it holds, for a ledger of files."""

    path: str
    title: str
    year: str
    entries: tuple[Entered, ...]
    keys: tuple[str, ...] = ()


def anchor_of(one: Entered) -> str:
    """Where an entry stands on its page: its file and its place there, which stay when others are added below."""
    return f"{one.item.id}.{one.index + 1}"


@once
def sheets(archive: Archive, name: str) -> tuple[Sheet, ...]:
    """The pages of a ledger, the newest first."""
    collection = COLLECTIONS[name]
    make = _of_files if collection.kind.is_ledger else _of_groups
    return tuple(make(archive, collection))


@once
def sheet_of_file(archive: Archive) -> Mapping[str, Sheet]:
    """The page on which the entries of a ledger's file stand, by the file's key."""
    ledgers = (name for name, one in COLLECTIONS.items() if one.kind.is_ledger)
    return {key: sheet for name in ledgers for sheet in sheets(archive, name) for key in sheet.keys}


@once
def sheet_of_gathered(archive: Archive) -> Mapping[tuple[str, str, int], str]:
    """The path of the page on which an entry that a record holds stands, by record, group and place."""
    gathered = (name for name, one in COLLECTIONS.items() if not one.kind.is_ledger)
    pages = chain.from_iterable(sheets(archive, name) for name in gathered)
    return {(one.item.key, one.field, one.index): sheet.path for sheet in pages for one in sheet.entries}


# --- ledgers of files ------------------------------------------------------------------------------------------------


def _of_files(archive: Archive, collection: Collection) -> Iterator[Sheet]:
    """Whole files only: what names a file then knows its page."""
    held: dict[str, list[Entered]] = {item.key: [] for item in archive.of(collection.kind.model)}
    for one in entries(archive, collection.name):
        held[one.item.key].append(one)
    years: dict[str, list[Item[Any]]] = {}
    files: Sequence[Item[Any]] = archive.of(collection.kind.model)
    for item in files:
        years.setdefault(item.record.period[:4], []).append(item)
    for year in sorted(years, reverse=True):
        for tail, title, part in _parts(year, years[year], held):
            path = f"ledger/{stem(collection.name)}-{tail}.html"
            yield Sheet(path, title, year, _newest(held, part), tuple(item.key for item in part))


def _parts(
    year: str, files: Sequence[Item[Any]], held: Mapping[str, Sequence[Entered]]
) -> Iterator[tuple[str, str, Sequence[Item[Any]]]]:
    if sum(len(held[item.key]) for item in files) <= MOST:
        yield year, span_words(year), files
        return
    months: dict[str, list[Item[Any]]] = {}
    for item in files:
        months.setdefault(f"{span(item.record.period).first:%Y-%m}", []).append(item)
    for month in sorted(months, reverse=True):
        bundles = list(_bundles(months[month], held))
        for number, bundle in enumerate(bundles, 1):
            more = len(bundles) > 1
            title = f"{span_words(month)}（{number}）" if more else span_words(month)
            yield f"{month}-{number}" if more else month, title, bundle


def _bundles(files: Sequence[Item[Any]], held: Mapping[str, Sequence[Entered]]) -> Iterator[Sequence[Item[Any]]]:
    bundle: list[Item[Any]] = []
    size = 0
    for item in files:
        if bundle and size + len(held[item.key]) > MOST:
            yield bundle
            bundle, size = [], 0
        bundle.append(item)
        size += len(held[item.key])
    yield bundle


def _newest(held: Mapping[str, Sequence[Entered]], files: Sequence[Item[Any]]) -> tuple[Entered, ...]:
    every = chain.from_iterable(held[item.key] for item in files)
    return tuple(sorted(every, key=lambda one: (one.moment, one.item.id, one.index), reverse=True))


# --- groups that records hold ----------------------------------------------------------------------------------------


def _of_groups(archive: Archive, collection: Collection) -> Iterator[Sheet]:
    """On the ledger's own page where they are few, else a page for each year, in parts."""
    found = entries(archive, collection.name)[::-1]
    if len(found) <= MOST:
        yield Sheet(collection_path(collection.name), collection.title, "", found)
        return
    years: dict[str, list[Entered]] = {}
    for one in found:
        years.setdefault(str(one.day.year) if one.day else _UNDATED, []).append(one)
    for year, held in years.items():
        name = "未注明日期" if year == _UNDATED else span_words(year)
        parts = [held[start : start + MOST] for start in range(0, len(held), MOST)]
        for number, part in enumerate(parts, 1):
            more = len(parts) > 1
            tail = f"{year}-{number}" if more else year
            title = f"{name}（{number}）" if more else name
            yield Sheet(f"ledger/{stem(collection.name)}-{tail}.html", title, year, tuple(part))
