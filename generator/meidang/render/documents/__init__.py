"""Archive + Word templates -> Word documents in memory. Private fields are included: this is the internal edition.

A template's file name says whom it serves: ``staff.docx`` and ``staff.授权书.docx`` are filled for every person. So
another document is another file in the folder. A ledger's template is filled for every year; policies are Markdown and
go through pandoc, with ``policies.reference.docx`` for their looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import jinja2

from meidang.archive import Archive
from meidang.findings import Finding
from meidang.kinds import KINDS
from meidang.render.documents.document import Document, Unfit
from meidang.render.documents.policies import render_policies
from meidang.render.documents.problems import EXPLANATIONS, Code, problem
from meidang.render.documents.templates import Opened, Template, open_templates
from meidang.render.views import Desk, is_by_year, show, show_year, years
from meidang.render.word.properties import Properties

_NO_REVISION = "未登记"


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
) -> Iterator[Document]:
    """Every document of every record, then of every ledger's years, then the policies.

    ``images``: the pictures that policies show, by their path below the archive. Raises Unfit where ``check_templates``
    has findings.
    """
    opened = open_templates(templates)
    if opened.findings:
        raise Unfit(opened.findings)
    desk = Desk(archive, as_of, findings)
    revision = revision or _NO_REVISION
    yield from _of_records(desk, opened, revision)
    yield from _of_ledgers(desk, opened, revision)
    if opened.reference:
        yield from render_policies(desk, opened.reference, images or {}, revision)


def _of_records(desk: Desk, opened: Opened, revision: str) -> Iterator[Document]:
    for key in sorted(desk.archive.items):
        item = desk.archive.items[key]
        serving = () if is_by_year(item.kind) else opened.serving(item.kind)
        view = {**show(desk, item), "revision": revision} if serving else {}
        for template in serving:
            subject = _Subject(item.id, (item.label,), f"“{item.label}”（{item.key}）")
            yield _document(template, subject, view, desk.as_of)


def _of_ledgers(desk: Desk, opened: Opened, revision: str) -> Iterator[Document]:
    for kind in filter(is_by_year, KINDS.values()):
        serving = opened.serving(kind)
        for year in years(desk, kind) if serving else ():
            view = {**show_year(desk, kind, year), "revision": revision}
            for template in serving:
                subject = _Subject(str(year), (), f"{year} 年{kind.title}")
                yield _document(template, subject, view, desk.as_of)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a document is about: its id, the words for its file's name, and what a message calls it."""

    id: str
    words: tuple[str, ...]
    called: str


def _document(template: Template, subject: _Subject, view: dict[str, Any], as_of: date) -> Document:
    try:
        title = template.title_for(view)
        content = template.fill(view, Properties(title, view["institution_name"], as_of, view["revision"]))
    except (jinja2.TemplateError, TypeError) as error:
        message = f"用{subject.called}填写模板时出错（{type(error).__name__}）"
        raise Unfit([problem(Code.STRUCTURE, template.name, message, "检查模板里的循环和判断")]) from error
    return Document(template.kind.name, subject.id, (*subject.words, title), content, template.name)


__all__ = ["EXPLANATIONS", "Document", "Unfit", "check_templates", "render_documents"]
