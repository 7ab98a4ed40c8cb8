"""Word's fields while a part is read from front to back: whose results a program fills in, and so are nobody's text."""

from __future__ import annotations

import re
from typing import Final

#: What Word or LibreOffice work out anew on their own. Any other field's result is text: it was written, and stays.
_COMPUTED: Final = frozenset(
    (
        *(
            "PAGE",
            "PAGEREF",
            "NUMPAGES",
            "SECTION",
            "SECTIONPAGES",
            "TOC",
            "NUMCHARS",
            "NUMWORDS",
            "REVNUM",
            "EDITTIME",
        ),
        *("DATE", "TIME", "CREATEDATE", "PRINTDATE", "SAVEDATE", "FILENAME", "FILESIZE", "LASTSAVEDBY", "USERNAME"),
    )
)
_FIRST: Final = re.compile(r"\s*([A-Za-z]+)")


def is_computed(instruction: str) -> bool:
    """Whether a field with this instruction says what nobody wrote."""
    found = _FIRST.match(instruction)
    return found is not None and found[1].upper() in _COMPUTED


class Fields:
    """The fields that are open at a place; one may begin in one paragraph and end in another."""

    __slots__ = ("_open", "muted")

    def __init__(self) -> None:
        """At the beginning of a part none is open. ``muted``: whether text here is a computed result."""
        self._open: list[list[str]] = []
        self.muted = False

    def mark(self, kind: str) -> None:
        """A ``w:fldChar`` of this type; an end without a beginning says nothing."""
        if kind == "begin":
            self._open.append([])
        elif kind == "end" and self._open:
            self._open.pop()
        self._judge()

    def instruct(self, text: str) -> None:
        """A piece of the innermost field's instruction."""
        if self._open:
            self._open[-1].append(text)
            self._judge()

    def _judge(self) -> None:
        self.muted = any(is_computed("".join(pieces)) for pieces in self._open)
