"""What people care about, from two versions of an archive on one day: what happened to people, rights and figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from meidang.consequences.facts.fact import Fact, FactSort
from meidang.consequences.facts.figures import indicator_facts, year_facts
from meidang.consequences.facts.held import credential_facts, privilege_facts
from meidang.consequences.facts.people import people_facts
from meidang.consequences.facts.practice import department_facts, policy_facts, restriction_facts, technique_facts
from meidang.consequences.moves import Moves
from meidang.consequences.shown import quiet
from meidang.consequences.state import State

_ORDER: Final = tuple(FactSort)


def facts_between(before: State, after: State, day: date, moves: Moves, *, is_whole: bool) -> tuple[Fact, ...]:
    """In the order of their sorts; nothing of a record that could not be read in one of the versions.

    ``is_whole``: whether all could be read, without which no indicator can be compared.
    """
    old, new = before.archive, after.archive
    found = (
        *people_facts(old, new, day, moves),
        *credential_facts(old, new, day, moves),
        *privilege_facts(old, new, day, moves),
        *technique_facts(old, new, day, moves),
        *restriction_facts(old, new, day, moves),
        *department_facts(old, new, moves),
        *policy_facts(old, new, day, moves),
        *year_facts(old, new, moves),
        *(indicator_facts(old, new, day, moves) if is_whole else ()),
    )
    unread = after.unread | {moves.key(one) for one in before.unread}
    told = (
        replace(one, what=quiet(one.what), before=quiet(one.before), after=quiet(one.after))
        for one in found
        if moves.key(one.key) not in unread
    )
    return tuple(sorted(told, key=lambda one: _ORDER.index(one.sort)))


__all__ = ["Fact", "FactSort", "facts_between"]
