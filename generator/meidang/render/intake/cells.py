"""A record's value as the content of one cell; ``taking`` reads it back.

Native where Excel knows the type and loses nothing: dates, moments, numbers. All else is text.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from meidang.models.base import Declared, Leaf, Model
from meidang.models.scalar import Scalar
from meidang.models.scalars import BOOL, GRADE, LINE, LONG, NEVER
from meidang.render.intake.columns import Column
from meidang.render.intake.names import Names
from meidang.render.workbooks.cells import cell_text

CellValue = str | int | Decimal | date | datetime | None

#: Excel takes 1900 for a leap year: days before this one stand elsewhere in other programs.
_FIRST_SURE_DAY: Final = date(1900, 3, 1)
#: Between the words of a list; free text may hold it, so there each stands on a line.
LISTED: Final = "、"


def separator(declared: Declared) -> str:
    """What stands between the items of a list in one cell."""
    return "\n" if declared.leaf in (LINE, LONG) and declared.ref is None else LISTED


def is_number(leaf: Leaf) -> bool:
    """Whether its values are amounts or counts."""
    if not isinstance(leaf, Scalar) or leaf.core["type"] != "chain":
        return False
    return leaf.core["steps"][-1]["type"] in ("int", "decimal")


def value_at(row: Model, path: tuple[str, ...]) -> Any:
    """The value of a field below a group; None where a group on the way is missing."""
    found: Any = row
    for name in path:
        found = getattr(found, name, None)
    return found


def cell_of(column: Column, value: Any, names: Names) -> CellValue:
    """What stands in the cell."""
    if value is None or value == ():
        return None
    if column.declared.many:
        words = (_words(column.declared, one, names, listed=True) for one in value)
        return cell_text(separator(column.declared).join(words)) or None
    if column.declared.ref is not None or isinstance(value, str) or column.declared.leaf in (BOOL, GRADE):
        return cell_text(_words(column.declared, value, names)) or None
    if value == NEVER:
        return column.declared.show(value)
    if isinstance(value, date):
        return value if _is_sure(value) else _iso(value)
    return value if isinstance(value, int | Decimal) else str(value)


def _is_sure(value: date) -> bool:
    return (value.date() if isinstance(value, datetime) else value) >= _FIRST_SURE_DAY


def _iso(value: date) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def _words(declared: Declared, value: Any, names: Names, *, listed: bool = False) -> str:
    if declared.ref is not None:
        return names.shown(declared.ref, value, listed=listed)
    return declared.leaf.show(value) if isinstance(declared.leaf, Scalar) else str(value)
