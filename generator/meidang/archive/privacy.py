"""Numbers that name a person, written where anything may be written: identity numbers and mobile numbers in free text.

The site hides them; a rule reports them, so that they are taken out at the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from meidang.models.base import Declared, Model, describe, per_model
from meidang.models.scalars import ATTACHMENT, LINE, LONG

#: Stands on the site where a number was.
HIDDEN: Final = "（已隐去）"
_GAP = r"[ \-]?"
_BORN = rf"(?:19|20)[0-9]{{2}}{_GAP}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
# Why 9 apart: an institution's own code (统一社会信用代码) begins with 9 too, but has no birth date inside.
# Why nine digits before: the code of a doctor's qualification certificate ends with the identity number.
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


# --- where anything may be written -----------------------------------------------------------------------------------

#: Scalars that hold free text or a file's name; codes, dates and numbers have a form of their own.
FREE_TEXT: Final = (LINE, LONG, ATTACHMENT)


def is_free_text(declared: Declared) -> bool:
    """Whether people may write anything into the field. A name that another record is called by is no such text."""
    return declared.leaf in FREE_TEXT and not declared.ref and not declared.private


@per_model
def _with_text(model: type[Model]) -> tuple[Declared, ...]:
    """The fields that are free text, or groups that hold some."""
    fields = describe(model).values()
    return tuple(
        one for one in fields if is_free_text(one) or (one.model and not one.private and _with_text(one.model))
    )


def personal_numbers(record: Model, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The ways to the texts of a record that hold such a number."""
    for declared in _with_text(type(record)):
        value = getattr(record, declared.name)
        if value is None or value == ():
            continue
        for index, one in enumerate(value if declared.many else (value,)):
            path = (*above, declared.name, index) if declared.many else (*above, declared.name)
            if declared.model:
                yield from personal_numbers(one, path)
            elif has_personal_number(one):
                yield path
