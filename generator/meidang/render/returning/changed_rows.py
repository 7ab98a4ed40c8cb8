"""Rows that were taken away, and rows that are new: which items of which lists they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meidang.archive.index import Path
from meidang.render.returning.marks import Piece, Segment
from meidang.render.returning.outcomes import AddedRow, Outcome, RemovedRow, Unplaced, Why
from meidang.render.returning.pairing import Pair
from meidang.render.returning.pieces import is_ticked
from meidang.render.returning.rows import Line, Lines, Owner, Patterns, Shown
from meidang.render.returning.samples import SAMPLE
from meidang.render.returning.solve import Unsolved, solve
from meidang.render.returning.story import Cell, Row, Table
from meidang.render.views.sourced import Sourced

Values = dict[Path, tuple[Sourced, str]]


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """One table, before and now, and which row is which."""

    old: Table
    lines: Lines
    new: Sequence[Row]
    pairs: Sequence[Pair]
    patterns: Patterns

    def outcomes(self) -> Iterator[Outcome]:
        """What rows came and went."""
        removed = frozenset(one for one, other in self.pairs if other is None and one is not None)
        come = [other for one, other in self.pairs if other is not None and (one is None or self.lines.is_blank(one))]
        for one in sorted(removed):
            yield from self._removed(one, removed, has_new=bool(come))
        for one in come:
            if any(self.lines.texts(self.new[one])):
                yield from self._added(one)

    # --- taken away ---

    def _removed(self, at: int, removed: frozenset[int], *, has_new: bool) -> Iterator[Outcome]:
        line = self.lines.lines[at]
        place, owner = f"{self.old.place}原第 {at + 1} 行", line.owner
        before = " | ".join(text for text in line.row.texts if text)
        if not line.has_origins:
            # Why: in place of 无 stands what there is now.
            if before and not has_new:
                yield Unplaced(Why.WORDS, place, before=before)
        elif owner is None:
            yield Unplaced(Why.ROW_COMPUTED, place, before=before)
        elif at == min(self.lines.of_owner[owner.key] & removed):
            yield self._removed_item(owner, place, line, removed)

    def _removed_item(self, owner: Owner, place: str, line: Line, removed: frozenset[int]) -> Outcome:
        before = " | ".join(text for text in line.row.texts if text)
        if not self.lines.of_owner[owner.key] <= removed:
            return Unplaced(Why.ROW_SPREAD, place, before=before)
        if not self.lines.shows_all(owner):
            return Unplaced(Why.ROW_PART, place, before=before)
        return RemovedRow(owner.item, owner.path, place, line.row.texts)

    # --- new ---

    def _added(self, at: int) -> Iterator[Outcome]:
        row = self.new[at]
        samples = self.patterns.like(self.old, len(row.cells))
        if not samples:
            why = Why.ROW_COMPUTED if any(line.has_origins for line in self.lines.lines) else Why.ROW_NEW
            yield Unplaced(why, row.place, after=" | ".join(text for text in row.texts if text))
            return
        sample, where = self._where(at, samples)
        values: Values = {}
        for number, (cell, shown) in enumerate(zip(row.cells, sample.cells, strict=True)):
            if (len(row.cells), number) not in self.lines.counters and cell.plain and not _read(cell, shown, values):
                yield Unplaced(Why.AMBIGUOUS, cell.paras[0].place, after=cell.plain)
                return
        yield AddedRow(where.item, where.path, values, row.place, row.texts)
        for cell, own, words in zip(row.cells, sample.cells, sample.row.texts, strict=True):
            if not any(one.is_shown for shown in own for one in shown) and _says_more(cell.plain, words):
                yield Unplaced(Why.WORDS, cell.paras[0].place, words, cell.plain)

    def _where(self, at: int, samples: Sequence[Line]) -> tuple[Line, Owner]:
        """Behind the item of the row above, before that of the row below, or at the end of the list."""
        by_list = {line.owner.path[:-1]: line for line in samples if line.owner}
        place = next(index for index, (_, other) in enumerate(self.pairs) if other == at)
        for steps, behind in ((range(place - 1, -1, -1), 1), (range(place + 1, len(self.pairs)), 0)):
            for step in steps:
                one = self.pairs[step][0]
                owner = self.lines.lines[one].owner if one is not None else None
                if owner and (sample := by_list.get(owner.path[:-1])) is not None and isinstance(owner.path[-1], int):
                    return sample, Owner(owner.item, (*owner.path[:-1], owner.path[-1] + behind))
        sample = samples[0]
        assert sample.owner is not None  # noqa: S101 - samples are rows of items
        return sample, Owner(sample.owner.item, (*sample.owner.path[:-1], 0))


def _says_more(text: str, words: str) -> bool:
    """Whether a text says something else than the template's words; a row's number is nobody's statement."""
    return text != words and not text.isdecimal() and any(letter.isalnum() for letter in text)


def _read(cell: Cell, shown: Sequence[Shown], values: Values) -> bool:
    """What a new row's cell says of the sample's fields; whether that can be told."""
    paras = [para for para in cell.paras if para.plain]
    if len(paras) > len(shown) == 1:
        return _read_text("\n".join(para.text for para in paras), shown[0], values)
    if len(paras) > len(shown):
        return False
    if len(cell.paras) == len(shown):
        paras = cell.paras
    return all(_read_text(para.text, each, values) for para, each in zip(paras, shown, strict=False) if para.plain)


def _read_text(text: str, shown: Shown, values: Values) -> bool:
    emptied = tuple(Segment("", one.origin) if one.is_shown else one for one in shown)
    first = next((at for at, one in enumerate(shown) if one.is_shown), None)
    if first is None:
        return True
    # What stands behind the first field in brackets may be left out.
    for pattern in (emptied, (*(one for one in emptied[:first] if not one.is_shown), emptied[first])):
        answer = solve(pattern, text)
        if not isinstance(answer, Unsolved):
            for at, after in answer.items():
                _keep(pattern[at], after, values)
            return True
    return False


def _keep(shown: Segment, after: str, values: Values) -> None:
    """A field of the new row; of boxes only a ticked one says something, of other pieces nothing is made."""
    field, origin = shown.field, shown.origin
    if field is None or SAMPLE not in field.path:
        return
    if isinstance(origin, Piece):
        if origin.filter != "box" or not is_ticked(after):
            return
        after = str(origin.arguments[0])
    values[field.path[field.path.index(SAMPLE) + 1 :]] = field, after
