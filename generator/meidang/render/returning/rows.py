"""A table of the original row by row: whose row each is, what its cells show, what a new row like it would mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from meidang.archive import Item
from meidang.archive.index import Path
from meidang.render.returning import pairing
from meidang.render.returning.marks import Computed, Marker, Piece, Segment
from meidang.render.returning.samples import SAMPLE
from meidang.render.returning.story import Para, Row, Story, Table
from meidang.render.views.sourced import Sourced

#: What a paragraph shows, and those of a cell.
Shown = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """The item of a list that a row shows."""

    item: Item[Any]
    path: Path

    @property
    def key(self) -> tuple[str, Path]:
        """The same for all rows of one item."""
        return self.item.key, self.path

    @property
    def list_key(self) -> tuple[str, Path]:
        """The same for all items of one list."""
        return self.item.key, self.path[:-1]


@dataclass(frozen=True, slots=True)
class Line:
    """A row, with what each paragraph of each cell shows."""

    row: Row
    cells: tuple[tuple[Shown, ...], ...]
    owner: Owner | None

    @classmethod
    def of(cls, row: Row, marker: Marker) -> Line:
        """The row, its marks read."""
        cells = tuple(tuple(marker.segments(para.text) for para in cell.paras) for cell in row.cells)
        return cls(row, cells, _owner(one.field for one in _segments(cells)))

    @property
    def has_origins(self) -> bool:
        """Whether the archive says anything in it."""
        return any(one.is_shown for one in _segments(self.cells))

    def is_number(self, at: int) -> bool:
        """Whether a cell holds nothing but a number that the template counted."""
        return self.row.texts[at].isdecimal() and not any(one.is_shown for shown in self.cells[at] for one in shown)


def _segments(cells: Iterable[Iterable[Shown]]) -> Iterable[Segment]:
    return (one for cell in cells for shown in cell for one in shown)


def _owner(fields: Iterable[Sourced | None]) -> Owner | None:
    """The one item of a list to which all fields belong."""
    owners = {}
    for field in fields:
        if field is not None:
            steps = max((at for at, step in enumerate(field.path) if isinstance(step, int)), default=-1)
            owners[field.item.key, field.path[: steps + 1]] = Owner(field.item, field.path[: steps + 1])
    only = next(iter(owners.values())) if len(owners) == 1 else None
    return only if only and only.path else None


@dataclass(frozen=True)
class Lines:
    """A table of the original."""

    lines: tuple[Line, ...]

    @classmethod
    def of(cls, table: Table, marker: Marker) -> Lines:
        """The table, its marks read."""
        return cls(tuple(Line.of(row, marker) for row in table.rows))

    @cached_property
    def counters(self) -> frozenset[tuple[int, int]]:
        """Columns that number the rows: how many cells a row has, and which it is."""
        found: dict[tuple[int, int], bool] = {}
        for line in self.lines:
            for at in range(len(line.cells)) if line.has_origins else ():
                place = len(line.cells), at
                found[place] = found.get(place, True) and line.is_number(at)
        return frozenset(place for place, counts in found.items() if counts)

    def texts(self, row: Row) -> tuple[str, ...]:
        """A row's texts, of the original or of the edited table, without what only counts."""
        size = len(row.cells)
        return tuple(text for at, text in enumerate(row.texts) if (size, at) not in self.counters)

    def is_blank(self, at: int) -> bool:
        """Whether a row of the original only stands there to be filled in."""
        return not self.lines[at].has_origins and not any(self.texts(self.lines[at].row))

    def alike(self, one: Row, other: Row) -> float:
        """How much two rows have in common."""
        return pairing.alike_cells(self.texts(one), self.texts(other))

    @cached_property
    def of_owner(self) -> Mapping[tuple[str, Path], frozenset[int]]:
        """The rows of each item."""
        found: dict[tuple[str, Path], set[int]] = {}
        for at, line in enumerate(self.lines):
            if line.owner:
                found.setdefault(line.owner.key, set()).add(at)
        return {key: frozenset(rows) for key, rows in found.items()}

    def shows_all(self, owner: Owner) -> bool:
        """Whether every item of the owner's list has a row here."""
        listed: Any = owner.item.record
        for step in owner.path[:-1]:
            listed = listed[step] if isinstance(step, int) else getattr(listed, step)
        return all((owner.item.key, (*owner.path[:-1], at)) in self.of_owner for at in range(len(listed)))


# --- rows that are not there -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Patterns:
    """By a table's headings: the rows of samples in such tables, and the template's own that stand beside them."""

    by_heading: Mapping[tuple[str, ...], tuple[Line, ...]]
    own: Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]

    @classmethod
    def of(cls, body: Story, marker: Marker) -> Patterns:
        """Those of a document that was printed with samples."""
        found: dict[tuple[str, ...], list[Line]] = {}
        own: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for table in body:
            if isinstance(table, Table) and table.rows:
                lines = Lines.of(table, marker).lines
                found.setdefault(_heading(table), []).extend(line for line in lines if _is_sample(line))
                own.setdefault(_heading(table), set()).update(line.row.texts for line in lines if not line.has_origins)
        return cls(
            {heading: tuple(lines) for heading, lines in found.items()},
            {heading: frozenset(rows) for heading, rows in own.items()},
        )

    def is_for_none(self, table: Table, line: Line) -> bool:
        """Whether a row stands there only as long as the list is empty, 无 say."""
        heading = _heading(table)
        return not line.has_origins and bool(self.by_heading.get(heading)) and line.row.texts not in self.own[heading]

    def like(self, table: Table, cells: int) -> tuple[Line, ...]:
        """The samples for rows of so many cells in a table."""
        lines = self.by_heading.get(_heading(table), ())
        return tuple(line for line in lines if len(line.cells) == cells)


def _heading(table: Table) -> tuple[str, ...]:
    return table.rows[0].texts if table.rows else ()


def _is_sample(line: Line) -> bool:
    return line.owner is not None and line.owner.path[-1] == SAMPLE


def adapted(pattern: Shown, shown: Shown, owner: Owner) -> Shown:
    """What a row might show at a place: the sample's words, with the row's own fields and their words.

    Empty where that is no more than what it shows.
    """
    present = {_identity(one): one for one in shown if one.is_shown}
    made = tuple(present.get(_identity(one := _owned(each, owner)), _emptied(one)) for each in pattern)
    return made if sum(1 for one in made if one.is_shown) > len(present) else ()


def _owned(one: Segment, owner: Owner) -> Segment:
    field, origin = one.field, one.origin
    if field is None or SAMPLE not in field.path:
        return one
    behind = field.path[field.path.index(SAMPLE) + 1 :]
    own = Sourced.of("", owner.item, (*owner.path, *behind), field.declared)
    return Segment(one.text, replace(origin, field=own) if isinstance(origin, Piece) else own)


def _emptied(one: Segment) -> Segment:
    return Segment("", one.origin) if one.is_shown else one


def _identity(one: Segment) -> object:
    if isinstance(one.origin, Computed):
        return one.origin.labels
    if isinstance(one.origin, Piece):
        return one.origin.field.key, one.origin.filter, one.origin.arguments
    return one.field.key if one.field else None


def sample_at(patterns: Sequence[Line], cell: int, para: int) -> Shown:
    """What the sample shows at a place; nothing where there is no sample."""
    cells = patterns[0].cells if patterns else ()
    return cells[cell][para] if cell < len(cells) and para < len(cells[cell]) else ()


def plain_paras(paras: Iterable[Para]) -> list[Para]:
    """Those that say something."""
    return [one for one in paras if one.plain]
