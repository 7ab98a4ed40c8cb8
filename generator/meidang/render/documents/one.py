"""One document of an archive, made without its thousand neighbours: for whoever compares it with a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from meidang.archive import Archive
from meidang.findings import Finding
from meidang.kinds import KINDS
from meidang.models.policy import Policy
from meidang.render.documents.document import Document, Unfit
from meidang.render.documents.filling import fill
from meidang.render.documents.jobs import Job, jobs_of, jobs_of_year
from meidang.render.documents.policies import render_policy
from meidang.render.documents.templates import Opened, open_templates
from meidang.render.views import Desk, is_by_year, years
from meidang.render.word.seal import Facts


class Maker:
    """An archive as of a day, with its templates, ready to make any of its documents again."""

    def __init__(
        self,
        archive: Archive,
        findings: Sequence[Finding],
        templates: Mapping[str, bytes],
        as_of: date,
        images: Mapping[str, bytes],
    ) -> None:
        """``templates`` by file name; ``images`` by their path below the archive. Raises Unfit."""
        self._templates, self._images = templates, images
        self._opened: Opened = open_templates(templates)
        if self._opened.findings:
            raise Unfit(self._opened.findings)
        self._desk = Desk(archive, as_of, findings)

    def made(self, facts: Facts) -> Document | None:
        """The document of that kind, id and template; None where the archive has no such thing.

        Raises what ``render_documents`` raises.
        """
        kind = KINDS.get(facts.kind)
        if kind is not None and kind.model is Policy:
            return self._policy(facts)
        wanted = (job for job in self._jobs(facts) if job.template == facts.template)
        return next(fill(wanted, self._templates, self._opened), None)

    def _policy(self, facts: Facts) -> Document | None:
        item = next((item for item in self._desk.archive.of(Policy) if item.id == facts.id), None)
        if item is None or self._opened.reference is None:
            return None
        return render_policy(self._desk, self._opened.reference, item, self._images, facts.revision)

    def _jobs(self, facts: Facts) -> Iterator[Job]:
        kind = KINDS.get(facts.kind)
        if kind is None or kind.is_table:
            return
        if is_by_year(kind):
            for year in years(self._desk, kind):
                if str(year) == facts.id:
                    yield from jobs_of_year(self._desk, self._opened, kind, year, facts.revision)
            return
        for item in self._desk.archive.of(kind.model):
            if item.id == facts.id:
                yield from jobs_of(self._desk, self._opened, item, facts.revision, self._images)
