"""Pages without links that leave their folder, for a site that is handed over and opened without a network.

A link to another site becomes its words with the address behind them; the way to edit a record just its file.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_EDIT: Final = re.compile(r'<a class="edit" href="[^"]*">[^<]*(<code>.*?</code>)</a>')
_OUTSIDE: Final = re.compile(
    r'<a\b[^>]*?\bhref="((?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^"]*|(?:mailto|tel|sms|ftp):[^"]*)"[^>]*>(.*?)</a>', re.DOTALL
)
_TAG: Final = re.compile(r"<[^<>]*>")


def without_links_out(page: str) -> str:
    """The page (HTML) with every link to elsewhere in words."""
    return _OUTSIDE.sub(_in_words, _EDIT.sub(r"\1", page))


def at_root(page: str) -> str:
    """The page for wrong addresses with addresses from where it lies; a server shows it anywhere, a folder never."""
    return page.replace('="/./', '="')


def _in_words(match: re.Match[str]) -> str:
    address, words = match[1], match[2]
    said = unescape(_TAG.sub("", words)).strip()
    whole = unescape(address)
    if said and said in {whole, whole.partition(":")[2], whole.partition("://")[2]}:
        return words
    return f'{words}<span class="address">（{address}）</span>'
