"""pydantic's messages in plain Chinese: what is wrong, where, what to write instead. Private values are never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from meidang.findings import Finding, Severity
from meidang.kinds import Kind
from meidang.load.nearest import nearest
from meidang.models.base import Declared, Model, describe
from meidang.models.codes import ATTACHMENT
from meidang.models.scalar import Scalar
from meidang.models.scalars import LINE
from meidang.models.wording import called
from meidang.source.characters import masked, quoted_key
from meidang.source.tree import Source

#: pydantic's word for a key that no field declares.
_UNKNOWN = "unexpected_keyword_argument"


@dataclass(frozen=True, slots=True)
class _Place:
    """How far pydantic's ``loc`` could be followed along the declarations.

    ``model``: the group in which the last part stands. ``declared``: the field, unless the key is unknown.
    """

    path: tuple[str | int, ...]
    model: type[Model]
    declared: Declared | None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A finding; where ``text`` stands in place of an id of ``kind``, it may be what people call the record."""

    finding: Finding
    kind: str = ""
    text: str = ""


def explain(error: ValidationError, kind: Kind, source: Source) -> Iterator[Misfit]:
    """One finding for each wrong place, whatever the number of pydantic's complaints about it."""
    details = error.errors(include_url=False)
    seen = {_meant(detail["loc"], kind.model) for detail in details if detail["type"] == _UNKNOWN}
    for detail in details:
        place = _follow(detail["loc"], kind.model, unknown=detail["type"] == _UNKNOWN)
        if place.path in seen:
            continue
        seen.add(place.path)
        ref = place.declared.ref if place.declared and isinstance(detail["input"], str) else None
        yield Misfit(_finding(detail, place, kind, source), ref or "", str(detail["input"]) if ref else "")


def _meant(loc: tuple[str | int, ...], model: type[Model]) -> tuple[str | int, ...]:
    """The way to the field that a misspelt key stands for, so that it is not called missing as well."""
    place = _follow(loc, model, unknown=True)
    close = _nearest_field(str(place.path[-1]), place.model) if place.path else None
    return (*place.path[:-1], close) if close else place.path[:-1]


def _follow(loc: tuple[str | int, ...], model: type[Model], *, unknown: bool) -> _Place:
    path: list[str | int] = []
    inside: type[Model] | None = model
    owner, declared = model, None
    for part in loc:
        if isinstance(part, int):
            path.append(part)
        elif inside and part in (fields := describe(inside)):
            owner, declared = inside, fields[part]
            inside = declared.model
            path.append(part)
        elif unknown and part == loc[-1]:
            return _Place((*path, part), inside or owner, None)
    return _Place(tuple(path), owner, declared)


def _finding(detail: Any, place: _Place, kind: Kind, source: Source) -> Finding:
    key = f"{kind.name}/{source.path.rsplit('/', 1)[-1].removesuffix(kind.suffix)}" if not kind.single else kind.name
    wrong = detail["type"]
    at_key = wrong in (_UNKNOWN, "missing")
    where = source.locate(place.path[:-1] if wrong == "missing" else place.path, key=at_key)
    code, message, fix = _say(wrong, detail["input"], place)
    return Finding(code, Severity.ERROR, message, where, fix, record=key)


def _say(wrong: str, value: object, place: _Place) -> tuple[str, str, str]:
    declared = place.declared
    if declared is None:
        return _unknown_key(str(place.path[-1]) if place.path else "", place.model)
    if wrong == "missing":
        return (
            "DAT001",
            f"缺少「{declared.label}」",
            f"补上{called(place.model, declared.name)}，{_should(declared.expected)}",
        )
    if declared.many and not (place.path and isinstance(place.path[-1], int)):
        return (
            "DAT004",
            f"「{declared.label}」应为列表",
            f"每项另起一行，以“- ”开头；没有内容就删掉{called(place.model, declared.name)}这一行",
        )
    if declared.model or isinstance(value, dict | list):
        fix = _as_group(declared, declared.model, value) if declared.model and isinstance(value, str) else ""
        return (
            "DAT004",
            f"「{declared.label}」{_should(declared.expected)}",
            fix or "改成要求的写法；字段清单见网站的“字段说明”页",
        )
    return "DAT003", *wrong_value(declared, value)


