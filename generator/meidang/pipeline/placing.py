"""What differs in a document -> edits of the archive's files: what was edited since is a conflict, never overwritten.

Three versions meet: what we printed (``base``), what the reviewer made of it, and what the archive says now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from meidang.archive import Archive, Item
from meidang.archive.index import Path
from meidang.archive.spans import span
from meidang.models.base import Model, describe
from meidang.models.ledger import Entry, Ledger
from meidang.pipeline.ordering import Change, Field, NewRow, OldRow, ordered
from meidang.pipeline.rewritten import Rewritten
from meidang.pipeline.trees import Trees, at, moved
from meidang.render.returning.outcomes import AddedRow, Edited, RemovedRow
from meidang.render.returning.samples import model_at
from meidang.render.returning.values import NoValue, value_of
from meidang.source.edit import Edit
from meidang.source.tree import Value

_NOTHING: Final = "（空）"
_CHOOSE: Final = "请核对哪个对：文档对，就在档案里改；档案对，就不用管"


@dataclass(frozen=True, slots=True)
class Placed:
    """One change of a record, in words. ``note``: what the reader should know besides."""

    path: str
    what: str
    before: str
    after: str
    place: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not placed, and why."""

    why: str
    place: str
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Placing:
    """Takes what differs, and keeps what becomes of it."""

    archive: Archive
    trees: Trees
    placed: list[Placed] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    #: What the archive says already.
    known: int = 0
    #: Computed values that read as the archive, with the edits, computes them.
    following: int = 0
    #: Lists for which a new row was refused.
    _doubtful: set[tuple[str, Path]] = field(default_factory=set)
    _changes: dict[str, list[Change]] = field(default_factory=dict)

    # --- fields ---

    def fields(self, edits: Iterable[Edited], prints: Mapping[tuple[str, Path], int]) -> None:
        """Edited fields; ``prints``: how often each was printed. Edits of one field that disagree are all refused."""
        by_field: dict[tuple[str, Path], list[Edited]] = {}
        for one in edits:
            by_field.setdefault(one.field.key, []).append(one)
        rewritten = Rewritten(self.trees, prints, by_field)
        for key, ones in by_field.items():
            afters = sorted({one.after for one in ones})
            if len(afters) > 1:
                listed = "、".join(f"“{after}”" for after in afters)
                why = f"「{ones[0].field.declared.label}」在文档里改成了不同的内容：{listed}"
                self.refused += [Refused(why, one.place, one.before, one.after) for one in ones]
            else:
                left = prints.get(key, 1) - len(ones)
                notes = [f"文档里另有 {left} 处印着原来的内容" if left > 0 else "", rewritten.note(ones[0].field)]
                self._field(ones[0], "；".join(note for note in notes if note))

    def _field(self, one: Edited, note: str) -> None:
        path, declared = one.field.item.source.path, one.field.declared
        way = self._now(path, one.field.path)
        if way is None:
            self._refuse("这一项在档案里后来改过位置或删去了，请在档案里改", one.place, one.before, one.after)
            return
        base, now = at(self.trees.base(path), one.field.path), at(self.trees.now(path), way)
        try:
            new = value_of(declared, one.after, self.archive, now)
        except NoValue as error:
            self._refuse(str(error), one.place, one.before, one.after)
            return
        if new == now:
            self.known += 1
        elif now != base:
            why = f"「{declared.label}」在档案里后来已改为“{shown(now) or _NOTHING}”，两边不一致；{_CHOOSE}"
            self._refuse(why, one.place, one.before, one.after)
        else:
            self._keep(path, Field(way, new))
            what = words_of(one.field.item, way)
            after = one.after if declared.ref and new is not None else shown(new)
            self.placed.append(Placed(path, what, one.before, after, one.place, note))

    # --- rows ---

    def rows(self, added: Iterable[AddedRow], removed: Iterable[RemovedRow]) -> None:
        """New items of lists, and items that are gone."""
        for new in added:
            try:
                self._added(new)
            except NoValue as error:
                self._doubtful.add((new.item.key, new.path[:-1]))
                self._refuse(str(error), new.place, after=words_of_line(new.line))
        for old in removed:
            self._removed(old)

    def _added(self, row: AddedRow) -> None:
        """A new item of a list. Raises NoValue."""
        item, model = self._home(row), model_at(row.item, row.path)
        if item is None or model is None:
            raise NoValue("没有一份台账的期间包含这一天；请先建立这一期的台账")
        new = self._new_item(model, row)
        path = item.source.path
        listed = row.path[:-1]
        at_end = len(at(self.trees.now(path), listed) or ())
        way = (*listed, self._place(path, row.path) if item.key == row.item.key else at_end)
        if any(one == new for one in at(self.trees.now(path), listed) or ()):
            self.known += 1
            return
        self._keep(path, NewRow(way, new))
        told = "，".join(f"{source.declared.label} {text}" for source, text in row.values.values())
        self.placed.append(Placed(path, f"{words_of(item, listed)}新增一项", "", told, row.place))

    def _home(self, row: AddedRow) -> Item[Any] | None:
        """The record, or of a ledger the file of the same department whose period holds the entry's day."""
        ledger = row.item.record
        model = model_at(row.item, row.path)
        if not isinstance(ledger, Ledger) or model is None or not issubclass(model, Entry):
            return row.item
        _, text = row.values.get((model.day_field,), (None, ""))
        try:
            day = date.fromisoformat(str(value_of(describe(model)[model.day_field], text, self.archive))[:10])
        except (NoValue, ValueError, KeyError):
            return row.item
        files = [row.item, *self.archive.of(row.item.kind.model)]
        mine = (one for one in files if one.record.department_id == ledger.department_id)
        return next((one for one in mine if day in span(one.record.period)), None)

    def _new_item(self, model: type[Model], row: AddedRow) -> dict[str, Value]:
        """The fields of a new row, in the order of the declarations. Raises NoValue."""
        made: dict[str, Value] = {}
        for way, (source, text) in row.values.items():
            value = value_of(source.declared, text, self.archive)
            inner: Any = made
            for step in way[:-1]:
                inner = inner.setdefault(step, {})
            inner[way[-1]] = value
        fields = describe(model)
        if missing := [one.label for name, one in fields.items() if one.required and made.get(name) is None]:
            raise NoValue(f"新加的一行缺{'、'.join(f'「{label}」' for label in missing)}，档案里这几项必须填写")
        return {name: made[name] for name in fields if made.get(name) is not None}

    def _place(self, path: str, way: Path) -> int:
        """Before which item of the list as it is now: behind the one that stood above."""
        index = way[-1]
        above = self._now(path, (*way[:-1], index - 1)) if isinstance(index, int) and index else None
        if above is not None and isinstance(above[-1], int):
            return above[-1] + 1
        return 0 if index == 0 else len(at(self.trees.now(path), way[:-1]) or ())

    def _removed(self, row: RemovedRow) -> None:
        """An item of a list that is gone."""
        path, before = row.item.source.path, words_of_line(row.line)
        way = self._now(path, row.path)
        if way is None:
            self.known += 1
        elif at(self.trees.now(path), way) != at(self.trees.base(path), row.path):
            self._refuse("这一项在档案里后来改过，没有删除；请核对，确实不要了就在档案里删除", row.place, before)
        elif (row.item.key, row.path[:-1]) in self._doubtful:
            # Why: it may be the new row, before it was rewritten and moved.
            self._refuse("同一张表里新加的行没能带入，也许就是改过的这一行，没有删除", row.place, before)
        else:
            self._keep(path, OldRow(way))
            self.placed.append(Placed(path, f"{words_of(row.item, way)}删除", before, "", row.place))

    # --- where things are now ---

    def _now(self, path: str, way: Path) -> Path | None:
        """Where in the file as it is now stands what stood at a path."""
        base, now = self.trees.base(path), self.trees.now(path)
        return None if base is None or now is None else moved(base, now, way)

    def _refuse(self, why: str, place: str, before: str = "", after: str = "") -> None:
        self.refused.append(Refused(why, place, before, after))

    def unwritable(self, path: str) -> None:
        """The changes of a file that is laid out too oddly for a machine."""
        for one in [one for one in self.placed if one.path == path]:
            self.placed.remove(one)
            self._refuse(f"{path} 的写法特别，程序没有把握，请手工改「{one.what}」", one.place, one.before, one.after)

    def _keep(self, path: str, change: Change) -> None:
        self._changes.setdefault(path, []).append(change)

    def edits(self) -> dict[str, list[Edit]]:
        """For each file what is to be done."""
        items = {item.source.path: item for item in self.archive.items.values()}
        return {
            path: ordered(tree, items[path], changes)
            for path, changes in sorted(self._changes.items())
            if (tree := self.trees.now(path)) is not None
        }


# --- words -----------------------------------------------------------------------------------------------------------


def words_of(item: Item[Any], way: Path) -> str:
    """``证照与资质第 2 项「有效期至」``."""
    model: type[Model] | None = item.kind.model
    words: list[str] = []
    for step in way:
        if isinstance(step, int):
            words.append(f"第 {step + 1} 项")
        elif model is not None and (declared := describe(model).get(step)) is not None:
            words.append(f"「{declared.label}」")
            model = declared.model
    return "".join(words)


def shown(value: Value) -> str:
    """A value of a tree in words."""
    if isinstance(value, dict):
        return "，".join(f"{key}: {shown(one)}" for key, one in value.items())
    if isinstance(value, list):
        return "、".join(shown(one) for one in value)
    return value or ""


def words_of_line(line: Sequence[str]) -> str:
    """A row in words."""
    return " | ".join(text for text in line if text)
