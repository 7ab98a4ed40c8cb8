"""The second half of the flow: findings and records -> documents in memory -> files. The site is MkDocs's to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from meidang.findings import Finding
from meidang.outputs import Output, safe_file_name, write_outputs
from meidang.pipeline import Checked
from meidang.project import Project
from meidang.render.documents import Document, check_templates, render_documents
from meidang.render.schemas import FOLDER as SCHEMAS
from meidang.render.schemas import stale_schemas


def read_templates(folder: Path) -> Mapping[str, bytes]:
    """The Word templates by file name; those that Word itself keeps open are not templates."""
    files = sorted(folder.glob("*.docx")) if folder.is_dir() else []
    return {file.name: file.read_bytes() for file in files if not file.name.startswith("~$")}


def read_schemas(project: Project) -> Mapping[str, str]:
    """The exported JSON Schemas by path relative to the project's root."""
    files = sorted(project.schemas.glob("*.schema.json")) if project.schemas.is_dir() else []
    return {f"{SCHEMAS}/{file.name}": file.read_bytes().decode(errors="replace") for file in files}


def unfit(project: Project) -> tuple[Finding, ...]:
    """What is wrong beside the records: templates that cannot be filled, exported schemas that are stale."""
    schemas = read_schemas(project)
    return (*check_templates(read_templates(project.templates)), *(stale_schemas(schemas) if schemas else ()))


def build_documents(
    project: Project, checked: Checked, revision: str, *, progress: Callable[[str], None] = lambda _: None
) -> int:
    """Render every document of a sound archive, publish them together, and return how many they are.

    ``progress`` hears each one's path. Raises what ``write_outputs`` raises.
    """
    documents = render_documents(
        checked.archive,
        checked.findings,
        read_templates(project.templates),
        as_of=checked.as_of,
        revision=revision,
    )
    outputs = [_output(document, progress) for document in documents]
    write_outputs(project.build / "docs", outputs, private=True)
    return len(outputs)


def _output(document: Document, progress: Callable[[str], None]) -> Output:
    path = f"{document.kind}/{safe_file_name(document.id, *document.words, suffix='.docx')}"
    progress(path)
    return Output(path, document.content)
