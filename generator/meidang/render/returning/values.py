"""What a person wrote in a document -> what is written in a record: names become ids, Chinese dates dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final
from unicodedata import normalize

from pydantic import ValidationError
from pydantic_core import SchemaValidator

from meidang.archive import Archive
from meidang.archive.called import called
from meidang.kinds import KINDS
from meidang.load.nearest import nearest
from meidang.models.base import Declared
from meidang.models.scalar import Scalar
from meidang.models.scalars import BOOL, GRADE, UNGRADED
from meidang.source.tree import Value

_BETWEEN = re.compile(r"[、，,；;\n]")
_BLANK: Final = frozenset({"", "—", "——", "－", "-", "/"})
_YES_NO: Final = {
    **dict.fromkeys(("是", "√", "✓", "☑", "有", "合格"), "true"),
    **dict.fromkeys(("否", "×", "✗", "☐", "无", "不合格"), "false"),
}
_GRADES: Final = {GRADE.show(grade): str(grade) for grade in (1, 2, 3, 4)} | {GRADE.show(UNGRADED): "不分级"}
#: The sentence of a date's type that says how to write what was written otherwise.
_WRITE_IT: Final = "请写成 "


class NoValue(Exception):
    """A text that the field cannot hold, in one Chinese sentence."""


def value_of(declared: Declared, text: str, archive: Archive, old: Value = None) -> Value:
    """What to write in a record for ``text``; None where the field is left out. Raises NoValue.

    ``old``: what is written there now; of two people of one name the one that was named stays so.
    """
    if text in _BLANK and not (text and declared.required and _is_text(declared)):
        if declared.required:
            raise NoValue(f"「{declared.label}」不能空着")
        return None
    if not declared.many:
        return _one(declared, text, archive, (old,) if isinstance(old, str) else ())
    known = tuple(one for one in old if isinstance(one, str)) if isinstance(old, list) else ()
    words = [word.strip() for word in _BETWEEN.split(text) if word.strip()]
    return [_one(declared, word, archive, known) for word in words]


def _is_text(declared: Declared) -> bool:
    """Whether a stroke may be what the field says, where it must say something."""
    return declared.ref is None and isinstance(declared.leaf, Scalar) and declared.leaf.many_lines


def _one(declared: Declared, text: str, archive: Archive, old: Sequence[str]) -> str:
    if declared.ref is not None:
        return _reference(declared.ref, text, archive, old)
    if isinstance(declared.leaf, tuple):
        return _choice(declared, text)
    if isinstance(declared.leaf, Scalar):
        return _scalar(declared, declared.leaf, text, old)
    raise NoValue(f"「{declared.label}」不是一项文字")


def _choice(declared: Declared, text: str) -> str:
    wide = normalize("NFKC", text)
    choices = declared.leaf if isinstance(declared.leaf, tuple) else ()
    found = next((one for one in choices if one in (text, wide) or normalize("NFKC", one) == wide), None)
    if found is None:
        raise NoValue(f"「{declared.label}」应为{declared.expected}")
    return found


def _scalar(declared: Declared, scalar: Scalar, text: str, old: Sequence[str]) -> str:
    for written in _writings(scalar, text):
        if _fits(scalar, written):
            # A text of several lines was written so, with its line end.
            return f"{written}\n" if scalar.many_lines and old and old[0].endswith("\n") else written
    raise NoValue(f"「{declared.label}」{_should(scalar, text)}")


def _should(scalar: Scalar, text: str) -> str:
    more = scalar.explain(text)
    return f"应为{scalar.expected}" + (f"（{more}）" if more else "")


def _writings(scalar: Scalar, text: str) -> Iterator[str]:
    """How the text might be written in a record, the likeliest first."""
    yield text
    wide = normalize("NFKC", text).strip()
    yield wide
    if scalar is BOOL:
        yield _YES_NO.get(text, "")
    if scalar is GRADE:
        yield _GRADES.get(text, "")
    if (advice := scalar.explain(text) or "").startswith(_WRITE_IT):
        yield advice.removeprefix(_WRITE_IT)
    number = wide.replace(",", "").replace(" ", "")
    yield number
    if (digits := re.match("[0-9]+", number)) and _shows(scalar, digits[0], text):
        yield digits[0]


def _shows(scalar: Scalar, written: str, text: str) -> bool:
    """Whether a value is shown as the text, unit and all."""
    try:
        shown = scalar.show(_validator(scalar).validate_python(written))
    except ValidationError:
        return False
    return shown.replace(" ", "") == text.replace(" ", "")


def _fits(scalar: Scalar, written: str) -> bool:
    try:
        _validator(scalar).validate_python(written)
    except ValidationError:
        return False
    return True


@cache
def _validator(scalar: Scalar) -> SchemaValidator:
    return SchemaValidator(scalar.core)


# --- references ------------------------------------------------------------------------------------------------------


def _reference(kind: str, text: str, archive: Archive, old: Sequence[str]) -> str:
    """The id of what people call so; the id itself will do, also beside the name."""
    name = _name_of(kind, archive)
    if kept := next((one for one in old if name(one) == text), None):
        return kept
    ids = archive.ids.get(kind, frozenset())
    found = sorted(one for one in ids if name(one) == text)
    if len(found) == 1:
        return found[0]
    words = set(re.split(r"[\s（）()]+", text))
    named = [one for one in ids & words if text == one or name(one) in words]
    if len(named) == 1:
        return named[0]
    title = KINDS[kind].plural if kind in KINDS else "记录"
    if found:
        raise NoValue(f"叫“{text}”的{title}不止一个（{'、'.join(found)}），请在名称后写上编号")
    close = nearest(text, {name(one) for one in ids})
    advice = f"是不是“{close}”？不是就" if close else "请核对名称，或"
    raise NoValue(f"{title}里没有“{text}”，{advice}先建立它的档案")


def _name_of(kind: str, archive: Archive) -> Callable[[str], str]:
    return lambda target: called(archive, kind, target)
