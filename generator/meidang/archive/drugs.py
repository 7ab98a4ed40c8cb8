"""The lots of watched items, and the running account of the daily counts (S0-24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from meidang.archive.collections import Entered, entries, entries_until
from meidang.archive.index import Archive
from meidang.archive.once import once
from meidang.archive.unread import has_unread
from meidang.models.drug_item import DrugItem
from meidang.models.ledgers.cases import Injection
from meidang.models.ledgers.pharmacy import DrugDailyCount, DrugLot


@once
def lots(archive: Archive) -> Mapping[tuple[str, str], DrugLot]:
    """The first receipt of each lot, by item and number."""
    found: dict[tuple[str, str], DrugLot] = {}
    for one in entries(archive, "drug_lot"):
        found.setdefault((one.entry.drug_item_id, one.entry.lot_no), one.entry)
    return found


def is_high_risk(archive: Archive, drug_item_id: str) -> bool:
    """Whether an item is under the high-risk regime; no where its file is broken."""
    item = archive.get(DrugItem, drug_item_id)
    return item is not None and item.record.high_risk


def minutes_of(one: Injection) -> int | None:
    """The time at one site in minutes, from its two moments or as written; negative where they are the wrong way."""
    if one.started_at and one.ended_at:
        return int((one.ended_at - one.started_at).total_seconds() // 60)
    return one.minutes_per_site


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with the one before it in the same place; None for the first, or where an earlier one may be unread."""

    entered: Entered
    count: DrugDailyCount
    last: DrugDailyCount | None

    @property
    def before(self) -> int | None:
        """The stock that it began from; None where neither the count nor an earlier one says it."""
        if self.count.opening is not None:
            return self.count.opening
        return self.last.counted if self.last else None

    @property
    def expected(self) -> int | None:
        """What the account should say: what was there, what came, what was used."""
        return None if self.before is None else self.before + self.count.qty_in - self.count.qty_used


@once
def counts(archive: Archive, day: date) -> tuple[Counted, ...]:
    """The daily counts up to ``day``. Each place counts its own stock, so the account runs by item and department."""
    return tuple(_counts(archive, day))


def _counts(archive: Archive, day: date) -> Iterator[Counted]:
    running: dict[tuple[str, str | None], DrugDailyCount] = {}
    unbroken = not has_unread(archive, "drug_daily_count")
    for one in entries_until(archive, "drug_daily_count", day):
        count: DrugDailyCount = one.entry
        place = (count.drug_item_id, one.department_id)
        yield Counted(one, count, running.get(place) if unbroken else None)
        running[place] = count
