"""Agreements on a day: in force or not, and which documents of the partner still count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from meidang.archive.index import Archive, Item
from meidang.models.agreement import Agreement, PartnerCredential

LAB_OUTSOURCING: Final = "委托检验"
GREEN_CHANNEL: Final = "急救绿色通道"


def agreement_in_force(agreement: Agreement, day: date) -> bool:
    """Begun and not ended; the last day is valid."""
    return (agreement.valid_from is None or agreement.valid_from <= day) and agreement.valid_to >= day


def agreements_on(archive: Archive, kind: str) -> Iterator[Item[Agreement]]:
    """The agreements of one type, by id."""
    return (item for item in archive.of(Agreement) if item.record.agreement_type == kind)


def is_replaced(archive: Archive, item: Item[Agreement], day: date) -> bool:
    """Whether another agreement of the same type with the same partner is in force."""
    return any(
        other.id != item.id and other.record.partner == item.record.partner and agreement_in_force(other.record, day)
        for other in agreements_on(archive, item.record.agreement_type)
    )


def valid_documents(documents: Iterable[PartnerCredential], day: date) -> Iterator[PartnerCredential]:
    """The documents that have not expired; one without an end counts."""
    return (one for one in documents if one.valid_to is None or one.valid_to >= day)
