"""What waits for whom: findings, duties, endings, improvements and tasks, by whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from meidang.agenda.coming import coming
from meidang.agenda.found import Found
from meidang.agenda.identities import identities_of_findings
from meidang.agenda.matter import About, Matter, Turn, Waiting
from meidang.agenda.whose import OFFICE, Who, Whose
from meidang.archive.facts import is_employed
from meidang.findings import Finding
from meidang.models.department import Department
from meidang.models.staff import Staff

#: What ends or falls due within so many days is told.
AHEAD: Final = timedelta(days=90)
#: More than a year, so that what comes yearly is always in it.
YEAR: Final = timedelta(days=400)


def turns(found: Found, ahead: timedelta = AHEAD) -> Sequence[Turn]:
    """Everything that is wrong, the gravest first, then what falls due within ``ahead``."""
    whose = Whose(found)
    told = [
        Turn(_of_finding(found, finding, identity), tuple(dict.fromkeys(whose.of(finding))))
        for finding, identity in zip(found.urgent, identities_of_findings(found), strict=True)
    ]
    every = [*told, *_untold(told, coming(found, whose, found.as_of + ahead))]
    gone = {Who("staff", one.id) for one in found.archive.of(Staff) if not is_employed(one.record, found.as_of)}
    # Why: who has left may still be named as a record's keeper; nothing waits for them.
    return [_without(turn, gone) if gone else turn for turn in every]


def _without(turn: Turn, gone: AbstractSet[Who]) -> Turn:
    return replace(turn, whose=tuple(one for one in turn.whose if one not in gone))


def _untold(told: Sequence[Turn], more: Iterable[Turn]) -> Iterator[Turn]:
    """What no notice speaks of to the same people. Why: a notice of what ends tells more than that it ends."""
    known = {
        (one, turn.matter.due, turn.matter.file)
        for turn in told
        if not turn.matter.is_wrong
        for one in (*turn.whose, None)
    }
    for turn in more:
        matter = turn.matter
        rest = tuple(one for one in turn.whose if (one, matter.due, matter.file) not in known)
        if not matter.file:
            yield turn
        elif rest or (not turn.whose and (None, matter.due, matter.file) not in known):
            yield replace(turn, whose=rest)


def together(every: Iterable[Turn]) -> Sequence[Turn]:
    """Each matter once, for lists of what is several people's: in the first words, with whose turn it is at all."""
    known: dict[str, Turn] = {}
    for turn in every:
        first = known.setdefault(turn.matter.identity, turn)
        known[turn.matter.identity] = replace(first, whose=tuple(dict.fromkeys((*first.whose, *turn.whose))))
    return list(known.values())


def by_who(every: Iterable[Turn]) -> Mapping[Who, Sequence[Turn]]:
    """The matters of each, in their order."""
    grouped: dict[Who, list[Turn]] = {}
    for turn in every:
        for one in turn.whose:
            grouped.setdefault(one, []).append(turn)
    return grouped


def waiting(found: Found, every: Iterable[Turn], ahead: timedelta = AHEAD) -> Sequence[Waiting]:
    """For everybody employed, every department, and every other office that something waits for, in that order.

    ``every``: the turns of ``found``; of what merely falls due only what does so within ``ahead`` waits.
    """
    wrong: dict[Who, list[Matter]] = {}
    soon: dict[Who, list[Matter]] = {}
    until = found.as_of + ahead
    for turn in every:
        if turn.matter.severity is None and turn.matter.due and turn.matter.due > until:
            continue
        for one in turn.whose:
            (wrong if turn.matter.is_wrong else soon).setdefault(one, []).append(turn.matter)
    offices = sorted({one for one in (*wrong, *soon) if one.kind == OFFICE})
    return [
        Waiting(one.kind, one.id, name, _once(wrong.get(one, ())), sooner(soon.get(one, ())))
        for one, name in (*_everybody(found), *((office, office.id) for office in offices))
    ]


def _everybody(found: Found) -> Iterator[tuple[Who, str]]:
    for person in found.archive.of(Staff):
        if is_employed(person.record, found.as_of):
            yield Who("staff", person.id), found.label(person)
    yield from ((Who("department", item.id), found.label(item)) for item in found.archive.of(Department))


def _once(found: Iterable[Matter]) -> tuple[Matter, ...]:
    return tuple(dict.fromkeys(found))


def sooner(found: Iterable[Matter]) -> tuple[Matter, ...]:
    """Each once, what falls due first before the rest."""
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.due or date.max, one.words)))


def _of_finding(found: Found, finding: Finding, identity: str) -> Matter:
    item = found.archive.items.get(finding.record)
    index = found.entry_index(finding) if item and item.kind.is_ledger else None
    path = ("entries", index) if index is not None else ()
    about = About(finding.record if item else "", path, finding.about)
    return Matter(
        finding.message,
        finding.fix,
        finding.due,
        finding.severity,
        about,
        found.label(item) if item else "",
        finding.location.path,
        identity,
        finding.code,
        finding.location,
    )
