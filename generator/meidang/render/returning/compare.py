"""The original, every word of it known, against the edited document: by paragraphs, by rows and cells of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from meidang.models.scalars import LINE, LONG
from meidang.render.returning import pairing
from meidang.render.returning.changed_rows import ChangedRows
from meidang.render.returning.marks import Computed, Marker, Piece
from meidang.render.returning.outcomes import Edited, Outcome, Recomputed, Unplaced, Why
from meidang.render.returning.pieces import PieceEdited, put_together
from meidang.render.returning.rows import Line, Lines, Patterns, Shown, adapted, plain_paras, sample_at
from meidang.render.returning.solve import Answer, Unsolved, solve, tidy
from meidang.render.returning.story import Cell, Para, Row, Story, Table
from meidang.render.views.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Original:
    """A document as we printed it: its body with marks, who made them, and what new rows would mean."""

    body: Story
    marker: Marker
    patterns: Patterns


def outcomes(original: Original, edited: Story) -> Iterator[Outcome]:
    """Everything that differs."""
    compare = _Compare(original)
    yield from compare.paragraphs(_outside(original.body), _outside(edited))
    yield from compare.tables(_tables(original.body), _tables(edited))
    yield from put_together(compare.pieces)


def _outside(body: Story) -> list[Para]:
    return plain_paras(one for one in body if isinstance(one, Para))


def _tables(body: Story) -> list[Table]:
    return [one for one in body if isinstance(one, Table)]


@dataclass(frozen=True, slots=True)
class _Compare:
    original: Original
    pieces: list[PieceEdited] = field(default_factory=list)

    # --- paragraphs ---

    def paragraphs(self, old: Sequence[Para], new: Sequence[Para]) -> Iterator[Outcome]:
        """Those outside tables."""
        pairs = pairing.in_order(old, new, lambda one: one.plain, lambda a, b: pairing.alike_texts(a.plain, b.plain))
        gone = [old[one] for one, other in pairs if other is None and one is not None]
        come = [new[other] for one, other in pairs if one is None and other is not None]
        moved = {one.plain for one in gone} & {one.plain for one in come}
        for one, other in pairs:
            if one is not None and other is not None:
                yield from self._paragraph(old[one], new[other].text, new[other].place)
        yield from (self._gone(one) for one in gone if one.plain not in moved)
        yield from (Unplaced(Why.NEW, one.place, after=one.plain) for one in come if one.plain not in moved)

    def _gone(self, para: Para) -> Outcome:
        """A paragraph that was nothing but one field was emptied."""
        segments = self.original.marker.segments(para.text)
        if len(segments) == 1 and isinstance(origin := segments[0].origin, Sourced):
            return Edited(origin, "", para.place)
        return Unplaced(Why.GONE, para.place, before=para.plain)

    def _paragraph(self, old: Para, text: str, place: str, fuller: Shown = ()) -> Iterator[Outcome]:
        """What differs in one. ``fuller``: what stands there, with what might stand there besides."""
        if old.plain == " ".join(text.replace("\xad", "").split()):
            return
        shown, answer = self._solved(old, text, fuller)
        if isinstance(answer, Unsolved):
            why = Why.AMBIGUOUS if answer is Unsolved.AMBIGUOUS else Why.WORDS
            yield Unplaced(why, place, old.plain, tidy(text))
            return
        for at, after in answer.items():
            origin = shown[at].origin
            if isinstance(origin, Computed):
                yield Recomputed(origin, after, place)
            elif isinstance(origin, Piece):
                self.pieces.append(PieceEdited(origin, after, place))
            elif origin is not None:
                yield Edited(origin, after, place)

    def _solved(self, old: Para, text: str, fuller: Shown) -> tuple[Shown, Answer | Unsolved]:
        shown = self.original.marker.segments(old.text)
        answer, more = solve(shown, text), solve(fuller, text) if fuller else Unsolved.WORDS
        if isinstance(more, Unsolved):
            return shown, answer
        if isinstance(answer, Unsolved) or _names_more(shown, fuller) or not _is_free(shown, answer):
            return fuller, more
        # Why: in 任务（目标） what stands in brackets may be either's, unless it stood there already.
        return shown, Unsolved.AMBIGUOUS if isinstance(solve(fuller, old.plain), Unsolved) else answer

    # --- tables ---

    def tables(self, old: Sequence[Table], new: Sequence[Table]) -> Iterator[Outcome]:
        """Every table, wherever it stands now."""
        pairs = dict(pairing.tables(old, new))
        for one, other in pairs.items():
            yield from self._table(old[one], new[other])
        for at, table in enumerate(old):
            if at not in pairs and (words := _first_words(table)):
                yield Unplaced(Why.TABLE_GONE, table.place, before=words)
        for at, table in enumerate(new):
            if at not in pairs.values() and (words := _first_words(table)):
                yield Unplaced(Why.TABLE_NEW, table.place, after=words)

    def _table(self, old: Table, new: Table) -> Iterator[Outcome]:
        lines = Lines.of(old, self.original.marker)
        pairs = list(_replaced(pairing.in_order(old.rows, new.rows, lines.texts, lines.alike), lines, new))
        pairs = pairing.with_moved(pairs, lambda one, other: lines.alike(old.rows[one], new.rows[other]))
        for one, other in pairs:
            if one is not None and other is not None and not lines.is_blank(one):
                if self.original.patterns.is_for_none(old, lines.lines[one]):
                    yield from _in_place_of_none(lines.lines[one].row, new.rows[other])
                    continue
                samples = self.original.patterns.like(old, len(old.rows[one].cells))
                yield from self._row(lines, lines.lines[one], new.rows[other], samples)
        yield from _renumbered(lines, new, pairs)
        yield from ChangedRows(old, lines, new.rows, pairs, self.original.patterns).outcomes()

    def _row(self, lines: Lines, old: Line, new: Row, samples: Sequence[Line]) -> Iterator[Outcome]:
        if len(old.cells) != len(new.cells):
            if old.row.texts != new.texts:
                yield Unplaced(Why.CELLS, new.place, " | ".join(old.row.texts), " | ".join(new.texts))
            return
        for at, (before, after) in enumerate(zip(old.row.cells, new.cells, strict=True)):
            if before.plain != after.plain and (len(old.cells), at) not in lines.counters:
                fuller = [self._fuller(old, at, number, samples) for number in range(len(before.paras))]
                yield from self._cell(before, after, fuller)

    @staticmethod
    def _fuller(old: Line, cell: int, para: int, samples: Sequence[Line]) -> Shown:
        if old.owner is None:
            return ()
        own = [line for line in samples if line.owner and line.owner.path[:-1] == old.owner.path[:-1]]
        return adapted(sample_at(own, cell, para), old.cells[cell][para], old.owner)

    def _cell(self, old: Cell, new: Cell, fuller: Sequence[Shown]) -> Iterator[Outcome]:
        """Paragraph by paragraph; where their number changed, those that say something are paired."""
        if len(old.paras) == 1:
            text = "\n".join(one.text for one in plain_paras(new.paras))
            yield from self._paragraph(old.paras[0], text, new.paras[0].place, fuller[0])
            return
        if len(old.paras) == len(new.paras):
            for number, (before, after) in enumerate(zip(old.paras, new.paras, strict=True)):
                yield from self._paragraph(before, after.text, after.place, fuller[number])
            return
        said = plain_paras(new.paras)
        pairs = pairing.in_order(
            old.paras, said, lambda one: one.plain, lambda a, b: pairing.alike_texts(a.plain, b.plain)
        )
        for one, other in pairs:
            if one is None:
                yield Unplaced(Why.NEW, new.paras[0].place, after=said[other or 0].plain)
            else:
                text = said[other].text if other is not None else ""
                yield from self._paragraph(old.paras[one], text, new.paras[0].place, fuller[one])


def _is_free(shown: Shown, answer: Answer) -> bool:
    """Whether a field that changes may say anything."""
    origins = (shown[at].origin for at in answer)
    return any(isinstance(one, Sourced) and one.declared.leaf in (LINE, LONG) for one in origins)


def _names_more(shown: Shown, fuller: Shown) -> bool:
    """Whether what might stand there besides would stand behind a word of the template, not in mere brackets."""
    ours, more = ("".join(one.text for one in each if not one.is_shown) for each in (shown, fuller))
    return any(letter.isalnum() and letter not in ours for letter in more)


def _first_words(table: Table) -> str:
    return next((" | ".join(text for text in row.texts if text) for row in table.rows if any(row.texts)), "")


def _in_place_of_none(old: Row, new: Row) -> Iterator[Outcome]:
    if old.texts != new.texts:
        before, after = (" | ".join(text for text in row.texts if text) for row in (old, new))
        yield Unplaced(Why.EMPTY, new.cells[0].paras[0].place, before, after)


def _renumbered(lines: Lines, new: Table, pairs: Sequence[pairing.Pair]) -> Iterator[Outcome]:
    """What was written over in a column that only counts; numbers change on their own when rows come, go or move."""
    is_still = all(one == other for one, other in pairs)
    for one, other in pairs:
        if one is None or other is None or len(lines.lines[one].cells) != len(new.rows[other].cells):
            continue
        cells = zip(lines.lines[one].row.texts, new.rows[other].cells, strict=True)
        for at, (before, cell) in enumerate(cells):
            is_counter = (len(new.rows[other].cells), at) in lines.counters
            if is_counter and before != cell.plain and (is_still or not cell.plain.isdecimal()):
                yield Unplaced(Why.WORDS, cell.paras[0].place, before, cell.plain)


def _replaced(pairs: Sequence[pairing.Pair], lines: Lines, new: Table) -> Iterator[pairing.Pair]:
    """A row without anything of the archive, 无 say, is not the row that now stands in its place."""
    for one, other in pairs:
        if one is not None and other is not None and not lines.lines[one].has_origins:
            size = len(lines.lines[one].cells)
            if size != len(new.rows[other].cells):
                yield one, None
                yield None, other
                continue
        yield one, other
