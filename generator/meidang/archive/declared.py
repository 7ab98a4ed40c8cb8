"""Which duties the institution declares itself, so that a rule need not say again what the duty's finding says."""

from __future__ import annotations

from collections.abc import Sequence

from meidang.archive.index import Archive
from meidang.archive.once import once
from meidang.models.duties import Condition, Duties, Duty


@once
def duties_on(archive: Archive, ledger: str, key: str = "", value: str = "") -> Sequence[Duty]:
    """The duties that entries of ``ledger`` discharge; only those with a condition on ``key`` (wanting ``value``)."""
    every = [duty for table in archive.of(Duties) for duty in table.record.duties if duty.ledger == ledger]
    return [duty for duty in every if not key or any(_asks(one, key, value) for one in duty.where)]


def _asks(condition: Condition, key: str, value: str) -> bool:
    return condition.key == key and (not value or value in condition.values)
