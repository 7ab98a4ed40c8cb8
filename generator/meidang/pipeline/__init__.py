"""The whole flow on one screen: sources -> records -> findings here, -> outputs in ``build``.

This half loads nothing that only rendering needs; a check of a small archive is mostly imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from meidang.archive import Archive, Reference
from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.kinds import ARCHIVE, KINDS, SETTINGS
from meidang.load import is_record_path, limits_set_in, load_archive
from meidang.project import Project
from meidang.rules import RULES, run_rules
from meidang.source.attachments import refused_attachments
from meidang.source.files import read_source, read_sources
from meidang.source.tree import Source


@dataclass(frozen=True, slots=True)
class Checked:
    """The archive as of a day, and everything that is wrong with it."""

    archive: Archive
    findings: tuple[Finding, ...]
    as_of: date
    files: int

    @property
    def has_errors(self) -> bool:
        """Whether data findings forbid rendering."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def records(self) -> Mapping[str, int]:
        """How many records of each kind were read, by the kind's Chinese name; tables are not counted."""
        counts = {kind.plural: len(self.archive.of(kind.model)) for kind in KINDS.values() if not kind.is_table}
        return {plural: count for plural, count in counts.items() if count}


def require_archive(project: Project) -> Project:
    """The project itself, if it has an archive. Raises UsageError otherwise: the call names the wrong folder."""
    if not project.archive.is_dir():
        raise UsageError(f"{project.root} 里没有 {ARCHIVE} 文件夹；请到机构的文件夹里运行，或用 --root 指明")
    return project


def _each_once(sources: Iterable[Source]) -> Iterator[Source]:
    """Hand over one source after the other, and drop its data: a large archive is held as records only."""
    for source in sources:
        yield source
        source.forget()


def _unfit_attachments(project: Project, named: Sequence[Reference]) -> Iterator[Finding]:
    """Look at the files that records name; what is wrong with one is said wherever it is named."""
    refused = refused_attachments(project.root, ARCHIVE, {one.target for one in named})
    for one in named:
        if one.target in refused:
            yield refused[one.target].at(one.item.locate(one.path), one.item.key)


def check(project: Project, *, as_of: date | None = None, today: date, processes: int = 1) -> Checked:
    """Read, load and judge the archive; writes nothing.

    ``as_of`` overrides the archive's own pinned date; ``today`` is used where neither is given.
    ``processes`` read a large archive; only a program without threads may ask for more than one.
    """
    limits = limits_set_in(read_source(project.root, SETTINGS))
    sources, unread = read_sources(project.root, ARCHIVE, is_record_path, limits, processes=processes)
    loaded = load_archive(_each_once(sources), [finding.location.path for finding in unread])
    unfit = _unfit_attachments(project, loaded.attachments)
    day = as_of or loaded.archive.settings.as_of or today
    broken = run_rules(loaded.archive, RULES.values(), day)
    findings = sorted([*unread, *loaded.findings, *unfit, *broken], key=lambda finding: finding.sort_key)
    return Checked(loaded.archive, tuple(findings), day, len(sources))
