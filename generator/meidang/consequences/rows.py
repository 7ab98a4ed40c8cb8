"""Items of a list before and after: which became which, by what names them and not by place; what one is called."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from meidang.archive.privacy import HIDDEN
from meidang.consequences.shown import Words, is_hidden
from meidang.models.base import Leaf, Model, describe, per_model
from meidang.models.ledger import Entry
from meidang.models.scalar import Scalar
from meidang.models.scalars import AMOUNT, BOOL, YEAR
from meidang.models.shared import Credential
from meidang.models.staff import Privilege
from meidang.source.tree import Tree, Value, likeness

#: Two items with less in common are not the same one, edited.
_ALIKE: Final = 0.5
#: What names an item whose first required fields do not say it all.
_NAMED_BY: Final[Mapping[type[Model], tuple[str, ...]]] = {
    Credential: ("credential_type", "number"),
    Privilege: ("privilege_type", "technique_id", "operation_name", "tier"),
}
#: How many fields name an item at most.
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """An item that is not the same in both: None where it came or went."""

    before: Tree | None
    after: Tree | None


@per_model
def naming(model: type[Model]) -> tuple[str, ...]:
    """The fields by which people tell the items of a list apart."""
    if model in _NAMED_BY:
        return _NAMED_BY[model]
    fields = describe(model)
    if "id" in fields:
        return ("id",)
    short = [one for one in fields.values() if not one.model and not one.many and not is_hidden(one)]
    if issubclass(model, Entry):
        numbers = [one.name for one in short if one.required and one.name.endswith("_no")]
        return (*[name for name in (model.day_field,) if name in fields], *numbers[:1])
    named = [one.name for one in short if one.required and _is_name(one.leaf)]
    return tuple(named[:_FEW]) or tuple(one.name for one in short[:1])


def _is_name(leaf: Leaf) -> bool:
    """Whether values of it tell items apart: not how many there were, nor what somebody wrote about it."""
    if not isinstance(leaf, Scalar):
        return True
    return not leaf.many_lines and leaf not in (AMOUNT, BOOL) and (leaf is YEAR or not leaf.is_whole)


def name_of(model: type[Model], row: Tree, words: Words) -> str:
    """What people call an item: 护士执业证书 110…, 2026-03-02 …; empty where nothing names it."""
    fields = describe(model)
    said = [words.of(fields[name], row.get(name)) for name in naming(model) if name != "id"]
    if naming(model) == ("id",):
        # Why not the id: it says nothing to people; the first text that a row must have does.
        texts = (one for one in fields.values() if one.required and one.name != "id" and not one.model and not one.many)
        said = [words.of(one, row.get(one.name)) for one in texts if not is_hidden(one)][:1] or [str(row.get("id"))]
    # Why no mask: it tells nothing apart; the first word says what kind of thing it is.
    return " ".join(one for one in dict.fromkeys(said) if one and one != HIDDEN)


def is_reordered(before: Sequence[Tree], after: Sequence[Tree]) -> bool:
    """Whether two lists hold the same items in another order."""
    olds, news = (list(map(_key, each)) for each in (before, after))
    return olds != news and sorted(olds) == sorted(news)


def pairs(model: type[Model], before: Sequence[Tree], after: Sequence[Tree]) -> Iterator[Pair]:
    """What changed in a list; an item that only stands elsewhere did not change."""
    old, new = _unlike(before, after), _unlike(after, before)
    names = naming(model)
    for depth in range(len(names), 0, -1):
        found, old, new = _by_name(names[:depth], old, new)
        yield from found
    yield from _in_order(old, new)


def _key(row: Value) -> str:
    return json.dumps(_plain(row), ensure_ascii=False, sort_keys=True)


def _plain(value: Value) -> Value:
    """Without what is empty: an absent field, an empty one and an empty list say the same."""
    if isinstance(value, dict):
        return {name: kept for name, one in value.items() if (kept := _plain(one))}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def is_same(before: Value, after: Value) -> bool:
    """Whether two values say the same."""
    return _key(before) == _key(after)


def _unlike(rows: Iterable[Tree], others: Iterable[Tree]) -> list[Tree]:
    """Those that do not stand among the others, as often as they are too many."""
    there = Counter(map(_key, others))
    left = []
    for row in rows:
        key = _key(row)
        if there[key]:
            there[key] -= 1
        else:
            left.append(row)
    return left


def _by_name(names: Sequence[str], old: list[Tree], new: list[Tree]) -> tuple[list[Pair], list[Tree], list[Tree]]:
    waiting: dict[tuple[str, ...], list[Tree]] = defaultdict(list)
    for row in reversed(new):
        waiting[_said(names, row)].append(row)
    found: list[Pair] = []
    rest: list[Tree] = []
    for row in old:
        said = _said(names, row)
        if any(said) and waiting.get(said):
            found.append(Pair(row, waiting[said].pop()))
        else:
            rest.append(row)
    taken = {id(pair.after) for pair in found}
    return found, rest, [row for row in new if id(row) not in taken]


def _said(names: Sequence[str], row: Tree) -> tuple[str, ...]:
    return tuple(str(row.get(name) or "") for name in names)


def _in_order(old: list[Tree], new: list[Tree]) -> Iterator[Pair]:
    """Those that no name brought together: the same one only where most of it is the same."""
    for before, after in zip(old, new, strict=False):
        if likeness(before, after) >= _ALIKE:
            yield Pair(before, after)
        else:
            yield Pair(before, None)
            yield Pair(None, after)
    yield from (Pair(row, None) for row in old[len(new) :])
    yield from (Pair(None, row) for row in new[len(old) :])
