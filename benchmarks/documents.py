"""Word documents of N people against a plain docxtpl loop, whole processes and in process; a binder of N against both.

    python benchmarks/documents.py [200 2000 [800]]

Every program gets the same views (the example's people under other names) and the same template, and writes to a fresh
folder. Ours also seals: digest, QR code, stamp. That both say the same is ``tests/word/test_filling.py``'s business.
Prints Markdown tables: median seconds, how many times faster (median of the pairs, min–max), growth exponents.
"""

from __future__ import annotations

import gc
import math
import pickle
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from archives import EXAMPLE
from measure import Pair, side_by_side

from meidang.models.staff import Staff
from meidang.pipeline import check
from meidang.project import Project
from meidang.render.views import Desk, show

PROGRAMS = Path(__file__).parent / "programs"
_AS_OF = date(2026, 6, 30)
_ROUNDS = {200: 5, 800: 3, 2_000: 2}


def main(sizes: Sequence[int], bound: Sequence[int]) -> None:
    """Measure singles of each size, in process, then binders."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for size in {*sizes, *bound}:
            write_views(size, place / f"{size}.pickle")
        print("| documents | ours, s | docxtpl, s | times as fast (min–max) | exponent |\n|---|---|---|---|---|")
        table(sizes, lambda size: pair(place, size, "filled", "docxtpl_loop"))
        print("\n| in process | ms a document | docxtpl, ms | times as fast (min–max) |\n|---|---|---|---|")
        in_process(place / f"{min(sizes)}.pickle")
        print("\n| binder of | ours, s | one docxtpl loop, s | of it (min–max) | exponent |\n|---|---|---|---|---|")
        table(bound, lambda size: pair(place, size, "bound", "docxtpl_binder"), share=True)
        print("\n| binder of | ours, s | its single documents, s | of it (min–max) | exponent |\n|---|---|---|---|---|")
        table(bound, lambda size: pair(place, size, "bound", "filled"), share=True)


def write_views(size: int, path: Path) -> None:
    """The views of so many people: those of the example in turn, each under a name of its own."""
    checked = check(Project(EXAMPLE), as_of=_AS_OF, today=_AS_OF)
    desk = Desk(checked.archive, _AS_OF, checked.findings)
    people = [{**show(desk, item), "revision": "0123456789"} for item in checked.archive.of(Staff)]
    views = []
    for number in range(size):
        name = f"{people[number % len(people)]['name']}{number}"
        views.append({**people[number % len(people)], "id": f"S{number:05}", "label": name, "name": name})
    path.write_bytes(pickle.dumps(views))


def pair(place: Path, size: int, ours: str, baseline: str) -> Pair:
    """Two programs on the same views."""

    def command(program: str) -> list[str]:
        views, target = place / f"{size}.pickle", place / program
        target.mkdir(exist_ok=True)
        template = str(EXAMPLE / "templates/staff.docx")
        return [sys.executable, str(PROGRAMS / f"{program}.py"), str(views), template, str(target)]

    return side_by_side(command(ours), command(baseline), _ROUNDS.get(size, 3))


def table(sizes: Sequence[int], measure: Callable[[int], Pair], *, share: bool = False) -> None:
    """A row for each size."""
    previous: tuple[int, float] | None = None
    for size in sizes:
        found = measure(size)
        exponent = f"{math.log(found.ours / previous[1]) / math.log(size / previous[0]):.2f}" if previous else ""
        low, middle, high = found.low, found.ratio, found.high
        spread = f"{middle:.3f} ({low:.3f}–{high:.3f})" if share else f"{1 / middle:.1f} ({1 / high:.1f}–{1 / low:.1f})"
        print(f"| {size:,} | {found.ours:.2f} | {found.baseline:.2f} | {spread} | {exponent} |", flush=True)
        previous = size, found.ours


def in_process(path: Path, rounds: int = 5, many: int = 20) -> None:
    """CPU time of both, alternating, once everything is imported and compiled."""
    sys.path.insert(0, str(PROGRAMS))
    import docxtpl_loop
    import filled

    views = pickle.loads(path.read_bytes())[:many]
    template = EXAMPLE / "templates/staff.docx"
    ours, theirs = filled.filler(template), docxtpl_loop.filler(template)
    times = [(cpu(ours, views), cpu(theirs, views)) for _ in range(rounds)]
    ratios = sorted(other / own for own, other in times)
    own, other = (statistics.median(column) * 1_000 for column in zip(*times, strict=True))
    print(f"| {many} | {own:.2f} | {other:.1f} | {statistics.median(ratios):.1f} ({ratios[0]:.1f}–{ratios[-1]:.1f}) |")


def cpu(fill: Callable[[dict[str, Any]], bytes], views: Sequence[dict[str, Any]]) -> float:
    """Seconds of CPU time a document."""
    gc.collect()
    start = time.process_time()
    for view in views:
        fill(view)
    return (time.process_time() - start) / len(views)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]] or [200, 2_000]
    main(numbers[:2], numbers[2:] or [200, 800])
