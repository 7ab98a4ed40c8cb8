"""Lists: the page of each kind's records, and the page of each table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from meidang.archive import Item
from meidang.findings import Finding, Severity
from meidang.kinds import Kind
from meidang.models.agreement import Agreement
from meidang.models.audience import Edition
from meidang.models.base import Declared, Model, Table, describe
from meidang.models.committee import Committee
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.drug_item import DrugItem
from meidang.models.plans import QiPlan, WorkPlan
from meidang.models.research import ResearchProject
from meidang.models.restriction import Restriction
from meidang.models.scalars import BOOL, GRADE
from meidang.models.staff import Staff
from meidang.models.standard import Standard
from meidang.models.technique import Technique
from meidang.render.pages import markup
from meidang.render.pages.book import Book, list_path, path_of, row_anchor
from meidang.render.pages.heads import finding_boxes, nothing_yet, stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.list_columns import derived_columns
from meidang.render.pages.records.lists import Heads, LongList, Part, Pick, Row, list_table
from meidang.render.pages.records.values import cell, fields
from meidang.render.pages.search_words import search_words

#: Main facts of a kind's list, by field. A kind that is not here shows its first facts.
_COLUMNS: dict[type[Model], Sequence[str]] = {
    Department: ("dept_no", "category", "in_use", "head_id"),
    Staff: ("department_id", "position", "posts"),
    Technique: ("grade", "departments", "leader_id"),
    Restriction: ("authority_level", "basis", "issued_on"),
    ResearchProject: ("level", "leader_id", "approved_on", "planned_close_on", "closed_on"),
    Device: ("model", "department_id", "keeper_id", "energy_based", "in_use"),
    DrugItem: ("item_class", "unit", "high_risk", "dose_max", "minutes_max"),
    Agreement: ("agreement_type", "department_id", "valid_from", "valid_to"),
    Committee: ("founded_on",),
    WorkPlan: ("year", "issued_on", "approved_by"),
    QiPlan: ("year", "level", "department_id", "issued_on"),
    Standard: ("edition", "scoring"),
}
_ENOUGH = 4
#: Columns of free words that are few, and types with few values.
_FEW: Final = frozenset({"posts", "level", "grade", "year"})
_SMALL: Final = (BOOL, GRADE)
_PART_HEADS: Final[Mapping[type[Model], str]] = {Staff: "科室", Device: "科室", Technique: "科室"}


def list_pages(book: Book, kind: Kind) -> Iterator[tuple[str, Page | bytes]]:
    """All records of a kind, with their main facts and what is wrong with them; of a long list its parts too."""
    here = list_path(kind)
    items = sorted(book.archive.of(kind.model), key=lambda item: _order(book, item))
    listed = LongList(
        book, here, kind.plural, *_listed(book, kind, items), part_head=_PART_HEADS.get(kind.model, "部分")
    )
    body = markup.blocks(
        markup.title(kind.plural),
        stamp(book, f"共 {len(items)} 条"),
        broken_files(book, kind, here),
        listed.table() or nothing_yet(book, here, kind),
    )
    yield here, Page(kind.plural, body, has_toc=False)
    yield from listed.pages()
    yield from listed.files()


def _listed(book: Book, kind: Kind, items: Sequence[Item[Any]]) -> tuple[Heads, Sequence[Row]]:
    here = list_path(kind)
    columns = _columns(kind)
    derived = derived_columns(book, kind.model)
    heads: Heads = (
        "编号",
        "姓名" if kind.model is Staff else "名称",
        *(_head(one) for one in columns),
        *(column.head for column in derived),
        Pick("检查结果", "severity"),
    )
    rows = [
        Row(
            (
                markup.link(here, path_of(item), item.id),
                markup.link(here, path_of(item), item.label),
                *(cell(book, here, declared, getattr(item.record, declared.name)) for declared in columns),
                *(column.make(here, item) for column in derived),
                ""
                if book.edition is Edition.PUBLIC
                else badges(book.findings_of(item.key), markup.address(here, path_of(item))),
            ),
            words=" ".join(search_words(item)),
            part=_part(book, item),
        )
        for item in items
    ]
    return heads, rows


def _head(declared: Declared) -> str | Pick:
    """What names a department, one of a few words or yes and no has few values."""
    words = markup.text(declared.label)
    few = (
        declared.ref == "department"
        or declared.name in _FEW
        or isinstance(declared.leaf, tuple)
        or declared.leaf in _SMALL
    )
    return Pick(words, declared.name.removesuffix("_id")) if few else words


def _part(book: Book, item: Item[Any]) -> Part:
    """Where it stands in a long list: people and things with their department, techniques with their first."""
    record = item.record
    department = getattr(record, "department_id", None) or next(iter(getattr(record, "departments", ())), None)
    return Part(department, book.name("department", department)) if department else Part("other", "其他")


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


def badges(findings: Sequence[Finding], address: str = "") -> str:
    """How many of each severity; a quiet word where there are none. ``address``: where they are told."""
    counts = Counter(finding.severity for finding in findings)
    found = " ".join(markup.severity_badge(severity, counts[severity]) for severity in sorted(counts, reverse=True))
    return (f'<a href="{address}">{found}</a>' if address and found else found) or markup.badge("fine", "无问题")


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
        stamp(book, "", item.source.path, here),
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
    anchors = [""] * len(cells)
    if declared.name == table.rows_field:
        anchors = [row_anchor(getattr(row, table.key_field)) for row in value]
    heads = [_head(one) for one, _ in fields(value[0])]
    rows = [Row(line, anchor) for line, anchor in zip(cells, anchors, strict=True)]
    return list_table(heads, rows, declared.name.replace("_", "-"))
