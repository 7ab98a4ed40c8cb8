"""What a matter is known by from day to day: of one thing the same whether it will end, ends today or has ended.

An ending is known by its record, its list and what ends; a renewal, also one written as a new line of the list, moves
its day. A duty is known by who owes it. What else was found is known by its rule, its record and its words without
numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from meidang.agenda.endings import Ending, endings
from meidang.agenda.found import Found
from meidang.archive.index import Path
from meidang.archive.obligations import Owed
from meidang.findings import Finding, Location
from meidang.models.plans import Task
from meidang.models.references import TASK

#: Days, and numbers that are no part of a name: a count of days passes, C26-0002 stays.
_PASSING: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|(?<![A-Za-z0-9_.-])[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_-])")
#: Rules that say of a duty that its time is over, or nears.
_LATE: Final = frozenset({"DUT001", "DUT003", "DUT006"})


def identities_of_endings(found: Sequence[Ending]) -> Mapping[tuple[str, Path], str]:
    """By record and place. Of several of the same name in one list each has its number, in the record's order."""
    counts: Counter[str] = Counter()
    known: dict[tuple[str, Path], str] = {}
    for one in sorted(found, key=lambda ending: (ending.item.key, [str(step).zfill(4) for step in ending.path])):
        names = ".".join(step for step in one.path if isinstance(step, str))
        name = f"{one.item.key} {names} {one.what}"
        counts[name] += 1
        known[one.item.key, one.path] = _numbered(name, counts[name])
    return known


def identity_of_duty(one: Owed) -> str:
    """Who owes it, whatever the period."""
    return f"{one.about} {(one.subject or one.table).key}"


def identity_of_task(plan: str, task: Task) -> str:
    """The task of a year's plan."""
    return f"{TASK}/{task.id} {plan}"


def identities_of_findings(found: Found) -> Sequence[str]:
    """Of each of ``found.urgent``, in that order; no two are the same."""
    taken: set[str] = set()
    places = _places(found)
    return [_free(_of(finding, places), taken) for finding in found.urgent]


def _places(found: Found) -> Mapping[Location, str]:
    """What ends where, of the records in which something was found."""
    every = endings(found.archive, found.as_of)
    identities = identities_of_endings(every)
    there = sorted((one for one in every if one.item.key in found.wrong), key=lambda one: one.item.key)
    return {found.locate(one.item.key, one.path): identities[one.item.key, one.path] for one in there}


def _of(finding: Finding, places: Mapping[Location, str]) -> Sequence[str]:
    """What a finding may be known by, the best first."""
    own = (
        f"{finding.code} {finding.record or finding.location.path} {finding.about} {_PASSING.sub('', finding.message)}"
    )
    if finding.location in places:
        return places[finding.location], own
    if finding.code in _LATE or finding.about.startswith(f"{TASK}/"):
        return f"{finding.about} {finding.record}", own
    return (own,)


def _free(names: Sequence[str], taken: set[str]) -> str:
    """The first that is not taken, or the last with a number."""
    last = names[-1]
    number = 1
    name = next((one for one in names if one not in taken), last)
    while name in taken:
        number += 1
        name = _numbered(last, number)
    taken.add(name)
    return name


def _numbered(name: str, number: int) -> str:
    return f"{name} #{number}" if number > 1 else name
