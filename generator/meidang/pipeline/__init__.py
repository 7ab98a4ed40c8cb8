"""The whole flow on one screen: sources -> records -> findings here, -> outputs in ``build``.

This half loads nothing that only rendering needs; a check of a small archive is mostly imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from meidang.archive import Archive
from meidang.errors import UsageError
from meidang.findings import Finding, Severity
from meidang.kinds import ARCHIVE, KINDS, SETTINGS
from meidang.load import is_record_path, limits_set_in, load_archive
from meidang.pipeline.attachments import attachment_findings
from meidang.project import Project
from meidang.render.binder.problems import missing_templates
from meidang.rules import RULES, run_rules
from meidang.source.attachments import Seen
from meidang.source.files import read_source, read_sources
from meidang.source.limits import Limits
from meidang.source.read import parse
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


@dataclass(frozen=True, slots=True)
class Read:
    """The archive as read, before anybody has judged it or looked at the files that it names."""

    archive: Archive
    findings: tuple[Finding, ...]
    files: int


#: No texts beside those of the files.
_NONE: Final[Mapping[str, str | None]] = MappingProxyType({})
#: No attachments beside those that lie there.
_NOTHING_ADDED: Final[Mapping[str, Seen]] = MappingProxyType({})


def read_archive(project: Project, *, processes: int = 1, instead: Mapping[str, str | None] = _NONE) -> Read:
    """Read and load the archive. ``processes`` read a large one; only a program without threads may ask for more.

    ``instead``: texts by path, read as if the files that lie there, or new ones, said so; None: as if there were none.
    """
    limits = limits_set_in(read_source(project.root, SETTINGS))
    sources, unread = read_sources(project.root, ARCHIVE, is_record_path, limits, processes=processes)
    if instead:
        sources, unread = _replaced(sources, unread, instead, limits)
    loaded = load_archive(_each_once(sources), [finding.location.path for finding in unread])
    return Read(loaded.archive, (*unread, *loaded.findings), len(sources))


def _replaced(
    sources: Iterable[Source], unread: Iterable[Finding], instead: Mapping[str, str | None], limits: Limits
) -> tuple[list[Source], list[Finding]]:
    """The sources and what could not be read, with other texts in place of some files."""
    read = [parse(text, path, limits) for path, text in instead.items() if text is not None]
    kept = [one for one in sources if one.path not in instead]
    wrong = [one for one in unread if one.location.path not in instead]
    texts = sorted([*kept, *(one.source for one in read)], key=lambda one: one.path.split("/"))
    return texts, [*wrong, *(finding for one in read for finding in one.findings)]


def check(  # noqa: PLR0913 - all by name, and each may be left out
    project: Project,
    *,
    as_of: date | None = None,
    today: date,
    processes: int = 1,
    instead: Mapping[str, str | None] = _NONE,
    added: Mapping[str, Seen] = _NOTHING_ADDED,
    read: Read | None = None,
) -> Checked:
    """Read, load and judge the archive; writes nothing.

    ``as_of`` overrides the archive's own pinned date; ``today`` is used where neither is given. ``added``: attachments
    that are about to be put there. ``read``: the archive where somebody has read it already.
    """
    read = read or read_archive(project, processes=processes, instead=instead)
    unfit = attachment_findings(project, read.archive, whole=not read.findings, added=added)
    day = as_of or read.archive.settings.as_of or today
    broken = run_rules(read.archive, RULES.values(), day)
    absent = missing_templates(read.archive, _template_names(project))
    findings = sorted([*read.findings, *unfit, *broken, *absent], key=lambda finding: finding.sort_key)
    return Checked(read.archive, tuple(findings), day, read.files)


def _template_names(project: Project) -> frozenset[str]:
    """The files of the templates; not one of them is opened."""
    folder = project.templates
    return frozenset(file.name for file in folder.glob("*.docx")) if folder.is_dir() else frozenset()
