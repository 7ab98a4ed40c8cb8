"""What the tests of the binder share: plans and binders of the small archive, and what stands in a document."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from functools import cache
from html import unescape
from pathlib import Path

from documents.example import AS_OF, CHECKOUT, SMALL, archive, templates
from meidang.pipeline import check
from meidang.project import Project
from meidang.render.binder.plan import plan
from meidang.render.binder.scope import of_clause, of_department, of_institution, of_person
from meidang.render.documents.templates import open_templates
from meidang.render.views import Desk
from meidang.rules import RULES, run_rules

_FINDERS = {"department": of_department, "person": of_person, "clause": of_clause}


@cache
def opened():
    return open_templates(templates())


@cache
def desk(root: Path = SMALL) -> Desk:
    found = archive(root)
    return Desk(found, AS_OF, run_rules(found, RULES.values(), AS_OF))


def scope(level: str, called: str = "", root: Path = SMALL):
    found = archive(root)
    return _FINDERS[level](found, called) if called else of_institution(found)


def plan_of(level: str, called: str = "", root: Path = SMALL):
    return plan(desk(root), opened(), scope(level, called, root))


def table(made) -> list[str]:
    """``八 （八）个人技术档案：何砚　个人技术档案、…`` for each part."""
    return [f"{part.tab} {part.title}：{'、'.join(sheet.title for sheet in part.sheets)}" for part in made.parts]


def project_at(folder: Path, *, attachments: bool = True) -> Project:
    """The small hospital with the shipped templates, in a folder of its own."""
    ignored = None if attachments else shutil.ignore_patterns("attachments")
    shutil.copytree(SMALL / "archive", folder / "archive", ignore=ignored)
    shutil.copytree(CHECKOUT / "templates", folder / "templates", ignore=shutil.ignore_patterns("*.py", "dossiers"))
    return Project(folder)


def checked(project: Project):
    return check(project, as_of=AS_OF, today=AS_OF)


def document_of(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def names_of(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.namelist()


def words(xml: str) -> str:
    """The text of a piece of a document."""
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"<w:instrText[^>]*>[^<]*</w:instrText>", "", xml))).strip()


def contents(xml: str) -> list[tuple[str, str, str]]:
    """The lines of the table of contents: words, bookmark, page."""
    lines = []
    for paragraph in re.findall(r'<w:p><w:pPr><w:pStyle w:val="TOC[12]"/></w:pPr>.*?</w:p>', xml):
        title, _, page = paragraph.partition("<w:tab/>")
        lines.append((words(title), re.search(r'w:anchor="([^"]*)"', paragraph)[1], words(page)))
    return lines
