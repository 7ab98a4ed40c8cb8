"""The evaluation standard itself: its tree is whole, its leaves want evidence, nothing is left uncited (S1-16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.findings import Severity
from meidang.kinds import KINDS
from meidang.models.base import describe
from meidang.models.duties import Duties, Indicators
from meidang.models.policy import Policy
from meidang.models.references import CLAUSE, COLLECTION, FIELD, KIND, RULE
from meidang.models.standard import Clause, Evidence, Standard
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


@rule("STD001", Severity.ERROR, clause="评审标准")
def clause_id_twice(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """两个条款的编号相同。

    为什么：条款按编号引用，几个标准并列时编号也不能重复；否则引用的是哪一条说不清。
    错误：
    clauses:
      - id: c1
        clause_no: (一)
      - id: c1
        clause_no: (二)
    正确：
    clauses:
      - id: c1
        clause_no: (一)
      - id: c2
        clause_no: (二)
    """
    seen: dict[str, str] = {}
    for item in archive.of(Standard):
        for index, clause in enumerate(item.record.clauses):
            here = f"{item.key} 的 {clause.clause_no}"
            first = seen.setdefault(clause.id, here)
            if first is not here:
                message = f"条款编号“{clause.id}”（{clause.clause_no} {clause.title}）已用于 {first}"
                yield Problem(item, ("clauses", index, "id"), message, "改成没有用过的编号")


@rule("STD002", Severity.ERROR, clause="评审标准")
def parent_wrong(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """条款的上级条款在另一个标准里，或者转了一圈回到自己。

    为什么：条款要成一棵树，才能逐级汇总准备度。
    错误：
    clauses:
      - id: c1
        parent: c1
    正确：
    clauses:
      - id: c1
      - id: c2
        parent: c1
    """
    known = archive.ids.get(CLAUSE, frozenset())
    for item in archive.of(Standard):
        parents = {clause.id: clause.parent for clause in item.record.clauses}
        for index, clause in enumerate(item.record.clauses):
            # A parent that exists nowhere is a dangling reference, which DAT005 reports.
            is_away = clause.parent not in parents and clause.parent in known
            if is_away or _goes_round(clause, parents):
                wrong = f"“{clause.parent}”不在本标准里" if is_away else "转了一圈回到自己"
                message = f"{clause.clause_no} {clause.title}的上级条款{wrong}"
                fix = f"改成本标准里更高一级的条款；最高一级不写{called(Clause, 'parent')}"
                yield Problem(item, ("clauses", index, "parent"), message, fix)


def _goes_round(clause: Clause, parents: dict[str, str | None]) -> bool:
    above, passed = clause.parent, {clause.id}
    while above is not None and above not in passed:
        passed.add(above)
        above = parents.get(above)
    return above == clause.id


@rule("STD003", Severity.MINOR, clause="评审标准")
def leaf_without_evidence(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """末级条款既没有写证据，也没有写不适用的理由。

    为什么：没有证据的条款，准备度算不出来，评审当天也找不到材料。
    错误：
    id: c1
    clause_no: (一)
    正确：
    id: c1
    clause_no: (一)
    evidence:
      records: [institution]
    """
    for item in archive.of(Standard):
        parents = {clause.parent for clause in item.record.clauses}
        for index, clause in enumerate(item.record.clauses):
            if clause.id not in parents and clause.not_applicable is None and not _wants(clause.evidence):
                message = f"{clause.clause_no} {clause.title}没有写证据，也没有写不适用的理由"
                fix = (
                    f"在{called(Clause, 'evidence')}写明档案、台账、应办事项、指标、制度或规则；"
                    f"不适用的写{called(Clause, 'not_applicable')}"
                )
                yield Problem(item, ("clauses", index, "title"), message, fix)


def _wants(evidence: Evidence | None) -> bool:
    return evidence is not None and any(getattr(evidence, name) for name in describe(Evidence) if name != "note")


# --- what no clause cites --------------------------------------------------------------------------------------------

#: Rules about the standard itself, and about how files are written.
_EXEMPT: Final = ("DAT", "TPL", "STD")


def _cited(archive: Archive, kind: str, names: AbstractSet[str]) -> frozenset[str]:
    """Those of ``names`` that the evidence of a clause cites."""
    return frozenset(
        name
        for name in names
        if any(isinstance(each.item.record, Standard) for each in archive.references_to(kind, name))
    )


@rule("STD004", Severity.NOTICE, clause="评审标准")
def rules_uncited(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """有检查规则没有被任何条款引用。

    为什么：规则查出的问题只有挂到条款上，才会进入该条款的准备度。
    错误：
    evidence:
      records: [staff]
    正确：
    evidence:
      records: [staff]
      rules: [CRD001, CRD006]
    """
    standards = archive.of(Standard)
    every = frozenset(code for code in archive.ids.get(RULE, frozenset()) if not code.startswith(_EXEMPT))
    missing = every - _cited(archive, RULE, every)
    if standards and missing:
        message = f"有检查规则没有被任何条款引用：{'、'.join(_by_subject(every, missing))}"
        fix = f"在相应条款的{called(Clause, 'evidence')}的{called(Evidence, 'rules')}里加上"
        yield Problem(standards[0], ("clauses",), message, fix, key=True)


def _by_subject(every: AbstractSet[str], missing: AbstractSet[str]) -> Iterator[str]:
    """The codes; one word for a subject of which all are missing."""
    for subject in sorted({code[:3] for code in missing}):
        codes = {code for code in every if code.startswith(subject)}
        if codes <= missing:
            yield f"{subject} 各条"
        else:
            yield from sorted(codes & missing)


@rule("STD005", Severity.NOTICE, clause="评审标准")
def evidence_uncited(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """有制度、应办事项、指标、档案或台账没有被任何条款引用。

    为什么：没有条款引用的材料，评审时用不上；多半是条款漏写了证据。
    错误：
    evidence:
      records: [staff]
    正确：
    evidence:
      records: [staff]
      policies: [follow-up]
    """
    if not archive.of(Standard):
        return
    # A policy that names its clauses itself is cited by that.
    unclaimed = [policy for policy in archive.of(Policy) if not policy.record.clauses]
    for policy in _uncited(archive, "policies", unclaimed):
        yield _nobody(policy, ("document_name",), f"《{policy.label}》", "policies", policy.id)
    tables: tuple[Item[Any], ...] = (*archive.of(Duties), *archive.of(Indicators))
    for table in tables:
        rows = getattr(table.record, table.record.rows_field)
        cited = _cited(archive, table.kind.name, {row.id for row in rows})
        for index, row in enumerate(rows):
            if row.id not in cited:
                path = (table.record.rows_field, index, "name")
                word = table.kind.title.removesuffix("表")
                yield _nobody(table, path, f"{word}“{row.name}”", table.kind.name, row.id)
    yield from _uncited_kinds(archive)


def _uncited(archive: Archive, kind: str, items: Sequence[Item[Any]]) -> Iterator[Item[Any]]:
    cited = _cited(archive, kind, {item.id for item in items})
    return (item for item in items if item.id not in cited)


def _uncited_kinds(archive: Archive) -> Iterator[Problem]:
    """Kinds with files that no clause names: as a record, by a field, or by its ledger. Policies go one by one."""
    cited = set(_cited(archive, KIND, archive.ids.get(KIND, frozenset())))
    for offered in (FIELD, COLLECTION):
        named = _cited(archive, offered, archive.ids.get(offered, frozenset()))
        cited |= {name.partition(".")[0] for name in named}
    for kind in KINDS.values():
        items = () if kind.is_table or kind.model in (Standard, Policy) else archive.of(kind.model)
        if items and kind.name not in cited:
            word = "ledgers" if kind.is_ledger else "records"
            yield _nobody(items[0], (), f"{kind.plural}", word, kind.name)


def _nobody(item: Item[Any], path: tuple[str | int, ...], what: str, field: str, name: str) -> Problem:
    fix = f"在相应条款的{called(Clause, 'evidence')}的{called(Evidence, field)}里加上“{name}”；确实与评审无关的可以不理"
    return Problem(item, path, f"{what}没有被任何条款引用", fix)
