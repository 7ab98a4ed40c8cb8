"""All that volumes are made of, in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from meidang.kinds import KINDS
from meidang.render.binder.appendix import Appendix
from meidang.render.binder.front import About
from meidang.render.binder.sheets import ATTACHMENT, Plan, Sheet
from meidang.render.binder.units import Unit, units
from meidang.render.documents.templates import Opened, Template
from meidang.render.views import Desk, is_by_year, show, show_year
from meidang.render.word.seal import SHORT_CODE


@dataclass(frozen=True)
class Binding:
    """A plan with what its documents are written from. ``policies``: finished documents, by id.

    ``images``: what templates print as pictures, by path below the archive.
    """

    desk: Desk
    plan: Plan
    about: About
    opened: Opened
    policies: Mapping[str, bytes]
    appendix: Appendix
    images: Mapping[str, bytes]

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The plan as a row of units."""
        return units(self.plan)

    @cached_property
    def exhibits(self) -> Mapping[int, Unit]:
        """The attachments by their numbers."""
        return {int(one.sheet.id): one for one in self.units if one.sheet and one.sheet.kind == ATTACHMENT}

    @cached_property
    def by_key(self) -> Mapping[str, Unit]:
        """The first document of each record, by its key."""
        found: dict[str, Unit] = {}
        for unit in self.units:
            if unit.sheet is not None and unit.sheet.key:
                found.setdefault(unit.sheet.key, unit)
        return found

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """The templates by the names of their files."""
        return {one.name: one for one in self.opened.templates}

    def view(self, sheet: Sheet) -> dict[str, Any]:
        """The words that a template of a record, or of a ledger's year, is filled with."""
        kind = KINDS[sheet.kind]
        if is_by_year(kind):
            shown = show_year(self.desk, kind, int(sheet.id), self.plan.scope.department)
        else:
            shown = show(self.desk, self.desk.archive.items[sheet.key])
        return {**shown, "revision": self.about.revision, "short_code": SHORT_CODE, "stamp": ""}
