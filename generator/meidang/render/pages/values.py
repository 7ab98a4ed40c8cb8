"""Values as Markdown cells, by declaration: references become links, groups tables or one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from meidang.models.base import Declared, Model, describe
from meidang.render.pages import markup
from meidang.render.pages.book import Book

#: A column that follows from a row rather than standing in it: its heading, and the cell's Markdown.
Column = tuple[str, Callable[[Any], str]]


def cell(book: Book, here: str, declared: Declared, value: Any) -> str:
    """One value; empty for an absent one."""
    if value is None or value == ():
        return ""
    values = value if declared.many else (value,)
    if declared.model:
        return "<br>".join(_line(book, here, one) for one in values)
    if declared.ref:
        kind = declared.ref
        return "、".join(book.link(here, kind, one) for one in values)
    return markup.text(declared.show(value))


def _line(book: Book, here: str, group: Model) -> str:
    """A group inside a cell."""
    filled = ((declared, cell(book, here, declared, value)) for declared, value in fields(group))
    return "；".join(f"{markup.text(declared.label)}：{shown}" for declared, shown in filled if shown)


def fields(group: Model) -> Sequence[tuple[Declared, Any]]:
    """The declared fields of a group with their values, in order; private ones are not among them."""
    declarations = describe(type(group)).values()
    return [(declared, getattr(group, declared.name)) for declared in declarations if not declared.private]


def group_facts(book: Book, here: str, group: Model) -> str:
    """A single group as a table of two columns."""
    filled = fields(group)
    return markup.facts((markup.text(declared.label), cell(book, here, declared, value)) for declared, value in filled)


def group_table(book: Book, here: str, groups: Sequence[Model], extra: Sequence[Column] = ()) -> str:
    """A list of groups as a table: columns that no row fills are left out, derived ones stand at the end."""
    declarations = describe(type(groups[0])).values()
    columns: list[tuple[str, Sequence[str]]] = []
    for declared in declarations:
        if declared.private:
            continue
        cells = [cell(book, here, declared, getattr(group, declared.name)) for group in groups]
        columns.append((markup.text(declared.label), cells))
    columns += [(head, [make(group) for group in groups]) for head, make in extra]
    filled = [(head, cells) for head, cells in columns if any(cells)]
    return markup.table([head for head, _ in filled], list(zip(*(cells for _, cells in filled), strict=True)))


def row(book: Book, here: str, record: Model, names: Sequence[str]) -> dict[str, str]:
    """Some fields of a record as cells, by name."""
    declarations = describe(type(record))
    return {name: cell(book, here, declarations[name], getattr(record, name)) for name in names}
