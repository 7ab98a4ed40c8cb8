"""Findings that come and go: told apart from those that only say another number, and from what was renamed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from meidang.consequences.moves import Moves
from meidang.consequences.shown import quiet
from meidang.findings import Finding, Severity

#: Numbers that may change while the thing stays the same. Why not all: a year, a month or a number with letters in it
#: (a case's, a device's) says *which* thing it is, and another one must never pass for it.
_NUMBER: Final = re.compile(
    r"(?P<kept>[0-9]{4} 年(?: [0-9]{1,2} 月)?|[0-9]{4}-[0-9]{2}(?![-0-9])|[\w-]*[A-Za-z_][\w-]*)|[0-9]+(?:[.-][0-9]+)*",
    re.ASCII,
)

#: So many findings that read alike are compared with each other at most.
_MOST: Final = 100


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
    def worse(self) -> tuple[Altered, ...]:
        """Those that got heavier."""
        return tuple(one for one in self.altered if one.after.severity > one.before.severity)

    @property
    def heaviest(self) -> Severity | None:
        """The weight of the heaviest that comes, or gets heavier; None where nothing does."""
        worse = [one.after for one in self.worse]
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
    olds, news = _by_thing(went), _by_thing(came)
    altered = [pair for thing, found in news.items() for pair in _pairs(olds[thing], found)]
    new, gone = ([one for rest in each.values() for one in rest] for each in (news, olds))
    return Turned(_ordered(new), _ordered(gone), tuple(sorted(altered, key=lambda one: _order(one.after))))


def _by_thing(findings: Sequence[Finding]) -> Mapping[object, list[Finding]]:
    found: dict[object, list[Finding]] = defaultdict(list)
    for one in map(quieted, findings):
        found[_thing(one)].append(one)
    return found


def _pairs(olds: list[Finding], news: list[Finding]) -> Iterator[Altered]:
    """Those with the most numbers in common first; takes them out of both lists."""
    if max(len(olds), len(news)) > _MOST:
        return
    shares = sorted((-_common(old, new), at, to) for at, old in enumerate(olds) for to, new in enumerate(news))
    taken: dict[int, int] = {}
    for _, at, to in shares:
        if at not in taken and to not in taken.values():
            taken[at] = to
            yield Altered(olds[at], news[to])
    olds[:] = [one for at, one in enumerate(olds) if at not in taken]
    news[:] = [one for to, one in enumerate(news) if to not in taken.values()]


def _common(one: Finding, other: Finding) -> int:
    words = (_NUMBER.finditer(each.message) for each in (one, other))
    return sum(old[0] == new[0] for old, new in zip(*words, strict=False))


def _thing(one: Finding) -> object:
    message = _NUMBER.sub(lambda match: match["kept"] or "#", one.message)
    return one.code, one.record, one.location.path, one.about, message


def _ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_order))


def _order(one: Finding) -> tuple[object, ...]:
    return -one.severity, *one.sort_key
