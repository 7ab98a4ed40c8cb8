"""What a reader finds on a page: its sections, the rows of its tables, their words and where they lead."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_HEADING = re.compile(r"<h([1-6])\b")
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t([dh])\b[^>]*>(.*?)</t\1>", re.DOTALL)
_HREF = re.compile(r'\shref="([^"]*)"')
_APART = re.compile(r"<(?:br|/p|/li|/td|/th|/tr|/h[1-6]|/div|/summary)\b[^>]*>")
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_HEADER_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


class Row(NamedTuple):
    """A row of a table: the words of each cell, and where all its links lead, as written."""

    cells: tuple[str, ...]
    links: tuple[str, ...]

    @property
    def words(self) -> str:
        """The words of all cells, divided by bars."""
        return " | ".join(self.cells)


def words(html: str) -> str:
    """The words that people see: entities undone, blanks as one, the marks beside headings left out."""
    text = _TAG.sub("", _APART.sub(" ", _HEADER_LINK.sub("", html)))
    return " ".join(unescape(text).split())


def section(body: str, anchor: str) -> str:
    """What stands below the heading with an address, to the next of its level or above; the heading itself first."""
    found = re.search(rf'<h([1-6])\b[^>]* id="{re.escape(anchor)}"', body)
    assert found, f"no section {anchor}"
    begins = found.start()
    ends = [one.start() for one in _HEADING.finditer(body, found.end()) if int(one[1]) <= int(found[1])]
    return body[begins : ends[0]] if ends else body[begins:]


def rows(html: str) -> list[Row]:
    """The rows of all tables, heads included."""
    return [Row(tuple(words(cell) for _, cell in _CELL.findall(row)), tuple(links(row))) for row in _ROW.findall(html)]


def row(html: str, words_of_it: str) -> Row:
    """The one row in which some words stand."""
    found = [one for one in rows(html) if words_of_it in one.words]
    assert len(found) == 1, (words_of_it, [one.words for one in found])
    return found[0]


def links(html: str) -> list[str]:
    """Where links lead, as written but for entities."""
    return [unescape(address) for address in _HREF.findall(html)]


def targets(here: str, body: str) -> set[str]:
    """The pages of the site to which a page links, by address below the root."""
    found = set()
    for link in links(body):
        parts = urlsplit(link)
        if not parts.scheme and not parts.netloc:
            path = posixpath.join(posixpath.dirname(here), unquote(parts.path)) if parts.path else here
            found.add(posixpath.normpath(path))
    return found
