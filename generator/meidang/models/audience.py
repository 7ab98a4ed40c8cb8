"""Whom a field is for, and the editions of the site that show it to them."""

from __future__ import annotations

from enum import Enum, IntEnum


class Audience(IntEnum):
    """How far a field may be shown on a site; a larger number reaches farther."""

    #: On no site whatever; only in the institution's own documents.
    NOBODY = 0
    INTERNAL = 1
    INSPECTOR = 2
    PUBLIC = 3


class Edition(Enum):
    """A site for somebody: ``word`` is its name on the command line, ``title`` what people call it."""

    INTERNAL = "internal", "内部版", Audience.INTERNAL
    INSPECTOR = "inspector", "评审版", Audience.INSPECTOR
    PUBLIC = "public", "公开版", Audience.PUBLIC

    def __init__(self, word: str, title: str, audience: Audience) -> None:
        self.word = word
        self.title = title
        self.audience = audience

    def shows(self, audience: Audience) -> bool:
        """Whether what is for this audience stands in the edition."""
        return audience >= self.audience
