"""A record's text as a change may be shown to people: what nobody is to see is hidden, however it is written."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from meidang.archive.privacy import HIDDEN
from meidang.kinds import kind_of
from meidang.models.base import Model, describe, per_model
from meidang.source.front_matter import part
from meidang.source.layout import Layout
from meidang.source.read import MARKDOWN


def veiled(path: str, text: str) -> str:
    """The text with its private values hidden; nothing of one that cannot be read, as nobody knows where they stand."""
    kind = kind_of(path)
    if kind is None or not _has_private(kind.model):
        return text
    text = text.removeprefix("\ufeff")
    parted = part(text) if path.endswith(MARKDOWN) else None
    try:
        page = Layout(parted.front if parted else text)
    except yaml.YAMLError:
        return HIDDEN
    for node in reversed(list(_private(page.root, kind.model))):
        start, end = int(node.start_mark.index), page.end(node)
        text = text[:start] + (HIDDEN if end > start else "") + text[end:]
    return text


@per_model
def _has_private(model: type[Model]) -> bool:
    return any(one.private or (one.model and _has_private(one.model)) for one in describe(model).values())


def _private(node: Node | None, model: type[Model]) -> Iterator[Node]:
    """The private values, in the order of the text."""
    if isinstance(node, SequenceNode):
        for one in node.value:
            yield from _private(one, model)
    elif isinstance(node, MappingNode):
        fields = describe(model)
        for key, value in node.value:
            one = fields.get(str(key.value))
            if one and one.private:
                yield value
            elif one and one.model:
                yield from _private(value, one.model)
