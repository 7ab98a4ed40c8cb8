"""A tracer's sample from archive to files: drawn, looked up in the binder's order, written as Word and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.collections import Entered
from meidang.errors import UsageError
from meidang.kinds import KINDS
from meidang.outputs import Output, safe_file_name, write_outputs
from meidang.pipeline import Checked
from meidang.pipeline.build import document_path, read_templates
from meidang.project import Project
from meidang.render.binder.plan import plan
from meidang.render.binder.scope import of_department, of_institution
from meidang.render.binder.sheets import Sheet
from meidang.render.documents import Document
from meidang.render.documents.jobs import NO_REVISION
from meidang.render.documents.templates import open_templates
from meidang.render.pages.addresses import path_of
from meidang.render.pages.review.tracer_sample import standalone
from meidang.render.pages.work.sheets import anchor_of, sheet_of_file
from meidang.render.tracer.inspection import Filed, Inspection
from meidang.render.tracer.sample import Sample, sample
from meidang.render.tracer.sheet import Place
from meidang.render.tracer.word import TITLE, tracer_document
from meidang.render.views import Desk, is_by_year

#: The folder of all samples below ``build``; each seed has one of its own in it.
FOLDER_NAME: Final = "tracer"


@dataclass(frozen=True, slots=True)
class Traced:
    """What was made: the folder, and the sample in it."""

    folder: Path
    sample: Sample


def build_tracer(  # noqa: PLR0913 - what a sample is made of, named
    project: Project, checked: Checked, revision: str, *, seed: int, sizes: Mapping[str, int], department: str | None
) -> Traced:
    """Draw a sample of a sound archive and publish it. ``sizes``: by population, where not the usual.

    ``department``: id or name of the one to which it is limited. Raises UsageError for a name that none has, or where
    there is nothing to draw, and what ``write_outputs`` raises.
    """
    archive = checked.archive
    limited = of_department(archive, department).id if department else None
    desk = Desk(archive, checked.as_of, checked.findings)

    def row(one: Entered) -> Place:
        return Place(sheet_of_file(archive)[one.item.key].path, anchor_of(one))

    of = Inspection(desk, lambda key, path: archive.items[key].locate(path), path_of, row, _filed(project, desk))
    drawn = sample(of, seed, revision or NO_REVISION, sizes, limited)
    if not any(part.drawn for part in drawn.parts):
        raise UsageError(f"{drawn.scope}没有可以抽取的人员、技术项目和病例")
    folder = project.build / FOLDER_NAME / drawn.name
    outputs = (
        Output(safe_file_name(TITLE, suffix=".docx"), tracer_document(drawn)),
        Output(safe_file_name(TITLE, suffix=".html"), standalone(drawn)),
    )
    write_outputs(folder, outputs, private=True)
    return Traced(folder, drawn)


def _filed(project: Project, desk: Desk) -> Mapping[tuple[str, str], Filed]:
    """Where each document lies: in which part of the institution's binder, and under which name in ``build``."""
    opened = open_templates(read_templates(project.templates))
    found: dict[tuple[str, str], Filed] = {}
    for part in plan(desk, opened, of_institution(desk.archive)).parts:
        for sheet in part.sheets:
            # Why the first: a record's dossier stands before the forms that are made of it.
            if sheet.kind in KINDS and (sheet.kind, sheet.id) not in found:
                file = _file(sheet, desk.archive.items.get(sheet.key))
                found[sheet.kind, sheet.id] = Filed(part.title, (f"build/docs/{file}",))
    return found


def _file(sheet: Sheet, item: Item[Any] | None) -> str:
    """The name under which ``build_documents`` writes a document."""
    kind = KINDS[sheet.kind]
    if is_by_year(kind):
        more = sheet.title.partition("　")[2]
        words: tuple[str, ...] = (more or kind.title,)
    elif item is None or kind.single:
        words = (item.label if item else "", sheet.title)
    elif sheet.title == item.label:
        words = (item.label,)
    else:
        words = (item.label, sheet.title.removeprefix(f"{item.label}　"))
    return document_path(Document(sheet.kind, sheet.id, words, b"", sheet.template))
