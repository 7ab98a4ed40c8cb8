"""Two states of an archive -> what the change between them means: facts, findings, clauses; never lines. Pure.

``consequences`` takes what the pipeline read and judged of both versions on one day, and tells everything but what only
rendering knows (``Papers``), which it is handed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive
from meidang.consequences.clauses import ClauseTurn, Standing, clause_turns, standings
from meidang.consequences.facts import Fact, FactSort, facts_between
from meidang.consequences.field_change import FieldChange, Sort
from meidang.consequences.found import Altered, Turned, as_of_now, quieted, turned
from meidang.consequences.moves import Move, Moves, moves_between
from meidang.consequences.records import RecordChange, Records, Renumbered, record_changes
from meidang.consequences.result import (
    Consequences,
    DocumentChange,
    FileChange,
    Papers,
    PartChange,
    Registered,
    Version,
)
from meidang.consequences.state import State
from meidang.consequences.summary import foremost, summary
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
        facts=facts_between(before, after, as_of, moves, is_whole=is_whole),
        findings=findings if is_whole else Turned(),
        clauses=tuple(clause_turns(before.judgements, after.judgements, moves)) if is_whole else (),
        standings=tuple(standings(before.judgements, after.judgements, moves)) if is_whole else (),
        papers=papers,
        errors=tuple(map(quieted, after.errors)),
        mended=_mended(before, after, moves),
        unsure="" if is_whole else _UNSURE if after.errors else _UNSURE_BEFORE,
        notes=tuple(_notes(before, after, as_of)),
        registered=tuple(_registered(before.archive, after.archive, moves)),
    )


def _mended(before: State, after: State, moves: Moves) -> tuple[Finding, ...]:
    still = {(one.code, one.location.path, one.message) for one in map(quieted, after.errors)}
    olds = (quieted(as_of_now(one, moves)) for one in before.errors)
    return tuple(one for one in olds if (one.code, one.location.path, one.message) not in still)


def _notes(before: State, after: State, as_of: date) -> Iterator[str]:
    """Why not a finding: that the day moves on changes what is judged, and no record."""
    days = [state.archive.settings.as_of for state in (before, after)]
    if days[0] != days[1] and as_of == days[1]:
        former = f"原为 {days[0]}" if days[0] else "原来没有写"
        yield f"设置里的截至日期现为 {as_of}（{former}）；两边都按 {as_of} 判断，只因日期不同而来的变化不在内"


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
    "foremost",
    "moves_of",
    "summary",
    "turned",
]
