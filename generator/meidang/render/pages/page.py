"""A page of the site: ready HTML for any frame, and what search and paper call it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final, NamedTuple

_HEADING: Final = re.compile(r'<h([23]) id="([^"]*)">(.*?)<a class="headerlink"')
_TAG: Final = re.compile(r"<[^<>]*>")


class Heading(NamedTuple):
    """A heading of a page: its level (2 or 3), its address on the page, and its words without tags."""

    level: int
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything between the site's frame. ``body`` is HTML that begins with its ``<h1>``; no blank lines, no scripts.

    ``group``: what search calls it. ``weight``: how high it stands there. ``words``: by which people look for it though
    they do not stand on it. ``code``: what it is called on paper (``D03``). ``has_toc``: whether headings are listed
    beside it.
    """

    title: str
    body: str
    group: str = ""
    weight: float = 1.0
    words: tuple[str, ...] = ()
    code: str = ""
    has_toc: bool = True

    @property
    def headings(self) -> Sequence[Heading]:
        """The headings of the second and third level, in order."""
        found = _HEADING.findall(self.body)
        return [Heading(int(level), anchor, unescape(_TAG.sub("", words))) for level, anchor, words in found]
