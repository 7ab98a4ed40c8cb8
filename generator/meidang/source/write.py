"""A whole tree -> YAML text that every reader of YAML 1.1 or 1.2 takes for the same text; ``edit`` changes a text."""

from __future__ import annotations

from meidang.source.emitted import Manner, flow, mapping_lines
from meidang.source.tree import Tree

_MANNER = Manner(for_all=True)


def dump(data: Tree) -> str:
    """``data`` as YAML text. Nothing is left out; what the reader refuses, it will name when it reads the text."""
    lines = mapping_lines(data, _MANNER) or [flow(data)]
    return "\n".join(lines) + "\n"
