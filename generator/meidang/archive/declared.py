"""Which duties the institution declares itself, so that a rule need not say again what the duty's finding says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from meidang.archive.index import Archive
from meidang.archive.once import once
from meidang.models.duties import Condition, Duties, Duty


@once
def duties_on(archive: Archive, day: date, ledger: str, key: str, value: str = "") -> Sequence[Duty]:
    """The duties of ``day`` that entries of ``ledger`` with a condition on ``key`` (wanting ``value``) discharge."""
    every = (duty for table in archive.of(Duties) for duty in table.record.duties if duty.ledger == ledger)
    begun = (duty for duty in every if duty.since <= day and (duty.until is None or duty.until >= day))
    return [duty for duty in begun if any(_asks(one, key, value) for one in duty.where)]


def _asks(condition: Condition, key: str, value: str) -> bool:
    return condition.key == key and (not value or value in condition.values)
