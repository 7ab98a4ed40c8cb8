"""A record's text in the one layout: keys in their order, two columns a step, comments where they belong.

What people wrote stays what it was: quotes, block texts, brackets, and every comment with the key or item above which,
or behind which, it stands. The result says to our reader exactly what the text said, and holds each of its comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from meidang.source.edit import Unwritable
from meidang.source.front_matter import part
from meidang.source.laid import AS_WRITTEN, KeyOrder, laid_out, single_blanks
from meidang.source.layout import Layout
from meidang.source.limits import DEFAULT_LIMITS, Limits
from meidang.source.read import MARKDOWN, parse
from meidang.source.segments import Unformattable

_FENCE: Final = "---"
_BLOCK_TEXT: Final = ("|", ">")
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#.*$", re.MULTILINE)


def formatted(text: str, order: KeyOrder, name: str = "", limits: Limits = DEFAULT_LIMITS) -> str:
    """``text`` in the one layout; of a ``.md`` the front matter is laid out, the text below it left alone.

    Raises ValueError for a text that the reader refuses, Unwritable where the layout cannot be made.
    """
    tree = parse(text, name, limits).source.data
    if tree is None:
        raise ValueError("text must be readable")
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        result = _of_markdown(plain, order) if name.endswith(MARKDOWN) else _of_yaml(plain, order)
    except (Unformattable, ValueError, yaml.YAMLError) as error:
        raise Unwritable from error
    if parse(result, name, limits).source.data != tree:
        raise Unwritable
    return result


def _of_markdown(text: str, order: KeyOrder) -> str:
    parted = part(text)
    if parted is None:
        raise Unformattable
    front = text[text.index("\n") + 1 : len(parted.front)]
    _, end, body = text[len(parted.front) :].partition("\n")
    return f"{_FENCE}\n{_of_yaml(front, order)}{_FENCE}{end}{body}"


def _of_yaml(text: str, order: KeyOrder) -> str:
    page = Layout(text)
    if not isinstance(page.root, MappingNode) or page.root.flow_style:
        return "\n".join(single_blanks(line.rstrip(" ") for line in text.split("\n"))).strip("\n") + "\n"
    result = laid_out(page, order)
    if _comments(page) != _comments(Layout(result)):
        raise Unformattable
    return result


def _comments(page: Layout) -> Counter[str]:
    """Every comment, found in another way than it was moved: by leaving out what the values say."""
    outside, at = [], 0
    for node in _scalars(page.root):
        start, end = int(node.start_mark.index), page.end(node)
        outside.append(page.text[at:start])
        if node.style in _BLOCK_TEXT and "\n" in page.text[start:end]:
            outside.append(page.text[start : page.line_end(start)] + "\n")
        at = max(end, start)
    outside.append(page.text[at:])
    return Counter(found.rstrip() for found in _COMMENT.findall("".join(outside)))


def _scalars(node: Any) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
    elif isinstance(node, SequenceNode):
        for one in node.value:
            yield from _scalars(one)


__all__ = ["AS_WRITTEN", "KeyOrder", "formatted"]
