"""How near a matter has come, in stages: when it enters the next one, people are told again, and not before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from meidang.agenda.found import Found
from meidang.agenda.matter import Matter, Turn

#: The stages but for the lead times, which are numbers of days.
LATE: Final = "late"
TODAY: Final = "today"
FOUND: Final = "found"


@dataclass(frozen=True, slots=True)
class News:
    """A matter that has entered a stage, and by what that is remembered."""

    turn: Turn
    stage: str
    key: str


def news(found: Found, turns: Iterable[Turn]) -> Sequence[News]:
    """The stage of everything that has entered one: late, due today, within a lead time, or found to be wrong."""
    leads = lead_days(found)
    staged = ((turn, stage_of(turn.matter, found.as_of, leads)) for turn in turns)
    return [News(turn, stage, _key(turn.matter, stage)) for turn, stage in staged if stage]


def lead_days(found: Found) -> Sequence[int]:
    """The institution's lead times, the longest first."""
    return sorted(set(found.archive.settings.lead_days), reverse=True)


def stage_of(matter: Matter, day: date, leads: Sequence[int]) -> str:
    """``late``, ``today``, the shortest lead time that has begun, ``found``; empty for what lies further ahead."""
    left = (matter.due - day).days if matter.due else None
    if left is not None and left <= 0:
        return TODAY if left == 0 else LATE
    begun = [lead for lead in leads if left is not None and left <= lead]
    if begun:
        return str(min(begun))
    return FOUND if matter.severity else ""


def titles(found: Found) -> Mapping[str, str]:
    """The stages in the order in which they are told, with their words."""
    leads = {str(lead): f"{lead} 天内到期" for lead in reversed(lead_days(found))}
    return {LATE: "已逾期", TODAY: "今天到期", **leads, FOUND: "新发现"}


def _key(matter: Matter, stage: str) -> str:
    """A digest: what is kept between two runs says nothing of anybody."""
    told = "\x00".join((matter.identity, stage, str(matter.due or "")))
    return hashlib.sha256(told.encode()).hexdigest()[:24]
