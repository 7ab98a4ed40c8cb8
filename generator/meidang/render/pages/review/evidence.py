"""The evidence of a clause, piece by piece, each with the way to the very records that are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from meidang.archive import Item
from meidang.archive.collections import COLLECTIONS, entries_until
from meidang.archive.indicators import State as ValueState
from meidang.findings import Finding, Severity
from meidang.kinds import KINDS
from meidang.models.base import describe
from meidang.models.policy import Policy
from meidang.models.references import COLLECTION, FIELD, KIND, RULE, TASK
from meidang.models.standard import Clause, Evidence
from meidang.readiness import Proof
from meidang.readiness.scope import speaks_of
from meidang.render.pages import markup
from meidang.render.pages.addresses import FINDINGS, list_path, section_anchor
from meidang.render.pages.book import Book
from meidang.render.pages.records.derived_work import task_badge
from meidang.render.pages.records.policies import policy_badge
from meidang.render.pages.work.duties import by_duty, status
from meidang.render.pages.work.indicators import by_indicator, standing
from meidang.render.pages.work.indicators import state_badge as value_badge

#: What each field of a clause's evidence names, and what its section is called.
_EVIDENCE: Final[Mapping[str, tuple[str, str]]] = {
    "records": (KIND, "档案"),
    "fields": (FIELD, "档案里的内容"),
    "ledgers": (COLLECTION, "台账"),
    "duties": ("duties", "应办事项"),
    "indicators": ("indicators", "指标"),
    "policies": ("policies", "制度"),
    "tasks": (TASK, "年度任务"),
    "rules": (RULE, "检查规则"),
}
#: So many records are named; of more, the list is.
_NAMED: Final = 12


def evidence_table(book: Book, here: str, clause: Clause, found: Sequence[Proof]) -> str:
    """What the clause asks for: what of it is there, which records those are, and how they stand."""
    rows = [
        (
            _EVIDENCE[proof.kind][1],
            _name(book, here, proof),
            markup.text(proof.words),
            _records_of(book, here, clause.evidence, proof),
            _badge(book, clause.evidence, proof),
        )
        for proof in found
    ]
    return markup.full_table(("类别", "证据", "现状", "看哪些记录", "状态"), rows) or "条款没有写明证据。"


def _records_of(book: Book, here: str, evidence: Evidence | None, proof: Proof) -> str:
    return _RECORDS[proof.kind](book, here, evidence, proof.id) if evidence and proof.kind in _RECORDS else ""


def _name(book: Book, here: str, proof: Proof) -> str:
    """The evidence, linked; a field of the one record of its kind at its section."""
    kind, _, field = proof.id.partition(".")
    if proof.kind == "fields" and kind in KINDS and KINDS[kind].single and (item := book.archive.items.get(kind)):
        return markup.link(here, book.path(item), book.name(FIELD, proof.id), _section(book, item, field))
    return book.link(here, _EVIDENCE[proof.kind][0], proof.id)


def _section(book: Book, item: Item[Any], field: str) -> str:
    """Where a field stands on a record's page; empty where it has no section there."""
    declared = describe(item.kind.model).get(field)
    is_shown = declared is not None and item.kind.is_record and book.edition.shows(declared.audience)
    return section_anchor(item.kind, field) if is_shown and getattr(item.record, field) else ""


# --- the records that are meant --------------------------------------------------------------------------------------


def _meant(book: Book, evidence: Evidence, kind: str) -> Sequence[Item[Any]]:
    """The records of a kind of which the clause speaks."""
    items = book.archive.of(KINDS[kind].model) if kind in KINDS else ()
    return [item for item in items if speaks_of(book.archive, evidence, item.key)]


def _records(book: Book, here: str, evidence: Evidence, kind: str) -> str:
    return _named(book, here, _meant(book, evidence, kind))


