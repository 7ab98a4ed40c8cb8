"""A new text in place of an old one, in the manner of the file; ``edit`` decides which."""

from __future__ import annotations

from dataclasses import dataclass

from yaml.nodes import Node, ScalarNode

from meidang.source.emitted import Manner, scalar
from meidang.source.layout import Holder, Layout, Spot


@dataclass(frozen=True, slots=True)
class Splice:
    """``new`` stands where the text stood from ``start`` to ``end``."""

    start: int
    end: int
    new: str


def put(page: Layout, start: int, end: int, new: str) -> str:
    """The page with ``new`` there."""
    return page.text[:start] + new + page.text[end:]


def manner_at(page: Layout, parent: Holder, at: int, *, commented: bool = False, quote: str = "") -> Manner:
    """How a value that ends at ``at`` is to be written."""
    in_flow = bool(parent.flow_style)
    return Manner(
        quote=quote,
        in_flow=in_flow,
        commented=commented and not in_flow,
        is_last=at == len(page.text),
        indent=0 if in_flow else page.column(parent),
        offset=0 if page.is_flush else 2,
        newline=page.newline,
    )


def is_word(node: Node) -> bool:
    """Whether a value is a text that is no block."""
    return isinstance(node, ScalarNode) and node.style not in ("|", ">")


def word(page: Layout, spot: Spot, value: str) -> Splice:
    """A text in place of a text, on its line."""
    start, end = int(spot.value.start_mark.index), page.end(spot.value)
    quote = spot.value.style or "" if isinstance(spot.value, ScalarNode) else ""
    new = scalar(value, manner_at(page, spot.parent, end, commented=page.is_commented(end), quote=quote))
    return Splice(start, end, new if end > start else f" {new}")
