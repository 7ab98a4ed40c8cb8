"""How a value must be written so that no reader of YAML 1.1 or 1.2 sees anything but that text."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    LiteralScalarString,
    PlainScalarString,
    ScalarString,
    SingleQuotedScalarString,
)

from meidang.source.characters import is_clean
from meidang.source.tree import Value

#: What YAML 1.1 or 1.2 reads as a number, a date, a time, a sexagesimal: anything of digits and their company.
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][-+0-9a-fA-FxXoO_.,:eETtZz ]*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
#: A plain text begins with a letter, a digit or a mark that neither YAML nor our reader takes for anything else.
_PLAIN_START = re.compile(r"[^\W_]|[(（《【、。·±≥≤＜＞①-⑳]")
_NEEDS_QUOTES = re.compile(r": |:$| #|\t|[a-z_0-9]：|\A[a-z_][a-z0-9_]*：|\s\Z")
#: A block text keeps its lines as they are, if the first has words at its start and the end has at most one LF.
_BLOCK = re.compile(r"[^\s][^\n]*\n(?:.*[^\n]\n?)?", re.DOTALL)


def written(value: Value, *, in_flow: bool = False, commented: bool = False) -> object:
    """``value`` as ruamel.yaml is to write it.

    ``in_flow``: between brackets, where a comma ends an item; ``commented``: a comment follows on its line, which the
    reader allows after quotes only.
    """
    if isinstance(value, dict):
        pairs = ((_text(key, block=False), written(child, in_flow=in_flow)) for key, child in value.items())
        return brackets_if_empty(CommentedMap(pairs))
    if isinstance(value, list):
        return brackets_if_empty(CommentedSeq(written(child, in_flow=in_flow) for child in value))
    if value is None:
        return None
    must_quote = commented or (in_flow and "，" in value)
    return DoubleQuotedScalarString(value) if must_quote else _text(value, block=not in_flow)


def brackets_if_empty(container: Any) -> Any:
    """``container``, written as ``[]`` or ``{}`` when empty; ruamel would put a comment below it in between."""
    if not container:
        container.fa.set_flow_style()
    return container


def _text(value: str, *, block: bool) -> ScalarString:
    clean = is_clean(value, value.split("\n"))
    style: type[ScalarString] = DoubleQuotedScalarString
    if block and clean and _BLOCK.fullmatch(value):
        style = LiteralScalarString
    elif clean and is_plain(value):
        # Why a class of its own: a bare str would take over the style, perhaps ``|``, of the value that it replaces.
        style = PlainScalarString
    elif clean and "\n" not in value and ("\\" in value or '"' in value):
        style = SingleQuotedScalarString
    text: ScalarString = style(value)
    return text


def is_plain(value: str) -> bool:
    """Whether ``value`` means itself without quotes to every reader."""
    return bool(
        "\n" not in value
        and _PLAIN_START.match(value)
        and value.casefold() not in _WORDS
        and not _NUMBER_LIKE.fullmatch(value)
        and not _NEEDS_QUOTES.search(value)
    )
