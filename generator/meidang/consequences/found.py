"""Findings that come and go: told apart from those that only say another number, and from what was renamed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from meidang.consequences.moves import Moves
from meidang.consequences.shown import quiet
from meidang.findings import Finding, Severity

_NUMBER: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Altered:
    """The same thing found in both versions, in other words or with another weight."""

    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class Turned:
    """What a change does to the findings, the heaviest first."""

    came: tuple[Finding, ...] = ()
    went: tuple[Finding, ...] = ()
    altered: tuple[Altered, ...] = ()

    @property
    def heaviest(self) -> Severity | None:
        """The weight of the heaviest that comes, or gets heavier; None where nothing does."""
        worse = [one.after for one in self.altered if one.after.severity > one.before.severity]
        return max((one.severity for one in (*self.came, *worse)), default=None)


def as_of_now(finding: Finding, moves: Moves) -> Finding:
    """An earlier finding as it would read if only the names of files had changed."""
    place = replace(finding.location, path=moves.path(finding.location.path))
    about = moves.key(finding.about) if finding.about else ""
    record = moves.key(finding.record) if finding.record else ""
    return replace(finding, location=place, record=record, about=about, message=moves.text(finding.message))


def quieted(finding: Finding) -> Finding:
    """The same without numbers that may be somebody's: a name, a title or a file's name may hold one."""
    place = replace(finding.location, path=quiet(finding.location.path))
    return replace(finding, location=place, message=quiet(finding.message), fix=quiet(finding.fix))


def turned(came: Sequence[Finding], went: Sequence[Finding]) -> Turned:
    """Those that come and those that go, brought together where they are one thing that only counts otherwise."""
    waiting: dict[object, list[Finding]] = defaultdict(list)
    for one in map(quieted, went):
        waiting[_thing(one)].append(one)
    altered: list[Altered] = []
    new: list[Finding] = []
    for one in map(quieted, came):
        if before := waiting[_thing(one)]:
            altered.append(Altered(before.pop(0), one))
        else:
            new.append(one)
    gone = [one for rest in waiting.values() for one in rest]
    return Turned(_ordered(new), _ordered(gone), tuple(sorted(altered, key=lambda one: _order(one.after))))


def _thing(one: Finding) -> object:
    return one.code, one.record, one.location.path, one.about, _NUMBER.sub("#", one.message)


def _ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_order))


def _order(one: Finding) -> tuple[object, ...]:
    return -one.severity, *one.sort_key
