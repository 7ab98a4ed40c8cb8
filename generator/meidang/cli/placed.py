"""What an import says of the cells of a workbook: by sheet, and once of what is alike in many rows of a column."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby

from meidang.pipeline.intake.told import Problem
from meidang.render.intake.sheets import letters
from meidang.report.lines import LIMIT

#: Lines that are told one by one; of more that are alike the rows only, and no more groups of rows than these.
_FEW, _MOST_GROUPS = 3, 12


def problem_lines(title: str, every: Sequence[Problem]) -> Iterator[str]:
    """Each with its place; the same of many rows in one line that names the rows."""
    alike: dict[Hashable, list[Problem]] = {}
    for one in every:
        alike.setdefault((one.place.number, one.place.column or one.place, one.words), []).append(one)
    lines = [
        (one, _of_rows(found)) if len(found) > _FEW else (one, one.place.within + one.words)
        for found in alike.values()
        for one in (found[:1] if len(found) > _FEW else found)
    ]
    yield from _listed(title, len(every), sorted(lines))


def remark_lines(title: str, every: Sequence[Problem]) -> Iterator[str]:
    """A few of each column: a thousand days that are written in the same way would hide the rest."""
    columns: dict[Hashable, list[Problem]] = {}
    for one in every:
        columns.setdefault((one.place.number, one.place.column) if one.place.column else one, []).append(one)
    lines = []
    for found in columns.values():
        few = found if len(found) <= _FEW + 1 else found[:_FEW]
        lines += [(one, one.place.within + one.words) for one in few]
        if len(found) > len(few):
            rest = f"{letters(found[0].place.column)} 列另有 {len(found) - len(few)} 格，也这样读"
            lines.append((found[len(few)], rest))
    yield from _listed(title, len(every), sorted(lines))


def _listed(title: str, count: int, lines: Sequence[tuple[Problem, str]]) -> Iterator[str]:
    if lines:
        yield f"{title} {count} 处："
    for sheet, group in groupby(lines[:LIMIT], key=lambda line: line[0].place.sheet):
        if sheet:
            yield f"  工作表「{sheet}」"
        yield from (f"    {text}" for _, text in group)
    if len(lines) > LIMIT:
        yield f"  …以及另外 {len(lines) - LIMIT} 处"


def _of_rows(found: Sequence[Problem]) -> str:
    """第 2、5–9 行（E 列）…，共 6 行."""
    groups: list[list[int]] = []
    for row in (one.place.row for one in found):
        if groups and row == groups[-1][-1] + 1:
            groups[-1][1:] = [row]
        else:
            groups.append([row])
    rows = "、".join("–".join(map(str, group)) for group in groups[:_MOST_GROUPS])
    more = f"等 {len(found)} 行" if len(groups) > _MOST_GROUPS else f"行，共 {len(found)} 行"
    return f"第 {rows} {more}（{letters(found[0].place.column)} 列）{found[0].words}"
