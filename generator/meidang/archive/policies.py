"""Policies on a day: which are in force, and of which kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive.index import Archive, Item
from meidang.models.policy import Policy


def in_force(policy: Policy, day: date) -> bool:
    """Effective and not abolished on ``day``."""
    begun = policy.effective_on is not None and policy.effective_on <= day
    return begun and (policy.abolished_on is None or policy.abolished_on > day)


def policies_in_force(archive: Archive, day: date) -> Iterator[Item[Policy]]:
    """The policies in force on ``day``, by id."""
    return (item for item in archive.of(Policy) if in_force(item.record, day))
