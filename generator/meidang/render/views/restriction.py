"""Derived for a list of restrictions or a self-restriction (clauses (二), (三), (五))."""

from __future__ import annotations

from typing import Annotated, TypedDict

from meidang.models.restriction import Restriction, SelfRestriction
from meidang.render.views.desk import Subject
from meidang.render.views.rows import ProhibitionRow, SelfRestrictionRow, prohibition_rows, self_restriction_row


class RestrictionView(TypedDict):
    """A list of one authority."""

    rows: Annotated[list[ProhibitionRow], "禁限技术"]


def derive(of: Subject[Restriction]) -> RestrictionView:
    """The list's rows with its basis, as the dossiers show them."""
    return {"rows": list(prohibition_rows(of.model))}


def self_restriction(of: Subject[SelfRestriction]) -> SelfRestrictionRow:
    """The technique's words and whether the restriction is in force."""
    return self_restriction_row(of.desk, of.model)
