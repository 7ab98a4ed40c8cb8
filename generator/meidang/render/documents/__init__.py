"""Archive + Word templates -> Word documents in memory. Private fields are included: this is the internal edition.

A template's file name says whom it serves: ``staff.docx`` and ``staff.授权书.docx`` are filled for every person. So
another document is another file in the folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import jinja2
from lxml import etree

from meidang.archive import Archive, Item
from meidang.errors import UsageError
from meidang.findings import Finding
from meidang.render.documents.problems import EXPLANATIONS, Code, problem
from meidang.render.documents.properties import Properties
from meidang.render.documents.templates import Template, open_templates
from meidang.render.views import Desk, show


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document. ``kind``, ``id`` and ``words`` (the record's name, the document's title) name its file."""

    kind: str
    id: str
    words: tuple[str, ...]
    content: bytes
    template: str


class Unfit(UsageError):
    """The templates cannot be filled; ``check_templates`` would have said so."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """``findings``: at least one."""
        first = findings[0]
        super().__init__(f"{first.location}：{first.message}（{first.fix}）")
        self.findings = tuple(findings)


def check_templates(templates: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Everything that is wrong with the templates (file name -> content), found without any record."""
    return open_templates(templates).findings


def render_documents(
    archive: Archive, findings: Sequence[Finding], templates: Mapping[str, bytes], *, as_of: date, revision: str
) -> Iterator[Document]:
    """Every document of every record, by kind and id. Raises Unfit where ``check_templates`` has findings."""
    opened = open_templates(templates)
    if opened.findings:
        raise Unfit(opened.findings)
    desk = Desk(archive, as_of, findings)
    for key in sorted(archive.items):
        item = archive.items[key]
        serving = [template for template in opened.templates if template.kind is item.kind]
        view = {**show(desk, item), "revision": revision or "未登记"} if serving else {}
        for template in serving:
            yield _document(template, item, view, as_of)


def _document(template: Template, item: Item[Any], view: dict[str, Any], as_of: date) -> Document:
    try:
        title = template.title_for(view)
        content = template.fill(view, Properties(title, view["institution_name"], as_of, view["revision"]))
    except (jinja2.TemplateError, etree.XMLSyntaxError, TypeError) as error:
        message = f"用“{item.label}”（{item.key}）填写模板时出错（{type(error).__name__}）"
        raise Unfit([problem(Code.STRUCTURE, template.name, message, "检查模板里的循环和判断")]) from error
    return Document(item.kind.name, item.id, (item.label, title), content, template.name)


__all__ = ["EXPLANATIONS", "Document", "Unfit", "check_templates", "render_documents"]
