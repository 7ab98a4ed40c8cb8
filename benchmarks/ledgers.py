"""Cold ``meidang check`` of five years of ledgers, whole process, against a bare CSafeLoader parse of the same files.

    python benchmarks/ledgers.py [6000 20000 60000]

The example's ledgers are put back by one to four years, and the entries of which a busy hospital has many are repeated
under numbers of their own. Prints a Markdown table like ``check.py``.
"""

from __future__ import annotations

import math
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archives import EXAMPLE
from check import BARE
from measure import Pair, peak_mib, side_by_side

_YEARS = 5
#: Ledgers that grow with the number of patients; of the others a hospital has as many as it has months.
_GROWING = frozenset(
    {
        "adverse_event",
        "antibiotic_use_review",
        "archiving_record",
        "case",
        "follow_up",
        "front_sheet",
        "medical_record_qc",
        "monitor_reading",
        "outpatient_plan_approval",
    }
)
_ENTRY = re.compile(r"^  - ", re.MULTILINE)
_NUMBER = re.compile(r"\b((?:case|event|record|outpatient|medical_record)_no: )(['\"]?)([A-Za-z0-9./-]+)\2")
_YEAR = re.compile(r"\b20([0-9]{2})(?=-)|(?<=\b[A-Z])2([0-9])(?=-)|(?<=\b[A-Z]{2})2([0-9])(?=-)")
_ROUNDS = {6_000: 7, 20_000: 5, 60_000: 5}


def make_ledgers(wanted: int, root: Path) -> int:
    """Write an archive with about ``wanted`` ledger entries of five years below ``root``; return how many there are."""
    source = EXAMPLE / "archive"
    shutil.copytree(source, root / "archive", ignore=shutil.ignore_patterns("ledger"))
    _lift_terms(root / "archive/staff")
    files = {file: file.read_text(encoding="utf-8") for file in sorted((source / "ledger").rglob("*.yaml"))}
    growing = sum(len(_ENTRY.findall(text)) for file, text in files.items() if file.parent.name in _GROWING)
    steady = sum(len(_ENTRY.findall(text)) for file, text in files.items() if file.parent.name not in _GROWING)
    copies = max(1, round((wanted / _YEARS - steady) / growing))
    made = 0
    for back in range(_YEARS):
        for file, text in files.items():
            written = _back(_repeated(text, copies if file.parent.name in _GROWING else 1), back)
            path = root / "archive/ledger" / file.parent.name / _back(file.name, back)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written, encoding="utf-8")
            made += len(_ENTRY.findall(written))
    return made


def _lift_terms(staff: Path) -> None:
    """Privileges that held five years ago and still do: otherwise each old case would be a finding."""
    for file in staff.glob("*.yaml"):
        text = re.sub(r"(granted_on: )20[0-9]{2}-", r"\g<1>2016-", file.read_text(encoding="utf-8"))
        file.write_text(re.sub(r"(valid_to: )20[0-9]{2}-", r"\g<1>2199-", text), encoding="utf-8")


def _repeated(text: str, copies: int) -> str:
    head, *blocks = _ENTRY.split(text)
    return head + "".join(f"  - {one}" for block in blocks for one in _copies(block.rstrip("\n") + "\n", copies))


def _copies(block: str, copies: int) -> Iterator[str]:
    yield block
    for number in range(1, copies):
        yield _NUMBER.sub(rf"\g<1>\g<3>-{number}", block)


def _back(text: str, years: int) -> str:
    """Dates, periods and numbered years so many years earlier."""

    def earlier(match: re.Match[str]) -> str:
        return f"20{int(match[1]) - years:02}" if match[1] else f"2{int(match[2] or match[3]) - years}"

    return _YEAR.sub(earlier, text).replace("-02-29", "-02-28") if years else text


def main(sizes: list[int]) -> None:
    """Measure each size and print the table."""
    print("| entries | check, s | bare parse, s | ratio (min–max) | CPU ratio | peak, MiB | exponent |")
    print("|---|---|---|---|---|---|---|")
    previous: tuple[int, float] | None = None
    for size in sizes:
        made, pair, peak = _measure(size)
        exponent = math.log(pair.ours / previous[1]) / math.log(made / previous[0]) if previous else math.nan
        spread = f"{pair.ratio:.2f} ({pair.low:.2f}–{pair.high:.2f})"
        took = f"{pair.ours:.3f} | {pair.baseline:.3f} | {spread} | {pair.cpu_ratio:.2f}"
        print(f"| {made:,} | {took} | {peak:.0f} | {exponent:.2f} |", flush=True)
        previous = made, pair.ours


def _measure(size: int) -> tuple[int, Pair, float]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        made = make_ledgers(size, root)
        ours = [sys.executable, "-m", "meidang", "check", "--root", str(root), "--as-of", "2026-06-30"]
        bare = [sys.executable, "-c", BARE, str(root / "archive")]
        return made, side_by_side(ours, bare, _ROUNDS.get(size, 5)), peak_mib(ours)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [6_000, 20_000, 60_000])
