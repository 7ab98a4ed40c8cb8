"""Pandoc's tree of a Word document -> a plainer one that CommonMark with pipe tables can say in full.

CommonMark has no notes, no styles and no spans: what would be lost silently is turned into words here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from meidang.render.policies.tables import plain_table
from meidang.render.policies.tree import NONE, Tree, line_of, one_line, text, with_images, words
from meidang.render.word.package import is_safe_link

#: Inlines that are only looks.
_LOOKS: Final = frozenset({"Underline", "Superscript", "Subscript", "SmallCaps", "Strikeout"})


@dataclass(frozen=True, slots=True)
class Plain:
    """``title``; ``blocks`` below it; ``images``: the pictures' places in the package; ``lost``: sentences."""

    title: str
    blocks: tuple[Tree, ...]
    images: tuple[str, ...]
    lost: tuple[str, ...]
    version: Sequence[int]

    def document(self, places: Mapping[str, str]) -> dict[str, object]:
        """Pandoc's document, each picture at its place; without one its words stand there."""
        placed = with_images(list(self.blocks), places.get)
        return {"pandoc-api-version": self.version, "meta": {}, "blocks": placed}


def plain(tree: Tree, stem: str) -> Plain:
    """What a document says. ``stem`` is its title where nothing else is."""
    made = _Making()
    blocks = made.blocks([*_above(tree["meta"]), *tree["blocks"]])
    title = line_of(words(tree["meta"].get("title", [])))
    if not title and blocks and blocks[0]["t"] in ("Header", "Para"):
        title = line_of(words(blocks[0])) if blocks[0]["t"] == "Header" or _is_bold(blocks[0]) else ""
    title = (title or stem).strip()[:120]
    if blocks and line_of(words(blocks[0])) == title:
        blocks = blocks[1:]
    lost = [f"链接 {made.links} 个指向网页、邮箱和电话以外的地方：只保留文字"] if made.links else []
    images = tuple(dict.fromkeys(made.images))
    return Plain(title, tuple(blocks), images, tuple(lost), tree["pandoc-api-version"])


def _above(meta: Tree) -> Iterator[Tree]:
    """What pandoc takes from the text because of its style, such as a subtitle: paragraphs like any other."""
    for name, found in meta.items():
        for line in words(found).splitlines() if name != "title" else ():
            yield {"t": "Para", "c": [text(line)]}


def _is_bold(block: Tree) -> bool:
    """A short paragraph in bold stands for a title where Word's own styles were not used."""
    inside = [one for one in block["c"] if one["t"] not in ("Space", "LineBreak", "SoftBreak")]
    return bool(inside) and all(one["t"] == "Strong" for one in inside) and len(words(block)) <= 60


# --- the plainer tree ------------------------------------------------------------------------------------------------


class _Making:
    """One document in the making: its pictures, and the links that were dropped."""

    def __init__(self) -> None:
        """Nothing found so far."""
        self.images: list[str] = []
        self.links = 0

    def blocks(self, found: Sequence[Tree]) -> list[Tree]:
        """Blocks without looks."""
        return [made for block in found for made in self._block(block)]

    def _block(self, block: Tree) -> Sequence[Tree]:
        kind, inside = block["t"], block.get("c")
        match kind:
            case "Para" | "Plain" | "Header":
                return self._text(kind, inside)
            # Why BlockQuote: Word's indented paragraphs come as quotations, which they are not.
            case "Div" | "Figure" | "BlockQuote":
                return self.blocks(inside if kind == "BlockQuote" else inside[-1])
            case "LineBlock":
                return [made for line in inside for made in self._text("Para", line)]
            case "BulletList" | "OrderedList":
                return [{"t": kind, "c": self._list(kind, inside)}]
            case "Table":
                return [*self.blocks(inside[1][1]), plain_table(inside, self.blocks)]
        return [] if kind == "RawBlock" else [block]

    def _list(self, kind: str, inside: Tree) -> Tree:
        if kind == "BulletList":
            return [self.blocks(item) for item in inside]
        return [inside[0], [self.blocks(item) for item in inside[1]]]

    def _text(self, kind: str, inside: Tree) -> Sequence[Tree]:
        is_header = kind == "Header"
        made = self._inlines(inside[2] if is_header else inside)
        if not made:
            return []
        return [{"t": kind, "c": [inside[0], NONE, one_line(made)] if is_header else made}]

    def _inlines(self, found: Sequence[Tree]) -> list[Tree]:
        return [made for one in found for made in self._inline(one)]

    def _inline(self, one: Tree) -> Iterator[Tree]:
        kind, inside = one["t"], one.get("c")
        if kind in _LOOKS:
            yield from self._inlines(inside)
        elif kind in ("Emph", "Strong"):
            yield from _tight(kind, self._inlines(inside))
        elif kind in ("Span", "Quoted", "Cite"):
            yield from self._inlines(inside[1])
        elif kind == "Link":
            yield from self._link(inside)
        elif kind == "Image":
            self.images.append(inside[2][0])
            yield {"t": kind, "c": [NONE, [text(line_of(words(inside[1])) or "图")], [inside[2][0], ""]]}
        elif kind == "Note":
            yield text(f"（注：{line_of(words(inside))}）")
        elif kind == "Math":
            yield text(inside[1])
        elif kind != "RawInline":
            yield one

    def _link(self, inside: Tree) -> Iterator[Tree]:
        shown, target = self._inlines(inside[1]), inside[2][0]
        if is_safe_link(target):
            yield {"t": "Link", "c": [NONE, shown, [target, ""]]}
            return
        self.links += not target.startswith("#")
        yield from shown


def _tight(kind: str, inside: list[Tree]) -> Iterator[Tree]:
    """Emphasis without blanks at its edges, which CommonMark would not take for emphasis; none around nothing."""
    if not words(inside).strip():
        yield from inside
        return
    start = next(at for at, one in enumerate(inside) if one["t"] not in ("Space", "LineBreak", "SoftBreak"))
    end = max(at for at, one in enumerate(inside) if one["t"] not in ("Space", "LineBreak", "SoftBreak")) + 1
    yield from inside[:start]
    yield {"t": kind, "c": inside[start:end]}
    yield from inside[end:]
