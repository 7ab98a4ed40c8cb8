"""A declared field -> the field of the form: its label, hint, widget, choices and pattern.

``md-…`` are widgets of our own (``assets/widgets.js``); the others are Decap's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from meidang.models import codes, scalars
from meidang.models.attachment import Attachment
from meidang.models.base import Declared, Model, describe
from meidang.models.scalar import Scalar

Field = dict[str, Any]

#: Scalars that a native input of a browser asks for better than a line of text; its type.
_NATIVE: Final = {
    id(scalars.DATE): "date",
    id(scalars.EXPIRY): "expiry",
    id(scalars.MOMENT): "datetime-local",
    id(scalars.BIRTH_MONTH): "month",
}
_YES_NO: Final = [{"label": "是", "value": "true"}, {"label": "否", "value": "false"}]
#: What the commands that edit records fill in, and the form does not: it cannot tell a slip from a change.
_BY_HAND: Final = {
    "updated_on": "表单不会自动填；内容有变化时，改成当天",
    "revisions": "表单不会自动填；内容有变化时，加一行",
}
#: Of so many fields an item's closed line tells.
_TOLD: Final = 3
#: Scalars whose sentence of what to write says no more than the label, or than what the browser asks with.
_SAYS_NOTHING: Final = frozenset(
    id(one)
    for one in (
        scalars.LINE,
        scalars.LONG,
        scalars.MARKDOWN,
        scalars.BOOL,
        scalars.DATE,
        scalars.MOMENT,
        scalars.EXPIRY,
    )
)


def fields_of(model: type[Model]) -> list[Field]:
    """The fields of a group, in their declared order."""
    return [_field(declared) for declared in describe(model).values()]


def _field(declared: Declared) -> Field:
    base: Field = {"name": declared.name, "label": declared.label, "required": declared.required}
    if hint := _hint(declared):
        base["hint"] = hint
    if declared.model is Attachment and not declared.many:
        return base | {"widget": "md-file", "choices": _choices(describe(Attachment)["shown_in"])}
    if declared.model:
        return base | _group(declared, declared.model)
    if isinstance(declared.leaf, tuple):
        return base | {"widget": "select", "multiple": declared.many, "options": list(declared.leaf)}
    assert isinstance(declared.leaf, Scalar)  # noqa: S101 - for the type; nothing else is left
    return base | _scalar(declared, declared.leaf)


def _choices(declared: Declared) -> list[str]:
    return list(declared.leaf) if isinstance(declared.leaf, tuple) else []


def _hint(declared: Declared) -> str:
    """What the declaration says, and the sentence of its type."""
    leaf = declared.leaf
    # Which file an id stands in, they need to know who write ids; here one looks for names.
    own = "" if declared.ref and ".yaml" in declared.hint else declared.hint
    own = "；".join(filter(None, (own, _BY_HAND.get(declared.name))))
    expected = leaf.expected if isinstance(leaf, Scalar) and id(leaf) not in _SAYS_NOTHING else ""
    # A reference is looked for by name, and a declared hint on a period lists its forms already.
    if declared.ref or (declared.hint and leaf is scalars.SPAN):
        expected = ""
    return "；".join(words for words in (own, expected) if words)


def _group(declared: Declared, model: type[Model]) -> Field:
    inner = fields_of(model)
    if not declared.many:
        return {"widget": "object", "collapsed": not declared.required, "fields": inner}
    return {
        "widget": "list",
        "label_singular": declared.label,
        "collapsed": True,
        "minimize_collapsed": False,
        "told": list(_told(model)),
        "fields": inner,
    }


def _told(model: type[Model]) -> Iterator[str]:
    """The fields that say which item it is: the first few that fit on a line, and till when it holds."""
    short = [one for one in describe(model).values() if _is_short(one)]
    first = short[:_TOLD]
    yield from (one.name for one in first)
    yield from (one.name for one in short if one.leaf is scalars.EXPIRY and one not in first)


def _is_short(declared: Declared) -> bool:
    is_long = isinstance(declared.leaf, Scalar) and declared.leaf.many_lines
    return not (declared.many or declared.model or is_long or declared.private)


def _scalar(declared: Declared, leaf: Scalar) -> Field:
    if leaf is scalars.BOOL:
        return {"widget": "select", "options": _YES_NO}
    if declared.ref:
        found: Field = {"widget": "md-ref", "kind": declared.ref, "many": declared.many}
    elif declared.many:
        found = {"widget": "md-lines"}
    elif id(leaf) in _NATIVE:
        found = {"widget": "md-date", "input": _NATIVE[id(leaf)]}
    else:
        found = {"widget": "text" if leaf.many_lines else "string"}
    return found | _pattern(declared, leaf)


def _pattern(declared: Declared, leaf: Scalar) -> Field:
    """The type's own regular expression; of a list each item must fit it, which our widgets see to."""
    said = (leaf.json, *leaf.json.get("anyOf", ()))
    pattern = next((one["pattern"] for one in said if one.get("type") != "number" and "pattern" in one), None)
    if pattern is None:
        return {}
    form: Field = {"form": [pattern, leaf.expected]} if declared.many else {"pattern": [pattern, leaf.expected]}
    if leaf is codes.NUMBER_CODE:
        form["pattern"] = [_without_personal(leaf, pattern), leaf.expected]
    return form


def _without_personal(leaf: Scalar, pattern: str) -> str:
    """A code that is no person's own number, as the exported schema says in two expressions."""
    refused = leaf.json["anyOf"][0]["not"]["pattern"]
    return f"(?!{refused.removeprefix('^')})".join(("^", pattern.removeprefix("^")))
