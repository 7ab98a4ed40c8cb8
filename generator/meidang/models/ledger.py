"""What a ledger 台账 is: dated entries of what was done, one small file for each ledger, department and period.

An entry holds numbers and codes, never a patient's name. The file's name is ``<department>-<period>``, or
``hospital-<period>`` for the institution's own ledger, so that two departments never edit one file.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from meidang.models.base import Model, declare, field
from meidang.models.references import DepartmentRef
from meidang.models.scalars import Span

#: Stands for a department in the names of the institution's own ledgers.
HOSPITAL: Final = "hospital"


@declare("")
class Entry(Model):
    """One row of a ledger. ``day_field`` names the date, or moment, on which it was done."""

    day_field: ClassVar[str] = "date"


@declare("")
class Ledger(Model):
    """A file of entries. Each ledger declares ``entries`` with its own kind of entry."""

    department_id: DepartmentRef | None = field("科室", None, hint="院级台账不填")
    period: Span = field("期间", hint="一年、半年、季度或月：2026、2026-H1、2026-Q2、2026-05")
    entries: tuple[Any, ...] = ()
