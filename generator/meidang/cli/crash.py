"""The report of an internal error: where it happened, but no value of any record."""

from __future__ import annotations

import sys
import tempfile
import traceback
from pathlib import Path

from meidang import __version__


def write_report(error: Exception) -> Path:
    """Write the report to a new file in the temporary folder and return its path.

    Why no message: an exception's text may hold a value from a record; its type and the lines of code never do.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"meidang {__version__}", f"Python {sys.version.split()[0]} {sys.platform}", type(error).__name__]
    lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    with tempfile.NamedTemporaryFile(
        "w", prefix="meidang-error-", suffix=".txt", delete=False, encoding="utf-8"
    ) as report:
        report.write("\n".join(lines) + "\n")
    return Path(report.name)
