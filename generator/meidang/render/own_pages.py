"""The institution's hand-written pages of the site say in their front matter for whom they are."""

from __future__ import annotations

from typing import Final

from mkdocs.utils.meta import get_data

from meidang.models.audience import Audience

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
