"""Cold ``meidang check``, whole process, against a bare CSafeLoader parse of the same files.

    python benchmarks/check.py [200 2000 20000]

Prints a Markdown table: median seconds from start to exit, ratios, peak memory, growth exponent between sizes.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path

from archives import make_archive
from measure import Pair, peak_mib, side_by_side

BARE = """
import sys, pathlib, yaml
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""
_ROUNDS = {200: 11, 2_000: 7, 20_000: 3}


def main(sizes: list[int]) -> None:
    """Measure each size and print the table."""
    print("| records | check, s | bare parse, s | ratio (min–max) | CPU ratio | peak, MiB | exponent |")
    print("|---|---|---|---|---|---|---|")
    previous: tuple[int, float] | None = None
    for size in sizes:
        pair, peak = _measure(size)
        exponent = math.log(pair.ours / previous[1]) / math.log(size / previous[0]) if previous else math.nan
        spread = f"{pair.ratio:.2f} ({pair.low:.2f}–{pair.high:.2f})"
        took = f"{pair.ours:.3f} | {pair.baseline:.3f} | {spread} | {pair.cpu_ratio:.2f}"
        print(f"| {size:,} | {took} | {peak:.0f} | {exponent:.2f} |", flush=True)
        previous = size, pair.ours


def _measure(size: int) -> tuple[Pair, float]:
    with tempfile.TemporaryDirectory() as folder:
        root = make_archive(size, Path(folder))
        ours = [sys.executable, "-m", "meidang", "check", "--root", str(root), "--as-of", "2026-06-30"]
        bare = [sys.executable, "-c", BARE, str(root / "archive")]
        return side_by_side(ours, bare, _ROUNDS.get(size, 5)), peak_mib(ours)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200, 2_000, 20_000])
