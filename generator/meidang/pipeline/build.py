"""The second half of the flow: findings and records -> documents in memory -> files. The site is MkDocs's to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from meidang.findings import Finding
from meidang.outputs import write_outputs
from meidang.pipeline import Checked
from meidang.project import Project
from meidang.render.documents import check_templates, render_documents
from meidang.render.schemas import FOLDER as SCHEMAS
from meidang.render.schemas import stale_schemas


@dataclass(frozen=True, slots=True)
class Built:
    """What a build of the documents came to: how many were written where, and what forbade it."""

    folder: Path
    count: int
    unfit: tuple[Finding, ...]


def read_templates(folder: Path) -> Mapping[str, bytes]:
    """The Word templates by file name; those that Word itself keeps open are not templates."""
    files = sorted(folder.glob("*.docx")) if folder.is_dir() else []
    return {file.name: file.read_bytes() for file in files if not file.name.startswith("~$")}


def read_schemas(project: Project) -> Mapping[str, str]:
    """The exported JSON Schemas by path relative to the project's root."""
    files = sorted(project.schemas.glob("*.schema.json")) if project.schemas.is_dir() else []
    return {f"{SCHEMAS}/{file.name}": file.read_text(encoding="utf-8") for file in files}


def unfit(project: Project) -> tuple[Finding, ...]:
    """What is wrong beside the records: templates that cannot be filled, exported schemas that are stale."""
    schemas = read_schemas(project)
    return (*check_templates(read_templates(project.templates)), *(stale_schemas(schemas) if schemas else ()))


def build_documents(
    project: Project, checked: Checked, revision: str, *, progress: Callable[[str], None] = lambda _: None
) -> Built:
    """Render every document of a sound archive and publish them together; ``progress`` hears each one's path.

    Nothing is written while anything is unfit. Raises what ``write_outputs`` raises.
    """
    templates = read_templates(project.templates)
    rendered = render_documents(
        checked.archive, checked.findings, templates, as_of=checked.as_of, revision=revision, progress=progress
    )
    folder = project.build / "docs"
    if not rendered.findings:
        write_outputs(folder, _outputs(rendered.documents), private=True)
    return Built(folder, len(rendered.documents), rendered.findings)
