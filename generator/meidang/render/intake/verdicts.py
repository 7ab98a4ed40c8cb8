"""What became of a cell: text for the record, a remark, or what is wrong; the fields' own types have the last word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from unicodedata import normalize

from pydantic import ValidationError
from pydantic_core import SchemaValidator

from meidang.load.words import wrong_value
from meidang.models.base import Declared
from meidang.models.scalar import Scalar
from meidang.models.wording import without_keys

_SUGGESTS: Final = "请写成 "


@dataclass(frozen=True, slots=True)
class Taken:
    """What a cell says: nothing (``is_empty``), that the value goes (``clears``), a text or a list of texts.

    ``remark``: how it was read, where that is not what stands there; ``wrong`` and ``fix``: why it was not.
    """

    value: str | list[str] | None = None
    clears: bool = False
    remark: str = ""
    wrong: str = ""
    fix: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the cell says nothing."""
        return self.value is None and not self.clears and not self.wrong


def wrong_cell(declared: Declared, what: str, fix: str) -> Taken:
    """A cell that cannot be read: what it is, and what to do."""
    return Taken(wrong=f"「{declared.label}」{what}", fix=fix)


def form_of(text: str) -> str:
    """A word as it is compared: forms of letters, case and blanks make no difference."""
    return "".join(normalize("NFKC", text).split()).casefold()


def read_as(declared: Declared, text: str) -> str:
    """The remark that a value was read in another way of writing."""
    return f"「{declared.label}」" + ("按规定的写法读取" if declared.private else f"读作 {text}")


def judged(declared: Declared, leaf: Scalar, one: Taken) -> Taken:
    """The field's own verdict; what it suggests is taken."""
    if not isinstance(one.value, str) or one.wrong or fits(leaf, one.value):
        return one
    hint = leaf.explain(one.value) or ""
    better = hint.removeprefix(_SUGGESTS)
    if better != hint and fits(leaf, better):
        return Taken(better, remark=read_as(declared, better))
    return refused(declared, one.value)


def refused(declared: Declared, text: str) -> Taken:
    """The sentence of the field itself."""
    message, fix = wrong_value(declared, text)
    return Taken(wrong=message, fix=without_keys(fix))


@cache
def _validator(leaf: Scalar) -> SchemaValidator:
    return SchemaValidator(leaf.core)


def fits(leaf: Scalar, text: str) -> bool:
    """Whether a record may say it."""
    try:
        _validator(leaf).validate_python(text)
    except (ValidationError, KeyError):
        return False
    return True


def value_of(leaf: Scalar, text: str) -> Any:
    """What a record's text becomes."""
    return _validator(leaf).validate_python(text)
