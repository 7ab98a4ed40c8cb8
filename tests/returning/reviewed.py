"""A reviewer at work: builds a document of the small hospital, edits it with python-docx, and sends it home."""

from __future__ import annotations

import shutil
import subprocess
from copy import deepcopy
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.example import SMALL, templates
from meidang.kinds import KINDS
from meidang.pipeline import check
from meidang.pipeline.returning import Returned, returned
from meidang.pipeline.rewriting import rewrite
from meidang.project import Project
from meidang.render.documents.filling import fill
from meidang.render.documents.jobs import jobs_of, jobs_of_year
from meidang.render.documents.templates import open_templates
from meidang.render.views import Desk, is_by_year
from meidang.source.revision import read_revision

AS_OF = date(2026, 6, 30)


@cache
def opened():
    return open_templates(templates())


class Hospital:
    """A copy of the small hospital in a folder of its own."""

    def __init__(self, root: Path, *, git: bool = False, source: Path = SMALL):
        self.root = root
        shutil.copytree(source / "archive", root / "archive")
        for path in (root / "archive").rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        self.project = Project(root)
        self.git = git
        if git:
            self._git("init", "-q")
            self.commit()

    def _git(self, *arguments):
        who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=self.root, check=True, capture_output=True)

    def commit(self):
        self._git("add", "-A")
        self._git("commit", "-q", "-m", "x")

    def document(self, kind="staff", record="D01", template=None) -> docx.document.Document:
        """The document, opened as a reviewer would."""
        return docx.Document(BytesIO(self.printed(kind, record, template)))

    def printed(self, kind="staff", record="D01", template=None) -> bytes:
        """The document's bytes."""
        checked = check(self.project, as_of=AS_OF, today=AS_OF)
        desk, made = Desk(checked.archive, AS_OF, checked.findings), opened()
        revision = read_revision(self.root)
        if is_by_year(KINDS[kind]):
            found = jobs_of_year(desk, made, KINDS[kind], int(record), revision)
        else:
            item = desk.archive.items[kind if KINDS[kind].single else f"{kind}/{record}"]
            found = jobs_of(desk, made, item, revision)
        job = next(job for job in found if job.template == (template or f"{kind}.docx"))
        return next(fill([job], templates(), made)).content

    def text(self, path: str) -> str:
        return (self.root / "archive" / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        (self.root / "archive" / path).write_bytes(text.encode())

    def change(self, path: str, old: str, new: str) -> None:
        assert self.text(path).count(old) == 1, (path, old)
        self.write(path, self.text(path).replace(old, new))

    def home(self, document) -> Returned:
        """What comes of an edited document."""
        content = document if isinstance(document, bytes) else saved(document)
        return returned(self.project, content, today=AS_OF)

    def take(self, document) -> Returned:
        """The same, written."""
        found = self.home(document)
        assert not found.errors, found.errors
        rewrite(self.root, found.rewrites)
        return found


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def body_texts(document) -> list[str]:
    """Every paragraph that says something, in tables or not."""
    texts = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))
    return [text for text in texts if text.strip()]


# --- what reviewers do -----------------------------------------------------------------------------------------------


def say(paragraph, text: str) -> None:
    """Another text in place of a paragraph's, in its first run."""
    runs = paragraph.runs or [paragraph.add_run()]
    runs[0].text = text
    for run in runs[1:]:
        run.text = ""


def paragraph_of(document, text: str, number: int = 0):
    """The paragraph, in a table or not, that reads so."""
    return [one for one in paragraphs_of(document) if one.text == text][number]


def paragraphs_of(document):
    """Every paragraph, those of tables last."""
    return (*document.paragraphs, *(p for t in document.tables for c in cells_of(t) for p in c.paragraphs))


def cells_of(table):
    """Every cell once."""
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                yield cell


def replace(document, old: str, new: str, number: int = 0) -> None:
    """The text of one paragraph, another one instead."""
    say(paragraph_of(document, old, number), new)


def beside(document, label: str):
    """The first paragraph of the cell to the right of a label."""
    for table in document.tables:
        for row in table.rows:
            for cell, right in zip(row.cells, row.cells[1:], strict=False):
                if cell.text == label and right._tc is not cell._tc:
                    return right.paragraphs[0]
    raise AssertionError(label)


def table_of(document, *heads: str):
    """The table whose first row begins so."""
    return next(t for t in document.tables if [c.text for c in t.rows[0].cells][: len(heads)] == list(heads))


def add_row(table, *texts: str, like: int = -1, at: int | None = None):
    """A copy of a row with other texts, at the end or before another one."""
    row = deepcopy(table.rows[like]._tr)
    if at is None:
        table.rows[-1]._tr.addnext(row)
    else:
        table.rows[at]._tr.addprevious(row)
    made = table.rows[at if at is not None else len(table.rows) - 1]
    for cell, text in zip(made.cells, texts, strict=True):
        for paragraph, line in zip(cell.paragraphs, [*text.split("\n"), *[""] * 9], strict=False):
            say(paragraph, line)
    return made


def remove_row(table, at: int) -> None:
    table._tbl.remove(table.rows[at]._tr)


def split_runs(document) -> None:
    """As Word leaves a text after spell checking and many saves: a run for each letter."""
    for run in [r for r in document.element.body.iter(qn("w:r")) if r.find(qn("w:t")) is not None]:
        for text in run.findall(qn("w:t"))[:1]:
            for letter in (text.text or "")[1:][::-1]:
                more = deepcopy(run)
                for one in more.findall(qn("w:t")):
                    more.remove(one)
                added = OxmlElement("w:t")
                added.text = letter
                added.set(qn("xml:space"), "preserve")
                more.append(added)
                run.addnext(more)
            text.text = (text.text or "")[:1]
            text.set(qn("xml:space"), "preserve")


def track(paragraph, text: str) -> None:
    """The paragraph's text deleted and another inserted, both tracked."""
    for run in list(paragraph._p.findall(qn("w:r"))):
        deleted = OxmlElement("w:del")
        run.addprevious(deleted)
        deleted.append(run)
        for one in run.findall(qn("w:t")):
            one.tag = qn("w:delText")
    inserted, run, words = OxmlElement("w:ins"), OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    inserted.append(run)
    paragraph._p.append(inserted)
