"""Entries as rows: their main facts in columns, the rest in one roomy cell, and what was found in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from meidang.archive.collections import COLLECTIONS, Collection, Entered
from meidang.archive.entry_facts import ENTRY_FACTS, EntryFact
from meidang.findings import Finding
from meidang.models.base import Declared, Model, describe
from meidang.models.ledgers.cases import Case
from meidang.models.ledgers.quality import CommitteeDecision, QiEntry
from meidang.models.ledgers.records import MedicalRecordQc
from meidang.models.scalars import BOOL, GRADE, LONG
from meidang.render.pages import markup
from meidang.render.pages.book import Book
from meidang.render.pages.heads import rule_link
from meidang.render.pages.records.lists import Pick, Row, list_table
from meidang.render.pages.records.values import cell, fields
from meidang.render.pages.work.sheets import anchor_of

#: The columns of ledgers whose first fields are not their main ones; the day is a column anyway.
_COLUMNS: Final[Mapping[type[Model], Sequence[str]]] = {
    Case: ("case_no", "category", "technique_id", "scale", "operator_id", "anaesthesia_type"),
    MedicalRecordQc: ("record_no", "nursing_level", "three_level_signatures", "grade", "grader", "problem"),
    QiEntry: ("qi_no", "level", "pdca_stage", "problem", "action_owner", "due_on", "closed_on"),
    CommitteeDecision: ("decision_no", "committee_id", "matter", "decision", "followed_up"),
}
_MOST_COLUMNS: Final = 8
#: In characters, links counted as written: about six lines.
_UNFOLDED: Final = 240
#: References to tables of few rows.
_FEW: Final = frozenset({"credential_types", "titles"})
#: So many labels tell what is folded.
_TOLD: Final = 4
#: So many findings are told in full beside an entry.
_MOST_FINDINGS: Final = 3


def entry_table(
    book: Book, here: str, found: Sequence[Entered], *, anchored: bool = False, leave_out: Sequence[str] = ()
) -> str:
    """Entries of one ledger, in the order given; ``anchored`` on the page where they are at home.

    ``leave_out``: fields that all of them share.
    """
    if not found:
        return ""
    collection = collection_of(found[0])
    chosen = [one for one in main_fields(collection) if one.name not in leave_out]
    taken = frozenset({*(declared.name for declared in chosen), collection.day_field, *leave_out})
    columns: list[tuple[str | Pick, Callable[[Entered], str]]] = [
        (
            Pick(markup.text(_day_declared(collection).label), "month", len("2026-06")),
            lambda one: _day(book, here, one, anchored=anchored),
        ),
        (Pick("科室", "department") if collection.kind.is_ledger else "档案", lambda one: _whose(book, here, one)),
        *(_derived(book, here, collection) if anchored else ()),
        *((_head(declared), _maker(book, here, declared)) for declared in chosen),
        (Pick("检查结果", "severity"), lambda one: _found(book, here, one)),
        ("其他内容", lambda one: _rest(book, here, one, taken)),
    ]
    heads = [head for head, _ in columns]
    rows = [[make(one) for _, make in columns] for one in found]
    if not anchored:
        return markup.full_table([head.words if isinstance(head, Pick) else head for head in heads], rows)
    return list_table(heads, [Row(row, anchor_of(one)) for row, one in zip(rows, found, strict=True)], "entries")


def _derived(book: Book, here: str, collection: Collection) -> Iterator[tuple[str | Pick, Callable[[Entered], str]]]:
    """What follows from an entry on the day, such as its state; of what records hold also the department."""
    if not collection.kind.is_ledger and collection.kind.name != "department":
        yield Pick("科室", "department"), lambda one: _department(book, here, one)
    for fact in ENTRY_FACTS.get(collection.name, ()):
        yield _fact(book, fact)


def _fact(book: Book, fact: EntryFact) -> tuple[str | Pick, Callable[[Entered], str]]:
    head = markup.text(fact.label)
    is_state = head.endswith("状态")
    return Pick(head, "state") if is_state else head, lambda one: markup.text(fact.words(book.archive, one, book.as_of))


def _department(book: Book, here: str, one: Entered) -> str:
    return book.link(here, "department", one.department_id) if one.department_id else ""


def _head(declared: Declared) -> str | Pick:
    """A choice of a few words may be chosen."""
    words = markup.text(declared.label)
    return (
        Pick(words, declared.name)
        if declared.ref in _FEW or isinstance(declared.leaf, tuple) or declared.leaf in (BOOL, GRADE)
        else words
    )


def collection_of(one: Entered) -> Collection:
    """The ledger of an entry."""
    kind = one.item.kind
    return COLLECTIONS[kind.name if kind.is_ledger else f"{kind.name}.{one.field}"]


def main_fields(collection: Collection) -> Sequence[Declared]:
    """The fields that are columns."""
    declarations = describe(collection.model)
    if collection.model in _COLUMNS:
        return [declarations[name] for name in _COLUMNS[collection.model]]
    return list(islice((one for one in declarations.values() if _is_short(collection, one)), _MOST_COLUMNS))


def _is_short(collection: Collection, declared: Declared) -> bool:
    """A fact of a few words."""
    if declared.private or declared.model or declared.many or declared.name == collection.day_field:
        return False
    return declared.leaf is not LONG


def _maker(book: Book, here: str, declared: Declared) -> Callable[[Entered], str]:
    def make(one: Entered) -> str:
        value = getattr(one.entry, declared.name)
        shown = cell(book, here, declared, value)
        is_long = isinstance(value, str) and not declared.ref and len(value) > _WIDE
        return f'<span class="long">{shown}</span>' if is_long else shown

    return make


#: Longer words than these are given room, in characters.
_WIDE = 16


def _day_declared(collection: Collection) -> Declared:
    return describe(collection.model)[collection.day_field]


def _day(book: Book, here: str, one: Entered, *, anchored: bool) -> str:
    declared = _day_declared(collection_of(one))
    words = declared.show(getattr(one.entry, declared.name)) or "未注明"
    if anchored:
        return markup.text(words)
    return book.row_link(here, one, words)


def _whose(book: Book, here: str, one: Entered) -> str:
    if not one.item.kind.is_ledger:
        return book.entry_link(here, one, one.item.label)
    return book.link(here, "department", one.department_id) if one.department_id else "院级"


def _rest(book: Book, here: str, one: Entered, taken: frozenset[str]) -> str:
    """Everything that is no column, a line each; folded where it is much, so that a page shows many entries at once."""
    rest = [(declared, value) for declared, value in fields(one.entry) if declared.name not in taken]
    shown = {declared.label: words for declared, value in rest if (words := _part(book, here, declared, value))}
    if not shown:
        return ""
    lines = "<br>".join(f"<b>{markup.text(label)}</b>{words}" for label, words in shown.items())
    has_groups = any(declared.model and value for declared, value in rest)
    if not has_groups and sum(map(len, shown.values())) <= _UNFOLDED:
        return f'<span class="parts">{lines}</span>'
    summary = "、".join(markup.text(label) for label in list(shown)[:_TOLD])
    summary += f" 等 {len(shown)} 项" if len(shown) > _TOLD else ""
    return f'<details class="rest"><summary>{summary}</summary><span class="parts">{lines}</span></details>'


def _part(book: Book, here: str, declared: Declared, value: Any) -> str:
    """A value; the groups of a list are numbered."""
    if not declared.model or not declared.many:
        return cell(book, here, declared, value)
    lines = cell(book, here, declared, value).split("<br>") if value else []
    return lines[0] if len(lines) == 1 else "".join(f"<br>{number}）{line}" for number, line in enumerate(lines, 1))


# --- what was found --------------------------------------------------------------------------------------------------


def findings_in(book: Book, one: Entered) -> Sequence[Finding]:
    """What is wrong with an entry of a ledger's file."""
    if not one.item.kind.is_ledger:
        return ()
    return book.findings_by_entry(one.item.key).get(one.index, ())


def _found(book: Book, here: str, one: Entered) -> str:
    return f'<span class="long">{shown}</span>' if (shown := "<br>".join(_told(book, here, one))) else ""


def _told(book: Book, here: str, one: Entered) -> Iterator[str]:
    found = findings_in(book, one)
    for finding in found[:_MOST_FINDINGS]:
        rule = rule_link(book, here, finding.code)
        yield f"{markup.severity_badge(finding.severity)} {markup.text(finding.message)} <small>{rule}</small>"
    if len(found) > _MOST_FINDINGS:
        yield f"…另有 {len(found) - _MOST_FINDINGS} 项"
