"""Pandoc's tree as JSON: its words, and its small pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

#: A node of pandoc's tree: ``{"t": kind, "c": what is inside}``, or a list of such.
Tree = Any

BLANK: Final[Tree] = {"t": "Space"}
#: No identifier, classes or attributes.
NONE: Final[Tree] = ["", [], []]
BREAKS: Final = ("LineBreak", "SoftBreak")


def text(words: str) -> Tree:
    """Words as a node."""
    return {"t": "Str", "c": words}


def words(tree: Tree) -> str:
    """The text of a tree, each paragraph on a line of its own."""
    return "".join(_words(tree))


def _words(tree: Tree) -> Iterator[str]:
    if isinstance(tree, list | tuple):
        for one in tree:
            yield from _words(one)
    elif isinstance(tree, dict):
        yield from _words_of(tree.get("t"), tree.get("c"))


def _words_of(kind: str | None, inside: Tree) -> Iterator[str]:
    if kind == "Str":
        yield inside
    elif kind == "Space" or kind in BREAKS:
        yield " "
    elif kind in ("Code", "Math", "CodeBlock"):
        yield inside[1]
    else:
        yield from _words(inside)
        if kind in ("Para", "Plain", "Header"):
            yield "\n"


def line_of(found: str) -> str:
    """A text in one line."""
    return " ".join(found.split())


def one_line(inlines: Sequence[Tree]) -> list[Tree]:
    """Inlines without line ends."""
    return [BLANK if one["t"] in BREAKS else one for one in inlines]


def with_images(tree: Tree, place: Callable[[str], str | None]) -> Tree:
    """The tree with every image at its ``place``; where that is None, its words stand in brackets."""
    if isinstance(tree, list):
        return [with_images(one, place) for one in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.get("t") == "Image":
        attributes, inside, (target, _) = tree["c"]
        there = place(target)
        return (
            {"t": "Image", "c": [attributes, inside, [there, ""]]} if there else text(f"［{line_of(words(inside))}］")
        )
    return {key: with_images(value, place) for key, value in tree.items()}
