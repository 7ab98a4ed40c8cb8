"""Which item of a record's list each row is: the same to the letter first, then known again by its identities."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from meidang.models.base import Model
from meidang.pipeline.intake.lines import Line, present
from meidang.pipeline.intake.told import Place, Told
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
        named = {name: lines[at] for at in placed if (name := self._once(lines[at], columns)) is not None}
        for at, line in enumerate(lines):
            if at in placed:
                found.append(Match(line, placed[at]))
                continue
            same, other = seen.setdefault(says(line), line), line
            if (name := self._once(line, columns)) is not None:
                other = named.setdefault(name, line)
            if same is not line:
                self.told.note(line.place, f"与{same.place}完全相同，只导入一次")
            elif other is not line:
                self._tell_twice(line, other)
            else:
                found.extend(self._match(line, columns, free))
        return found

    def _match(self, line: Line, columns: Mapping[str, Column], free: set[int]) -> Iterator[Match]:
        places = self._known(line, columns, free)
        if len(places) > 1:
            self._tell_unclear(line, places)
        else:
            free -= set(places)
            yield Match(line, places[0] if places else None)

    def _once(self, line: Line, columns: Mapping[str, Column]) -> Hashable:
        """What no other row may say too; None where nothing is so, or the row does not say all of it."""
        values = tuple(line.value(columns[name]) for name in self.table.once)
        return None if None in values else values or None

    def _tell_twice(self, line: Line, other: Line) -> None:
        labels = {column.name: column.label for column in self.table.columns}
        fields = "、".join(f"「{labels[name]}」" for name in self.table.once)
        self.told.wrong(
            line.place, f"与{other.place}的{fields}相同，别的内容不同", "留对的一行，删掉另一行；不是同一条就改对"
        )

    def _exact(self, lines: Sequence[Line], columns: Mapping[str, Column]) -> Iterator[tuple[int, int]]:
        """Pairs of row and item that say the same, in order."""
        shown = [
            {name: cell_of(one, present(item, one), self.names) for name, one in columns.items()} for item in self.items
        ]
        sheets: dict[Place, Mapping[Hashable, Sequence[int]]] = {}
        taken: set[int] = set()
        for at, line in enumerate(lines):
            here = [name for name in columns if line.chosen.heading(name)]
            if line.chosen.place not in sheets:
                sheets[line.chosen.place] = _by_texts(shown, here)
            alike = sheets[line.chosen.place].get(_texts({name: line.content(name) for name in here}, here), ())
            fit = (one for one in alike if all(line.is_exactly(columns[name], shown[one][name]) for name in here))
            place = next((one for one in fit if one not in taken), None)
            if place is not None:
                taken.add(place)
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


def _by_texts(shown: Sequence[Mapping[str, Any]], here: Sequence[str]) -> Mapping[Hashable, Sequence[int]]:
    """The places of the items that have the same texts, so that a row is not compared with thousands."""
    found: dict[Hashable, list[int]] = {}
    for place, cells in enumerate(shown):
        found.setdefault(_texts(cells, here), []).append(place)
    return found


def _texts(cells: Mapping[str, Any], here: Sequence[str]) -> Hashable:
    return tuple(value if isinstance(value := cells[name], str) and value else None for name in here)


def says(line: Line) -> Hashable:
    """Everything that a row says, to be compared with another row."""
    return tuple((name, str(one.value), one.clears, one.wrong) for name, one in line.said.items() if not one.is_empty)
