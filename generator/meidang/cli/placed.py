"""What an import says of the cells of a workbook: by sheet, and once of what is alike in many rows of a column."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from meidang.pipeline.intake.told import Problem
from meidang.render.intake.sheets import letters
from meidang.report.lines import LIMIT

#: Lines that are told one by one; of more that are alike the rows only, and no more groups of rows than these.
_FEW, _MOST_GROUPS = 3, 12


@dataclass(frozen=True, slots=True, order=True)
class _Line:
    """A line, the first problem that it tells of, and of how many it tells."""

    first: Problem
    text: str
    count: int = 1


def problem_lines(title: str, every: Sequence[Problem]) -> Iterator[str]:
    """Each with its place; the same of many rows in one line that names the rows."""
    alike: dict[Hashable, list[Problem]] = {}
    for one in every:
        alike.setdefault((one.place.number, one.place.column or one.place, one.words), []).append(one)
    lines: list[_Line] = []
    for found in alike.values():
        if len(found) > _FEW:
            lines.append(_Line(found[0], _of_rows(found), len(found)))
        else:
            lines += _one_by_one(found)
    yield from _listed(title, lines)


def remark_lines(title: str, every: Sequence[Problem]) -> Iterator[str]:
    """A few of each column: a thousand days that are written in the same way would hide the rest."""
    columns: dict[Hashable, list[Problem]] = {}
    for one in every:
        columns.setdefault((one.place.number, one.place.column) if one.place.column else one, []).append(one)
    lines: list[_Line] = []
    for found in columns.values():
        few = found if len(found) <= _FEW + 1 else found[:_FEW]
        lines += _one_by_one(few)
        if rest := len(found) - len(few):
            words = f"{letters(found[0].place.column)} 列另有 {rest} 格，也这样读"
            lines.append(_Line(found[len(few)], words, rest))
    yield from _listed(title, lines)


def _one_by_one(found: Sequence[Problem]) -> Iterator[_Line]:
    return (_Line(one, one.place.within + one.words) for one in found)


def _listed(title: str, lines: Sequence[_Line]) -> Iterator[str]:
    if lines:
        yield f"{title} {sum(line.count for line in lines)} 处："
    ordered = sorted(lines)
    for sheet, group in groupby(ordered[:LIMIT], key=lambda line: line.first.place.sheet):
        if sheet:
            yield f"  工作表「{sheet}」"
        yield from (f"    {line.text}" for line in group)
    if rest := sum(line.count for line in ordered[LIMIT:]):
        yield f"  …以及另外 {rest} 处"


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
