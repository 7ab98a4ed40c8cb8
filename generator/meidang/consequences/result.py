"""Consequences: what a change means, as one frozen value; formats and the Word register are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from meidang.consequences.clauses import ClauseTurn, Standing
from meidang.consequences.facts import Fact
from meidang.consequences.field_change import Sort
from meidang.consequences.found import Turned
from meidang.consequences.records import RecordChange, Records
from meidang.findings import Finding, Severity
from meidang.models.base import Revision


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A Word document that is new, gone or says something else; ``path`` below ``build/docs``; ``part``: of the binder.

    ``is_renamed``: whether only its file's name and its seal are others.
    """

    sort: Sort
    title: str
    path: str
    part: str = ""
    is_renamed: bool = False


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of the institution's binder with what changes in it, by title.

    ``changed``: documents, which are files of their own, too; ``lists``: what only the binder has, drawn by itself;
    ``old_title``: of a part that was renamed.
    """

    title: str
    tab: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    old_title: str = ""

    @property
    def called(self) -> str:
        """Its title, with the former one."""
        return f"{self.title}（原「{self.old_title}」）" if self.old_title else self.title

    @property
    def sentence(self) -> str:
        """One line for people, without the titles of what is in it."""
        counts = ((self.added, "新增"), (self.removed, "撤去"), (self.changed, "改动"))
        said = [f"{verb} {len(titles)} 份" for titles, verb in counts if titles]
        said += [self.lists_sentence] if self.lists else []
        return f"{self.called}：{'，'.join(said) or '改名'}"

    @property
    def lists_sentence(self) -> str:
        """What the binder draws up itself, with its titles: no file below ``build/docs`` is meant."""
        return f"只在卷宗里的清单 {len(self.lists)} 份：{'；'.join(self.lists)}"


@dataclass(frozen=True, slots=True)
class FileChange:
    """An attachment, by its path below the archive, or a template, by its name, that came, went or changed.

    ``old_path``: where the same content lay, of one that moved.
    """

    sort: Sort
    path: str
    old_path: str = ""

    @property
    def mark(self) -> str:
        """What happened, in a word."""
        return "改名" if self.old_path else self.sort.value

    @property
    def called(self) -> str:
        """Its path, behind the former one."""
        return f"{self.old_path} → {self.path}" if self.old_path else self.path


@dataclass(frozen=True, slots=True)
class Papers:
    """What becomes of the documents, and of the binder's parts; the pipeline, which can make them, says it.

    ``unsaid``: why nothing is said of them, empty where it is. ``is_reordered``: whether the binder's parts or what is
    in them stand in another order; ``templates``: those that changed, by name; ``workbooks``: the Excel ledgers.
    """

    documents: tuple[DocumentChange, ...] = ()
    workbooks: tuple[DocumentChange, ...] = ()
    parts: tuple[PartChange, ...] = ()
    attachments: tuple[FileChange, ...] = ()
    templates: tuple[FileChange, ...] = ()
    is_reordered: bool = False
    unsaid: str = ""


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
    ``unsure``: what could not be judged because of either, in a sentence; ``notes``: what else is to be known of the
    comparison, in sentences. ``day``: on which the later version was committed, or today.
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
    notes: tuple[str, ...] = ()
    registered: tuple[Registered, ...] = ()

    @property
    def weighs(self) -> bool:
        """Whether something comes that weighs 重要 or more, a data error included."""
        heaviest = self.findings.heaviest
        return bool(self.errors) or (heaviest is not None and heaviest >= Severity.MAJOR)

    @property
    def is_nothing(self) -> bool:
        """Whether the two versions say the same."""
        papers = self.papers.attachments or self.papers.documents or self.papers.templates
        return not (self.changes or self.records.renumbered or self.records.laid_out or papers or self.errors)

    @property
    def changes(self) -> tuple[RecordChange, ...]:
        """The records that came, went or say something else."""
        return self.records.changes

    def revisions_of(self, key: str) -> Iterator[Revision]:
        """What was registered of a record's change."""
        yield from (one.revision for one in self.registered if one.key == key)
