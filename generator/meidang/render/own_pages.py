"""The institution's hand-written pages of the site: for whom each is, and what it may not say or lead to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from typing import Final

from mkdocs.utils.meta import get_data

from meidang.archive.privacy import has_personal_number
from meidang.models.audience import Audience, Edition
from meidang.render.site_config import index_pages

_AUDIENCES: Final = {audience.name.lower(): audience for audience in Audience if audience is not Audience.NOBODY}


class UnknownAudience(ValueError):
    """A page names an audience that there is not; the message says which there are."""


def audience_of(page: str) -> Audience:
    """For whom a page is, by its text; for inspectors where it does not say. Raises ``UnknownAudience``.

    Why MkDocs's reader of front matter: what it takes for the audience and we do not would be shown to strangers.
    """
    _, said = get_data(page)
    audience = said.get("audience", Audience.INSPECTOR.name.lower())
    if not isinstance(audience, str) or audience not in _AUDIENCES:
        raise UnknownAudience(f"audience 不能是“{audience}”，请写其中之一：{'、'.join(_AUDIENCES)}")
    return _AUDIENCES[audience]


def tells_too_much(page: str, edition: Edition, institution_phone: str) -> bool:
    """Whether a page for others than the house holds what looks like an identity or mobile number.

    The institution's own telephone may be a mobile one.
    """
    said = page.replace(institution_phone, "") if institution_phone else page
    return edition is not Edition.INTERNAL and has_personal_number(said)


_LINK: Final = re.compile(r"\[([^\[\]]+)\]\(([^)\s#]+\.md)(?:#[^)\s]*)?\)")


def without_absent_links(page: str, path: str, present: Container[str]) -> str:
    """A page whose links to index pages that this edition or archive lacks are words; other links stay as they are.

    ``path``: where the page lies (``guide.md``). ``present``: the sources of the pages that there are.
    """
    absent = index_pages()

    def word(match: re.Match[str]) -> str:
        there = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[2]))
        return match[1] if there in absent and there not in present else match[0]

    return _LINK.sub(word, page)
