"""Archive -> plain words, for templates and pages: dicts, lists and texts only, never a model and never None.

``names`` says without data what ``view`` offers; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from meidang.archive import Archive, Item
from meidang.findings import Finding
from meidang.kinds import Kind
from meidang.render.views.desk import Desk
from meidang.render.views.ledger import is_by_year, ledger_names, show_year, years
from meidang.render.views.names import GIVEN, Name
from meidang.render.views.show import names as record_names
from meidang.render.views.show import show


def names(kind: Kind) -> Mapping[str, Name]:
    """Every name that documents of a kind may use: the view of a record, or of a ledger's year."""
    return ledger_names(kind) if is_by_year(kind) else record_names(kind)


def view(archive: Archive, item: Item[Any], as_of: date, findings: Sequence[Finding] = ()) -> dict[str, Any]:
    """One record in words, private fields included. For many records make one ``Desk`` and ``show`` each."""
    return show(Desk(archive, as_of, findings), item)


__all__ = ["GIVEN", "Desk", "Name", "is_by_year", "names", "show", "show_year", "view", "years"]
