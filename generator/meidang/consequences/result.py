"""Consequences: what a change means, as one frozen value; formats and the Word register are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from meidang.consequences.clauses import ClauseTurn, Standing
from meidang.consequences.facts import Fact
from meidang.consequences.found import Turned
from meidang.consequences.papers import Papers
from meidang.consequences.records import RecordChange, Records
from meidang.findings import Finding, Severity
from meidang.models.base import Revision


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two: its short hash (or what stands for it), and which of all versions that is, in words."""

    revision: str
    words: str = ""

    @property
    def called(self) -> str:
        """For people."""
        return f"{self.revision}（{self.words}）" if self.words else self.revision


@dataclass(frozen=True, slots=True)
class Registered:
    """An entry of a record's 变更登记 that came with the change."""

    key: str
    revision: Revision


@dataclass(frozen=True, slots=True)
class Consequences:
    """Everything that is told of a change.

    ``errors``: the data errors of the later version, ``mended``: those of the earlier that it no longer has;
    ``unsure``: what could not be judged because of either, in a sentence. ``day``: on which the later version was
    committed, or today.
    """

    base: Version
    head: Version
    as_of: date
    day: date
    institution: str
    records: Records
    facts: tuple[Fact, ...] = ()
    findings: Turned = field(default_factory=Turned)
    clauses: tuple[ClauseTurn, ...] = ()
    standings: tuple[Standing, ...] = ()
    papers: Papers = field(default_factory=Papers)
    errors: tuple[Finding, ...] = ()
    mended: tuple[Finding, ...] = ()
    unsure: str = ""
    registered: tuple[Registered, ...] = ()

    @property
    def weighs(self) -> bool:
        """Whether something comes that weighs 重要 or more, a data error included."""
        heaviest = self.findings.heaviest
        return bool(self.errors) or (heaviest is not None and heaviest >= Severity.MAJOR)

    @property
    def is_nothing(self) -> bool:
        """Whether the two versions say the same."""
        papers = self.papers.attachments or self.papers.documents
        return not (self.changes or self.records.renumbered or self.records.laid_out or papers or self.errors)

    @property
    def changes(self) -> tuple[RecordChange, ...]:
        """The records that came, went or say something else."""
        return self.records.changes

    def revisions_of(self, key: str) -> Iterator[Revision]:
        """What was registered of a record's change."""
        yield from (one.revision for one in self.registered if one.key == key)
