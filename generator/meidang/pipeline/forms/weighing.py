"""Findings that a save brings and takes -> what is new, what is settled, and what is there still in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from meidang.consequences.found import turned
from meidang.findings import Finding, Severity

#: Behind it stands a list of what is missing; with one thing less it is the same finding, and not a new one.
_LACKS: Final = "缺"


@dataclass(frozen=True, slots=True)
class Weighed:
    """``altered``: there before and now, no heavier, with other days or numbers, or with less missing."""

    coming: tuple[Finding, ...] = ()
    going: tuple[Finding, ...] = ()
    altered: tuple[Finding, ...] = ()

    @property
    def is_grave(self) -> bool:
        """Whether something of weight is new, or got heavier."""
        return any(one.severity >= Severity.MAJOR for one in self.coming)


def weighed(came: Sequence[Finding], went: Sequence[Finding]) -> Weighed:
    """Bring together what is one thing before and now."""
    turn = turned(came, went)
    before = {_list(one): one for one in turn.went if _LACKS in one.message}
    again = [one for one in turn.came if _list(one) in before]
    less = [one for one in again if _is_less(one, before[_list(one)])]
    gone = [before[_list(one)] for one in again]
    lighter = [one.after for one in turn.altered if one not in turn.worse]
    return Weighed(
        (*(one for one in turn.came if one not in less), *(one.after for one in turn.worse)),
        tuple(one for one in turn.went if one not in gone),
        (*lighter, *less),
    )


def _list(one: Finding) -> object:
    return one.code, one.record, one.location.path, one.about, one.message.partition(_LACKS)[0]


def _is_less(now: Finding, before: Finding) -> bool:
    missing, was = (set(_missing(one)) for one in (now, before))
    return missing <= was and now.severity <= before.severity


def _missing(one: Finding) -> Iterator[str]:
    yield from one.message.partition(_LACKS)[2].split("、")
