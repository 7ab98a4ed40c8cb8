"""A value of a record's tree in words: choices and dates as they are, references by what they name, nothing private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from pydantic_core import SchemaValidator, ValidationError

from meidang.archive import Archive
from meidang.archive.called import called
from meidang.archive.privacy import hide
from meidang.models.audience import Audience
from meidang.models.base import Declared
from meidang.models.scalar import Scalar
from meidang.source.characters import masked
from meidang.source.tree import Value

#: Texts that are longer are told by how much of them changed, and cut where they name something.
MOST: Final = 60


@cache
def _validator(scalar: Scalar) -> SchemaValidator:
    return SchemaValidator(scalar.core)


def is_hidden(declared: Declared) -> bool:
    """Whether a message never repeats what the field says: of a person's own affairs, and what is for us alone."""
    return declared.audience < Audience.INSPECTOR


def clean(text: str) -> str:
    """A text on one line, of bearable length, without numbers that may be somebody's."""
    words = quiet(" ".join(text.split()))
    return words if len(words) <= MOST else f"{words[: MOST - 1]}…"


def quiet(text: str) -> str:
    """A sentence without numbers that may be somebody's."""
    return masked(hide(text))


@dataclass(frozen=True, slots=True)
class Words:
    """The archive in which references are looked up: the earlier one for what was, the later one for what is.

    ``formerly``: what is called otherwise there, by kind and present id.
    """

    archive: Archive
    formerly: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, declared: Declared, value: Value, *, with_id: bool = False) -> str:
        """The words for a scalar, or for a list of scalars; of what is no value of the field, the text.

        ``with_id``: whether an id stands behind the name of what a reference means.
        """
        if isinstance(value, list):
            return "、".join(self.of(declared, one, with_id=with_id) for one in value)
        if value is None or isinstance(value, dict):
            return ""
        if declared.ref:
            name = self._called(declared.ref, value)
            return clean(f"{name}（{value}）" if with_id and value not in name else name)
        return clean(_scalar(declared, value))

    def _called(self, kind: str, target: str) -> str:
        return called(self.archive, kind, self.formerly.get((kind, target), target))


def means_same(declared: Declared, one: Value, other: Value) -> bool:
    """Whether two scalars are one value, typed in two ways: 25 and 25.0, true and True."""
    if not isinstance(one, str) or not isinstance(other, str) or not isinstance(declared.leaf, Scalar):
        return one == other
    try:
        return bool(_read(declared.leaf, one) == _read(declared.leaf, other))
    except ValidationError:
        return False


def _read(scalar: Scalar, value: str) -> Any:
    return _validator(scalar).validate_python(value)


def _scalar(declared: Declared, value: str) -> str:
    if not isinstance(declared.leaf, Scalar):
        return value
    try:
        return declared.leaf.show(_read(declared.leaf, value))
    except ValidationError:
        return value
