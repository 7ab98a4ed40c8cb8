"""One of the two states that are compared: what the pipeline read and judged of a version, on the one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from meidang.archive import Archive
from meidang.findings import Finding, Severity
from meidang.kinds import KINDS
from meidang.readiness import Judgement


@dataclass(frozen=True)
class State:
    """An archive with its findings and its standards judged; ``texts``: each record's file by path.

    ``revision``: as people quote it; ``words``: which of all that is.
    """

    archive: Archive
    findings: tuple[Finding, ...]
    judgements: tuple[Judgement, ...]
    texts: Mapping[str, bytes]
    revision: str = ""
    words: str = ""

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """The data errors, by place."""
        found = (one for one in self.findings if one.severity is Severity.ERROR)
        return tuple(sorted(found, key=lambda one: one.sort_key))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What people call the record at a path, where it could be read."""
        return {item.source.path: item.label for item in self.archive.items.values() if item.kind.is_record}

    @cached_property
    def unread(self) -> frozenset[str]:
        """The keys of records that are there but could not be read."""
        # Why not all: rows of tables have ids too, and no files of their own.
        kinds = (kind for kind in KINDS.values() if not kind.single)
        known = {f"{kind.name}/{one}" for kind in kinds for one in self.archive.ids.get(kind.name, ())}
        return frozenset(known - self.archive.items.keys())
