"""What a view offers, without any data: every name with its Chinese label, from the declarations and the derived types.

Templates are checked against it, and people can be shown what they may write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

from meidang.models.base import Declared, Model, describe


@dataclass(frozen=True, slots=True)
class Name:
    """One name: its label; ``parts``, the names inside, for a group; ``many`` for a list."""

    label: str
    many: bool = False
    parts: Mapping[str, Name] = field(default_factory=dict)

    @property
    def blank(self) -> Any:
        """What a view shows where the record holds nothing: no text, an empty list, a group of blanks."""
        if self.many:
            return []
        return {name: part.blank for name, part in self.parts.items()} if self.parts else ""


#: In every group that a record may leave out: whether it is there.
GIVEN = "given"


@dataclass(frozen=True)
class Namer:
    """Reads names from a model's declarations and from what is derived of it.

    ``derived`` maps models to TypedDicts, ``facts`` models of entries to the names and labels of their facts.
    """

    derived: Mapping[type[Model], type]
    facts: Mapping[type[Model], Mapping[str, str]]

    def of(self, model: type[Model]) -> dict[str, Name]:
        """The names of a record or of a group inside it."""
        names = {name: self.declared(declared) for name, declared in describe(model).items()}
        names |= {name: Name(label) for name, label in self.facts.get(model, {}).items()}
        if model in self.derived:
            names |= self.of_type(self.derived[model])
        return names

    def of_type(self, typed_dict: type) -> dict[str, Name]:
        """The names of a TypedDict whose values are annotated with labels."""
        return {name: self._typed(hint, "") for name, hint in get_type_hints(typed_dict, include_extras=True).items()}

    def declared(self, declared: Declared) -> Name:
        """The name of a declared field."""
        if declared.model is None:
            return Name(declared.label)
        parts = self.of(declared.model)
        return Name(declared.label, declared.many, parts if declared.many else {GIVEN: Name("是否填写"), **parts})

    def _typed(self, hint: Any, label: str) -> Name:
        if get_origin(hint) is Annotated:
            inner, *marks = get_args(hint)
            label = next((mark for mark in marks if isinstance(mark, str)), label)
            model = next((mark for mark in marks if isinstance(mark, type)), None)
            return Name(label, True, self.of(model)) if model else self._typed(inner, label)
        if get_origin(hint) is list:
            (element,) = get_args(hint)
            return Name(label, True, self._typed(element, label).parts)
        if get_origin(hint) is dict and get_origin(get_args(hint)[0]) is Literal:
            return Name(label, False, {word: Name(word) for word in get_args(get_args(hint)[0])})
        return Name(label, False, self.of_type(hint) if is_typeddict(hint) else {})


def returned_type(function: Any) -> type:
    """The TypedDict that a derived function says it returns."""
    returned: type = get_type_hints(function)["return"]
    return returned