def _named(book: Book, here: str, items: Sequence[Item[Any]], field: str = "") -> str:
    """Links to records, at the section of a field; to their list where they are many."""
    if len(items) <= _NAMED:
        return "、".join(_record_link(book, here, item, field) for item in items)
    return markup.link(here, list_path(items[0].kind), f"全部 {len(items)} 份")


def _record_link(book: Book, here: str, item: Item[Any], field: str) -> str:
    if not (anchor := _section(book, item, field)):
        return book.link_key(here, item.key)
    return markup.link(here, book.path(item), book.label(item), anchor, code=book.code(item.kind.name, item.id))


def _filled(book: Book, here: str, evidence: Evidence, name: str) -> str:
    """How many records have it, and which lack it; nothing of a field that the edition does not show."""
    kind, _, field = name.partition(".")
    declared = describe(KINDS[kind].model).get(field) if kind in KINDS else None
    if declared is None or not book.edition.shows(declared.audience):
        return ""
    items = _meant(book, evidence, kind)
    lacking = [item for item in items if getattr(item.record, field) in (None, ())]
    if not lacking:
        return f"{len(items)} 份都已填写：{_named(book, here, items, field)}" if items else ""
    more = f" 等 {len(lacking)} 份" if len(lacking) > _NAMED else ""
    links = "、".join(book.link_key(here, item.key) for item in lacking[:_NAMED])
    return f"{len(items)} 份中 {len(items) - len(lacking)} 份已填写；没有填写：{links}{more}"


def _latest(book: Book, here: str, _evidence: Evidence, name: str) -> str:
    """The newest entry that is known on the day."""
    every = entries_until(book.archive, name, book.as_of) if name in COLLECTIONS else ()
    known = [one for one in every if one.day]
    return f"最近一条 {book.row_link(here, known[-1], str(known[-1].day))}" if known else ""


def _found(book: Book, here: str, evidence: Evidence, code: str) -> str:
    """What the rule finds in the records of which the clause speaks."""
    found = _found_by(book, evidence, code)
    links = dict.fromkeys(_abouts(book, here, found))
    if len(links) <= _NAMED:
        return "、".join(links)
    return f'<a href="{markup.address(here, FINDINGS)}?rule={code}">{len(found)} 项检查结果</a>'


def _found_by(book: Book, evidence: Evidence, code: str) -> Sequence[Finding]:
    return [one for one in book.findings_by_code.get(code, ()) if speaks_of(book.archive, evidence, one.record)]


def _abouts(book: Book, here: str, found: Iterable[Finding]) -> Iterable[str]:
    return (book.about_link(here, one) for one in found)


_RECORDS: Final = {"records": _records, "fields": _filled, "ledgers": _latest, "rules": _found}


# --- how it stands ---------------------------------------------------------------------------------------------------


def _badge(book: Book, evidence: Evidence | None, proof: Proof) -> str:
    if proof.kind == "duties":
        mine = by_duty(book).get(proof.id, ())
        return status(book, mine[0].duty, mine) if mine else ""
    if proof.kind == "indicators":
        return _indicator_badges(book, proof.id)
    if proof.kind == "policies" and (policy := book.archive.get(Policy, proof.id)):
        return policy_badge(book, policy.record)
    if proof.kind == "tasks" and proof.id in book.tasks:
        return task_badge(book.tasks[proof.id][1], book.as_of)
    if proof.kind == "rules":
        found = _found_by(book, evidence, proof.id) if evidence else ()
        worst = max((one.severity for one in found), default=Severity.NOTICE)
        return markup.badge("fine", "符合") if worst is Severity.NOTICE else markup.severity_badge(worst)
    return markup.badge("fine", "有") if proof.is_there else markup.badge("veto", "缺")


def _indicator_badges(book: Book, name: str) -> str:
    """Where it stands; of several departments the worst of them."""
    found = [state for one in by_indicator(book).get(name, ()) if (state := standing(one))]
    order = (ValueState.MISSED, ValueState.NONE, ValueState.FEW, ValueState.WATCHED, ValueState.MET, ValueState.RUNNING)
    return value_badge(min(found, key=order.index)) if found else ""
