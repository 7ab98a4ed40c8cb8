"""Text that a workbook can hold: nothing that XML forbids, no more than a cell, a sheet's name or a header takes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from unicodedata import east_asian_width

from meidang.render.escape import xml_text

#: Excel's own limits: characters (of UTF-16) and line ends in a cell, characters of a sheet's name.
MAX_CELL: Final = 32_767
MAX_LINES: Final = 253
MAX_NAME: Final = 31

#: What stands at the end of a text that was cut.
CUT: Final = "…（内容过长，全文见档案）"
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]+")
#: What Excel would take for a formula when somebody edits the cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell_text(text: str) -> str:
    """``text`` as a cell can hold it, its last line end left out; cut where it is too long, and then it says so."""
    clean = xml_text(_LINE_END.sub("\n", text)).rstrip("\n")
    lines = clean.split("\n")
    is_whole = len(lines) <= MAX_LINES and _units(clean) <= MAX_CELL
    return clean if is_whole else _cut("\n".join(lines[:MAX_LINES]), MAX_CELL - len(CUT)) + CUT


def looks_like_formula(text: str) -> bool:
    """Whether Excel would calculate the text if it were typed."""
    return text.startswith(_FORMULA)


def sheet_name(title: str) -> str:
    """A title as the name of a sheet."""
    clean = " ".join(_NOT_IN_NAMES.sub(" ", xml_text(title)).split()).strip("'")
    return _cut(clean, MAX_NAME).strip(" '") or "台账"


def header_text(text: str, most: int) -> str:
    """``text`` inside a print header, where ``&`` begins a command."""
    return _cut(" ".join(xml_text(text).split()), most // 2).replace("&", "&&")


@lru_cache(maxsize=65_536)
def display_width(text: str) -> int:
    """How many plain letters wide the longest line of a text is; a Chinese character is two."""
    lines = text.split("\n")
    return max(sum(2 if east_asian_width(each) in "WFA" else 1 for each in line) for line in lines)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, most: int) -> str:
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", errors="ignore")
