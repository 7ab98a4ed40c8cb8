"""A declared field -> the field of the form: its label, hint, widget, choices and pattern.

``md-…`` are widgets of our own (``assets/widgets.js``); the others are Decap's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from meidang.models import codes, scalars
from meidang.models.attachment import Attachment
from meidang.models.base import Declared, Model, describe
from meidang.models.scalar import Scalar
from meidang.models.wording import without_keys

Field = dict[str, Any]

#: Scalars of days: how the calendar beside the text is called in browsers.
_DAYS: Final = {
    id(scalars.DATE): "date",
    id(scalars.EXPIRY): "expiry",
    id(scalars.MOMENT): "datetime-local",
    id(scalars.BIRTH_MONTH): "month",
}
_YES_NO: Final = [{"label": "是", "value": "true"}, {"label": "否", "value": "false"}]
#: What the commands that edit records fill in, and the form only when it is told: it cannot tell a slip from a change.
_BY_HAND: Final = {
    "updated_on": "内容有变化（不只是改错字）时改成当天",
    "revisions": "内容有变化时加一行；按“更新日期”旁边的按钮，两处一起填",
}
#: Examples of ids; who picks from a list sees names there.
_IDS: Final = re.compile(r"，?例如 [a-z][\w./-]*(( 或 |、)[a-z][\w./-]*)*|（[a-z][\w./-]*）", re.ASCII)
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
    own = "；".join(filter(None, (_declared_hint(declared), _BY_HAND.get(declared.name))))
    expected = leaf.expected if isinstance(leaf, Scalar) and id(leaf) not in _SAYS_NOTHING else ""
    # A reference is looked for by name, and a declared hint on a period lists its forms already.
    if declared.ref or (declared.hint and leaf is scalars.SPAN):
        expected = ""
    return "；".join(words for words in (own, expected) if words)


def _declared_hint(declared: Declared) -> str:
    """The declared hint, without what only they need to know who write the file."""
    if declared.leaf is scalars.MARKDOWN:
        return "用 Markdown 写：“## ”开头的一行是标题，“- ”开头的一行是列表的一项"
    if not declared.ref:
        return without_keys(declared.hint)
    return "" if ".yaml" in declared.hint else _IDS.sub("", declared.hint).lstrip("：")


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
    elif id(leaf) in _DAYS:
        found = {"widget": "md-date", "input": _DAYS[id(leaf)]}
    else:
        found = {"widget": "text" if leaf.many_lines else "string"}
    return found | _pattern(declared, leaf)


def _pattern(declared: Declared, leaf: Scalar) -> Field:
    """The type's own regular expression; ``form`` where our widgets see to it: of a list's items, of days."""
    said = (leaf.json, *leaf.json.get("anyOf", ()))
    pattern = next((one["pattern"] for one in said if one.get("type") != "number" and "pattern" in one), None)
    if pattern is None:
        return {}
    is_ours = declared.many or id(leaf) in _DAYS
    form: Field = {"form" if is_ours else "pattern": [pattern, leaf.expected]}
    if leaf is codes.NUMBER_CODE:
        form["pattern"] = [_without_personal(leaf, pattern), leaf.expected]
    return form


def _without_personal(leaf: Scalar, pattern: str) -> str:
    """A code that is no person's own number, as the exported schema says in two expressions."""
    refused = leaf.json["anyOf"][0]["not"]["pattern"]
    return f"(?!{refused.removeprefix('^')})".join(("^", pattern.removeprefix("^")))
