"""What a scalar type is, and how to make one: of a fixed form (``coded``), or a whole number (``whole``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import CoreSchema
from pydantic_core import core_schema as cs


@dataclass(frozen=True, eq=False)
class Scalar:
    """A type of value. ``expected`` completes the Chinese sentence 「…」应为…; ``show`` gives the words for people.

    ``private`` values never leave the internal edition and are never printed in a message.
    """

    name: str
    core: CoreSchema
    json: Mapping[str, Any]
    expected: str
    show: Callable[[Any], str] = str
    explain: Callable[[str], str | None] = field(default=lambda _text: None)
    private: bool = False
    many_lines: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.core["type"] == "chain" and bool(self.core["steps"][-1]["type"] == "int")

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> CoreSchema:
        """The core schema stands ready; pydantic need not look at the annotated type."""
        return self.core

    def __get_pydantic_json_schema__(self, _core: object, _handler: object) -> dict[str, Any]:
        """The same verdict for editors and independent validators."""
        return dict(self.json)


def text_core(pattern: str) -> CoreSchema:
    """Text of a pattern; nothing else is taken for text."""
    return cs.str_schema(pattern=pattern, strict=True)


def then_core(pattern: str, schema: CoreSchema) -> CoreSchema:
    """Text of a pattern, then what it becomes."""
    return cs.chain_schema([text_core(pattern), schema])


def coded(
    name: str, pattern: str, expected: str, *, number: Mapping[str, Any] | None = None, private: bool = False
) -> Scalar:
    """A text of a fixed form. ``number``: the JSON Schema of the form typed without quotes, where that is a number."""
    quoted: dict[str, Any] = {"type": "string", "pattern": pattern}
    json = {"anyOf": [quoted, dict(number)]} if number else quoted
    return Scalar(name, text_core(pattern), json, expected, private=private)


def whole(name: str, low: int, high: int, expected: str, unit: str = "") -> Scalar:
    """A whole number from ``low`` to ``high`` inclusive, shown with its ``unit``."""
    pattern = r"^(0|[1-9][0-9]{0,11})$"
    return Scalar(
        name,
        then_core(pattern, cs.int_schema(ge=low, le=high)),
        {
            "anyOf": [
                {"type": "integer", "minimum": low, "maximum": high},
                {"type": "string", "pattern": _between(low, high)},
            ]
        },
        expected,
        show=lambda value: f"{value}{unit}",
    )


def _between(low: int, high: int) -> str:
    """A pattern for the quoted form of a small range; for wide ranges any whole number of the right length."""
    if high - low <= 40:
        return "^(" + "|".join(str(number) for number in range(low, high + 1)) + ")$"
    if low == 1900 and high == 2200:
        return r"^(19[0-9]{2}|2[01][0-9]{2}|2200)$"
    return rf"^(0|[1-9][0-9]{{0,{len(str(high)) - 1}}})$"
