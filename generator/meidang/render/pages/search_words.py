"""What search finds first, and by which words that do not stand on a page: name parts, pinyin, initials, aliases.

How high a page stands among what is found follows what people look for: persons, techniques and things before what
must be done with them, that before what records agree on, and the clauses and rules that speak of all of it last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pypinyin import Style, lazy_pinyin

from meidang.archive import Item
from meidang.models.staff import Staff
from meidang.render import escape

#: Weights of pages in search; a page that says none has 1.
SUBJECTS: Final = 4.0
WORK: Final = 3.0
RECORDS: Final = 2.0
CLAUSES: Final = 0.4
ABOUT: Final = 0.1
#: Kinds that people look for by name; others, whose names are made of common words, weigh as any record.
_WEIGHTS: Final[Mapping[str, float]] = {
    "staff": SUBJECTS,
    "technique": SUBJECTS,
    "device": SUBJECTS,
    "drug_item": SUBJECTS,
    "department": SUBJECTS,
    "policies": WORK,
}

#: Surnames of two characters; a longer name after any other surname is split after the first.
_DOUBLE = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|夏侯|端木|百里|南宫|轩辕|闻人|东郭|独孤|呼延|澹台|钟离"
)


def weight(item: Item[Any]) -> float:
    """How high a record's page stands in search."""
    return _WEIGHTS.get(item.kind.name, RECORDS)


def search_words(item: Item[Any]) -> tuple[str, ...]:
    """Without repetition, in a fixed order; the label itself stands in the page's title."""
    label = item.label
    words: list[str] = [] if item.kind.single else [item.id]
    if isinstance(item.record, Staff):
        words += _name_parts(label)
    words += getattr(item.record, "aliases", ())
    for name in (label, *getattr(item.record, "aliases", ())):
        words += _pinyin(name)
    return tuple(dict.fromkeys(word for word in words if word != label))


def _name_parts(name: str) -> tuple[str, ...]:
    """Surname and given name of a Chinese name; search finds whole words only."""
    if not 2 <= len(name) <= 4 or not all("\u4e00" <= character <= "\u9fff" for character in name):
        return ()
    cut = 2 if len(name) > 2 and _DOUBLE.match(name) else 1
    return name[cut:], name[:cut]


@cache
def _pinyin(words: str) -> tuple[str, ...]:
    """Whole and initials: 何砚 is heyan and hy. For search only: pypinyin gets some surnames wrong."""
    han = "".join(character for character in words if "\u4e00" <= character <= "\u9fff")
    if not han:
        return ()
    syllables = lazy_pinyin(han, style=Style.NORMAL)
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def search_line(item: Item[Any]) -> str:
    """Words by which people look for it, in small print."""
    words = search_words(item)
    return f'<p class="search-words">检索词 {escape.html(" ".join(words))}</p>\n' if words else ""
