"""The keys in a finding's advice as the words that readers of site and documents know: they fill in nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from meidang.kinds import KINDS
from meidang.models.base import Model, describe, per_model

_KEY = re.compile(r"(?<![\w/.])([a-z][a-z0-9_]*)(: (?:true|false))?(?![\w/.])", re.ASCII)
#: A missed target is followed by an entry of another kind, and the advice speaks of its fields.
_FOLLOWED_BY = {"indicators": "qi_entry"}
#: A key in brackets behind its label that belongs to another kind of record: it says nothing more to readers.
_ELSEWHERE = re.compile(r"（[a-z][a-z0-9_]*）", re.ASCII)
#: A key with its label behind it: ``note（备注）``.
_TWICE = re.compile(r"(「([^」]+)」)（\2）")
_VALUES = {": true": "为“是”", ": false": "为“否”", "": "", None: ""}


def in_labels(advice: str, record: str) -> str:
    """Advice about a record (its key, ``staff/D01``) with every field's key replaced by its label in 「」."""
    kind = KINDS.get(record.partition("/")[0])
    labels = _labels(kind.model) if kind else {}
    if kind and kind.name in _FOLLOWED_BY:
        labels = _labels(KINDS[_FOLLOWED_BY[kind.name]].model) | labels

    def label(match: re.Match[str]) -> str:
        known = labels.get(match[1])
        return f"「{known}」{_VALUES[match[2]]}" if known else match[0]

    return _TWICE.sub(r"\1", _ELSEWHERE.sub("", _KEY.sub(label, advice)))


@per_model
def _labels(model: type[Model]) -> dict[str, str]:
    """Every field of a model and of its groups; of one name the outermost counts."""
    found: dict[str, str] = {}
    for name, label in _walk([model], set()):
        found.setdefault(name, label)
    return found


def _walk(level: list[type[Model]], seen: set[type[Model]]) -> Iterator[tuple[str, str]]:
    below: list[type[Model]] = []
    for model in level:
        for declared in describe(model).values():
            yield declared.name, declared.label
            if declared.model and declared.model not in seen:
                seen.add(declared.model)
                below.append(declared.model)
    if below:
        yield from _walk(below, seen)
