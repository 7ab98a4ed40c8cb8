"""Numbers that name a person, written where anything may be written: identity numbers and mobile numbers in free text.

The site hides them; a rule reports them, so that they are taken out at the source.
"""

from __future__ import annotations

import re
from typing import Final

#: Stands on the site where a number was.
HIDDEN: Final = "（已隐去）"
_GAP = r"[ \-]?"
_BORN = rf"(?:19|20)[0-9]{{2}}{_GAP}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
# Why 9 apart: an institution's own code (统一社会信用代码) begins with 9 too, but has no birth date inside. Why nine digits
# before: the code of a doctor's qualification certificate is year, province, type and then the identity number.
_IDENTITY = rf"[1-8][0-9]{{16}}[0-9Xx]|(?:[0-9]{{9}})?[1-9][0-9]{{5}}{_GAP}{_BORN}{_GAP}[0-9]{{3}}[0-9Xx]"
_MOBILE = rf"(?:\+?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}"
# Not a part of a longer number.
_PERSONAL = re.compile(rf"(?<![0-9.])(?:{_IDENTITY}|{_MOBILE})(?![0-9])")
_ENOUGH = re.compile(r"[0-9]{3}")


def has_personal_number(text: str) -> bool:
    """Whether a text holds what looks like an identity number or a mobile number."""
    return bool(_ENOUGH.search(text) and _PERSONAL.search(text))


def hide(text: str) -> str:
    """The text with such numbers hidden; the very same text where there is none."""
    return _PERSONAL.sub(HIDDEN, text) if has_personal_number(text) else text
