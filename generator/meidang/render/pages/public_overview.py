"""What the public sees first: what the institution is, what it may do, where, and with which licences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from meidang.archive import Item
from meidang.kinds import KINDS
from meidang.models.base import describe
from meidang.models.department import Department
from meidang.models.institution import Institution
from meidang.models.technique import Technique
from meidang.render.pages import markup
from meidang.render.pages.addresses import OVERVIEW
from meidang.render.pages.book import Book, list_path, path_of
from meidang.render.pages.records.values import cell, group_table

#: What people who look for a hospital want to know of it.
_FACTS = (
    "institution_type",
    "institution_grade",
    "max_grade_allowed",
    "legal_representative",
    "responsible_person",
    "founded_on",
    "address",
    "phone",
    "email",
    "website",
)
#: So many links of a list stand here; the rest on the list's own page.
_MOST = 60


def public_parts(book: Book) -> Iterator[str]:
    """Facts, subjects, departments, techniques and licences, of a projected archive."""
    institution = book.archive.institution
    if institution:
        yield _facts(book, institution)
        if subjects := institution.record.clinical_subjects:
            yield markup.heading(2, "诊疗科目", "subjects")
            yield _columns(f"{markup.text(one.name)} <small>{markup.text(one.code)}</small>" for one in subjects)
    departments = [item for item in book.archive.of(Department) if item.record.in_use]
    yield from _linked("科室", "departments", "department", departments)
    yield from _linked("技术项目", "techniques", "technique", book.archive.of(Technique))
    if institution and institution.record.licences:
        yield markup.heading(2, "机构证照", "licences")
        yield group_table(book, OVERVIEW, institution.record.licences)


def _facts(book: Book, institution: Item[Institution]) -> str:
    declared = describe(Institution)
    rows = [
        (markup.text(declared[name].label), cell(book, OVERVIEW, declared[name], getattr(institution.record, name)))
        for name in _FACTS
    ]
    more = markup.link(OVERVIEW, path_of(institution), "机构的全部公开信息")
    return markup.blocks(markup.facts(rows), f"{more}　{markup.link(OVERVIEW, list_path(KINDS['staff']), '人员')}")


def _linked(title: str, anchor: str, kind: str, items: Iterable[Item[Any]]) -> Iterator[str]:
    every = list(items)
    if every:
        yield markup.heading(2, title, anchor)
        yield _columns(markup.link(OVERVIEW, path_of(item), item.label) for item in every[:_MOST])
    if len(every) > _MOST:
        yield f"共 {len(every)} 项，{markup.link(OVERVIEW, list_path(KINDS[kind]), '查看全部')}。"


def _columns(lines: Iterable[str]) -> str:
    body = "\n".join(f"<li>{line}</li>" for line in lines)
    return f'<ul class="columns">\n{body}\n</ul>'
