"""Files of records that differ -> what became of each record; what only looks otherwise is told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.spans import span_words
from meidang.consequences.field_change import FieldChange, Sort, gathered
from meidang.consequences.fields import Both, field_changes
from meidang.consequences.moves import Move, Moves, followed
from meidang.consequences.shown import Words, clean
from meidang.consequences.state import State
from meidang.kinds import Kind, kind_of
from meidang.models.department import Department
from meidang.source.read import parse
from meidang.source.tree import Tree

#: What is longer is no gist.
_GIST: Final = 80


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that came, went or says something else.

    ``key``: what it is called by references, now where it is there; ``name``: what people call it; ``old_path``: where
    its file lay, of one that moved; ``fields``: what changed, of a new or deleted one all that it says; ``unread``: of
    which version it could not be read, in words; ``owner``: who answers for it; ``archive_no``: 档案编号.
    """

    sort: Sort
    key: str
    kind: str
    name: str
    path: str
    old_path: str = ""
    fields: tuple[FieldChange, ...] = ()
    unread: str = ""
    owner: str = ""
    archive_no: str = ""

    @property
    def short(self) -> str:
        """个人技术档案「丁一」; of a single record its kind says it all."""
        return self.kind if self.name == self.kind else f"{self.kind}「{self.name}」"

    @property
    def called(self) -> str:
        """The same with what references call it."""
        return self.short if self.name == self.kind else f"{self.short}（{self.key}）"

    @property
    def told(self) -> tuple[str, ...]:
        """What changed in it, in sentences; of a deleted record only what its lists held."""
        fields = self.fields if self.sort is not Sort.REMOVED else tuple(one for one in self.fields if one.item)
        return tuple(filter(None, (self.unread, *gathered(fields))))

    @property
    def gist(self) -> str:
        """What changed where it is one thing, in a few words; empty where it is several."""
        if len({(one.group, one.label, one.sort) for one in self.fields}) == 1 and len(self.fields) > 1:
            first = self.fields[0]
            return f"{first.where}「{first.label}」{first.sort} {len(self.fields)} 项" if first.item else ""
        return self.told[0] if len(self.told) == 1 and len(self.told[0]) <= _GIST else ""


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A record whose file has another name now; ``references``: how many, in how many ``records``, followed."""

    key: str
    old_key: str
    kind: str
    name: str
    references: int
    records: int

    @property
    def sentence(self) -> str:
        """One line for people."""
        more = f"，{self.references} 处引用随之改写（在 {self.records} 份档案里）" if self.references else ""
        return f"{self.kind}「{self.name}」编号改动：{self.old_key} → {self.key}{more}"


@dataclass(frozen=True, slots=True)
class Records:
    """``laid_out``: paths of files in which only layout, order or comments changed."""

    changes: tuple[RecordChange, ...]
    renumbered: tuple[Renumbered, ...]
    laid_out: tuple[str, ...]


def record_changes(before: State, after: State, moves: Moves) -> Records:
    """What became of every record."""
    return _Comparison(before, after, moves).records()


@dataclass(frozen=True, slots=True)
class _Compared:
    """A file in both versions: its fields that differ, and how many references only followed, by what they name."""

    fields: tuple[FieldChange, ...]
    counts: Counter[str]
    unread: str = ""


@dataclass(frozen=True)
class _Comparison:
    before: State
    after: State
    moves: Moves

    def records(self) -> Records:
        """The files one by one, the moved ones at their present place."""
        changes: list[RecordChange] = []
        laid_out: list[str] = []
        counts: Counter[str] = Counter()
        holders: Counter[str] = Counter()
        moved = {one.new: one for one in self.moves.moves}
        for path in self._differing():
            old = moved[path].old if path in moved else path
            kind = kind_of(path)
            if kind is None:
                continue
            if path not in self.after.texts or old not in self.before.texts:
                changes.append(self._one_sided(kind, path))
                continue
            found = self._compared(kind, old, path)
            counts += found.counts
            holders.update(found.counts.keys())
            if found.fields or found.unread:
                changes.append(self._change(Sort.CHANGED, kind, path, found, moved.get(path)))
            elif not found.counts and path not in moved:
                laid_out.append(path)
        renumbered = tuple(self._renumbered(one, counts, holders) for one in self.moves.moves)
        return Records(tuple(changes), renumbered, tuple(laid_out))

    def _differing(self) -> list[str]:
        """Paths in either version whose content is not the same; a moved file stands at its present path."""
        olds = {self.moves.path(path): text for path, text in self.before.texts.items()}
        moved = {one.new for one in self.moves.moves}
        paths = {path for path in {*olds, *self.after.texts} if olds.get(path) != self.after.texts.get(path)}
        return sorted(paths | moved, key=lambda path: path.split("/"))

    def _compared(self, kind: Kind, old: str, path: str) -> _Compared:
        trees = (_tree(self.before.texts[old], old), _tree(self.after.texts[path], path))
        if trees[0] is None or trees[1] is None:
            which = "改动前" if trees[0] is None else "改动后"
            return _Compared((), Counter(), f"{which}的文件读不出来，没有逐项比较")
        earlier = followed(kind.model, trees[0], self.moves)
        fields = field_changes(kind.model, earlier.tree, trees[1], self._words)
        return _Compared(fields, earlier.counts)

    @property
    def _words(self) -> Both:
        formerly = {(one.kind.name, one.new_id): one.old_id for one in self.moves.moves}
        return Both(Words(self.before.archive, formerly), Words(self.after.archive))

    def _one_sided(self, kind: Kind, path: str) -> RecordChange:
        sort = Sort.ADDED if path in self.after.texts else Sort.REMOVED
        state = self.after if sort is Sort.ADDED else self.before
        tree = _tree(state.texts[path], path)
        if tree is None:
            return self._change(sort, kind, path, _Compared((), Counter(), "文件读不出来"), None)
        trees = ({}, tree) if sort is Sort.ADDED else (tree, {})
        return self._change(
            sort, kind, path, _Compared(field_changes(kind.model, *trees, self._words), Counter()), None
        )

    def _change(self, sort: Sort, kind: Kind, path: str, found: _Compared, move: Move | None) -> RecordChange:
        state = self.before if sort is Sort.REMOVED else self.after
        key = _key(kind, path)
        item = state.archive.items.get(key) or self.before.archive.items.get(_key(kind, move.old if move else path))
        name = called_record(state.archive, kind, path, item)
        owner, number = (
            clean(getattr(item.record, name, None) or "") if item else "" for name in ("owner_dept", "archive_no")
        )
        return RecordChange(
            sort, key, kind.title, name, path, move.old if move else "", found.fields, found.unread, owner, number
        )

    def _renumbered(self, move: Move, counts: Mapping[str, int], holders: Mapping[str, int]) -> Renumbered:
        key, old_key = _key(move.kind, move.new), _key(move.kind, move.old)
        item = self.after.archive.items.get(key) or self.before.archive.items.get(old_key)
        name = called_record(self.after.archive, move.kind, move.new, item)
        return Renumbered(key, old_key, move.kind.title, name, counts.get(key, 0), holders.get(key, 0))


def called_record(archive: Archive, kind: Kind, path: str, item: Item[Any] | None) -> str:
    """What people call a record or a ledger's file; its file's name where it could not be read."""
    if item is None:
        return kind.title if kind.single else clean(PurePosixPath(path).stem)
    if not kind.is_ledger:
        return clean(item.label)
    department = item.record.department_id
    whose = archive.name(Department, department) if department else "院级"
    return clean(f"{whose} {span_words(item.record.period)}")


def _key(kind: Kind, path: str) -> str:
    return kind.name if kind.single else f"{kind.name}/{PurePosixPath(path).stem}"


def _tree(text: bytes, path: str) -> Tree | None:
    return parse(text, path).source.data
