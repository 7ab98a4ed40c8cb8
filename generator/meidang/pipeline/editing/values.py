"""What was given for the fields of a new record (``字段=值``, by key or label); what is wrong with it, all at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic_core import SchemaValidator, ValidationError

from meidang.archive import Archive
from meidang.archive.called import called
from meidang.errors import UsageError
from meidang.load.nearest import nearest
from meidang.models.base import Declared, Model, describe
from meidang.models.scalar import Scalar
from meidang.models.scalars import BOOL, dated
from meidang.source.characters import refused_in_value, visible
from meidang.source.tree import Value

_BETWEEN: Final = re.compile(r"[、,，;；]")
_BOOLS: Final = {"是": "true", "否": "false"}
#: Choices that are listed; the rest is a number.
_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody wrote for a field."""

    name: str
    text: str


def given_in(archive: Archive, words: Iterable[str], model: type[Model]) -> list[Given]:
    """``姓名=丁一`` or ``name=丁一`` -> the field and its text. Raises UsageError with everything that is wrong."""
    found, wrong = [], []
    for word in words:
        said, equals, text = word.partition("=")
        name = _field(model, said.strip())
        if not equals or name is None:
            wrong.append(_advice(model, said.strip(), is_pair=bool(equals)))
        else:
            found.append(Given(name, text.strip()))
    twice = [name for name, count in Counter(one.name for one in found).items() if count > 1]
    wrong += [f"「{describe(model)[name].label}」给了两次，只写一次" for name in twice]
    wrong += _faults(archive, model, found)
    if wrong:
        raise UsageError("；".join(wrong))
    return found


def _faults(archive: Archive, model: type[Model], given: Iterable[Given]) -> list[str]:
    fields = describe(model)
    return [fault for one in given if (fault := fault_in(archive, fields[one.name], one.text))]


def _field(model: type[Model], said: str) -> str | None:
    return next((name for name, one in describe(model).items() if said in (name, one.label)), None)


def _advice(model: type[Model], said: str, *, is_pair: bool) -> str:
    if not is_pair:
        return f"“{visible(said)}”应写成 字段=值，例如 name=丁一"
    known = {word: f"{name}（{one.label}）" for name, one in describe(model).items() for word in (name, one.label)}
    close = nearest(said, known)
    hint = f"可能是 {known[close]}" if close else "有哪些字段见网站的“字段说明”页"
    return f"没有“{visible(said)}”这个字段，{hint}"


def values_of(archive: Archive, model: type[Model], given: Sequence[Given]) -> dict[str, Value]:
    """The values as records write them, in the order of the declarations. Raises UsageError with every fault."""
    fields = describe(model)
    if faults := _faults(archive, model, given):
        raise UsageError("；".join(faults))
    said = {one.name: _value(archive, fields[one.name], one.text) for one in given}
    return {name: said[name] for name in fields if name in said}


def fault_in(archive: Archive, field: Declared, text: str) -> str | None:
    """What is wrong with a text for a field, as a sentence."""
    if field.model is not None:
        return f"「{field.label}」是一组内容，不能这样给；建好以后在文件里写"
    return next(filter(None, (_fault(archive, field, one) for one in _texts(field, text) or [""])), None)


def _texts(field: Declared, text: str) -> list[str]:
    return [one for part in _BETWEEN.split(text) if (one := part.strip())] if field.many else [text]


def _fault(archive: Archive, field: Declared, text: str) -> str | None:
    if refused := refused_in_value(text):
        return f"「{field.label}」里有不允许的{refused}"
    if not text:
        return f"「{field.label}」不能空着{_offered(archive, field, text) or f'，应为{field.expected}'}"
    value = _word(archive, field, text)
    if field.ref and value not in archive.ids.get(field.ref, {value}):
        return f"「{field.label}」里的“{visible(text)}”不存在{_offered(archive, field, text)}"
    if isinstance(field.leaf, tuple):
        fits = value in field.leaf
    else:
        fits = isinstance(field.leaf, Scalar) and _fits(field.leaf, value)
    if not fits:
        why = field.leaf.explain(value) if isinstance(field.leaf, Scalar) else None
        shown = "" if field.private else f"，不能是“{visible(text)}”"
        return f"「{field.label}」应为{field.expected}{shown}" + (f"（{why}）" if why else "")
    return None


def _fits(scalar: Scalar, value: str) -> bool:
    try:
        SchemaValidator(scalar.core).validate_python(value)
    except ValidationError:
        return False
    return True


def _word(archive: Archive, field: Declared, text: str) -> str:
    """The word that the record writes: 是 is true, somebody's name is an id, 2026.3.14 is 2026-03-14."""
    if field.leaf is BOOL:
        return _BOOLS.get(text, text)
    if field.ref and text not in archive.ids.get(field.ref, ()):
        ids = [one for one in archive.ids.get(field.ref, ()) if called(archive, field.ref, one) == text]
        return ids[0] if len(ids) == 1 else text
    return dated(field.leaf, text) if isinstance(field.leaf, Scalar) else text


def _value(archive: Archive, field: Declared, text: str) -> Value:
    if field.many:
        return [_word(archive, field, one) for one in _texts(field, text)]
    return _word(archive, field, text)


def row_of(archive: Archive, model: type[Model], words: Mapping[str, str | None]) -> dict[str, Value]:
    """The fields that words were given for, as a record writes them. Raises UsageError with every fault."""
    return values_of(
        archive, model, [Given(name, said) for name, text in words.items() if (said := (text or "").strip())]
    )


# --- what may be written ---------------------------------------------------------------------------------------------


def offered(archive: Archive, field: Declared) -> Iterator[str]:
    """What may be chosen for a field, with its name: ``D01（周启航）``; nothing where anything may be written."""
    if isinstance(field.leaf, tuple):
        yield from field.leaf
    elif field.leaf is BOOL:
        yield from _BOOLS
    elif field.ref:
        for one in sorted(archive.ids.get(field.ref, ())):
            name = called(archive, field.ref, one)
            yield f"{one}（{name}）" if name != one else one


def _offered(archive: Archive, field: Declared, text: str) -> str:
    """What may be written instead; what has the text in it, where something has."""
    every = list(offered(archive, field))
    every = [one for one in every if text and text in one] or every
    more = f" 等 {len(every)} 个" if len(every) > _MOST else ""
    return f"；可以写：{'、'.join(every[:_MOST])}{more}" if every else ""
