"""Two states of an archive -> what the change between them means: facts, findings, clauses; never lines. Pure.

``consequences`` takes what the pipeline read and judged of both versions on one day, and tells everything but what only
rendering knows (``Papers``), which it is handed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from meidang.archive import Archive
from meidang.consequences.clauses import ClauseTurn, Standing, clause_turns, standings
from meidang.consequences.facts import Fact, FactSort
from meidang.consequences.fields import FieldChange, Sort
from meidang.consequences.figures import indicator_facts, year_facts
from meidang.consequences.found import Altered, Turned, as_of_now, quieted, turned
from meidang.consequences.held import credential_facts, privilege_facts
from meidang.consequences.moves import Move, Moves, moves_between
from meidang.consequences.papers import DocumentChange, FileChange, Papers, PartChange
from meidang.consequences.people import people_facts
from meidang.consequences.practice import department_facts, policy_facts, restriction_facts, technique_facts
from meidang.consequences.records import RecordChange, Records, Renumbered, record_changes
from meidang.consequences.result import Consequences, Registered, Version
from meidang.consequences.shown import quiet
from meidang.consequences.state import State
from meidang.consequences.summary import summary
from meidang.findings import Finding
from meidang.models.base import Record

_UNSURE = "因为有数据错误，问题、条款和文档没有比较；档案和字段的改动如下"
_UNSURE_BEFORE = "改动前的版本有数据错误，问题、条款和文档没有比较；档案和字段的改动如下"


def moves_of(before: State, after: State) -> Moves:
    """Which records were given another name."""
    return moves_between(before.texts, after.texts, {**after.names, **before.names})


def consequences(  # noqa: PLR0913 - all that is told, named
    before: State,
    after: State,
    moves: Moves,
    *,
    as_of: date,
    day: date,
    findings: Turned,
    papers: Papers,
) -> Consequences:
    """What the change means. ``findings``: those that come and go; ``day``: the later version's."""
    is_whole = not before.errors and not after.errors
    institution = after.archive.institution or before.archive.institution
    return Consequences(
        base=Version(before.revision, before.words),
        head=Version(after.revision, after.words),
        as_of=as_of,
        day=day,
        institution=institution.label if institution else "",
        records=record_changes(before, after, moves),
        facts=tuple(_facts(before, after, as_of, moves, is_whole=is_whole)),
        findings=findings if is_whole else Turned(),
        clauses=tuple(clause_turns(before.judgements, after.judgements, moves)) if is_whole else (),
        standings=tuple(standings(before.judgements, after.judgements, moves)) if is_whole else (),
        papers=papers,
        errors=tuple(map(quieted, after.errors)),
        mended=_mended(before, after, moves),
        unsure="" if is_whole else _UNSURE if after.errors else _UNSURE_BEFORE,
        registered=tuple(_registered(before.archive, after.archive, moves)),
    )


def _mended(before: State, after: State, moves: Moves) -> tuple[Finding, ...]:
    still = {(one.code, one.location.path, one.message) for one in map(quieted, after.errors)}
    olds = (quieted(as_of_now(one, moves)) for one in before.errors)
    return tuple(one for one in olds if (one.code, one.location.path, one.message) not in still)


def _facts(before: State, after: State, as_of: date, moves: Moves, *, is_whole: bool) -> list[Fact]:
    """In the order of their sorts; nothing of a record that could not be read in one of the versions."""
    old, new = before.archive, after.archive
    found = [
        *people_facts(old, new, as_of, moves),
        *credential_facts(old, new, as_of, moves),
        *privilege_facts(old, new, as_of, moves),
        *technique_facts(old, new, as_of, moves),
        *restriction_facts(old, new, as_of, moves),
        *department_facts(old, new, moves),
        *policy_facts(old, new, as_of, moves),
        *year_facts(old, new, moves),
        *(indicator_facts(old, new, as_of, moves) if is_whole else ()),
    ]
    unread = after.unread | {moves.key(one) for one in before.unread}
    order = list(FactSort)
    told = (
        replace(one, what=quiet(one.what), before=quiet(one.before), after=quiet(one.after))
        for one in found
        if moves.key(one.key) not in unread
    )
    return sorted(told, key=lambda one: order.index(one.sort))


def _registered(before: Archive, after: Archive, moves: Moves) -> Iterator[Registered]:
    """The entries of 变更登记 that are in the later version only."""
    olds = {moves.key(key): item.record for key, item in before.items.items() if isinstance(item.record, Record)}
    for key, item in after.items.items():
        if not isinstance(item.record, Record):
            continue
        known = {(one.change, one.changed_on) for one in (olds[key].revisions if key in olds else ())}
        for one in item.record.revisions:
            if (one.change, one.changed_on) not in known:
                yield Registered(key, one)


__all__ = [
    "Altered",
    "ClauseTurn",
    "Consequences",
    "DocumentChange",
    "Fact",
    "FactSort",
    "FieldChange",
    "FileChange",
    "Move",
    "Moves",
    "Papers",
    "PartChange",
    "RecordChange",
    "Records",
    "Registered",
    "Renumbered",
    "Sort",
    "Standing",
    "State",
    "Turned",
    "Version",
    "as_of_now",
    "consequences",
    "moves_of",
    "summary",
    "turned",
]
