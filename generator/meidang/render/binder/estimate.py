"""How many pages a unit takes where nothing can lay it out: good enough to split volumes, never printed."""

from __future__ import annotations

from typing import Final

from meidang.render.binder.binding import Binding
from meidang.render.binder.sheets import ATTACHMENT, LIST
from meidang.render.binder.units import Unit

#: Rows of a list that fit on a page, and characters of a policy.
_ROWS, _CHARACTERS = 28, 650
#: Pages of a dossier beside its rows: the cover, facts, signatures.
_AROUND: Final = 2


def estimated(binding: Binding) -> dict[int, int]:
    """The pages of each unit, by its number."""
    return {unit.number: _pages(binding, unit) for unit in binding.units}


def _pages(binding: Binding, unit: Unit) -> int:
    sheet = unit.sheet
    if sheet is None:
        return 1 + len(unit.part.sheets) // _ROWS
    if sheet.kind == ATTACHMENT:
        return max(1, len(binding.appendix.exhibits[int(sheet.id)].pictures))
    if sheet.kind == LIST:
        return 2
    item = binding.desk.archive.items.get(sheet.key)
    if item is not None and sheet.id in binding.policies and sheet.kind == "policies":
        return 1 + len(item.record.body or "") // _CHARACTERS
    return _AROUND + _rows(binding.view(sheet)) // _ROWS


def _rows(value: object) -> int:
    """How many rows there are in lists, wherever in a view."""
    if isinstance(value, dict):
        return sum(map(_rows, value.values()))
    return sum(1 + _rows(one) for one in value) if isinstance(value, list) else 0
