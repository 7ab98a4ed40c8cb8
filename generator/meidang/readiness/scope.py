"""The part of the archive that a clause speaks of: everything, or what its evidence is limited to."""

from __future__ import annotations

from typing import Any

from meidang.archive import Archive, Item
from meidang.models.standard import Evidence


def speaks_of(archive: Archive, evidence: Evidence, key: str) -> bool:
    """Whether a clause with this evidence speaks of the record ``key``.

    It does where nothing limits it; where its kind or the record itself is named; where its department is.
    """
    if not evidence.only or key in evidence.only or key.partition("/")[0] in evidence.only:
        return True
    item = archive.items.get(key)
    return item is not None and any(f"department/{one}" in evidence.only for one in _departments(item))


def _departments(item: Item[Any]) -> tuple[str, ...]:
    own = getattr(item.record, "department_id", None)
    return (*((own,) if own else ()), *getattr(item.record, "other_departments", ()))
