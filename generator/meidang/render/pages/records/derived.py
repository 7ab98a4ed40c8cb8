"""What follows from records on a day: columns, facts and sections that stand in no file.

Every figure comes from ``archive.facts``, as in the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from meidang.archive import Archive, Item
from meidang.archive.facts import (
    CredentialState,
    is_employed,
    is_suspended,
    present_status,
    present_title,
    rates,
)
from meidang.archive.granted import Granted, planned
from meidang.archive.holdings import missing_credentials
from meidang.archive.listed import listed_technique
from meidang.archive.once import once
from meidang.archive.permits import authorised, performers
from meidang.findings import Severity
from meidang.models.base import Model, changed, describe
from meidang.models.committee import Committee
from meidang.models.department import Department
from meidang.models.device import Device
from meidang.models.drug_item import DrugItem
from meidang.models.institution import Institution
from meidang.models.plans import QiPlan, Task
from meidang.models.restriction import Restriction
from meidang.models.shared import Credential
from meidang.models.staff import Privilege, Staff
from meidang.models.technique import Technique, YearFigures
from meidang.render.pages import markup
from meidang.render.pages.book import Book
from meidang.render.pages.heads import rule_link
from meidang.render.pages.records.derived_work import (
    cases_of_technique,
    checks_of_device,
    decisions_of_committee,
    items_of_plan,
    stock_of_drug,
    task_badge,
    work_of_department,
)
from meidang.render.pages.records.figures import years_of_technique
from meidang.render.pages.records.lists import Row, list_table
from meidang.render.pages.records.public_sections import PUBLIC_SECTIONS
from meidang.render.pages.records.timeline import (
    CREDENTIAL_STYLE,
    credential_badge,
    privilege_badge,
    validity_of_institution,
    validity_of_person,
)
from meidang.render.pages.records.values import Column, group_table, row
from meidang.render.views.words import rate_words

# --- columns ---------------------------------------------------------------------------------------------------------


def columns_of(book: Book, item: Item[Any], model: type[Model]) -> Sequence[Column]:
    """Derived columns of a table of ``model`` rows on the page of ``item``; they follow from more than is public."""
    if book.is_public:
        return ()
    if model is Credential:
        return (Column("状态", lambda credential: credential_badge(book, credential), early=True),)
    if model is Privilege:
        return (Column("状态", lambda privilege: privilege_badge(book, item, privilege), early=True),)
    if model is Task:
        return (Column("按期", lambda task: task_badge(task, book.as_of), early=True),)
    return _RATES if model is YearFigures else ()


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
        yield "现任职称", book.link(here, "titles", title.title) if title else "" if book.is_public else "—"
    if book.is_public:
        return
    if isinstance(record, Staff):
        state = CredentialState.MISSING
        if lacked := [kind.name for _, kind in missing_credentials(book.archive, item, book.as_of)]:
            yield "证照", f"{markup.badge(CREDENTIAL_STYLE[state], state.value)} {markup.text('、'.join(lacked))}"
        if not is_employed(record, book.as_of):
            yield "在职", markup.badge("notice", "不在职")
    if isinstance(record, Technique) and (status := present_status(record, book.as_of)):
        yield "当前状态", f"{markup.text(status.status)}（{markup.day(status.changed_on)} 起）"


def sections_of(book: Book, here: str, item: Item[Any]) -> Iterator[str]:
    """Derived sections between the facts and the declared groups."""
    for make in (PUBLIC_SECTIONS if book.is_public else _SECTIONS).get(item.kind.model, ()):
        yield from make(book, here, item)


def _usable(book: Book, here: str, item: Item[Staff]) -> Iterator[str]:
    if not is_employed(item.record, book.as_of):
        return
    usable = authorised(book.archive, item, book.as_of)
    names = ("privilege_type", "technique_id", "operation_name", "level", "tier", "performing_status", "valid_to")
    yield markup.heading(2, "可用授权", "authorised")
    yield f"截至 {book.as_of}，在有效期内、未暂停、技术没有停用、未受自身限制的授权；检查有异议的，见页首。"
    yield _columns(book, here, usable, names) or "无"


def _columns(book: Book, here: str, groups: Sequence[Privilege], names: Sequence[str]) -> str:
    """Some of the fields of groups as a table."""
    kept = {name: None for name in describe(Privilege) if name not in names}
    return group_table(book, here, [changed(group, kept) for group in groups]) if groups else ""


def _who_may(book: Book, here: str, item: Item[Technique]) -> Iterator[str]:
    rows = [
        (
            book.link_key(here, person.key),
            book.link(here, "department", person.record.department_id),
            markup.text(title.title) if (title := present_title(person.record, book.as_of)) else "—",
            *_grants(book, person, item.id),
            _objections(book, here, person, item.id),
        )
        for person in performers(book.archive, item.id, book.as_of)
    ]
    yield markup.heading(2, "谁可以做", "performers")
    yield (
        markup.full_table(("人员", "科室", "职称", "授权", "授权到", "检查结果"), rows)
        or "截至当天没有人获得有效授权。"
    )
    if held := _who_may_not(book, here, item):
        yield markup.heading(3, "有过授权、现在不能做的", "not-performers")
        yield markup.full_table(("人员", "授权", "状态", "授权到", "暂停日期", "暂停原因"), held)


def _grants(book: Book, person: Item[Staff], technique: str) -> tuple[str, str]:
    """What of the technique the person may do, and until when; a line each."""
    held = [one for one in authorised(book.archive, person, book.as_of) if one.technique_id == technique]
    return "<br>".join(_grant(book, one) for one in held), "<br>".join(_until(book, one) for one in held)


def _objections(book: Book, here: str, person: Item[Staff], technique: str) -> str:
    """What the checks say against a privilege that is in force."""
    found = [
        one
        for index, privilege in enumerate(person.record.privileges)
        if privilege.technique_id == technique
        for one in book.findings_in_group(person.key, "privileges", index)
        if one.code.startswith("PRV") and one.severity > Severity.NOTICE
    ]
    told = (
        (markup.severity_badge(one.severity), markup.text(one.message), rule_link(book, here, one.code))
        for one in dict.fromkeys(found)
    )
    return "<br>".join(f"{badge} {words} <small>{rule}</small>" for badge, words, rule in told)


def _grant(book: Book, privilege: Privilege) -> str:
    cells = row(book, "", privilege, ("privilege_type", "level", "performing_status"))
    return " ".join(part for part in cells.values() if part)


def _until(book: Book, privilege: Privilege) -> str:
    return row(book, "", privilege, ("valid_to",))["valid_to"] or "没有写期限"


def _who_may_not(book: Book, here: str, item: Item[Technique]) -> Sequence[Sequence[str]]:
    """Those employed who were granted the technique and may not do it: suspended, ended, not begun, out of practice."""
    may = {person.key for person in performers(book.archive, item.id, book.as_of)}
    return [
        (
            book.link_key(here, one.item.key),
            _grant(book, one.privilege),
            privilege_badge(book, one.item, one.privilege),
            _until(book, one.privilege),
            markup.day(one.privilege.suspended_on) if is_suspended(one.privilege, book.as_of) else "",
            markup.text(one.privilege.suspended_for or "") if is_suspended(one.privilege, book.as_of) else "",
        )
        for one in _grants_by_technique(book.archive, book.as_of).get(item.id, ())
        if one.item.key not in may
    ]


@once
def _grants_by_technique(archive: Archive, day: date) -> Mapping[str, Sequence[Granted]]:
    grouped: dict[str, list[Granted]] = {}
    for one in planned(archive, day):
        grouped.setdefault(one.privilege.technique_id or "", []).append(one)
    return grouped


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
    yield list_table(("姓名", "职称", "职务", "岗位"), [Row(person) for person in people], "people") or "无"
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
        rows.append(Row((book.link_key(here, item.key), cells["grade"], shown, cells["leader_id"], who)))
    return list_table(("技术", "分级", "状态", "负责人", "可做人数"), rows, "techniques")


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
    Staff: (validity_of_person, _usable),
    Institution: (validity_of_institution,),
    Technique: (_who_may, years_of_technique, cases_of_technique),
    Department: (_in_department, work_of_department),
    Restriction: (_restricted,),
    Device: (checks_of_device,),
    DrugItem: (stock_of_drug,),
    Committee: (decisions_of_committee,),
    QiPlan: (items_of_plan,),
}
