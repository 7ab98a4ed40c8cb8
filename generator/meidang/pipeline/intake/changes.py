"""What an import changes, in words for the dry run: by record, table and field, old and new; private values unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from meidang.models.base import Model
from meidang.models.scalar import Scalar
from meidang.pipeline.intake.lines import Line
from meidang.pipeline.intake.told import Place
from meidang.render.intake.cells import value_at
from meidang.render.intake.columns import Column
from meidang.render.intake.names import Names
from meidang.render.intake.tables import Table
from meidang.source.characters import masked

#: Stands for a private value.
UNSAID: Final = "（个人信息，不显示）"
_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changes, or one item or record that is new (``before`` is None).

    ``record``: whose; ``of``: which item of a list.
    """

    record: str
    table: str
    place: Place
    field: str
    before: str | None
    after: str
    of: str = ""


def words(column: Column, value: Any, names: Names) -> str:
    """A value for people."""
    if value is None or value == ():
        return ""
    if column.private:
        return UNSAID
    if isinstance(value, tuple):
        return "、".join(words(column, one, names) for one in value)
    declared = column.declared
    if declared.ref is not None:
        text = names.called(declared.ref, value)[0] if names.called(declared.ref, value) else str(value)
    else:
        text = declared.leaf.show(value) if isinstance(declared.leaf, Scalar) else str(value)
    plain = masked(" ".join(text.split()))
    return plain if len(plain) <= _MOST else f"{plain[:_MOST]}…"


def said(line: Line, columns: Mapping[str, Column], names: Names) -> Iterator[tuple[str, str]]:
    """The labels and words of everything that a row says of a new item."""
    for column in columns.values():
        if not column.key and (text := words(column, line.value(column), names)):
            yield column.label, text


def summary(line: Line, columns: Mapping[str, Column], names: Names) -> str:
    """A new item in one line."""
    return "；".join(f"{label} {text}" for label, text in said(line, columns, names))


def item_name(table: Table, row: Model, names: Names) -> str:
    """How to call an item of a list: by what it is known again by."""
    fields = {column.name: column for column in table.columns if not column.key}
    wanted = dict.fromkeys(name.lstrip("?") for identity in table.identities[:1] for name in identity)
    texts = (words(fields[name], value_at(row, fields[name].path), names) for name in wanted if name in fields)
    return " ".join(text for text in texts if text)


__all__ = ["UNSAID", "Change", "item_name", "said", "summary", "words"]
