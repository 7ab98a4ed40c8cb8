"""Report -> a Code Quality report for GitLab, which shows what a merge request brings and mends.

GitLab asks of each finding: ``description``, ``check_name``, a ``fingerprint`` of its own, ``severity`` (info, minor,
major, critical or blocker), ``location.path`` below the repository, and ``location.lines.begin``. It compares the
fingerprints of two branches, so they must not change when lines move.
"""

from __future__ import annotations

import json
from typing import Final

from meidang.findings import Severity
from meidang.report.lines import Named, named, told, visible
from meidang.report.report import Report

_SEVERITIES: Final = {
    Severity.ERROR: "blocker",
    Severity.VETO: "critical",
    Severity.MAJOR: "major",
    Severity.MINOR: "minor",
    Severity.NOTICE: "info",
}


def as_gitlab(report: Report) -> str:
    """All findings as a JSON array; ``[]`` where there are none."""
    issues = [_issue(one, report.prefix) for one in named(report.ordered)]
    return visible(json.dumps(issues, ensure_ascii=False, indent=2)) + "\n"


def _issue(one: Named, prefix: str) -> dict[str, object]:
    found = one.finding
    return {
        "type": "issue",
        "description": told(found),
        "check_name": found.code,
        "fingerprint": one.fingerprint,
        "severity": _SEVERITIES[found.severity],
        # Why 1: what concerns a whole file is shown at its top.
        "location": {"path": prefix + found.location.path, "lines": {"begin": found.location.line or 1}},
    }
