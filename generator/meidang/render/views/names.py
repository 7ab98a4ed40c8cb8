"""What a view offers, without any data: every name with its Chinese label, from the declarations and the derived types.

Templates are checked against it, and people can be shown what they may write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints, is_typeddict

from meidang.models.base import Declared, Leaf, Model, describe
from meidang.models.codes import ATTACHMENT, MOBILE, NATIONAL_ID, POSTCODE
from meidang.models.scalar import Scalar
from meidang.models.scalars import BIRTH_MONTH, BOOL, DATE, EXPIRY, GRADE, MOMENT, UNGRADED


@dataclass(frozen=True, slots=True)
class Name:
    """One name: its label; ``parts``, the names inside, for a group; ``many`` for a list.

    Of a declared field also ``choices``, the words that it may hold; ``form``, what its text is (``date``, ``file``,
    ``long``, ``text``; empty where nobody knows); whether it is ``private``, and the ``longest``
    that it can be in letters and digits (0 where nobody knows).
    """

    label: str
    many: bool = False
    parts: Mapping[str, Name] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    form: str = ""
    private: bool = False
    longest: int = 0

    @property
    def blank(self) -> Any:
        """What a view shows where the record holds nothing: no text, an empty list, a group of blanks."""
        if self.many:
            return []
        return {name: part.blank for name, part in self.parts.items()} if self.parts else ""


#: What a scalar's text is, where templates treat it in a way of its own.
_FORMS: Final = {**dict.fromkeys((DATE, EXPIRY, BIRTH_MONTH, MOMENT), "date"), ATTACHMENT: "file"}
_CHOICES: Final = {
    BOOL: tuple(BOOL.show(value) for value in (True, False)),
    GRADE: tuple(GRADE.show(grade) for grade in (1, 2, 3, 4, UNGRADED)),
}
#: How many letters and digits a text of that form has.
_LONGEST: Final = {
    NATIONAL_ID: 18,
    MOBILE: 11,
    POSTCODE: 6,
    MOMENT: 12,
    BIRTH_MONTH: 6,
    **dict.fromkeys((DATE, EXPIRY), 8),
}
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
            form = _form(declared.leaf)
            return Name(
                declared.label,
                choices=_choices(declared.leaf),
                form=form,
                private=declared.private,
                longest=_LONGEST.get(declared.leaf, 0)
                if isinstance(declared.leaf, Scalar) and not declared.many
                else 0,
            )
        parts = self.of(declared.model)
        inside = parts if declared.many else {GIVEN: Name("是否填写", choices=("是",)), **parts}
        return Name(declared.label, declared.many, inside, private=declared.private)

    def _typed(self, hint: Any, label: str) -> Name:
        if get_origin(hint) is Annotated:
            inner, *marks = get_args(hint)
            label = next((mark for mark in marks if isinstance(mark, str)), label)
            model = next((mark for mark in marks if isinstance(mark, type)), None)
            if scalar := next((mark for mark in marks if isinstance(mark, Scalar)), None):
                longest = _LONGEST.get(scalar, 0)
                return Name(label, False, {}, _choices(scalar), _form(scalar), scalar.private, longest)
            return Name(label, True, self.of(model)) if model else self._typed(inner, label)
        if get_origin(hint) is list:
            (element,) = get_args(hint)
            return Name(label, True, self._typed(element, label).parts)
        if get_origin(hint) is dict and get_origin(get_args(hint)[0]) is Literal:
            return Name(label, False, {word: Name(word) for word in get_args(get_args(hint)[0])})
        return Name(label, False, self.of_type(hint) if is_typeddict(hint) else {})


def _choices(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, tuple):
        return leaf
    return _CHOICES.get(leaf, ()) if isinstance(leaf, Scalar) else ()


def _form(leaf: Leaf) -> str:
    if not isinstance(leaf, Scalar):
        return "text"
    return _FORMS.get(leaf) or ("long" if leaf.many_lines else "text")


def returned_type(function: Any) -> type:
    """The TypedDict that a derived function says it returns."""
    returned: type = get_type_hints(function)["return"]
    return returned
