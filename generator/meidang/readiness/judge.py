"""One clause after the other: its state from what it cites and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.departments import departments_in_use
from meidang.findings import Finding, Location, Severity
from meidang.kinds import KINDS
from meidang.models.references import TASK
from meidang.models.standard import Clause, Evidence, Standard
from meidang.readiness.owners import Owners
from meidang.readiness.proofs import proofs
from meidang.readiness.scope import speaks_of
from meidang.readiness.states import Gap, Judged, Judgement, Proof, State

#: What a later day finds merely because nobody could have done it yet: it is to be done, it is not at risk.
_NOT_YET_DUE: Final = frozenset({"DUT001", "DUT002", "DUT006", "FUP001", "IND001", "IND003", "IND004", "REV005"})


def turning(findings: Sequence[Finding], later: Sequence[Finding]) -> list[Finding]:
    """What is found on the later day and not yet today; something that gets worse where it stood is no news."""
    today = {_where(finding) for finding in findings if finding.severity > Severity.NOTICE}
    return [
        finding
        for finding in later
        if finding.severity > Severity.NOTICE and finding.code not in _NOT_YET_DUE and _where(finding) not in today
    ]


def not_yet_due(findings: Sequence[Finding], later: Sequence[Finding]) -> list[Finding]:
    """What the later day finds merely because nobody could have done it yet."""
    today = {_where(finding) for finding in findings}
    return [finding for finding in later if finding.code in _NOT_YET_DUE and _where(finding) not in today]


def _where(finding: Finding) -> tuple[str, Location, str]:
    """What is found where; of several duties that one record owes, each is found for itself."""
    return finding.code, finding.location, finding.about


class _Index:
    """Findings by what cites them: their rule's code, the row that asked for them, their record."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.by: dict[str, list[Finding]] = {}
        for finding in findings:
            for key in {finding.code, finding.about, finding.record} - {""}:
                self.by.setdefault(key, []).append(finding)

    def cited(self, keys: Iterable[str]) -> list[Finding]:
        """The findings under these keys, each once, the heaviest first."""
        found = {id(finding): finding for key in keys for finding in self.by.get(key, ())}
        return sorted(
            found.values(), key=lambda finding: (-finding.severity, finding.due or date.max, finding.sort_key)
        )


