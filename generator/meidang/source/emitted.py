"""A new value as text for one place of a file, in the manner of its neighbours; ``edit`` puts it there.

Dates and plain numbers go without quotes, as people type them: our reader takes every scalar for text, and the exported
schemas accept both. Only ``write.dump`` quotes them, for every reader.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from meidang.source.characters import is_clean
from meidang.source.scalars import is_plain
from meidang.source.tree import Value

#: What other readers of YAML take for a date, a number or a yes that says exactly what is written.
_SAYS_ITSELF = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?|[0-9]{4}-(0[1-9]|1[0-2])"
    r"|-?(0|[1-9][0-9]{0,8})(\.[0-9]{0,5}[1-9])?|true|false"
)
_IN_FLOW = re.compile(r"[,，\[\]{}?]|:(?=[^\s])")
#: A block text keeps its lines as they are, if the first has words at its start and the end has at most one LF.
_BLOCK = re.compile(r"[^\s][^\n]*\n(?:.*[^\n]\n?)?", re.DOTALL)
#: A list of words stands on one line as long as that is easily read.
_SHORT = 80


@dataclass(frozen=True, slots=True)
class Manner:
    """How a place wants its value.

    ``quote``: that of the value replaced; ``in_flow``: between brackets; ``commented``: a comment follows on the line,
    which the reader allows after quotes only; ``is_last``: no line end follows; ``indent``: of the mapping or list in
    which the value stands; ``offset``: of dashes behind the key above them; ``newline``: the file's; ``for_all``: what
    another reader would take for a date or a number is quoted; ``spread``: lists of words of this mapping take a line
    for each.
    """

    quote: str = ""
    in_flow: bool = False
    commented: bool = False
    is_last: bool = False
    indent: int = 0
    offset: int = 2
    newline: str = "\n"
    for_all: bool = False
    spread: bool = False

    @property
    def nested(self) -> Manner:
        """For what stands one step further in."""
        return replace(self, quote="", commented=False, spread=False, indent=self.indent + 2)


def behind(value: Value, manner: Manner) -> str:
    """What follows ``key:`` or a dash: a blank and the value, or lines of their own."""
    if manner.in_flow or value is None:
        return f" {_flow(value, manner)}" if manner.in_flow or value is not None else ""
    if isinstance(value, str):
        return f" {_block_text(value, manner)}" if _fits_block(value, manner) else f" {scalar(value, manner)}"
    if not value or (_is_short(value) and not manner.spread):
        return f" {_flow(value, replace(manner, in_flow=True))}"
    return on_lines(value, manner)


def on_lines(value: dict[str, Value] | list[Value], manner: Manner) -> str:
    """What follows ``key:`` on lines of its own, an entry on each; there is one at least."""
    lines = mapping_lines(value, manner.nested) if isinstance(value, dict) else _list_lines(value, manner)
    return manner.newline + manner.newline.join(lines)


def item(value: Value, manner: Manner, *, as_flow: bool) -> str:
    """What stands from the dash on; ``as_flow``: a mapping between braces, as its neighbours are."""
    if as_flow and isinstance(value, dict | list):
        return f"- {flow(value)}"
    if isinstance(value, dict) and value:
        lines = mapping_lines(value, manner.nested)
        return "- " + manner.newline.join(lines)[manner.indent + 2 :]
    # Why two: dashes of a list within a list must stand further in.
    return "-" + behind(value, replace(manner, quote="", offset=2))


def flow(value: Value) -> str:
    """The value between brackets."""
    return _flow(value, Manner(in_flow=True))


def mapping_lines(value: dict[str, Value], manner: Manner) -> list[str]:
    """``key: value`` for each entry, indented; a nested one holds line ends."""
    return [f"{' ' * manner.indent}{key_text(key)}:{behind(child, manner)}" for key, child in value.items()]


def key_text(key: str) -> str:
    """A key as it is written."""
    return key if re.fullmatch(r"[a-z][a-z0-9_]*", key) and is_plain(key) else json.dumps(key, ensure_ascii=False)


def scalar(value: str, manner: Manner) -> str:
    """A text on one line: in the quotes of the old one, plain where it was plain and may be."""
    clean = is_clean(value, value.split("\n")) and "\n" not in value and "\t" not in value
    if clean and not manner.quote and not manner.commented and _may_be_plain(value, manner):
        return value
    if clean and manner.quote != '"':
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def _may_be_plain(value: str, manner: Manner) -> bool:
    if not manner.for_all and _SAYS_ITSELF.fullmatch(value):
        return True
    return is_plain(value) and not (manner.in_flow and _IN_FLOW.search(value))


def _list_lines(value: list[Value], manner: Manner) -> list[str]:
    inner = replace(manner, quote="", commented=False, spread=False, indent=manner.indent + manner.offset)
    return [f"{' ' * inner.indent}{item(one, inner, as_flow=False)}" for one in value]


def _is_short(value: object) -> bool:
    words = value if isinstance(value, list) else ()
    return bool(words) and all(isinstance(one, str) and "\n" not in one for one in words) and len(str(words)) <= _SHORT


def _fits_block(value: str, manner: Manner) -> bool:
    if manner.commented or (manner.is_last and value.endswith("\n")):
        return False
    return is_clean(value, value.split("\n")) and _BLOCK.fullmatch(value) is not None


def _block_text(value: str, manner: Manner) -> str:
    lines = value.removesuffix("\n").split("\n")
    indented = [f"{' ' * (manner.indent + 2)}{line}" if line else "" for line in lines]
    return manner.newline.join(["|" if value.endswith("\n") else "|-", *indented])


def _flow(value: Value, manner: Manner) -> str:
    inner = replace(manner, quote="")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(key)}: {_flow(child, inner)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(child, inner) for child in value) + "]"
    return "~" if value is None else scalar(value, manner)
