"""A table of Word -> one that a pipe table can say: one line a cell, no merged cells, the first row its heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from meidang.render.policies.tree import BLANK, NONE, Tree, line_of, one_line, text, words

#: What makes blocks plain.
Plainer = Callable[[Sequence[Tree]], list[Tree]]


def plain_table(inside: Tree, plainer: Plainer) -> Tree:
    """The table; where a cell was merged of several, the others are empty."""
    _, _, columns, head, bodies, foot = inside
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    grid = _grid([row[1] for row in rows], len(columns), plainer)
    cells = [[NONE, [_cell(content) for content in row]] for row in grid]
    plain_columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in columns]
    body = [[NONE, 0, [], cells[1:]]]
    return {"t": "Table", "c": [NONE, [None, []], plain_columns, [NONE, cells[:1]], body, [NONE, []]]}


def _grid(rows: Sequence[Sequence[Tree]], width: int, plainer: Plainer) -> list[list[list[Tree]]]:
    """Every place of the table; a place that a merged cell covers is taken, and empty."""
    grid: list[list[list[Tree] | None]] = [[None] * width for _ in rows]
    for at, row in enumerate(rows):
        for _, _, tall, wide, content in row:
            start = next((place for place, there in enumerate(grid[at]) if there is None), width)
            for below in range(at, min(at + tall, len(rows))):
                for place in range(start, min(start + wide, width)):
                    grid[below][place] = []
            if start < width:
                grid[at][start] = _inlines(plainer(content))
    return [[content or [] for content in row] for row in grid]


def _inlines(blocks: Sequence[Tree]) -> list[Tree]:
    """The paragraphs of a cell in one line."""
    joined: list[Tree] = []
    for line in _lines(blocks):
        joined += [text("；"), *one_line(line)] if joined else one_line(line)
    return joined


def _lines(blocks: Sequence[Tree]) -> Iterator[list[Tree]]:
    for block in blocks:
        kind, inside = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            yield inside
        elif kind == "Header":
            yield inside[2]
        elif kind == "BulletList":
            for item in inside:
                yield from _lines(item)
        elif kind == "OrderedList":
            for number, item in enumerate(inside[1], start=inside[0][0]):
                first, *rest = list(_lines(item)) or [[]]
                yield from ([text(f"{number}."), BLANK, *first], *rest)
        elif found := line_of(words(block)):
            yield [text(found)]


def _cell(content: list[Tree]) -> Tree:
    return [NONE, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": content}] if content else []]
