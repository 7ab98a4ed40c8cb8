"""``meidang build site``, whole process, against a plain MkDocs build of the same pages.

    python benchmarks/website.py [200 1000 2000 5000]

The plain build is that of the tree that ``meidang build pages`` writes: the same HTML as files, Material's theme and
its search for Chinese, which divides words with jieba; records stand in no navigation. Prints a Markdown table: median
seconds, ratio (median, min–max), growth exponent of ours, KiB a page and a record page (mean and largest).
"""

from __future__ import annotations

import math
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from archives import make_archive
from measure import Pair, side_by_side

from meidang.models.audience import Edition
from meidang.pipeline import check
from meidang.pipeline.pages import build_pages
from meidang.project import Project

#: Larger archives take minutes, and are built once.
_ROUNDS = {200: 3}
_AS_OF = date(2026, 6, 30)
#: The folders of the records that are cloned.
_RECORDS = ("staff", "technique")


def main(sizes: list[int]) -> None:
    """Measure each size and print the table."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    heads = ("records", "meidang build site, s", "plain MkDocs, s", "ratio (min–max)", "CPU ratio")
    heads += ("exponent", "pages", "KiB a page (largest)", "KiB a record page (largest)")
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    previous: tuple[int, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = make_archive(size, Path(folder))
            pair = _measure(root, _ROUNDS.get(size))
            pages = {path: path.stat().st_size / 1024 for path in (root / "build/site").rglob("*.html")}
        exponent = math.log(pair.ours / previous[1]) / math.log(size / previous[0]) if previous else math.nan
        records = [
            kib for path, kib in pages.items() if path.parent.name in _RECORDS and not path.name.startswith("index.")
        ]
        cells = (
            f"{size:,}",
            f"{pair.ours:.2f}",
            f"{pair.baseline:.2f}",
            f"{pair.ratio:.2f} ({pair.low:.2f}–{pair.high:.2f})",
            f"{pair.cpu_ratio:.2f}",
            f"{exponent:.2f}" if previous else "",
            f"{len(pages):,}",
            _sizes(list(pages.values())),
            _sizes(records),
        )
        print(f"| {' | '.join(cells)} |", flush=True)
        previous = size, pair.ours


def _measure(root: Path, rounds: int | None) -> Pair:
    project = Project(root)
    build_pages(project, check(project, as_of=_AS_OF, today=_AS_OF), "", Edition.INTERNAL)
    ours = [sys.executable, "-m", "meidang", "build", "site", "--root", str(root), "--as-of", str(_AS_OF)]
    plain = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(root / "build/pages/mkdocs.yml")]
    return side_by_side(ours, plain, rounds or 1, warm_up=rounds is not None)


def _sizes(kib: Sequence[float]) -> str:
    return f"{statistics.mean(kib):.1f} ({max(kib):.0f})"


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200, 1_000, 2_000, 5_000])
