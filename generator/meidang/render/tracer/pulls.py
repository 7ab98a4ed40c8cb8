"""The list of what to bring 调阅清单: every paper once, with all the numbers that it is asked for, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from meidang.render.tracer.sheet import Paper

#: The kinds of records in the order in which people fetch them.
FOLDERS: Final = ("staff", "technique", "device", "drug_item")


@dataclass(frozen=True, slots=True)
class Pull:
    """A line of the list. ``paper``: the first that asked for it; ``numbers`` and ``uses``: of all that did."""

    paper: Paper
    numbers: tuple[str, ...]
    uses: tuple[str, ...]


def pulled(asked: Iterable[tuple[str, Paper]]) -> tuple[Pull, ...]:
    """Records and ledgers first, then originals by their keepers, then files; ``asked``: who asks (人员 1) for what.

    What stands on one page of the site is one line; ``site/assets/javascripts/tracer.js`` does the same.
    """
    papers: dict[tuple[str, ...], Paper] = {}
    numbers: dict[tuple[str, ...], dict[str, None]] = {}
    uses: dict[tuple[str, ...], dict[str, None]] = {}
    for use, paper in asked:
        key = (paper.place.page,) if paper.place.page else ("", paper.what, paper.keeper, *paper.files)
        papers.setdefault(key, paper)
        numbers.setdefault(key, {}).update({paper.number: None} if paper.number else {})
        uses.setdefault(key, {})[use] = None
    found = [Pull(papers[key], tuple(numbers[key]), tuple(uses[key])) for key in papers]
    return tuple(sorted(found, key=lambda one: _group(one.paper)))


def _group(paper: Paper) -> int:
    """Papers of one kind stand together: those on the site by their folder, then originals, then files."""
    folder = paper.place.page.partition("/")[0]
    if folder:
        return FOLDERS.index(folder) if folder in FOLDERS else len(FOLDERS)
    return len(FOLDERS) + (1 if paper.keeper else 2)


def use_words(uses: Iterable[str]) -> str:
    """``人员 1、人员 2、人员 3、病例 2`` -> ``人员 1–3；病例 2``."""
    grouped: dict[str, list[int]] = {}
    for use in uses:
        title, _, number = use.partition(" ")
        grouped.setdefault(title, []).append(int(number))
    return "；".join(f"{title} {_runs(numbers)}" for title, numbers in grouped.items())


def _runs(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)


def where_lines(paper: Paper) -> list[str]:
    """Where a paper lies, a line each: keeper, binder, files, page of the site."""
    binder = f"卷宗：{paper.binder}" if paper.binder else ""
    site = f"网站：{paper.place.page}" if paper.place.page else ""
    return [line for line in (paper.keeper, binder, *paper.files, site) if line]