#: What may stand inside ``{…}`` without quotes.
_PLAIN = re.compile(r"[^\W_][\w./()（）、·-]*(?: [\w./()（）、·-]+)*")

_FILE = re.compile(r"[.][A-Za-z0-9]{2,5}$")


def _as_group(declared: Declared, model: type[Model], value: str) -> str:
    """How to write as a group what was written as a text, where one field of the group alone must be given."""
    needed = [one for one in describe(model).values() if one.required]
    if len(needed) != 1 or needed[0].leaf not in (LINE, ATTACHMENT):
        return ""
    is_secret = declared.private or needed[0].private
    # Why a file's name however long: what is said of a file that is missing repeats it too.
    may_be_said = quoted(value, "") or (needed[0].leaf is ATTACHMENT and _FILE.search(value))
    inside = "…"
    if may_be_said and not is_secret and show(value) == value:
        inside = value if _PLAIN.fullmatch(value) else "'" + value.replace("'", "''") + "'"
    here = "- " if declared.many else f"{declared.name}: "
    return f"写成“{here}{{{needed[0].name}: {inside}}}”"


def _unknown_key(key: str, model: type[Model]) -> tuple[str, str, str]:
    fields = {name: declared.label for name, declared in describe(model).items()}
    name = _nearest_field(key, model)
    if name:
        shown = f"“{show(key)}”" if key.isidentifier() else quoted_key(key)
        return "DAT002", f"没有{shown}这个键", f"是不是“{name}”（{fields[name]}）？"
    offered = "、".join(f"{each}（{label}）" for each, label in fields.items())
    return "DAT002", f"没有{quoted_key(key)}这个键", f"可用的键：{offered}"


def _nearest_field(key: str, model: type[Model]) -> str | None:
    """The field whose name or label is nearest to a key that nobody knows."""
    by_word = {word: name for name, declared in describe(model).items() for word in (name, declared.label)}
    close = nearest(key, by_word)
    return by_word[close] if close else None


def _should(expected: str) -> str:
    return f"应为 {expected}" if expected[:1].isascii() else f"应为{expected}"


def wrong_value(declared: Declared, value: object) -> tuple[str, str]:
    """The sentence for a value that does not fit its field, and what to write instead."""
    if value is None:
        return f"「{declared.label}」空着", _should(declared.expected)
    text = str(value)
    is_private = declared.private
    what = "写得不对" if is_private else f"不能是{quoted(text, '这样的内容')}"
    message = f"「{declared.label}」{what}"
    if isinstance(declared.leaf, Scalar):
        # Why: a private scalar explains without repeating; another one in a private field might repeat.
        hint = declared.leaf.explain(text) if declared.leaf.private or not is_private else None
        return message, masked(hint or "") or _should(declared.leaf.expected)
    close = nearest(text, declared.leaf) if isinstance(declared.leaf, tuple) else None
    return message, f"是不是“{close}”？（应为{declared.expected}）" if close else _should(declared.expected)


#: A wrong choice or a date in words is no longer; an address, typed into the wrong field, is.
_FEW = 12


def quoted(text: str, otherwise: str) -> str:
    """A value in quotes; ``otherwise`` where it may be somebody's address or remark, which no message repeats."""
    return f"“{show(text)}”" if text.isascii() or len(text) <= _FEW else otherwise


def show(text: str) -> str:
    """A value as a message may show it: one line, control characters escaped, at most 40 characters, no long number."""
    text = masked(text)
    plain = "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)
    return plain if len(plain) <= 40 else plain[:39] + "…"
