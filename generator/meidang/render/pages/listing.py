"""Lists: the page of each kind's records, and the page of each table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from meidang.archive import Item
from meidang.archive.facts import is_employed, present_status, present_title
from meidang.findings import Finding, Severity
from meidang.kinds import Kind
from meidang.models.agreement import Agreement
from meidang.models.base import Declared, Model, Table, describe
from meidang.models.committee import Committee
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.drug_item import DrugItem
from meidang.models.plans import QiPlan, WorkPlan
from meidang.models.research import ResearchProject
from meidang.models.restriction import Restriction
from meidang.models.staff import Staff
from meidang.models.standard import Standard
from meidang.models.technique import Technique
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.book import Book, list_path, path_of, row_anchor
from meidang.render.pages.heads import finding_boxes, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.values import cell, fields

#: Main facts of a kind's list, by field. A kind that is not here shows its first facts.
_COLUMNS: dict[type[Model], Sequence[str]] = {
    Department: ("dept_no", "category", "in_use", "head_id"),
    Staff: ("department_id", "position", "posts"),
    Technique: ("grade", "departments", "leader_id"),
    Restriction: ("authority_level", "basis", "issued_on"),
    ResearchProject: ("level", "leader_id", "approved_on", "planned_close_on", "closed_on"),
    Device: ("model", "department_id", "keeper_id", "energy_based", "in_use"),
    DrugItem: ("item_class", "unit", "high_risk", "dose_max", "minutes_max"),
    Agreement: ("partner", "department_id", "valid_from", "valid_to"),
    Committee: ("founded_on",),
    WorkPlan: ("year", "issued_on", "approved_by"),
    QiPlan: ("year", "level", "department_id", "issued_on"),
    Standard: ("edition", "scoring"),
}
_ENOUGH = 4


def list_page(book: Book, kind: Kind) -> Page:
    """All records of a kind, with their main facts and what is wrong with them."""
    here = list_path(kind)
    items = sorted(book.archive.of(kind.model), key=lambda item: _order(book, item))
    columns = _columns(kind)
    derived = _DERIVED.get(kind.model, ())
    heads = [
        "编号",
        "姓名" if kind.model is Staff else "名称",
        *(markup.text(one.label) for one in columns),
        *(head for head, _ in derived),
        "检查结果",
    ]
    rows = [
        (
            markup.link(here, path_of(item), item.id),
            markup.link(here, path_of(item), item.label),
            *(cell(book, here, declared, getattr(item.record, declared.name)) for declared in columns),
            *(make(book, item) for _, make in derived),
            badges(book.findings_of(item.key)),
        )
        for item in items
    ]
    body = markup.blocks(
        markup.title(kind.plural),
        stamp(book, f"共 {len(items)} 条"),
        broken_files(book, kind, here),
        markup.table(heads, rows) or "还没有记录。",
    )
    return Page(kind.plural, body)


def _order(book: Book, item: Item[Any]) -> tuple[Any, ...]:
    """Departments in the order of the clause, and people in that of their departments; everything else by id."""
    record = book.archive.get(Department, item.record.department_id) if isinstance(item.record, Staff) else item
    return (record.record.dept_no if record and isinstance(record.record, Department) else 0, item.id)


def _columns(kind: Kind) -> Sequence[Declared]:
    declarations = describe(kind.model)
    if kind.model in _COLUMNS:
        return [declarations[name] for name in _COLUMNS[kind.model]]
    plain = [one for one in declarations.values() if not one.model and not one.private and one.label != "名称"]
    return plain[:_ENOUGH]


def _title(book: Book, item: Item[Staff]) -> str:
    if not is_employed(item.record, book.as_of):
        return markup.badge("notice", "不在职")
    title = present_title(item.record, book.as_of)
    return markup.text(title.title) if title else "—"


def _status(book: Book, item: Item[Technique]) -> str:
    status = present_status(item.record, book.as_of)
    return markup.text(status.status) if status else "—"


_Derived = tuple[str, Callable[[Book, Any], str]]
_DERIVED: dict[type[Model], Sequence[_Derived]] = {
    Staff: (("职称", _title),),
    Technique: (("状态", _status),),
    Committee: (("成员", lambda _, item: f"{len(item.record.members)} 人"),),
    WorkPlan: (("任务", lambda _, item: f"{len(item.record.tasks)} 项"),),
    Standard: (("条款", lambda _, item: f"{len(item.record.clauses)} 条"),),
}


def badges(findings: Sequence[Finding]) -> str:
    """How many of each severity; a quiet word where there are none."""
    counts = Counter(finding.severity for finding in findings)
    found = " ".join(markup.severity_badge(severity, counts[severity]) for severity in sorted(counts, reverse=True))
    return found or markup.badge("fine", "无问题")


def broken_files(book: Book, kind: Kind, here: str) -> str:
    """Records whose file cannot be used, with what is wrong: they have no page."""
    place = kind.path("") if kind.single else f"{kind.folder}/"
    known = {item.source.path for item in book.archive.of(kind.model)}
    broken = [
        finding
        for finding in book.urgent
        if finding.severity is Severity.ERROR
        and finding.location.path.startswith(place)
        and finding.location.path not in known
    ]
    if not broken:
        return ""
    paths = sorted({finding.location.path for finding in broken})
    words = f"有 {len(paths)} 个文件读不出来，下表没有它们："
    return markup.blocks(words, finding_boxes(book, here, broken))


# --- tables ----------------------------------------------------------------------------------------------------------


def table_page(book: Book, item: Item[Any]) -> Page:
    """A table of the institution's own: its rows, each with an address, and its other settings."""
    here = path_of(item)
    table: Table = item.record
    parts = [markup.facts(_plain_facts(book, here, table))]
    for declared, value in fields(table):
        if declared.model and value:
            parts.append(markup.heading(2, declared.label, declared.name.replace("_", "-")))
            parts.append(_rows(book, here, table, declared, value))
    body = markup.blocks(
        markup.title(item.kind.plural),
        stamp(book, "", item.source.path),
        finding_boxes(book, here, book.findings_of(item.key)),
        *parts,
    )
    return Page(item.kind.plural, body)


def _plain_facts(book: Book, here: str, table: Table) -> Sequence[tuple[str, str]]:
    return [
        (markup.text(declared.label), cell(book, here, declared, value))
        for declared, value in fields(table)
        if declared.model is None
    ]


def _rows(book: Book, here: str, table: Table, declared: Declared, value: Any) -> str:
    if not declared.many:
        return markup.facts((markup.text(one.label), cell(book, here, one, inner)) for one, inner in fields(value))
    cells = [[cell(book, here, one, inner) for one, inner in fields(row)] for row in value]
    if declared.name == table.rows_field:
        for row, line in zip(value, cells, strict=True):
            anchor = escape.html_attribute(row_anchor(getattr(row, table.key_field)))
            line[0] = f'<span id="{anchor}">{line[0]}</span>'
    heads = [markup.text(one.label) for one, _ in fields(value[0])]
    kept = [index for index in range(len(heads)) if any(line[index] for line in cells)]
    return markup.table([heads[index] for index in kept], [[line[index] for index in kept] for line in cells])
