"""The second half of the flow: findings and records -> documents in memory -> files. The site is MkDocs's to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path
from typing import Final

from meidang.findings import Finding
from meidang.kinds import KINDS
from meidang.outputs import Output, safe_file_name, write_outputs
from meidang.pipeline import Checked
from meidang.pipeline.images import read_images
from meidang.project import Project
from meidang.render.documents import Document, check_templates, render_documents
from meidang.render.schemas import FOLDER as SCHEMAS
from meidang.render.schemas import stale_schemas
from meidang.render.views import is_by_year
from meidang.render.workbooks import LedgerWorkbook, render_workbooks
from meidang.source.opening import FILE, ROOT, opened, read_at_most

#: The folder of what is printed and filtered of ledgers, below that of all documents.
LEDGERS: Final = "ledger"
#: More than any template that is taken.
MOST_TEMPLATE: Final = 21 * 2**20


def read_templates(folder: Path) -> Mapping[str, bytes]:
    """The Word templates by file name; those that Word itself keeps open are not templates.

    Empty is one that cannot be read, such as a link: a stranger's leads to where no file ends.
    """
    if not folder.is_dir():
        return {}
    with opened(str(folder), ROOT) as descriptor:
        names = sorted(file.name for file in folder.glob("*.docx") if not file.name.startswith("~$"))
        return {name: _template(descriptor, name) for name in names}


def _template(folder: int, name: str) -> bytes:
    with suppress(OSError), opened(name, FILE, folder) as descriptor:
        return read_at_most(descriptor, MOST_TEMPLATE)
    return b""


def read_schemas(project: Project) -> Mapping[str, str]:
    """The exported JSON Schemas by path relative to the project's root."""
    files = sorted(project.schemas.glob("*.schema.json")) if project.schemas.is_dir() else []
    return {f"{SCHEMAS}/{file.name}": file.read_bytes().decode(errors="replace") for file in files}


def unfit(project: Project) -> tuple[Finding, ...]:
    """What is wrong beside the records: templates that cannot be filled, exported schemas that are stale."""
    schemas = read_schemas(project)
    return (*check_templates(read_templates(project.templates)), *(stale_schemas(schemas) if schemas else ()))


def build_documents(
    project: Project,
    checked: Checked,
    revision: str,
    *,
    executor: Executor | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> int:
    """Render every document and workbook of a sound archive, publish them together, and return how many they are.

    ``executor`` fills the templates; ``progress`` hears each one's path. Raises what ``write_outputs`` raises.
    """
    outputs = list(_outputs(project, checked, revision, executor, progress))
    write_outputs(project.build / "docs", outputs, private=True)
    return len(outputs)


def _outputs(
    project: Project, checked: Checked, revision: str, executor: Executor | None, progress: Callable[[str], None]
) -> Iterator[Output]:
    templates = read_templates(project.templates)
    documents = render_documents(
        checked.archive,
        checked.findings,
        templates,
        as_of=checked.as_of,
        revision=revision,
        images=read_images(project, checked, templates),
        executor=executor,
    )
    for document in documents:
        path = document_path(document)
        progress(path)
        yield Output(path, document.content)
    for workbook in render_workbooks(checked.archive, as_of=checked.as_of, revision=revision):
        path = workbook_path(workbook)
        progress(path)
        yield Output(path, workbook.content)


def document_path(document: Document) -> str:
    """Where a document lies below the folder of documents: those of a record by kind, a ledger's years together."""
    kind = KINDS[document.kind]
    if not is_by_year(kind):
        return f"{document.kind}/{safe_file_name(document.id, *document.words, suffix='.docx')}"
    words = [word for word in document.words if word != kind.title]
    return f"{LEDGERS}/{safe_file_name(kind.title, document.id, *words, suffix='.docx')}"


def workbook_path(workbook: LedgerWorkbook) -> str:
    """Where a ledger's workbook lies, beside its Word lists; titles of collections are unique."""
    return f"{LEDGERS}/{safe_file_name(workbook.title, suffix='.xlsx')}"
