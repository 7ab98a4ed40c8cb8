"""Values as cells of tables, by declaration: references become links, groups tables or one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from meidang.models.attachment import Attachment
from meidang.models.base import Declared, Model, describe
from meidang.models.codes import NUMBER_CODE
from meidang.render.pages import markup
from meidang.render.pages.addresses import attachment_path
from meidang.render.pages.book import Book
from meidang.render.pages.records.attachments import name_of

#: In characters: what fits on two lines of a narrow column, and on a few of a wider one.
_SHORT_TEXT, _LONG_TEXT = 8, 24


@dataclass(frozen=True, slots=True)
class Column:
    """A column that follows from a row rather than standing in it. ``early``: behind the first, not at the end."""

    head: str
    make: Callable[[Any], str]
    early: bool = False


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
    if declared.leaf is NUMBER_CODE:
        return "、".join(f'<span class="number">{markup.text(declared.leaf.show(one))}</span>' for one in values)
    return markup.text(declared.show(value))


def _roomy(book: Book, declared: Declared, value: Any, shown: str) -> str:
    """A cell of a table with many columns: words that would otherwise stand one below the other are given room."""
    if isinstance(value, Attachment):
        value = value.file
    if not isinstance(value, str):
        return shown
    words = len(book.name(declared.ref, value) if declared.ref else value)
    style = "long" if words > _LONG_TEXT else "mid" if words > _SHORT_TEXT else ""
    return f'<span class="{style}">{shown}</span>' if style else shown


def _line(book: Book, here: str, group: Model) -> str:
    """A group inside a cell; an attachment leads to its page."""
    if isinstance(group, Attachment):
        shown = markup.link(here, attachment_path(group.file), name_of(group.file))
        return f"{shown}（{markup.text(group.note)}）" if group.note else shown
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


def group_table(
    book: Book, here: str, groups: Sequence[Model], extra: Sequence[Column] = (), names: Sequence[str] = ()
) -> str:
    """A list of groups as a table: columns that no row fills are left out, derived ones stand at the end.

    ``names``: what each row is, in a first column, where the rows do not say it themselves.
    """
    declarations = describe(type(groups[0])).values()
    columns: list[tuple[str, Sequence[str]]] = [("项目", names)] if names else []
    for declared in declarations:
        if declared.private:
            continue
        values = [getattr(group, declared.name) for group in groups]
        cells = [_roomy(book, declared, value, cell(book, here, declared, value)) for value in values]
        columns.append((markup.text(declared.label), cells))
    for column in extra:
        derived = (column.head, [column.make(group) for group in groups])
        columns.insert(1 if column.early else len(columns), derived)
    filled = [(head, cells) for head, cells in columns if any(cells)]
    return markup.table([head for head, _ in filled], list(zip(*(cells for _, cells in filled), strict=True)))


def row(book: Book, here: str, record: Model, names: Sequence[str]) -> dict[str, str]:
    """Some fields of a record as cells, by name."""
    declarations = describe(type(record))
    return {name: cell(book, here, declarations[name], getattr(record, name)) for name in names}
