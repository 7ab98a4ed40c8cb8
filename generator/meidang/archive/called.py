"""What people call what a reference names: a record, a row of a table, a clause, or a thing that the program knows.

Where two are called the same, as two people may be, a sentence that is to be acted on says the code, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.collections import titled
from meidang.archive.once import once
from meidang.kinds import KINDS
from meidang.models.duties import Duties, Indicators
from meidang.models.plans import WorkPlan
from meidang.models.references import CLAUSE, COLLECTION, KIND, TASK
from meidang.models.standard import Standard


def called(archive: Archive, kind: str, target: str) -> str:
    """The words for ``target`` of ``kind``; the key itself where the reference is broken or has no other name."""
    if kind == COLLECTION:
        return titled(target)
    if kind == KIND:
        return KINDS[target].title if target in KINDS else target
    if kind in KINDS and not KINDS[kind].is_table:
        return archive.name(KINDS[kind].model, target)
    return _rows(archive).get(kind, {}).get(target, target)


def called_apart(archive: Archive, item: Item[Any]) -> str:
    """What people call a record; with its code where another of its kind is called the same: ``王芳（N08）``."""
    is_shared = (item.kind.name, item.label) in _shared(archive)
    return f"{item.label}（{item.id}）" if is_shared else item.label


def said_apart(archive: Archive, item: Item[Any], words: str) -> str:
    """A sentence about a record, which begins with what people call it, so that nobody takes it for another."""
    if not words.startswith(item.label):
        return words
    return called_apart(archive, item) + words.removeprefix(item.label)


@once
def _shared(archive: Archive) -> frozenset[tuple[str, str]]:
    """Kinds and labels that several records have."""
    kinds = {kind.name for kind in KINDS.values() if not (kind.single or kind.is_ledger or kind.is_table)}
    counts = Counter((one.kind.name, one.label) for one in archive.items.values() if one.kind.name in kinds)
    return frozenset(each for each, count in counts.items() if count > 1)


@once
def _rows(archive: Archive) -> Mapping[str, Mapping[str, str]]:
    """The names of rows, by the kind that holds them and the row's key."""
    return {
        "credential_types": {key: row.name for key, row in archive.credential_types.items()},
        "projects": {key: f"{key} {row.name}" for key, row in archive.projects.items()},
        "duties": {row.id: row.name for item in archive.of(Duties) for row in item.record.duties},
        "indicators": {row.id: row.name for item in archive.of(Indicators) for row in item.record.indicators},
        TASK: {task.id: task.task for item in archive.of(WorkPlan) for task in item.record.tasks},
        CLAUSE: {
            row.id: f"{row.clause_no} {row.title}" for item in archive.of(Standard) for row in item.record.clauses
        },
    }
