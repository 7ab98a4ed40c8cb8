"""The columns of a table, from the declarations: which record a row belongs to, and every field that fits in a cell.

A group inside a row is laid out in columns of its own (术前评估 › 评分). A list of groups does not fit; the notes tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from meidang.kinds import KINDS, Kind
from meidang.models.attachment import Attachment
from meidang.models.base import Declared, Model, describe
from meidang.models.staff import Privilege
from meidang.render.workbooks.columns import INSIDE

#: What a key column says: the record's id, its name, or a ledger's period and department.
RECORD, NAME, PERIOD, DEPARTMENT = "record", "name", "period", "department"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the field below the row's own group; a ``key`` says whose row it is.

    ``needed``: a new row must have it, if ``group`` (the path of an optional group around it) is there at all.
    """

    label: str
    declared: Declared
    path: tuple[str, ...] = ()
    needed: bool = False
    group: tuple[str, ...] = ()
    key: str = ""

    @property
    def name(self) -> str:
        """What it is called in files: ``preop_assessment.score``."""
        return ".".join(self.path) or self.key

    @property
    def private(self) -> bool:
        """Whether no message repeats it."""
        return self.declared.private


def field_columns(model: type[Model]) -> tuple[Column, ...]:
    """A column for each field that fits in a cell."""
    return tuple(_columns(model, "", (), (), needed=True))


def _columns(
    model: type[Model], above: str, way: tuple[str, ...], group: tuple[str, ...], *, needed: bool
) -> Iterator[Column]:
    for name, declared in describe(model).items():
        label, path = f"{above}{declared.label}", (*way, name)
        inner = declared.model
        if inner is None:
            yield Column(label, replace(declared, label=label), path, declared.required and needed, group)
        elif inner is Attachment and not declared.many:
            file = describe(Attachment)["file"]
            yield Column(label, replace(file, label=label), (*path, "file"), declared.required and needed, path)
        elif not declared.many:
            around = group if declared.required else path
            yield from _columns(inner, f"{label}{INSIDE}", path, around, needed=True)


def left_out(model: type[Model], above: str = "") -> Iterator[str]:
    """The labels of what does not fit in cells."""
    for declared in describe(model).values():
        label = f"{above}{declared.label}"
        if declared.model and declared.many:
            yield label
        elif declared.model not in (None, Attachment):
            yield from left_out(declared.model, f"{label}{INSIDE}")


#: An id as every reference is written.
_ID: Final = replace(describe(Privilege)["supervised_by"], hint="")


def key_columns(kind: Kind, field: str) -> tuple[Column, ...]:
    """The columns that say which record a row belongs to."""
    if kind.is_ledger:
        declared = describe(kind.model)
        return (
            Column("期间", declared["period"], key=PERIOD),
            Column("科室", declared["department_id"], key=DEPARTMENT),
        )
    if kind.single:
        return ()
    if not field:
        return (Column("编号", replace(_ID, name="id", label="编号", ref=None), key=RECORD),)
    label, name = f"{kind.plural}编号", _called_by(kind)
    key = replace(_ID, name=kind.name, label=label, ref=kind.name)
    return Column(label, key, key=RECORD), Column(name.label, replace(name, name="of", hint=""), key=NAME)


def _called_by(kind: Kind) -> Declared:
    """The field that holds what people call a record."""
    fields = describe(KINDS[kind.name].model)
    return next(fields[name] for name in ("name", "standard_name") if name in fields)


__all__ = ["DEPARTMENT", "NAME", "PERIOD", "RECORD", "Column", "field_columns", "key_columns", "left_out"]
