"""Which texts need no quotes: those that no reader of YAML 1.1 or 1.2 takes for anything else."""

from __future__ import annotations

import re

#: What YAML 1.1 or 1.2 reads as a number, a date, a time, a sexagesimal: anything of digits and their company.
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][-+0-9a-fA-FxXoO_.,:eETtZz ]*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
#: A plain text begins with a letter, a digit or a mark that neither YAML nor our reader takes for anything else.
_PLAIN_START = re.compile(r"[^\W_]|[(（《【、。·±≥≤＜＞①-⑳]")
_NEEDS_QUOTES = re.compile(r": |:$| #|\t|[a-z_0-9]：|\A[a-z_][a-z0-9_]*：|\s\Z")


def is_plain(value: str) -> bool:
    """Whether ``value`` means itself without quotes to every reader."""
    return bool(
        "\n" not in value
        and _PLAIN_START.match(value)
        and value.casefold() not in _WORDS
        and not _NUMBER_LIKE.fullmatch(value)
        and not _NEEDS_QUOTES.search(value)
    )
