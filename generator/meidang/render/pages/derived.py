"""What follows from records on a day: columns, facts and sections that stand in no file.

Every figure comes from ``archive.facts``, as in the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from meidang.archive import Item
from meidang.archive.facts import (
    CredentialState,
    credential_state,
    is_employed,
    present_status,
    present_title,
    rates,
)
from meidang.archive.holdings import missing_credentials
from meidang.archive.listed import listed_technique
from meidang.archive.permits import PrivilegeState, authorised, performers, privilege_state
from meidang.models.base import Model, changed, describe
from meidang.models.committee import Committee
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.drug_item import DrugItem
from meidang.models.plans import QiPlan, Task
from meidang.models.restriction import Restriction
from meidang.models.shared import Credential
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique, YearFigures
from meidang.render.pages import markup
from meidang.render.pages.book import Book
from meidang.render.pages.derived_work import (
    cases_of_technique,
    checks_of_device,
    decisions_of_committee,
    items_of_plan,
    stock_of_drug,
    task_badge,
    work_of_department,
)
from meidang.render.pages.values import Column, group_table, row
from meidang.render.views.words import rate_words

_STATE_STYLE = {
    CredentialState.ON_FILE: "fine",
    CredentialState.ACTIVE: "fine",
    CredentialState.EXPIRING: "minor",
    CredentialState.EXPIRED: "veto",
    CredentialState.MISSING: "veto",
}
_PRIVILEGE_STYLE = {
    PrivilegeState.USABLE: "fine",
    PrivilegeState.PENDING: "notice",
    PrivilegeState.EXPIRED: "veto",
}


# --- columns ---------------------------------------------------------------------------------------------------------


def columns_of(book: Book, item: Item[Any], model: type[Model]) -> Sequence[Column]:
    """Derived columns of a table of ``model`` rows on the page of ``item``."""
    if model is Credential:
        return (Column("状态", lambda credential: _credential_badge(book, credential), early=True),)
    if model is Privilege:
        return (Column("状态", lambda privilege: _privilege_badge(book, item, privilege), early=True),)
    if model is Task:
        return (Column("按期", lambda task: task_badge(task, book.as_of), early=True),)
    return _RATES if model is YearFigures else ()


def _credential_badge(book: Book, credential: Credential) -> str:
    state = credential_state(book.archive, credential, book.as_of)
    return markup.badge(_STATE_STYLE[state], state.value)


def _privilege_badge(book: Book, item: Item[Staff], privilege: Privilege) -> str:
    state = privilege_state(book.archive, item, privilege, book.as_of)
    return markup.badge(_PRIVILEGE_STYLE.get(state, "major"), state.value)


_RATES: Sequence[Column] = (
    Column("治愈率（含好转）", lambda f: rate_words(rates(f).cure_including_improved, f.cured + f.improved, f.cases)),
    Column("无效率", lambda f: rate_words(rates(f).ineffective, f.ineffective, f.cases)),
    Column("并发症发生率", lambda f: rate_words(rates(f).complication, f.complications, f.cases)),
    Column("纠纷发生率", lambda f: rate_words(rates(f).dispute, f.disputes, f.cases)),
)


# --- facts and sections ----------------------------------------------------------------------------------------------


def facts_of(book: Book, here: str, item: Item[Any]) -> Iterator[tuple[str, str]]:
    """Derived rows above the declared facts."""
    record = item.record
    if isinstance(record, Staff):
        title = present_title(record, book.as_of)
        yield "现任职称", book.link(here, "titles", title.title) if title else "—"
        state = CredentialState.MISSING
        if lacked := [kind.name for _, kind in missing_credentials(book.archive, item, book.as_of)]:
            yield "证照", f"{markup.badge(_STATE_STYLE[state], state.value)} {markup.text('、'.join(lacked))}"
        if not is_employed(record, book.as_of):
            yield "在职", markup.badge("notice", "不在职")
    if isinstance(record, Technique) and (status := present_status(record, book.as_of)):
        yield "当前状态", f"{markup.text(status.status)}（{markup.day(status.changed_on)} 起）"


def sections_of(book: Book, here: str, item: Item[Any]) -> Iterator[str]:
    """Derived sections between the facts and the declared groups."""
    for make in _SECTIONS.get(item.kind.model, ()):
        yield from make(book, here, item)


def _usable(book: Book, here: str, item: Item[Staff]) -> Iterator[str]:
    if not is_employed(item.record, book.as_of):
        return
    usable = authorised(book.archive, item, book.as_of)
    names = ("privilege_type", "technique_id", "operation_name", "level", "tier", "performing_status", "valid_to")
    yield markup.heading(2, "可用授权", "authorised")
    yield f"截至 {book.as_of}，在有效期内、未暂停、技术没有停用、未受自身限制的授权。"
    yield _columns(book, here, usable, names) or "无"


def _columns(book: Book, here: str, groups: Sequence[Privilege], names: Sequence[str]) -> str:
    """Some of the fields of groups as a table."""
    kept = {name: None for name in describe(Privilege) if name not in names}
    return group_table(book, here, [changed(group, kept) for group in groups]) if groups else ""


def _who_may(book: Book, here: str, item: Item[Technique]) -> Iterator[str]:
    rows = []
    for person in performers(book.archive, item.id, book.as_of):
        title = present_title(person.record, book.as_of)
        rows.append(
            (
                book.link_key(here, person.key),
                book.link(here, "department", person.record.department_id),
                markup.text(title.title) if title else "—",
                "、".join(_grants(book, person, item.id)),
            )
        )
    yield markup.heading(2, "谁可以做", "performers")
    yield markup.table(("人员", "科室", "职称", "授权"), rows) or "截至当天没有人获得有效授权。"


def _grants(book: Book, person: Item[Staff], technique: str) -> Iterator[str]:
    for privilege in authorised(book.archive, person, book.as_of):
        if privilege.technique_id == technique:
            cells = row(book, "", privilege, ("privilege_type", "level", "performing_status", "valid_to"))
            until = cells.pop("valid_to")
            yield " ".join(part for part in (*cells.values(), until and f"至 {until}") if part)


def _in_department(book: Book, here: str, item: Item[Department]) -> Iterator[str]:
    people = [
        (
            book.link_key(here, person.key),
            markup.text(title.title) if (title := present_title(person.record, book.as_of)) else "—",
            markup.text(person.record.position or ""),
            "、".join(markup.text(post) for post in person.record.posts),
        )
        for person in book.archive.of(Staff)
        if item.id in (person.record.department_id, *person.record.other_departments)
        and is_employed(person.record, book.as_of)
    ]
    yield markup.heading(2, "本科室人员", "people")
    yield markup.table(("姓名", "职称", "职务", "岗位"), people) or "无"
    done = [one for one in book.archive.of(Technique) if item.id in one.record.departments]
    yield markup.heading(2, "本科室技术", "techniques")
    yield technique_table(book, here, done) or "无"


def technique_table(book: Book, here: str, techniques: Sequence[Item[Technique]]) -> str:
    """Techniques with their grade and present status."""
    rows = []
    for item in techniques:
        cells = row(book, here, item.record, ("grade", "leader_id"))
        status = present_status(item.record, book.as_of)
        shown = markup.text(status.status) if status else "—"
        who = str(len(performers(book.archive, item.id, book.as_of)))
        rows.append((book.link_key(here, item.key), cells["grade"], shown, cells["leader_id"], who))
    return markup.table(("技术", "分级", "状态", "负责人", "可做人数"), rows)


def _restricted(book: Book, here: str, item: Item[Restriction]) -> Iterator[str]:
    affected = [one for one in book.archive.of(Technique) if _concerns(book, item, one)]
    yield markup.heading(2, "涉及的本院技术", "techniques")
    yield technique_table(book, here, affected) or "本院没有涉及的技术。"


def _concerns(book: Book, restriction: Item[Restriction], technique: Item[Technique]) -> bool:
    own = restriction.record.self_restriction
    if (own and own.technique_id == technique.id) or technique.record.grade in restriction.record.forbidden_grades:
        return True
    return any(row.item.id == restriction.id for row in listed_technique(book.archive, technique.record))


_Section = Callable[[Book, str, Any], Iterator[str]]
_SECTIONS: dict[type[Model], Sequence[_Section]] = {
    Staff: (_usable,),
    Technique: (_who_may, cases_of_technique),
    Department: (_in_department, work_of_department),
    Restriction: (_restricted,),
    Device: (checks_of_device,),
    DrugItem: (stock_of_drug,),
    Committee: (decisions_of_committee,),
    QiPlan: (items_of_plan,),
}
