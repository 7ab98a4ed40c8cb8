"""Which item of a record's list each row is: the same to the letter first, then known again by its identities."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from meidang.models.base import Model
from meidang.pipeline.intake.lines import Line, present
from meidang.pipeline.intake.told import Told
from meidang.render.intake.cells import cell_of
from meidang.render.intake.columns import Column
from meidang.render.intake.names import Names
from meidang.render.intake.tables import Table


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the place of its item in the list; None: a new one."""

    line: Line
    place: int | None


@dataclass(frozen=True)
class Matching:
    """The rows of one table for one record against its items."""

    table: Table
    names: Names
    told: Told
    items: Sequence[Model]

    def matches(self, lines: Sequence[Line]) -> Sequence[Match]:
        """Every row with its item; rows that nobody can place are told and left out."""
        columns = {column.name: column for column in self.table.columns if not column.key}
        placed = dict(self._exact(lines, columns))
        free = set(range(len(self.items))) - set(placed.values())
        found: list[Match] = []
        seen = {says(lines[at]): lines[at] for at in placed}
        for at, line in enumerate(lines):
            if at in placed:
                found.append(Match(line, placed[at]))
                continue
            if same := seen.get(says(line)):
                self.told.note(line.place, f"与{same.place}完全相同，只导入一次")
                continue
            seen[says(line)] = line
            places = self._known(line, columns, free)
            if len(places) > 1:
                self._tell_unclear(line, places)
            elif places:
                free.discard(places[0])
                found.append(Match(line, places[0]))
            else:
                found.append(Match(line, None))
        return found

    def _exact(self, lines: Sequence[Line], columns: Mapping[str, Column]) -> Iterator[tuple[int, int]]:
        """Pairs of row and item that say the same, in order."""
        shown = [
            {name: cell_of(one, present(item, one), self.names) for name, one in columns.items()} for item in self.items
        ]
        free = list(range(len(self.items)))
        for at, line in enumerate(lines):
            here = [name for name in columns if line.chosen.heading(name)]
            place = next(
                (p for p in free if all(line.is_exactly(columns[name], shown[p][name]) for name in here)), None
            )
            if place is not None:
                free.remove(place)
                yield at, place

    def _known(self, line: Line, columns: Mapping[str, Column], free: set[int]) -> Sequence[int]:
        for identity in self.table.identities:
            sure = [columns[name] for name in identity if not name.startswith("?")]
            if any(line.value(column) is None for column in sure):
                continue
            loose = [columns[name[1:]] for name in identity if name.startswith("?")]
            places = [at for at in sorted(free) if self._fits(line, self.items[at], sure, loose)]
            if places:
                return places
        return ()

    def _fits(self, line: Line, item: Model, sure: Sequence[Column], loose: Sequence[Column]) -> bool:
        if any(line.value(column) != present(item, column) for column in sure):
            return False
        pairs = ((line.value(column), present(item, column)) for column in loose)
        return all(None in pair or pair[0] == pair[1] for pair in pairs)

    def _tell_unclear(self, line: Line, places: Sequence[int]) -> None:
        labels = {column.name: column.label for column in self.table.columns}
        fields = dict.fromkeys(labels[name.lstrip("?")] for identity in self.table.identities for name in identity)
        self.told.wrong(
            line.place,
            f"在档案里对得上 {len(places)} 条，分不清改哪一条",
            f"把{'、'.join(f'「{label}」' for label in fields)}写全；要新增一条也请写全",
        )


def says(line: Line) -> Hashable:
    """Everything that a row says, to be compared with another row."""
    return tuple((name, str(one.value), one.clears, one.wrong) for name, one in line.said.items() if not one.is_empty)
