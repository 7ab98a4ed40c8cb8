"""The one writer: trees -> YAML text that every reader takes for the same text, and edits that leave the rest alone.

Written through ruamel.yaml's round trip. Its implicit types are switched off: what stood without quotes stays as it was
typed, and what is new is quoted by ``scalars`` wherever a reader could see a number, a date or a yes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from meidang.source.comments import give_before, give_tail, has_comment, take_tail
from meidang.source.read import parse
from meidang.source.scalars import brackets_if_empty, written
from meidang.source.tree import Tree, Value


class _Delete(Enum):
    """The type of ``DELETE``."""

    DELETE = "DELETE"


#: As a new value in ``edit``: take the key or the item away.
DELETE: Final = _Delete.DELETE
#: A list whose dashes stand below the first letter of its key: the file's own habit, which is kept.
_FLUSH_LIST = re.compile(r"^( *)[^\s#-][^\n]*:[ \r]*\n\1- ", re.MULTILINE)
#: No line is ever folded.
_WIDTH = 1 << 30


class _TextOnly(VersionedResolver):
    """Every scalar is text but the empty one, on reading and on writing."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a node without one."""
        if kind is not ScalarNode:
            return super().resolve(kind, value, implicit)
        if value == "" and implicit[0]:
            return Tag(suffix="tag:yaml.org,2002:null")
        return self.DEFAULT_SCALAR_TAG


def dump(data: Tree) -> str:
    """``data`` as YAML text. Nothing is left out; what the reader refuses, it will name when it reads the text."""
    return _emit(_yaml(), written(data))


def edit(text: str, changes: Mapping[tuple[str | int, ...], Value | _Delete]) -> str:
    """``text`` with each path of ``changes`` set, appended (index = length) or, with ``DELETE``, removed.

    Comments, order, quotes and every line that is not changed stay. Changes apply in their order. Raises ValueError
    for a text that the reader refuses, KeyError or IndexError for a path whose parent does not exist.
    """
    if parse(text, "").source.data is None:
        raise ValueError("text must be readable")
    yaml = _yaml(list_offset=0 if _FLUSH_LIST.search(text) else 2)
    yaml.explicit_start = text.removeprefix("\ufeff").startswith("---")
    root = yaml.load(text.removeprefix("\ufeff"))
    for path, value in changes.items():
        _change(root, path, value)
    edited = _emit(yaml, root)
    if "\r\n" in text:
        edited = edited.replace("\n", "\r\n")
    return "\ufeff" + edited if text.startswith("\ufeff") else edited


def _yaml(list_offset: int = 2) -> YAML:
    yaml = YAML()
    yaml.Resolver = _TextOnly
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=list_offset + 2, offset=list_offset)
    return yaml


def _emit(yaml: YAML, data: object) -> str:
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _change(root: Any, path: Sequence[str | int], value: Value | _Delete) -> None:
    *way, last = path
    parent = root
    for step in way:
        parent = parent[step]
    if isinstance(value, _Delete):
        _delete(root, way, parent, last)
        return
    keys = _keys(parent)
    commented = last in keys and has_comment(parent, last)
    new = written(value, in_flow=_is_flow(parent), commented=commented)
    tail = take_tail(parent, last if last in keys else keys[-1]) if keys and not _is_flow(parent) else ""
    if isinstance(parent, CommentedSeq) and last == len(parent):
        parent.append(new)
    else:
        parent[last] = new
    give_tail(parent, last, tail)


def _delete(root: Any, way: Sequence[str | int], parent: Any, last: str | int) -> None:
    tail = "" if _is_flow(parent) else take_tail(parent, last)
    place = _keys(parent).index(last)
    del parent[last]
    brackets_if_empty(parent)
    keys = _keys(parent)
    if place:
        give_tail(parent, keys[place - 1], tail)
    elif keys:
        give_before(parent, keys[0], tail)
    elif way:
        above = root
        for step in way[:-1]:
            above = above[step]
        give_tail(above, way[-1], tail)


def _keys(parent: Any) -> list[Any]:
    return list(parent) if isinstance(parent, CommentedMap) else list(range(len(parent)))


def _is_flow(parent: object) -> bool:
    return isinstance(parent, CommentedMap | CommentedSeq) and bool(parent.fa.flow_style())
