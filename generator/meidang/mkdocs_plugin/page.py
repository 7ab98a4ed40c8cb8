"""A page that is ready: MkDocs frames it, and neither reads a file nor converts Markdown for it."""

from __future__ import annotations

import re
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from meidang.render import escape, site_config
from meidang.render.identity import page_style
from meidang.render.pages import Page
from meidang.render.site_config import source_of

#: Why a blank: it lets the search skip at the speed of a plain text.
_ID: Final = re.compile(' id="([^"]*)"')


class ReadyPage(MkDocsPage):
    """One of our pages in MkDocs's hands."""

    def __init__(self, ready: Page, file: File, config: MkDocsConfig, called: str = "") -> None:
        super().__init__(called or None, file, config)
        self._ready = ready

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs's signature
        """Give the theme what front matter would."""
        self.markdown = ""
        ready, above = self._ready, site_config.above(self.file.dest_uri)
        self.meta = {
            "title": escape.html(ready.title),
            "paper": page_style(ready.title, ready.code),
            "hide": [] if ready.has_toc else ["toc"],
        }
        if above:
            self.meta |= {"up": above[1], "way": [above]}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs's signature
        """The body as it is; the table of contents from its headings."""
        self.content = self._ready.body
        self.toc = get_toc(_tokens(self._ready))
        self.present_anchor_ids = set(_ID.findall(self._ready.body))
        self.links_to_anchors = {}


def _tokens(page: Page) -> list[Any]:
    tokens: list[dict[str, Any]] = []
    for heading in page.headings:
        token = {"level": heading.level, "id": heading.anchor, "name": escape.html(heading.words), "children": []}
        above = tokens[-1] if tokens else None
        if above and heading.level > above["level"]:
            above["children"].append(token)
        else:
            tokens.append(token)
    return tokens


def ready_file(address: str, page: Page, config: MkDocsConfig, *, called: str | None) -> File:
    """A file of the site for a page at an address such as ``staff/D01.html``.

    ``called``: its words in the navigation, None where it does not stand there.
    """
    inclusion = InclusionLevel.NOT_IN_NAV if called is None else InclusionLevel.INCLUDED
    file = File.generated(config, source_of(address), content="", inclusion=inclusion)
    ReadyPage(page, file, config, called or "")
    return file
