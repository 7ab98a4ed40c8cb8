"""Conditions that the institution writes on fields, in the words that people see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from meidang.models.base import Declared, Model, describe
from meidang.models.duties import Condition
from meidang.models.scalar import Scalar
from meidang.models.scalars import BOOL, GRADE, UNGRADED

Predicate = Callable[[Any], bool]


def way(model: type[Model], key: str) -> tuple[Declared, ...] | None:
    """The declarations on the way to ``preop_assessment.passed``; None where there is no such field."""
    steps: list[Declared] = []
    inside: type[Model] | None = model
    for name in key.split("."):
        declared = describe(inside).get(name) if inside else None
        if declared is None:
            return None
        steps.append(declared)
        inside = declared.model
    return tuple(steps)


def way_to_numbers(model: type[Model], key: str) -> tuple[Declared, ...] | None:
    """The way to a field of whole numbers, which can be added up; None for any other."""
    steps = way(model, key)
    leaf = steps[-1].leaf if steps else None
    return steps if isinstance(leaf, Scalar) and leaf.is_whole else None


def values_at(record: Any, steps: Sequence[Declared]) -> Iterator[Any]:
    """Every value at the end of the way; lists on it are gone through, what is absent yields nothing."""
    if not steps:
        yield record
        return
    value = getattr(record, steps[0].name)
    for one in value if steps[0].many else (value,):
        if one is not None:
            yield from values_at(one, steps[1:])


def predicate(model: type[Model], conditions: Sequence[Condition]) -> Predicate | None:
    """Whether a record or an entry meets all conditions; None where one names a field that does not exist."""
    made = [_one(model, condition) for condition in conditions]
    known = [each for each in made if each is not None]
    if len(known) < len(made):
        return None
    return known[0] if len(known) == 1 else lambda record: all(each(record) for each in known)


def _one(model: type[Model], condition: Condition) -> Predicate | None:
    steps = way(model, condition.key)
    if steps is None:
        return None
    limit = way(model, condition.not_after) if condition.not_after else ()
    if limit is None:
        return None
    leaf, wanted, given = steps[-1], frozenset(condition.values), condition.given
    is_wanted = _shows_one_of(wanted, leaf)

    def meets(record: Any) -> bool:
        found = list(values_at(record, steps))
        if given is not None and bool(found) is not given:
            return False
        if limit and not _is_in_time(found, [*values_at(record, limit)]):
            return False
        return not wanted or any(is_wanted(value) for value in found)

    def meets_plainly(record: Any) -> bool:
        value = getattr(record, leaf.name)
        return value is not None and is_wanted(value)

    # Why twice: most conditions ask for one choice of the entry itself, and there may be a hundred thousand entries.
    is_plain = wanted and given is None and not limit and len(steps) == 1 and not leaf.many
    return meets_plainly if is_plain else meets


def _shows_one_of(words: AbstractSet[str], leaf: Declared) -> Predicate:
    """Whether people see one of these words where the field holds a value."""
    judged: dict[Any, bool] = {}

    def is_wanted(value: Any) -> bool:
        if value not in judged:
            judged[value] = leaf.show((value,) if leaf.many else value) in words
        return judged[value]

    return is_wanted


def _is_in_time(found: Sequence[Any], latest: Sequence[Any]) -> bool:
    """Whether there are dates, or moments, and none of them lies after the other field's."""
    days = [[str(value)[:10] for value in values] for values in (found, latest)]
    return bool(days[0] and days[1]) and max(days[0]) <= min(days[1])


def allowed_words(steps: Sequence[Declared]) -> tuple[str, ...]:
    """The only words that a field may show, where it is a choice; none for free text."""
    leaf = steps[-1].leaf
    if isinstance(leaf, tuple):
        return leaf
    if leaf is GRADE:
        return tuple(map(GRADE.show, (1, 2, 3, 4, UNGRADED)))
    return tuple(map(BOOL.show, (True, False))) if leaf is BOOL else ()
