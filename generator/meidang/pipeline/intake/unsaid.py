"""The changed lines of a record as Git shows them, without what is private: also the lines below such a key."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from meidang.kinds import KINDS, kind_of
from meidang.models.base import Model, describe
from meidang.pipeline.intake.changes import UNSAID
from meidang.pipeline.rewriting import Rewrite
from meidang.source.characters import masked

_KEY = re.compile(r"(?P<indent>\s*(?:- )*)(?P<key>[a-z][a-z0-9_]*):(?P<rest>.*)")


def unsaid(one: Rewrite) -> Iterator[str]:
    """The lines of the difference.

    Why the whole texts and not the lines shown: a line of an address may be shown without the key above it.
    """
    kind = kind_of(one.path)
    private = _private(kind.model) if kind else {name for each in KINDS.values() for name in _private(each.model)}
    old, new = (text or "" for text in (one.before, one.after))
    known = frozenset(old.splitlines())
    before = None if one.before is None else "\n".join(_hidden(old, private, known))
    after = None if one.after is None else "\n".join(_hidden(new, private, known))
    return (masked(line) for line in replace(one, before=before, after=after).diff())


def _hidden(text: str, private: Collection[str], known: Collection[str]) -> Iterator[str]:
    """The lines, private ones by key only; whether one is new can still be seen."""
    below: int | None = None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if below is not None and line.strip() and indent <= below:
            below = None
        found = _KEY.fullmatch(line)
        unsaid = UNSAID if line in known else f"{UNSAID}*"
        if found and found["key"] in private:
            below = indent
            yield f"{found['indent']}{found['key']}: {unsaid}"
        elif below is not None or any(re.search(rf"(?<![a-z_]){name}['\"]?\s*:", line) for name in private):
            # A record between braces holds several keys on a line.
            yield f"{line[:indent]}{unsaid}"
        else:
            yield line


def _private(model: type[Model]) -> set[str]:
    """The names of private fields, of groups inside too."""
    names = set()
    for name, declared in describe(model).items():
        if declared.private:
            names.add(name)
        elif declared.model:
            names |= _private(declared.model)
    return names
