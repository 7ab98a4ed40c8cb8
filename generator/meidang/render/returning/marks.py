"""A view whose every word carries a mark into the document, so that each printed text is known again for what it is.

The marks are characters that no record may hold (Unicode's non-characters), and XML may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from meidang.render.views.names import GIVEN, Name
from meidang.render.views.sourced import Sourced

_OPEN, _NUMBERED, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_PRINTED = re.compile(f"{_OPEN}([0-9]+){_NUMBERED}([^{_OPEN}]*?){_CLOSE}")
_MARKS = re.compile(f"{_OPEN}[0-9]+{_NUMBERED}|{_CLOSE}")
_NAME: Final = Name("")


@dataclass(frozen=True, slots=True)
class Computed:
    """Something that follows from the archive. ``labels``: the way to it; ``beside``: a field of its row."""

    labels: tuple[str, ...]
    words: str
    beside: Sourced | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What a filter shows of a field: a ticked box, the year of its date, its third digit."""

    field: Sourced
    filter: str
    arguments: tuple[Any, ...] = ()


Origin = Sourced | Piece | Computed
#: Filters that show a field's words as a whole, only written otherwise.
_WHOLE: Final = frozenset({"date_long", "trim", "upper"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph; without an origin it is the template's own text."""

    text: str
    origin: Origin | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the archive says it; an empty field is shown too."""
        return self.origin is not None

    @property
    def field(self) -> Sourced | None:
        """The field that it shows, whole or in part, if it shows one."""
        return self.origin.field if isinstance(self.origin, Piece) else _sourced(self.origin)


def _sourced(origin: Origin | None) -> Sourced | None:
    return origin if isinstance(origin, Sourced) else None


class _Marked(str):
    """Itself for conditions and filters; with its mark when printed."""

    __slots__ = ("number",)
    number: int

    def __str__(self) -> str:
        return f"{_OPEN}{self.number}{_NUMBERED}{str.__str__(self)}{_CLOSE}"


@dataclass(slots=True)
class Marker:
    """Marks views, and knows every mark again."""

    origins: list[Origin] = field(default_factory=list)

    def mark(self, view: Mapping[str, Any], names: Mapping[str, Name]) -> dict[str, Any]:
        """The view with marks; ``names`` as for its kind."""
        return self._group(view, names, ())

    def segments(self, text: str) -> tuple[Segment, ...]:
        """A printed text, marks and all, in pieces."""
        found: list[Segment] = []
        at = 0
        for match in _PRINTED.finditer(text):
            found.append(Segment(bare(text[at : match.start()])))
            found.append(Segment(match[2], self.origins[int(match[1])]))
            at = match.end()
        found.append(Segment(bare(text[at:])))
        return tuple(one for one in found if one.text or one.is_shown)

    def _group(self, view: Mapping[str, Any], names: Mapping[str, Name], labels: tuple[str, ...]) -> dict[str, Any]:
        beside = next((one for one in view.values() if isinstance(one, Sourced)), None)
        return {
            key: self._value(value, names.get(key, _NAME), labels, beside) if key != GIVEN else value
            for key, value in view.items()
        }

    def _value(self, value: Any, name: Name, labels: tuple[str, ...], beside: Sourced | None) -> Any:
        inside = (*labels, name.label) if name.label else labels
        if isinstance(value, list):
            return [self._group(one, name.parts, inside) for one in value]
        return self._group(value, name.parts, inside) if isinstance(value, dict) else self._words(value, inside, beside)

    def _words(self, words: str, labels: tuple[str, ...], beside: Sourced | None) -> str:
        return self._marked(words, words if isinstance(words, Sourced) else Computed(labels, words, beside))

    def _marked(self, words: str, origin: Origin) -> str:
        made = _Marked(words)
        made.number = len(self.origins)
        self.origins.append(origin)
        return made

    def filters(self, filters: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
        """A template's filters, which see words without marks, and whose results are marked as what they are."""
        return {name: self._filter(name, function) for name, function in filters.items()}

    def _filter(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def filtered(value: Any, *arguments: Any) -> Any:
            if not isinstance(value, _Marked):
                return function(value, *arguments)
            origin = self.origins[value.number]
            result = function(str.__str__(value), *arguments)
            if not isinstance(result, str) or name == "picture":
                return result
            if isinstance(origin, Sourced) and name not in _WHOLE:
                origin = Piece(origin, name, arguments)
            return self._marked(result, origin)

        return filtered


def bare(text: str) -> str:
    """A printed text without its marks."""
    return _MARKS.sub("", text)
