"""Archive + Word templates -> Word documents in memory. Private fields are included: this is the internal edition.

A template's file name says whom it serves: ``staff.docx`` and ``staff.授权书.docx`` are filled for every person. So
another document is another file in the folder. A ledger's template is filled for every year; policies are Markdown and
go through pandoc, with ``policies.reference.docx`` for their looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date

from meidang.archive import Archive
from meidang.findings import Finding
from meidang.render.documents.document import Document, Unfit
from meidang.render.documents.filling import fill
from meidang.render.documents.jobs import NO_REVISION, jobs
from meidang.render.documents.policies import render_policies
from meidang.render.documents.problems import EXPLANATIONS
from meidang.render.documents.templates import open_templates
from meidang.render.views import Desk


def check_templates(templates: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Everything that is wrong with the templates (file name -> content), found without any record."""
    return open_templates(templates).findings


def render_documents(  # noqa: PLR0913 - all that documents are made of, named
    archive: Archive,
    findings: Sequence[Finding],
    templates: Mapping[str, bytes],
    *,
    as_of: date,
    revision: str,
    images: Mapping[str, bytes] | None = None,
    executor: Executor | None = None,
) -> Iterator[Document]:
    """Every document of every record, then of every ledger's years, then the policies.

    ``images``: what policies and templates show as pictures, by their path below the archive. ``executor``: who fills
    the templates, this process where it is None. Raises Unfit where ``check_templates`` has findings.
    """
    opened = open_templates(templates)
    if opened.findings:
        raise Unfit(opened.findings)
    desk = Desk(archive, as_of, findings)
    yield from fill(jobs(desk, opened, revision, images or {}), templates, opened, executor)
    if opened.reference:
        yield from render_policies(desk, opened.reference, images or {}, revision or NO_REVISION)


__all__ = ["EXPLANATIONS", "Document", "Unfit", "check_templates", "render_documents"]
