"""Numbers that name a person, written where anything may be written: identity numbers and mobile numbers in free text.

The site hides them; a rule reports them, so that they are taken out at the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from meidang.models.base import Declared, Model, describe, per_model
from meidang.models.codes import ATTACHMENT, NUMBER_CODE
from meidang.models.scalars import LINE, LONG, MARKDOWN

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

#: Scalars that hold free text, a file's name, or a number of any form; other codes and dates have a form of their own.
FREE_TEXT: Final = (LINE, LONG, ATTACHMENT, MARKDOWN, NUMBER_CODE)


def is_free_text(declared: Declared) -> bool:
    """Whether people may write anything into the field. A name that another record is called by is no such text."""
    return declared.leaf in FREE_TEXT and not declared.ref and not declared.private


@dataclass(frozen=True, slots=True)
class _Texts:
    """Where a model holds free text: in ``names`` themselves (all at once through ``values``), and below ``groups``."""

    names: tuple[str, ...]
    values: Callable[[Model], tuple[Any, ...]]
    groups: tuple[Declared, ...]


@per_model
def _texts(model: type[Model]) -> _Texts:
    fields = describe(model).values()
    names = tuple(one.name for one in fields if is_free_text(one))
    groups = tuple(one for one in fields if one.model and not one.private and _holds_text(one.model))
    # Why the name of a field that is no text: attrgetter gives a tuple only for two names or more.
    return _Texts(names, attrgetter(*names, "__class__", "__class__"), groups)


def _holds_text(model: type[Model]) -> bool:
    texts = _texts(model)
    return bool(texts.names or texts.groups)


def personal_numbers(
    record: Model, clean: set[str], above: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """The ways to the texts of a record that hold such a number.

    ``clean`` remembers texts without one: in an archive most texts come again. Give the same set for every record.
    """
    texts = _texts(type(record))
    for name, value in zip(texts.names, texts.values(record), strict=False):
        if value is None or value in clean:
            continue
        for index, one in enumerate(value) if isinstance(value, tuple) else [(None, value)]:
            if has_personal_number(one):
                yield (*above, name) if index is None else (*above, name, index)
            else:
                clean.add(one)
    for group in texts.groups:
        value = getattr(record, group.name)
        for index, one in enumerate(value if group.many else (value,)):
            if one is not None:
                yield from personal_numbers(
                    one, clean, (*above, group.name, index) if group.many else (*above, group.name)
                )
