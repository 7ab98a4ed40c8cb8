"""Whether every link of a site leads somewhere: its own pages, the places on them, and the files beside them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Final
from urllib.parse import unquote

from meidang.render.pages.page import Page

_LINK: Final = re.compile(r'<a\b[^>]*?\shref="([^"]*)"|<use\b[^>]*?\shref="([^"]*)"')
_ID: Final = re.compile(r'<[a-zA-Z][^<>]*?\sid="([^"]*)"')
_ELSEWHERE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link of a page that leads nowhere, as it is written there."""

    page: str
    link: str

    def __str__(self) -> str:
        """For people: where it stands, and where it should lead."""
        return f"{self.page} 里的链接 {self.link} 没有对应的页面或位置"


def broken_links(pages: Mapping[str, Page], others: Collection[str] = ()) -> list[BrokenLink]:
    """The links whose page or place there is not there; ``others``: paths that lie beside the pages below the root.

    A link out of the site is not followed. Places on ``others`` are not known, so any may be named.
    """
    places: dict[str, frozenset[str]] = {}

    def leads_somewhere(address: str, anchor: str) -> bool:
        if address not in pages:
            return address in others
        if not anchor:
            return True
        if address not in places:
            places[address] = anchors(pages[address].body)
        return anchor in places[address]

    return [
        BrokenLink(address, link)
        for address, page in pages.items()
        for link in dict.fromkeys(_links(page.body))
        if not _ELSEWHERE.match(link) and not leads_somewhere(*_target(address.rpartition("/")[0], address, link))
    ]


def anchors(body: str) -> frozenset[str]:
    """The ids on a page, to which a link may lead."""
    return frozenset(map(unescape, _ID.findall(body)))


def _links(body: str) -> Iterator[str]:
    return (unescape(one or other) for one, other in _LINK.findall(body))


def _target(folder: str, here: str, link: str) -> tuple[str, str]:
    """The address below the root and the place there; above the root it begins with two dots."""
    path, _, anchor = link.partition("#")
    return _resolved(folder, path) if path else here, unquote(anchor)


@cache
def _resolved(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0])))
