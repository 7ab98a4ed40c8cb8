"""Files that were given another name or place: found by content, and the references that follow them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from meidang.kinds import Kind, kind_of
from meidang.models.base import Model, describe
from meidang.models.references import PART
from meidang.source.tree import Tree, Value

#: How much of two files is the same where the record has the same name, and where it has none or another one.
_ALIKE, _ALIKE_WITHOUT_NAME = 0.5, 0.9
#: A short file is alike every other one of its kind.
_LINES_WITHOUT_NAME: Final = 20
#: So many new and so many deleted files of one kind are compared with each other at most.
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Move:
    """A record's file that lay at ``old`` and lies at ``new``."""

    kind: Kind
    old: str
    new: str

    @property
    def old_id(self) -> str:
        """Its name before."""
        return PurePosixPath(self.old).stem

    @property
    def new_id(self) -> str:
        """Its name now."""
        return PurePosixPath(self.new).stem


@dataclass(frozen=True)
class Moves:
    """All of them, and what each former key, path and id is now; what did not move stays what it is."""

    moves: tuple[Move, ...] = ()

    @cached_property
    def _ids(self) -> Mapping[tuple[str, str], str]:
        return {(one.kind.name, one.old_id): one.new_id for one in self.moves}

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {one.old: one.new for one in self.moves}

    def id(self, kind: str, record_id: str) -> str:
        """What a record of that kind is called now."""
        return self._ids.get((kind, record_id), record_id)

    def key(self, key: str) -> str:
        """``staff/D010`` for ``staff/D01``."""
        kind, slash, record_id = key.partition("/")
        return f"{kind}/{self.id(kind, record_id)}" if slash else key

    def path(self, path: str) -> str:
        """Where the file lies now."""
        return self._paths.get(path, path)

    @cached_property
    def _mentioned(self) -> re.Pattern[str] | None:
        olds = sorted({one.old_id for one in self.moves}, key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, olds))})(?![\w-])", re.ASCII) if olds else None

    def text(self, text: str) -> str:
        """A sentence with the new ids in place of the old ones."""
        if self._mentioned is None:
            return text
        new = {one.old_id: one.new_id for one in self.moves}
        return self._mentioned.sub(lambda match: new[match[0]], text)


def moves_between(before: Mapping[str, bytes], after: Mapping[str, bytes], names: Mapping[str, str]) -> Moves:
    """The records that moved. ``names``: what people call the record at a path, of either version, where it is known.

    Why by content, and not by asking Git: what is not committed has no blobs, and both versions should tell the same.
    """
    gone: dict[Kind, list[str]] = defaultdict(list)
    come: dict[Kind, list[str]] = defaultdict(list)
    for paths, found in ((before.keys() - after.keys(), gone), (after.keys() - before.keys(), come)):
        for path in sorted(paths):
            if (kind := kind_of(path)) and not kind.single:
                found[kind].append(path)
    moves: list[Move] = []
    for kind, olds in gone.items():
        news = come.get(kind, [])
        if olds and news:
            moves += _Pairing(kind, before, after, names).moves(olds, news)
    return Moves(tuple(moves))


@dataclass(frozen=True, slots=True)
class _Pairing:
    kind: Kind
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    names: Mapping[str, str]
    _lines: dict[bytes, Counter[bytes]] = field(default_factory=dict)

    def moves(self, olds: Sequence[str], news: Sequence[str]) -> Iterator[Move]:
        """First those that are the same, then the most alike; each file once."""
        same: dict[bytes, list[str]] = defaultdict(list)
        for new in reversed(news):
            same[self.after[new]].append(new)
        taken: set[str] = set()
        for old in olds:
            if there := same[self.before[old]]:
                new = there.pop()
                taken |= {old, new}
                yield Move(self.kind, old, new)
        yield from self._alike([one for one in olds if one not in taken], [one for one in news if one not in taken])

    def _alike(self, olds: Sequence[str], news: Sequence[str]) -> Iterator[Move]:
        if len(olds) > _MOST or len(news) > _MOST:
            return
        shares = ((self._share(old, new), old, new) for old in olds for new in news)
        taken: set[str] = set()
        for _, old, new in sorted((-share, old, new) for share, old, new in shares if share):
            if old not in taken and new not in taken:
                taken |= {old, new}
                yield Move(self.kind, old, new)

    def _share(self, old: str, new: str) -> float:
        """How much of two files is the same; 0 where that is not enough to be one."""
        lines, others = self._counted(self.before[old]), self._counted(self.after[new])
        most = max(lines.total(), others.total())
        share = (lines & others).total() / most if most else 0.0
        if self.names.get(old) and self.names.get(old) == self.names.get(new):
            return share if share >= _ALIKE else 0.0
        return share if share >= _ALIKE_WITHOUT_NAME and most >= _LINES_WITHOUT_NAME else 0.0

    def _counted(self, content: bytes) -> Counter[bytes]:
        if content not in self._lines:
            lines = (line.strip() for line in content.splitlines())
            self._lines[content] = Counter(line for line in lines if line and not line.startswith(b"#"))
        return self._lines[content]


# --- the references that follow --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Followed:
    """A tree in which references name what moved by its new name; ``ways``: how often each was rewritten, by key."""

    tree: Tree
    counts: Counter[str]


def followed(model: type[Model], tree: Tree, moves: Moves) -> Followed:
    """The earlier version of a record as it would read if only the names had changed."""
    counts: Counter[str] = Counter()
    return Followed(_followed(model, tree, moves, counts), counts) if moves.moves else Followed(tree, counts)


def _followed(model: type[Model], tree: Tree, moves: Moves, counts: Counter[str]) -> Tree:
    result: Tree = dict(tree)
    for name, declared in describe(model).items():
        value = tree.get(name)
        if declared.model is not None:
            result |= {name: _each(value, declared.model, moves, counts)} if value else {}
        elif declared.ref and value:
            result[name] = _reference(value, declared.ref, moves, counts)
    return result


def _each(value: Value, model: type[Model], moves: Moves, counts: Counter[str]) -> Value:
    if isinstance(value, list):
        return [_followed(model, one, moves, counts) if isinstance(one, dict) else one for one in value]
    return _followed(model, value, moves, counts) if isinstance(value, dict) else value


def _reference(value: Value, kind: str, moves: Moves, counts: Counter[str]) -> Value:
    if isinstance(value, list):
        return [_reference(one, kind, moves, counts) for one in value]
    if not isinstance(value, str):
        return value
    now = moves.key(value) if kind == PART else moves.id(kind, value)
    if now != value:
        counts[now if kind == PART else f"{kind}/{now}"] += 1
    return now