@dataclass(frozen=True)
class Judge:
    """An archive with what was found in it, now and by the inspection day."""

    archive: Archive
    findings: Sequence[Finding]
    risks: Sequence[Finding]
    as_of: date
    inspection_on: date
    planned_on: date | None

    @cached_property
    def _now(self) -> _Index:
        return _Index(self.findings)

    @cached_property
    def _later(self) -> _Index:
        return _Index(self.risks)

    def standard(self, item: Item[Standard]) -> Judgement:
        """Every clause of a standard, chapters before what stands below them."""
        children: dict[str | None, list[Clause]] = {}
        ids = {clause.id for clause in item.record.clauses}
        for clause in item.record.clauses:
            children.setdefault(clause.parent if clause.parent in ids else None, []).append(clause)
        judged: list[Judged] = []
        below: dict[int, list[State]] = {}
        for clause, depth in reversed(tuple(_in_order(children))):
            states = below.pop(depth + 1, None)
            one = self._leaf(clause, depth) if states is None else _chapter(clause, depth, states)
            below.setdefault(depth, []).append(one.state)
            judged.append(one)
        return Judgement(item, tuple(reversed(judged)), self.inspection_on, self.planned_on)

    def _leaf(self, clause: Clause, depth: int) -> Judged:
        reason = self._why_not_applicable(clause)
        found_there = tuple(self._proofs(clause.evidence)) if clause.evidence else ()
        if reason:
            return Judged(clause, State.NOT_APPLICABLE, reason, (), (), found_there, depth, is_leaf=True)
        found = self._cited(clause.evidence, self._now)
        later = self._cited(clause.evidence, self._later)
        gaps = [self._absent(clause, proof) for proof in found_there if not proof.is_there]
        gaps += [self._gap(clause, finding) for finding in found if finding.severity > Severity.NOTICE]
        risks = [self._gap(clause, finding) for finding in self._by_then(found, later)]
        if not found_there:
            gaps.append(Gap("条款没有写明要什么证据", clause.owner_dept or "", None))
        state = State.NOT_MET if gaps else State.AT_RISK if risks else State.MET
        return Judged(clause, state, "", tuple(gaps), tuple(risks), found_there, depth, is_leaf=True)

    def _cited(self, evidence: Evidence | None, index: _Index) -> list[Finding]:
        """The findings that the evidence cites: of its rules those that it speaks of, of what else it names all."""
        if evidence is None:
            return []
        named = {id(finding) for finding in index.cited(_named(evidence))}
        return [
            finding
            for finding in index.cited([*evidence.rules, *_named(evidence)])
            if id(finding) in named or speaks_of(self.archive, evidence, finding.record)
        ]

    def _by_then(self, found: Sequence[Finding], later: Sequence[Finding]) -> Iterator[Finding]:
        """What turns by the inspection day: in today's words where a notice speaks of it, else in those of that day.

        Notices of what falls due until then are risks too.
        """
        notices: dict[tuple[Location, str], list[Finding]] = {}
        for one in found:
            if one.severity is Severity.NOTICE:
                notices.setdefault((one.location, one.about), []).append(one)
        for one in later:
            said = notices.get((one.location, one.about))
            yield said.pop(0) if said else replace(one, message=f"到评审日：{one.message}")
        rest = (one for said in notices.values() for one in said)
        yield from (one for one in rest if one.due and one.due <= self.inspection_on)

    def _why_not_applicable(self, clause: Clause) -> str:
        if clause.not_applicable:
            return clause.not_applicable
        used = {item.id for item in departments_in_use(self.archive)}
        if clause.departments and used.isdisjoint(clause.departments):
            names = "、".join(self.archive.name(KINDS["department"].model, one) for one in clause.departments)
            return f"没有设置{names}"
        return ""

    def _proofs(self, evidence: Evidence) -> Iterator[Proof]:
        def faults(key: str) -> int:
            found = (one for one in self._now.cited([key]) if one.severity > Severity.NOTICE)
            return sum(one.about == key or speaks_of(self.archive, evidence, one.record) for one in found)

        return proofs(self.archive, evidence, self.as_of, faults)

    # --- what is wrong -----------------------------------------------------------------------------------------------

    def _absent(self, clause: Clause, proof: Proof) -> Gap:
        words = {"policies": "没有生效或已废止", "fields": "没有填全"}.get(proof.kind, "没有")
        return Gap(f"{proof.words}：{words}", clause.owner_dept or "", None)

    def _gap(self, clause: Clause, finding: Finding) -> Gap:
        owner = self._owners.of(finding) or clause.owner_dept or ""
        since = finding.due
        return Gap(finding.message, owner, since, finding.record, finding.code, finding.fix, finding.severity)

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self.archive, self.as_of)


def _named(evidence: Evidence) -> Iterator[str]:
    yield from (f"duties/{name}" for name in evidence.duties)
    yield from (f"indicators/{name}" for name in evidence.indicators)
    yield from (f"policies/{name}" for name in evidence.policies)
    yield from (f"{TASK}/{name}" for name in evidence.tasks)


def _in_order(children: Mapping[str | None, Sequence[Clause]]) -> Iterator[tuple[Clause, int]]:
    """Every clause that hangs on the tree, once, with its depth; what stands below a clause follows it."""
    waiting = [(clause, 0) for clause in reversed(children.get(None, ()))]
    opened: set[str] = set()
    while waiting:
        clause, depth = waiting.pop()
        yield clause, depth
        below = children.get(clause.id, ()) if clause.id not in opened else ()
        opened.add(clause.id)
        waiting += [(one, depth + 1) for one in reversed(below)]


def _chapter(clause: Clause, depth: int, states: Iterable[State]) -> Judged:
    return Judged(clause, _worst(states), "", (), (), (), depth, is_leaf=False)


def _worst(states: Iterable[State]) -> State:
    order = (State.NOT_MET, State.AT_RISK, State.MET, State.NOT_APPLICABLE)
    return min(states, key=order.index, default=State.NOT_APPLICABLE)
