"""Report -> lines for the coordinator at the terminal, the heaviest first."""

from __future__ import annotations

from itertools import groupby

from meidang.findings import Finding
from meidang.report.lines import LIMIT, one_line, summary
from meidang.report.report import Report


def as_text(report: Report) -> str:
    """A heading per severity, each finding with its fix, the summary; ends with a newline.

    At most 200 findings; the rest is counted. No line can be a command for a CI runner, whatever the data says.
    """
    lines: list[str] = []
    for severity, findings in groupby(report.ordered[:LIMIT], key=lambda found: found.severity):
        lines += [f"【{severity.label}】{report.counts[severity]} 条"]
        for found in findings:
            lines += _finding(found, report.prefix)
        lines += [""]
    if len(report.findings) > LIMIT:
        lines += [f"…以及另外 {len(report.findings) - LIMIT} 条", ""]
    return "\n".join([*lines, *summary(report), ""])


def _finding(found: Finding, prefix: str) -> list[str]:
    lines = [f"{_place(found, prefix)}  [{one_line(found.code)}] {one_line(found.message)}"]
    if found.fix:
        lines += [f"    → {one_line(found.fix)}"]
    basis = [f"依据 {one_line(found.clause)}"] if found.clause else []
    due = [f"期限 {found.due.isoformat()}"] if found.due else []
    if basis or due:
        lines += [f"    {'；'.join(basis + due)}"]
    return lines


def _place(found: Finding, prefix: str) -> str:
    place = one_line(f"{prefix}{found.location}")
    # Why: a file may be called "::error ::x.yaml", and a line that begins so is a command for GitHub's runner.
    return place if place[:1].isalnum() else f"./{place}"
