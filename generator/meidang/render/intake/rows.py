"""What the archive says now, as rows of cells: the filled form, and what an import compares with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from meidang.archive.index import Item
from meidang.models.base import Model
from meidang.render.intake.cells import CellValue, cell_of, value_at
from meidang.render.intake.columns import DEPARTMENT, NAME, PERIOD, Column
from meidang.render.intake.names import Names
from meidang.render.intake.tables import Table


def rows_of(table: Table, names: Names) -> Iterator[Sequence[CellValue]]:
    """Every row of a table, record by record, in their order there."""
    for item in names.archive.of(table.kind.model):
        for row in getattr(item.record, table.field) if table.field else (item.record,):
            yield row_of(table, item, row, names)


def row_of(table: Table, item: Item[Any], row: Model, names: Names) -> Sequence[CellValue]:
    """The cells of one row."""
    return [
        _key(column, item, names) if column.key else cell_of(column, value_at(row, column.path), names)
        for column in table.columns
    ]


def _key(column: Column, item: Item[Any], names: Names) -> CellValue:
    match column.key:
        case key if key == PERIOD:
            return cell_of(column, item.record.period, names)
        case key if key == DEPARTMENT:
            return cell_of(column, item.record.department_id, names)
        case key if key == NAME:
            return str(item.label)
        case _:
            return str(item.id)
