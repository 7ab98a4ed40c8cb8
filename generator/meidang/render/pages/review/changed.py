"""What a history says about records: which file is whose, what happened to each, and which fields in words.

Labels only, never values: an old value was perhaps private, and is in no projection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.archive.privacy import has_personal_number
from meidang.kinds import KINDS, Kind, kind_of
from meidang.models.audience import Edition
from meidang.models.base import Declared, describe
from meidang.render.pages.editions.projection import is_shown
from meidang.source.commits import Sort
from meidang.source.differing import Counts, Difference, Way
from meidang.source.history import Change, History

#: A commit that does the same to more files than these is one piece of work: the first import, another layout.
MOST_AT_ONCE: Final = 50
#: So many labels stand in one line.
_MOST_LABELS: Final = 8
_LAYOUT: Final = "只改了注释或排版"
#: Stands for fields that the edition does not name, and for those that are declared no more.
_OTHERS: Final = "其他内容"


def key_of(path: str) -> str | None:
    """The key of the record at a path (``staff/D01``), whether or not there still is one; None for other files."""
    kind = kind_of(path)
    if kind is None:
        return None
    return kind.name if kind.single else f"{kind.name}/{path.rpartition('/')[2].removesuffix(kind.suffix)}"


def kind_of_key(key: str) -> Kind:
    """The kind of the record with this key."""
    return KINDS[key.partition("/")[0]]


def by_record(changes: Iterable[Change]) -> Mapping[str, Sequence[Change]]:
    """The changes of each record, newest first as they come; those before it was renamed are its own."""
    found: dict[str, list[Change]] = {}
    now: dict[str, str] = {}
    for change in changes:
        key = key_of(change.path)
        if key is None:
            continue
        current = now.get(key, key)
        found.setdefault(current, []).append(change)
        if change.old_path and (former := key_of(change.old_path)):
            now[former] = current
        if change.sort is not Sort.MODIFIED:
            # What lay at the same path before that was another record.
            now.pop(key, None)
    return found


def last_changed(history: History) -> Mapping[str, date]:
    """The day of each record's latest change by its key; a record without one in the history is missing."""
    return {key: changes[0].day for key, changes in by_record(history.changes).items()}


# --- for an edition --------------------------------------------------------------------------------------------------


def shown_changes(history: History, edition: Edition) -> list[Change]:
    """The changes of records of which an edition may speak."""
    return [change for change in history.changes if (key := key_of(change.path)) and may_name(key, edition)]


def may_name(key: str, edition: Edition) -> bool:
    """Whether an edition may name a record: its id is no personal number, and something of its kind is shown."""
    return not has_personal_number(key) and is_shown(kind_of_key(key), edition)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit did to many records of a kind at once."""

    day: date
    commit: str
    sort: Sort
    kind: str
    count: int
    fields: tuple[str, ...]


def batches(changes: Sequence[Change], edition: Edition) -> list[Batch]:
    """The work of commits that did the same to many records, by kind, newest first."""
    sizes = Counter((change.commit, change.sort) for change in changes)
    grouped: dict[tuple[str, Sort, str], list[Change]] = {}
    for change in changes:
        kind = kind_of(change.path)
        if kind and sizes[change.commit, change.sort] > MOST_AT_ONCE:
            grouped.setdefault((change.commit, change.sort, kind.name), []).append(change)
    return [_batch(kind, found, edition) for (*_, kind), found in grouped.items()]


def _batch(kind: str, found: Sequence[Change], edition: Edition) -> Batch:
    ways = {way: None for change in found if change.difference for way in change.difference.ways}
    fields = labels(KINDS[kind], Difference(tuple(ways)), edition) if ways else ()
    return Batch(found[0].day, found[0].commit, found[0].sort, kind, len(found), fields)


# --- fields in words -------------------------------------------------------------------------------------------------


def labels(kind: Kind, said: Difference, edition: Edition) -> tuple[str, ...]:
    """The fields that differ, by their labels: 证照（新增 1 条；编号、有效期至）.

    Those that the edition does not show are not named, but inside the house.
    """
    if not said.ways:
        return (_LAYOUT,)
    grouped: dict[str, dict[str, None]] = {}
    for way in said.ways:
        known = _declared(kind, way)
        if known is None or not all(_names(one, edition) for one in known):
            grouped.setdefault(_OTHERS, {})
        else:
            inner = grouped.setdefault(known[0].label, {})
            inner.update({known[-1].label: None} if len(known) > 1 else {})
    counts = {_label(kind, name): one for name, one in said.lists.items()}
    others = [_OTHERS] if grouped.pop(_OTHERS, None) is not None else []
    words = [_with(label, counts.get(label), list(inner)) for label, inner in grouped.items()]
    more = [f"等 {len(words)} 项"] if len(words) > _MOST_LABELS else []
    return (*words[:_MOST_LABELS], *more, *others)


def _names(declared: Declared, edition: Edition) -> bool:
    """Whether an edition names a field. Inside the house everybody knows which there are."""
    return edition is Edition.INTERNAL or edition.shows(declared.audience)


def _declared(kind: Kind, way: Way) -> Sequence[Declared] | None:
    """The declarations along a way; None where the last word is none of ours (any more)."""
    found: list[Declared] = []
    fields: Mapping[str, Declared] = describe(kind.model)
    for name in way:
        declared = fields.get(name)
        if declared is None:
            return None
        found.append(declared)
        fields = describe(declared.model) if declared.model else {}
    return found


def _label(kind: Kind, name: str) -> str:
    declared = describe(kind.model).get(name)
    return declared.label if declared else ""


def _with(label: str, counts: Counts | None, inner: Sequence[str]) -> str:
    parts = [*_counted(counts)] if counts else []
    beside = "；".join(part for part in ("、".join(parts), "、".join(inner[:_MOST_LABELS])) if part)
    return f"{label}（{beside}）" if beside else label


def _counted(counts: Counts) -> Iterator[str]:
    for word, count in (("新增", counts.added), ("删去", counts.removed), ("修改", counts.changed)):
        if count:
            yield f"{word} {count} 条"
