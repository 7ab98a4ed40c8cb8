"""The way back: which clauses cite a record, a policy, a duty, a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meidang.archive import Archive, Item
from meidang.models.base import describe
from meidang.models.standard import Clause, Evidence, Standard


def cited_by(archive: Archive) -> Mapping[str, tuple[tuple[Item[Standard], Clause], ...]]:
    """Which clauses cite what, by ``rules/CRD001``, ``duties/…``, ``policies/…``, ``ledgers/case``."""
    found: dict[str, list[tuple[Item[Standard], Clause]]] = {}
    for item in archive.of(Standard):
        for clause in item.record.clauses:
            for key in _cited(clause.evidence) if clause.evidence else ():
                found.setdefault(key, []).append((item, clause))
    return {key: tuple(each) for key, each in found.items()}


def _cited(evidence: Evidence) -> Iterator[str]:
    for name, declared in describe(type(evidence)).items():
        if declared.many:
            yield from (f"{name}/{target}" for target in getattr(evidence, name))
