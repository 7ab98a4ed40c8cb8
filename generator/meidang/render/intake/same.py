"""Whether a cell holds what the form would write there: then nothing was edited, whatever the value looks like."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from meidang.render.intake.cells import CellValue
from meidang.render.intake.sheets import Cell


def is_same(cell: Cell | None, shown: CellValue) -> bool:
    """The cell as it was read against what would be written."""
    if cell is None or (cell.value in (None, "") and not cell.unsolved):
        return shown is None
    if cell.is_error or cell.unsolved or shown is None:
        return False
    return _same(cell.value, shown)


def _same(value: Any, shown: Any) -> bool:
    if isinstance(shown, str):
        return isinstance(value, str) and value == shown
    if isinstance(shown, datetime):
        # Why half a minute: a time of day is a fraction of a day, and programs round it in their own ways.
        return isinstance(value, datetime) and abs(value - shown) < timedelta(seconds=30)
    if isinstance(shown, date):
        return isinstance(value, datetime) and value == datetime.combine(shown, time())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return Decimal(repr(value)) == Decimal(shown)
